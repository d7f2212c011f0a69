import type { Check } from './check';
import type { Config } from './config';
import type { Exception } from './exception';
import { nearest } from './nearest';
import { parseDay } from '../../values/day';

/** Something about exceptions, the baseline or the config that somebody should mend. */
export interface Notice {
  readonly kind: 'lapsed' | 'unused' | 'malformed' | 'unknown-check' | 'fixed';
  /** An error fails the check of an app, a warning and a note do not. */
  readonly level: 'error' | 'warning' | 'note';
  readonly check: string;
  /** Where it is written. */
  readonly source: string;
  readonly message: string;
}

interface Around {
  readonly all: readonly Check[];
  readonly config: Config;
  readonly today: number;
  matches(exception: Exception): boolean;
}

/** Whether an exception holds no more: its end, and the grace behind it, have passed. */
export function expired({ until }: Exception, today: number, graceDays: number): boolean {
  const left = daysLeft(until, today);
  return left !== undefined && left + graceDays < 0;
}

/** What there is to say about exceptions, each once. */
export function exceptionNotices(exceptions: readonly Exception[], around: Around): Notice[] {
  return exceptions.flatMap((exception) => noticesOf(exception, around));
}

function noticesOf(exception: Exception, { all, config, today, matches }: Around): Notice[] {
  const { check, source, problem, until } = exception;
  if (!all.some(({ id }) => id === check)) {
    return [{ kind: 'unknown-check', level: 'warning', check, source, message: `an exception names a check, received: "${check}"${nearest(check, all.map(({ id }) => id))}` }];
  }
  const left = daysLeft(until, today);
  const lapsed = left !== undefined && left < 0;
  const over = expired(exception, today, config.graceDays);
  const isIdle = config.checks.get(check)?.severity !== 'off' && !matches(exception);
  return [
    ...problem === undefined ? [] : [{ kind: 'malformed', level: 'error', check, source, message: problem } as const],
    ...lapsed && !isIdle ? [{
      kind: 'lapsed',
      level: over ? 'error' : 'warning',
      check,
      source,
      message: `the exception ended on ${until}, ${days(-left)} ago${owned(exception)}${over || !Number.isFinite(config.graceDays) ? '' : `: it fails the check in ${days(left + config.graceDays + 1)}`}`,
    } as const] : [],
    ...isIdle ? [{
      kind: 'unused', level: 'warning', check, source, message: `the exception matches nothing${owned(exception)}: take it out`,
    } as const] : [],
  ];
}

function daysLeft(until: string | undefined, today: number): number | undefined {
  const last = until === undefined ? undefined : parseDay(until);
  return last === undefined ? undefined : last - today;
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function owned({ owner }: Exception): string {
  return owner === undefined ? '' : ` (owner: ${owner})`;
}
