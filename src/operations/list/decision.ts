import { type Difference, difference, neverAllowed, tooLittle, tooMuch } from './bounds';
import type { Entry } from './entry';
import { type Change, type ListState, declared, ranges, withoutEnded } from './state';
import { parseEnd } from '../../values/end-time';
import type { FeedBounds } from '../../values/feed-config';

/** What one source said. */
export type Reading =
  | { readonly source: string; readonly hash: string; readonly entries: readonly Entry[] }
  | { readonly source: string; readonly problem: string };

/** What is to be done with a list. */
export type Decision =
  | { readonly kind: 'unchanged'; readonly state: ListState }
  | { readonly kind: 'changed'; readonly state: ListState }
  | { readonly kind: 'refused'; readonly problems: readonly string[]; readonly difference: Difference };

/** Who wants a change, and why. */
export type Author = Omit<Change, 'kind' | 'added' | 'removed' | 'sources'>;

/** A change that is wanted: the list as it would be. */
export interface Wanted {
  readonly kind: Change['kind'];
  readonly author: Author;
  readonly state: ListState;
  readonly sources: Change['sources'];
  /** Whether the percentages of the bounds apply: not to a person, who sees what is changed. */
  readonly bounded: boolean;
}

/** An end that comes sooner is no notice: to give one takes a range away. */
const NOTICE = 7 * 24 * 60 * 60 * 1000;

/**
 * Takes a change or refuses it. What has ended goes whatever the bounds say, since that was declared long before.
 *
 * A list of which nothing but the record would change stays as it is.
 */
export function decide(current: ListState, wanted: Wanted, bounds: FeedBounds, now: number): Decision {
  const next = withoutEnded(wanted.state, now);
  const [lasting, after] = [declared(current, now), declared(next, now)];
  const change = difference(cidrs(declared(current, 0)), cidrs(after));
  const taken = difference(cidrs(lasting), cidrs(after));
  const { removed } = difference(cidrs(lasting), cidrs(withNotice(lasting, after, now)));
  // Bounds that a deploy drew tighter keep nothing in: what only closes is taken.
  const closes = change.added.length === 0 && change.removed.length > 0;
  const problems = [
    ...closes ? [] : neverAllowed(cidrs(after), bounds),
    ...current.version === 0 || taken.removed.length > 0 ? tooLittle(ranges(next, now), bounds) : [],
    ...wanted.bounded ? tooMuch(new Set(cidrs(lasting)).size, { added: taken.added, removed }, bounds) : [],
  ];
  if (problems.length > 0) {
    return { kind: 'refused', problems, difference: change };
  }
  if (sameList(current, next)) {
    return { kind: 'unchanged', state: current };
  }
  const { appliedAt, ...rest } = next;
  return {
    kind: 'changed',
    state: { ...rest, version: current.version + 1, change: { ...wanted.author, kind: wanted.kind, sources: wanted.sources, ...change } },
  };
}

/** Without the ranges of the list before that now end sooner than it said, and soon. */
function withNotice(before: readonly Entry[], after: readonly Entry[], now: number): Entry[] {
  const ends = new Map<string, number>();
  before.forEach(({ cidr, expires }) => ends.set(cidr, Math.max(ends.get(cidr) ?? 0, endOf(expires))));
  return after.filter(({ cidr, expires }) => !(endOf(expires) < Math.min(ends.get(cidr) ?? 0, now + NOTICE)));
}

function endOf(expires: string | undefined): number {
  return expires === undefined ? Infinity : parseEnd(expires);
}

function cidrs(entries: readonly Entry[]): string[] {
  return entries.map(({ cidr }) => cidr);
}

/** The list as its sources say now. A source that could not be read keeps the entries it had. */
export function fromReadings(current: ListState, readings: readonly Reading[]): { state: ListState; sources: Change['sources'] } {
  const entries = readings.flatMap((reading) => ('entries' in reading
    ? reading.entries
    : current.entries.filter(({ source }) => source === reading.source)));
  const sources = Object.fromEntries(readings.map((reading) => (
    [reading.source, 'hash' in reading ? reading.hash : current.change.sources[reading.source] ?? ''])));
  return { state: { ...current, entries: inOrder(entries) }, sources };
}

/** The same entries always stand in the same order, so that versions can be compared. */
function inOrder(entries: readonly Entry[]): Entry[] {
  const key = ({ source, cidr }: Entry): string => `${source} ${cidr}`;
  return [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function sameList(a: ListState, b: ListState): boolean {
  const content = ({ entries, added, removed, hold }: ListState): string => JSON.stringify([entries, added, removed, hold]);
  return content(a) === content(b);
}
