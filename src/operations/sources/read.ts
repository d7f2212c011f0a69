import type { S3Client } from '@aws-sdk/client-s3';
import type { Fetched, SourceOf } from './fetched';
import type { SourceConfig, SourceKind } from '../../values/feed-config';
import { RuleError } from '../../values/rule-error';
import type { Reading } from '../list/decision';
import { type Widths, checkedEntries } from '../list/entry';

/** Reads sources of one kind. */
export type Reader<Kind extends SourceKind> = (source: SourceOf<Kind>, s3: S3Client) => Promise<Fetched>;

/** A reader for every kind, each loaded when a source first needs it: most feeds need one of the SDK's clients, not all. */
export type Readers = { readonly [Kind in SourceKind]: () => Promise<Reader<Kind>> };

/** The longest that one source is waited for: the others wait with it, and the function has five minutes for all. */
const LONGEST_READ = 60_000;

/** Reads and checks one source. Whatever is wrong with it becomes a problem of that source, and no more. */
export async function readSource(
  source: SourceConfig, widths: Widths, s3: S3Client, readers: Readers, longest = LONGEST_READ,
): Promise<Reading> {
  try {
    const { entries, hash } = await within(longest, fetched(source, s3, readers));
    return { source: source.name, hash, entries: checkedEntries(entries, source.name, widths) };
  } catch (error) {
    const { name, message } = error as Error;
    return { source: source.name, problem: `${name}: ${message}`.slice(0, 500) };
  }
}

async function fetched<Kind extends SourceKind>(source: SourceOf<Kind>, s3: S3Client, readers: Readers): Promise<Fetched> {
  // The kind of a source is that of its reader, which the compiler does not see through a union.
  const reader = await (readers[source.kind] as unknown as () => Promise<Reader<Kind>>)();
  return reader(source, s3);
}

/** Waits so long and no longer, whatever a client of the SDK does with an answer that never ends. */
async function within<T>(longest: number, reading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RuleError('FeedUnread', `a source is read within ${longest / 1000} seconds, received: no end of it`)), longest);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
