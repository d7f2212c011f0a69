import { type Position, type Problem, problem } from './problem';

/** A rule as it was written, perhaps over several lines. */
export interface LogicalLine {
  readonly text: string;
  /** Where a character of the text stands. */
  readonly at: (offset: number) => Position;
}

interface Piece {
  readonly text: string;
  readonly line: number;
}

/**
 * The rules of a text, as Suricata's reader of files cuts it: blank lines and comments go, and a line that ends with a backslash goes on.
 * A comment does not go on, and within a rule that goes on there is none.
 */
export function logicalLines(text: string): { lines: LogicalLine[]; problems: Problem[] } {
  const lines: LogicalLine[] = [];
  const problems: Problem[] = [];
  let pieces: Piece[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = index + 1;
    const row = raw.trimEnd();
    if (pieces.length === 0 && (row.trimStart() === '' || row.trimStart().startsWith('#'))) {
      return;
    }
    if (pieces.length === 0 && row.trimStart() !== row) {
      problems.push(problem('rule-indented', { line, column: 1 }, row));
    }
    const goesOn = row.endsWith('\\');
    pieces.push({ text: goesOn ? row.slice(0, -1) : row, line });
    if (!goesOn) {
      lines.push(joined(pieces));
      pieces = [];
    }
  });
  if (pieces.length > 0) {
    problems.push(problem('rule-unfinished', { line: pieces[0]!.line, column: 1 }, pieces[0]!.text));
  }
  return { lines, problems };
}

function joined(pieces: readonly Piece[]): LogicalLine {
  const starts: number[] = [];
  let length = 0;
  for (const piece of pieces) {
    starts.push(length);
    length += piece.text.length;
  }
  return {
    text: pieces.map((piece) => piece.text).join(''),
    at: (offset) => {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        [low, high] = starts[middle]! <= offset ? [middle, high] : [low, middle - 1];
      }
      return { line: pieces[low]!.line, column: offset - starts[low]! + 1 };
    },
  };
}
