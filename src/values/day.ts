import { RuleError, shown } from './rule-error';

const DAY = 24 * 60 * 60 * 1000;

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
