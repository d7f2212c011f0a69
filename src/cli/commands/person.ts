import { Option } from 'commander';
import type { Session } from '../session';

export function reasonOption(): Option {
  return new Option('--reason <text>', 'why, for the audit record').makeOptionMandatory();
}

export function untilOption(): Option {
  return new Option('--until <end>', 'when it ends by itself: an ISO date, its last day, or a time in UTC, as in 2027-06-30T18:00Z');
}

export function dryRunOption(): Option {
  return new Option('--dry-run', 'show what would change, and change nothing').default(false);
}

export function jsonOption(): Option {
  return new Option('--json', 'print JSON').default(false);
}

/** Prints what came of a command: as JSON, or as lines. */
export function tell<T>(session: Session, json: boolean, result: T, lines: (result: T) => string[]): void {
  session.out(`${json ? JSON.stringify(result, undefined, 2) : lines(result).map(visible).join('\n')}\n`);
}

/** Notes and reasons come from feeds and from others: what would steer a terminal, or turn a line around, is shown as a replacement. */
function visible(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

/** An end as an operation takes it. */
export function endOf(until: string | undefined): { readonly until?: string } {
  return until === undefined ? {} : { until };
}

/** One line a range that comes and goes. */
export function changeLines({ added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] }): string[] {
  return [...added.map((range) => `  + ${range}`), ...removed.map((range) => `  - ${range}`)];
}

/** Columns, each as wide as it needs to be. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd());
}
