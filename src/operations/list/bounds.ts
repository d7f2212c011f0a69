import type { Widths } from './entry';
import { type Cidr, contains, coversWholeInternet, mergeCidrs, parseCidr } from '../../values/cidr';
import { type FeedBounds, MOST_ENTRIES } from '../../values/feed-config';

/** What differs between two lists, in ranges as they were declared. */
export interface Difference {
  /** Ranges that the list before did not cover. */
  readonly added: string[];
  /** Ranges that the list after does not cover. */
  readonly removed: string[];
}

/** Compares what is covered, not how it is written: two halves that become one block are no change. */
export function difference(before: readonly string[], after: readonly string[]): Difference {
  const [old, young] = [before, after].map((texts) => [...new Set(texts)].map(parseCidr));
  return { added: uncovered(young!, mergeCidrs(old!)), removed: uncovered(old!, mergeCidrs(young!)) };
}

function uncovered(blocks: readonly Cidr[], by: readonly Cidr[]): string[] {
  const coverage = { 4: by.filter(({ version }) => version === 4), 6: by.filter(({ version }) => version === 6) };
  return blocks.filter((block) => !isCovered(block, coverage[block.version])).map(({ text }) => text);
}

/** Merged blocks ascend and do not overlap: only the last that begins before the block, or with it, can hold it. */
function isCovered(block: Cidr, merged: readonly Cidr[]): boolean {
  let low = 0;
  let high = merged.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (merged[middle]!.first <= block.first) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const candidate = merged[low - 1];
  return candidate !== undefined && contains(candidate, block);
}

/**
 * Why a list cannot be, whoever wants it: a range too wide, too many, or the whole internet. It counts ranges as they were declared: 50,000 neighbours
 * merge into a few blocks, and are no short list.
 */
export function neverAllowed(declared: readonly string[], bounds: Omit<FeedBounds, 'minEntries'>): string[] {
  const distinct = [...new Set(declared)];
  const { maxEntries } = bounds;
  const wide = distinct.find((text) => isWide(parseCidr(text), bounds));
  const most = Math.min(maxEntries, MOST_ENTRIES);
  return [
    ...wide === undefined ? [] : [`this list has no range wider than /${bounds.widestIpv4Prefix} and /${bounds.widestIpv6Prefix}, received: ${wide}`],
    ...distinct.length > most ? [`this list has at most ${most} ranges, received: ${distinct.length}`] : [],
    ...coversWholeInternet(mergeCidrs(distinct.map(parseCidr))) ? ['an address list never holds the whole internet, received: ranges that add up to it'] : [],
  ];
}

/** Whether a range is wider than the bounds. */
export function isWide({ version, prefix }: Cidr, { widestIpv4Prefix, widestIpv6Prefix }: Widths): boolean {
  return prefix < (version === 4 ? widestIpv4Prefix : widestIpv6Prefix);
}

/** Why a change may not leave so little of a list. */
export function tooLittle(merged: readonly Cidr[], { minEntries }: Pick<FeedBounds, 'minEntries'>): string[] {
  return merged.length === 0 ? ['a fed list is never empty, received: no range that lasts']
    : merged.length < minEntries ? [`this list has at least ${minEntries} ranges, received: ${merged.length}, merged`] : [];
}

/** Why a source may not change a list so much at once. A list's first fill has nothing to compare with. */
export function tooMuch(size: number, { added, removed }: Difference, bounds: FeedBounds): string[] {
  if (size === 0) {
    return [];
  }
  const percent = (count: number): number => count * 100 / size;
  return [
    ...percent(added.length) > bounds.maxGrowthPercent
      ? [`one run adds at most ${bounds.maxGrowthPercent} % to this list, received: ${added.length} new ranges for a list of ${size}`] : [],
    ...percent(removed.length) > bounds.maxShrinkPercent
      ? [`one run takes at most ${bounds.maxShrinkPercent} % from this list, received: ${removed.length} ranges gone from a list of ${size}`] : [],
  ];
}
