import { type Cidr, parseCidr } from '../../values/cidr';
import { parseEnd } from '../../values/end-time';
import type { FeedBounds } from '../../values/feed-config';
import { RuleError, shown } from '../../values/rule-error';

/** A range of a fed list, and where it came from. */
export interface Entry {
  /** Canonical, as in `10.20.0.0/16`. */
  readonly cidr: string;
  /** Name of the source. */
  readonly source: string;
  /** When it ends: an ISO date, its last day, or an ISO time. */
  readonly expires?: string;
  /** What the source says about it. */
  readonly note?: string;
}

/** A range as a document writes it, not yet checked. */
export interface RawEntry {
  readonly address: string;
  readonly expires?: string;
  readonly note?: string;
}

/** How wide an entry may be. */
export type Widths = Pick<FeedBounds, 'widestIpv4Prefix' | 'widestIpv6Prefix'>;

/**
 * Reads a CIDR block or a bare address, and refuses one that is wider than the bounds.
 *
 * @throws RuleError CidrMalformed, CidrHostBits, CidrWholeInternet, FeedEntryWide
 */
export function parseRange(text: string, widths: Widths): Cidr {
  const address = text.trim();
  const block = parseCidr(address.includes('/') ? address : `${address}/${address.includes(':') ? 128 : 32}`);
  const widest = block.version === 4 ? widths.widestIpv4Prefix : widths.widestIpv6Prefix;
  if (block.prefix < widest) {
    throw new RuleError('FeedEntryWide', `an IPv${block.version} entry of this list is a /${widest} or narrower, received: ${shown(text)}`);
  }
  return block;
}

/**
 * Checks the entries of one source, whole or not at all: one that cannot be read makes the document suspect.
 *
 * @throws RuleError CidrMalformed, CidrHostBits, CidrWholeInternet, FeedEntryWide, EndTime
 */
export function checkedEntries(raw: readonly RawEntry[], source: string, widths: Widths): Entry[] {
  const entries = new Map<string, Entry>();
  for (const { address, expires, note } of raw) {
    const cidr = parseRange(address, widths).text;
    const before = entries.get(cidr);
    if (expires !== undefined) {
      parseEnd(expires);
    }
    // Named twice, a range ends when the last of the two ends.
    if (before === undefined || (before.expires !== undefined && (expires === undefined || parseEnd(expires) > parseEnd(before.expires)))) {
      entries.set(cidr, { cidr, source, ...expires === undefined ? {} : { expires }, ...note === undefined ? {} : { note: note.slice(0, 200) } });
    }
  }
  return [...entries.values()];
}
