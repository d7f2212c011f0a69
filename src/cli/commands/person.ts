import { type Command, Option } from 'commander';

/** Prints where the program prints. */
export function printer(command: Command): (text: string) => void {
  const { writeOut } = command.configureOutput();
  return (text) => writeOut?.(`${text}\n`);
}

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

/** One line a range that comes and goes. */
export function changeLines({ added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] }): string[] {
  return [...added.map((range) => `  + ${range}`), ...removed.map((range) => `  - ${range}`)];
}

/** Columns, each as wide as it needs to be. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd());
}
