import { type FeedBounds, MOST_ENTRIES } from '../values/feed-config';
import { RuleError, shown } from '../values/rule-error';

/** What a change of a fed list must stay within; anything beyond is refused, and the last good list stays. */
export interface AddressFeedBounds {
  /**
   * Fewest ranges of the list: 1 to 10,000.
   *
   * @default 1
   */
  readonly minEntries?: number;

  /**
   * Most ranges of the list, merged: 1 to 10,000.
   *
   * @default 1,000
   */
  readonly maxEntries?: number;

  /**
   * Most ranges that one run adds, in percent of the list before. The first fill has nothing to compare with.
   *
   * @default 50
   */
  readonly maxGrowthPercent?: number;

  /**
   * Most ranges that one run takes away, in percent of the list before: 0 to 100. Entries whose end has come are not counted.
   *
   * @default 20
   */
  readonly maxShrinkPercent?: number;

  /**
   * The widest IPv4 range, as its prefix: 8 to 32.
   *
   * @default 16
   */
  readonly widestIpv4Prefix?: number;

  /**
   * The widest IPv6 range, as its prefix: 8 to 128.
   *
   * @default 48
   */
  readonly widestIpv6Prefix?: number;

  /**
   * Why a bound is wider than its default, as a reviewer should read it. It stands in the metadata of the construct.
   *
   * @default - no bound is
   */
  readonly reason?: string;
}

const DEFAULTS: FeedBounds = {
  minEntries: 1, maxEntries: 1000, maxGrowthPercent: 50, maxShrinkPercent: 20, widestIpv4Prefix: 16, widestIpv6Prefix: 48,
};

const RANGES: Record<keyof FeedBounds, readonly [number, number]> = {
  minEntries: [1, MOST_ENTRIES],
  maxEntries: [1, MOST_ENTRIES],
  maxGrowthPercent: [0, 1_000_000],
  maxShrinkPercent: [0, 100],
  widestIpv4Prefix: [8, 32],
  widestIpv6Prefix: [8, 128],
};

/** Bounds that are wider when their number is smaller. */
const WIDER_WHEN_SMALLER: readonly (keyof FeedBounds)[] = ['widestIpv4Prefix', 'widestIpv6Prefix'];

/** @throws RuleError AddressFeedBounds, AddressFeedLoosened */
export function feedBounds({ reason, ...given }: AddressFeedBounds = {}): FeedBounds {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<FeedBounds>;
  const bounds: FeedBounds = { ...DEFAULTS, ...set };
  const names = Object.keys(RANGES) as (keyof FeedBounds)[];
  for (const name of names) {
    const [least, most] = RANGES[name];
    if (!Number.isInteger(bounds[name]) || bounds[name] < least || bounds[name] > most) {
      throw new RuleError('AddressFeedBounds', `\`${name}\` is a whole number, ${least} to ${most.toLocaleString('en')}, received: ${bounds[name]}`);
    }
  }
  if (bounds.minEntries > bounds.maxEntries) {
    throw new RuleError('AddressFeedBounds', `a list has room between its bounds, received: at least ${bounds.minEntries}, at most ${bounds.maxEntries}`);
  }
  const wider = names.filter((name) => (WIDER_WHEN_SMALLER.includes(name) ? bounds[name] < DEFAULTS[name] : bounds[name] > DEFAULTS[name]) && name !== 'minEntries');
  if (wider.length > 0 && (reason ?? '').trim() === '') {
    throw new RuleError('AddressFeedLoosened', `a bound wider than its default takes a written \`reason\`, received: ${wider.join(', ')} with ${shown(reason)}`);
  }
  return bounds;
}
