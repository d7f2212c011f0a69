import type { Report } from './run';

/** The least that fails: an error; a warning too; what is not known too. */
export type FailOn = 'error' | 'warning' | 'unknown';

/** Whether a report fails the check of an app. An exception that lapsed, and one that cannot be read, always do. */
export function fails({ findings, notices }: Pick<Report, 'findings' | 'notices'>, failOn: FailOn): boolean {
  return notices.some(({ level }) => level === 'error') || findings.some(({ outcome, severity }) => (
    outcome === 'unknown' ? failOn === 'unknown' : severity === 'error' || failOn !== 'error'));
}
