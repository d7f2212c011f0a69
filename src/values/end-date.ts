import { parseDay } from './day';

/** From how many days before its end an access is warned about. */
const NOTICE = 30;

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
