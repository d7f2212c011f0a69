import type { RawEntry } from './entry';
import { MOST_READ } from '../../values/feed-config';
import { valuesAt } from '../../values/json-path';
import { RuleError, shown } from '../../values/rule-error';

/** No document of 10,000 ranges needs more. */
export const LARGEST_DOCUMENT = 4 * 1024 * 1024;

/**
 * Reads a document: JSON where a path is given or it begins like JSON, else text.
 *
 * Text has a range a line (or several with commas between them), `until END` behind a range that ends, `#` before a note. JSON has
 * texts, or objects of `address`, `expires` and `note`, in an array at the path (the whole document without one).
 *
 * @throws RuleError FeedDocument, JsonPath
 */
export function readDocument(text: string, path?: string): RawEntry[] {
  const document = text.replace(/^\uFEFF/, '');
  if (document.length > LARGEST_DOCUMENT) {
    throw new RuleError('FeedDocument', `a feed has at most ${LARGEST_DOCUMENT} characters, received: ${document.length}`);
  }
  const entries = path !== undefined || /^\s*[[{"]/.test(document) ? fromJson(document, path ?? '$') : fromText(document);
  if (entries.length === 0) {
    throw new RuleError('FeedDocument', 'a feed names at least one range: an empty one would admit nobody, received: none');
  }
  return entries;
}

function fromText(document: string): RawEntry[] {
  const entries: RawEntry[] = [];
  for (const line of piecesOf(document, '\n')) {
    const hash = line.indexOf('#');
    const note = hash === -1 ? '' : line.slice(hash + 1).trim();
    for (const piece of piecesOf(hash === -1 ? line : line.slice(0, hash), ',')) {
      const part = piece.trim();
      if (part !== '') {
        const [address = '', until, expires, ...rest] = part.split(/\s+/, 4);
        if ((until !== undefined && until !== 'until') || (until !== undefined && expires === undefined) || rest.length > 0) {
          throw new RuleError('FeedDocument', `a line of a feed is RANGE, or RANGE until END, with a note behind #, received: ${shown(line)}`);
        }
        entries.push(entry(address, expires, note === '' ? undefined : note));
        refuseMany(entries.length);
      }
    }
  }
  return entries;
}

/** One after the other, not all at once: four million separators alone would fill the memory of the function. */
function* piecesOf(text: string, separator: string): Generator<string> {
  let start = 0;
  for (let end = text.indexOf(separator); end !== -1; end = text.indexOf(separator, start)) {
    yield text.slice(start, end);
    start = end + 1;
  }
  yield text.slice(start);
}

function refuseMany(count: number): void {
  if (count > MOST_READ) {
    throw new RuleError('FeedDocument', `a feed has at most ${MOST_READ} entries, received: more`);
  }
}

function fromJson(document: string, path: string): RawEntry[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw new RuleError('FeedDocument', `a feed with a JSON path is JSON, received: ${document.length} characters that are not`);
  }
  const values = valuesAt(parsed, path).flatMap((value) => (Array.isArray(value) ? value : [value]));
  refuseMany(values.length);
  return values.map(fromValue);
}

function fromValue(value: unknown): RawEntry {
  if (typeof value === 'string') {
    return entry(value);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { address, expires, note, ...others } = value as Record<string, unknown>;
    // An end under a name that is not read would be none.
    if (typeof address === 'string' && isText(expires) && isText(note) && Object.keys(others).length === 0) {
      return entry(address, expires, note);
    }
  }
  throw new RuleError('FeedDocument', `an entry in JSON is a text, or an object of address, expires and note, and of nothing else, received: ${shown(value)}`);
}

function isText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function entry(address: string, expires?: string, note?: string): RawEntry {
  return { address, ...expires === undefined ? {} : { expires }, ...note === undefined ? {} : { note } };
}
