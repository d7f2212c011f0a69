import { type Position, type Problem, problem } from './problem';
import type { RuleOption } from './rule';

/**
 * Reads the options of a rule: `(keyword; keyword:value; ...)`, from the parenthesis on. A backslash takes the character after it
 * along, and a semicolon ends an option even between quotes, as it does for Suricata.
 */
export function readOptions(text: string, at: (offset: number) => Position): { options: RuleOption[]; problems: Problem[] } {
  const options: RuleOption[] = [];
  const problems: Problem[] = [];
  const closed = text.endsWith(')') && text.length > 1;
  if (!closed) {
    problems.push(problem('options-unclosed', at(text.length), text.slice(-60)));
  }
  const end = closed ? text.length - 1 : text.length;
  let start = 1;
  for (let index = 1; index < end; index += 1) {
    if (text[index] === '\\') {
      index += 1;
    } else if (text[index] === ';') {
      const read = readOption(text.slice(start, index), at(start + leading(text, start)));
      if (read === undefined) {
        problems.push(problem('option-malformed', at(start), text.slice(start, index + 1)));
      } else {
        options.push(read);
      }
      start = index + 1;
    }
  }
  const rest = text.slice(start, end).trim();
  if (rest !== '') {
    problems.push(problem('option-unterminated', at(start), rest));
  } else if (options.length === 0 && problems.length === 0) {
    problems.push(problem('options-missing', at(0), text));
  }
  return { options, problems };
}

function leading(text: string, from: number): number {
  let count = 0;
  while (text[from + count] === ' ' || text[from + count] === '\t') {
    count += 1;
  }
  return count;
}

function readOption(text: string, at: Position): RuleOption | undefined {
  const colon = text.indexOf(':');
  const keyword = (colon < 0 ? text : text.slice(0, colon)).trim().toLowerCase();
  if (!/^[a-z0-9_.-]{1,64}$/.test(keyword)) {
    return undefined;
  }
  const written = colon < 0 ? '' : text.slice(colon + 1).trim();
  if (written === '') {
    return { ...at, keyword, negated: false, quoted: false };
  }
  const negated = written.startsWith('!');
  const value = negated ? written.slice(1).trim() : written;
  const quoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return { ...at, keyword, value: quoted ? value.slice(1, -1) : value, negated, quoted };
}
