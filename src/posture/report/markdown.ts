import { plain, shortened } from './plain';

/** https://docs.github.com/en/rest/issues/comments: a longer comment is refused. */
const COMMENT = 65_536;

/** Room for what stands behind a table that was cut off. */
const RESERVE = 400;
const CELL = 300;

/**
 * A text of somebody else as text: no markup, HTML, link, mention or reference comes of it, and no end of a table's cell. Punctuation becomes
 * a character reference, which Markdown never takes for markup; what GitHub links in the finished text is broken by a space without width.
 */
export function escaped(text: string, length = CELL): string {
  return shortened(plain(text), length)
    .replace(/@|#(?=\d)|\bGH-(?=\d)|:(?=\/\/)/g, '$&\u200b')
    .replace(/[^\p{L}\p{N}\s,;()'/\-\u200b…]|(?<=www)\./gu, (character) => (character.codePointAt(0)! < 128 ? `&#${character.codePointAt(0)};` : character))
    .trim();
}

/** A name or a value of a template. */
export function code(text: string, length = CELL): string {
  return `<code>${escaped(text, length)}</code>`;
}

export interface Table {
  /** Lines before it. */
  readonly title: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A comment of tables that is never too long: what does not fit is counted. */
export function comment(marker: string, heading: string, tables: readonly Table[], tail: readonly string[], limit = COMMENT): string {
  const end = tail.map((line) => `\n${line}\n`).join('');
  let text = `<!-- ${marker} -->\n### ${heading}\n`;
  let left = 0;
  for (const { title, head, rows } of tables.filter((table) => table.rows.length > 0)) {
    const opening = `\n${title.map((line) => `${line}\n\n`).join('')}| ${head.join(' | ')} |\n|${head.map(() => '---|').join('')}\n`;
    rows.forEach((row, at) => {
      const line = `${at === 0 ? opening : ''}| ${row.join(' | ')} |\n`;
      if (left === 0 && text.length + line.length + end.length + RESERVE <= limit) {
        text += line;
      } else {
        left++;
      }
    });
  }
  const rest = left === 0 ? '' : `\n**${left} more ${left === 1 ? 'row is' : 'rows are'} not shown**: a comment holds ${limit.toLocaleString('en')} characters. The text report has all.\n`;
  return `${text}${rest}${end}`;
}
