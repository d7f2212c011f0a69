import { stripVTControlCharacters, styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours a text where colours are wanted: on a terminal, unless NO_COLOR says otherwise. */
export function paint(style: Style, text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;
}

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** A text in lines of at most so many columns, broken between words. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(line) + 1 + widthOf(word) <= width) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

export function indented(lines: readonly string[], columns = 2): string[] {
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(columns)}${line}`));
}

/** What stands in one row and column: a line, or several one under the other. */
export type Cell = string | readonly string[];

/** Rows as lines, in columns as wide as they must be; columns named in `right` (from 0) end at the same place. */
export function table(rows: readonly (readonly Cell[])[], right: readonly number[] = []): string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? [cell] : cell)));
  const widths = Array.from({ length: Math.max(0, ...cells.map((row) => row.length)) }, (_, column) =>
    Math.max(0, ...cells.flatMap((row) => (row[column] ?? []).map(widthOf))));
  const padded = (text: string, column: number) => {
    const space = ' '.repeat((widths[column] ?? 0) - widthOf(text));
    return right.includes(column) ? `${space}${text}` : `${text}${space}`;
  };
  return cells.flatMap((row) => Array.from({ length: Math.max(1, ...row.map((cell) => cell.length)) }, (_, line) =>
    row.map((cell, column) => padded(cell[line] ?? '', column)).join('  ').trimEnd()));
}

/** A headline, and what belongs under it. */
export function section(title: string, remark: string, lines: readonly string[]): string[] {
  return ['', `${paint('bold', title)}${remark && `  ${paint('dim', remark)}`}`, '', ...indented(lines)];
}

/** `1 route`, `2 routes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
