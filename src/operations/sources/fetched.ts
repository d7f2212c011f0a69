import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { SourceConfig, SourceKind } from '../../values/feed-config';
import { RuleError } from '../../values/rule-error';
import { LARGEST_DOCUMENT } from '../list/document';
import type { RawEntry } from '../list/entry';

/** The configuration of one kind of source. */
export type SourceOf<Kind extends SourceKind> = Extract<SourceConfig, { readonly kind: Kind }>;

/** What a source said. */
export interface Fetched {
  readonly entries: readonly RawEntry[];
  /** SHA-256 of what was read, in hexadecimal digits. */
  readonly hash: string;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Reads a stream up to a number of bytes.
 *
 * @throws RuleError FeedUnread, FeedDocument
 */
export async function boundedText(stream: AsyncIterable<Uint8Array>, most = LARGEST_DOCUMENT): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    refuseLarge(size, most);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (!isUtf8(bytes)) {
    throw new RuleError('FeedDocument', `a document of addresses is UTF-8, received: ${bytes.length} bytes that are not`);
  }
  return bytes.toString();
}

/** Entries that a service gives one by one: hashed in order, since a service gives them in any. */
export function listed(entries: readonly RawEntry[]): Fetched {
  const sorted = [...entries].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  return { entries: sorted, hash: sha256(JSON.stringify(sorted)) };
}

/** @throws RuleError FeedUnread */
export function refuseLarge(bytes: number, most = LARGEST_DOCUMENT): void {
  if (bytes > most) {
    throw new RuleError('FeedUnread', `a source of this list has at most ${most} bytes, received: ${bytes} or more`);
  }
}

/** @throws RuleError FeedUnread */
export function refuseEmpty(entries: readonly RawEntry[], what: string): void {
  if (entries.length === 0) {
    throw new RuleError('FeedUnread', `a source names at least one range, received: none from ${what}`);
  }
}
