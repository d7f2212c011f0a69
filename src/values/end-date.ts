import { RuleError, shown } from './rule-error';

const DAY = 24 * 60 * 60 * 1000;

/** From how many days before its end an access is warned about. */
const NOTICE = 30;

/**
 * A day in UTC, as days since 1970-01-01. Strict: years of four digits, months and days of two, and the day exists.
 *
 * @returns undefined if the text is no ISO date
 */
export function parseDay(text: string): number | undefined {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // Date.parse takes 2027-02-30 for March.
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text) ? time / DAY : undefined;
}

/** A day as an ISO date. */
export function isoDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** @throws RuleError ClockMalformed */
export function today(setting: unknown, clock: () => number = Date.now): number {
  if (setting === undefined) {
    return Math.floor(clock() / DAY);
  }
  const day = typeof setting === 'string' ? parseDay(setting) : undefined;
  if (day === undefined) {
    throw new RuleError('ClockMalformed', `the context key cdk-private-api:now is an ISO date (YYYY-MM-DD), received: ${shown(setting)}`);
  }
  return day;
}

/**
 * What there is to say today about an access that ends.
 *
 * @param last its last day, an ISO date
 * @param day days since 1970-01-01
 * @returns undefined while the end is far
 */
export function endNotice(last: string, day: number): string | undefined {
  const left = parseDay(last)! - day;
  if (left > NOTICE) {
    return undefined;
  }
  if (left < 0) {
    return `its access was to end on ${last}, ${count(-left)} ago`;
  }
  return `its access is to end on ${last}, ${left === 0 ? 'today' : `in ${count(left)}`}`;
}

function count(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
