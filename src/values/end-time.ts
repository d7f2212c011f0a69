import { RuleError, shown } from './rule-error';

const DAY = 24 * 60 * 60 * 1000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2})?Z$/;

/**
 * When something that ends has ended, in milliseconds since 1970: a date is its last day, in UTC; a time is the moment itself.
 *
 * @param text as in `2027-06-30` or `2027-06-30T18:00Z`
 * @throws RuleError EndTime
 */
export function parseEnd(text: string): number {
  const day = DATE.test(text) ? text : MOMENT.exec(text)?.[1];
  const start = day === undefined ? NaN : Date.parse(`${day}T00:00:00Z`);
  // Date.parse takes 2027-02-30 for March.
  const exists = Number.isFinite(start) && new Date(start).toISOString().startsWith(day!);
  const end = !exists ? NaN : text === day ? start + DAY : Date.parse(text);
  if (!Number.isFinite(end)) {
    throw new RuleError('EndTime', `an end is an ISO date or time in UTC, as in 2027-06-30 or 2027-06-30T18:00Z, received: ${shown(text)}`);
  }
  return end;
}

/** Whether an end, if there is one, has come. */
export function hasEnded(end: string | undefined, now: number): boolean {
  return end !== undefined && parseEnd(end) <= now;
}
