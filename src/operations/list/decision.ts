import { type Difference, difference, neverAllowed, tooMuch } from './bounds';
import type { Entry } from './entry';
import { type Change, type ListState, declared, ranges, withoutEnded } from './state';
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

/**
 * Takes a change or refuses it. What has ended goes whatever the percentages say, since that was declared when it came.
 *
 * A list of which nothing but the record would change stays as it is.
 */
export function decide(current: ListState, wanted: Wanted, bounds: FeedBounds, now: number): Decision {
  const next = withoutEnded(wanted.state, now);
  const [stored, lasting, after] = [declared(current, 0), declared(current, now), declared(next, now)].map((list) => list.map(({ cidr }) => cidr));
  const change = difference(stored!, after!);
  const merged = ranges(next, now);
  const problems = [
    ...neverAllowed(merged, bounds),
    ...wanted.bounded ? tooMuch(new Set(lasting).size, difference(lasting!, after!), bounds) : [],
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
