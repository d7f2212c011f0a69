import type { Cidr } from '../../values/cidr';

/** From the first to the last address, both included. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** A set of addresses of both IP versions: ranges in ascending order, IPv4 first, none that touch. Complements cost no more than lists. */
export type AddressSet = readonly AddressRange[];

export const NO_ADDRESS: AddressSet = [];
export const EVERY_ADDRESS: AddressSet = [
  { version: 4, first: 0n, last: 2n ** 32n - 1n },
  { version: 6, first: 0n, last: 2n ** 128n - 1n },
];

/** What hosts on the internet have: IPv4 below multicast, and the global unicast block of IPv6. */
const INTERNET: AddressSet = [
  { version: 4, first: 0n, last: 224n * 2n ** 24n - 1n },
  { version: 6, first: 2n ** 125n, last: 2n ** 126n - 1n },
];

export function addressesOf(blocks: readonly Cidr[]): AddressSet {
  return normal(blocks.map(({ version, first, last }) => ({ version, first, last })));
}

export function union(...sets: readonly AddressSet[]): AddressSet {
  const filled = sets.filter((set) => set.length > 0);
  return filled.length < 2 ? filled[0] ?? NO_ADDRESS : normal(filled.flat());
}

/** Every address that is not in the set. */
export function complement(set: AddressSet): AddressSet {
  return EVERY_ADDRESS.flatMap(({ version, first, last }) => {
    const gaps: AddressRange[] = [];
    let next = first;
    for (const range of set) {
      if (range.version === version) {
        if (range.first > next) {
          gaps.push({ version, first: next, last: range.first - 1n });
        }
        next = range.last + 1n;
      }
    }
    return next <= last ? [...gaps, { version, first: next, last }] : gaps;
  });
}

export function intersection(one: AddressSet, other: AddressSet): AddressSet {
  const shared: AddressRange[] = [];
  for (let [at, from] = [0, 0]; at < one.length && from < other.length;) {
    const [a, b] = [one[at]!, other[from]!];
    if (a.version === b.version && a.first <= b.last && b.first <= a.last) {
      shared.push({ version: a.version, first: a.first > b.first ? a.first : b.first, last: a.last < b.last ? a.last : b.last });
    }
    if (a.version < b.version || a.version === b.version && a.last < b.last) {
      at++;
    } else {
      from++;
    }
  }
  return shared;
}

export function difference(from: AddressSet, taken: AddressSet): AddressSet {
  return from.length === 0 || taken.length === 0 ? from : intersection(from, complement(taken));
}

/** Whether every address of the one is in the other. */
export function isWithin(inner: AddressSet, outer: AddressSet): boolean {
  return difference(inner, outer).length === 0;
}

/** Whether it holds every internet address of one IP version. */
export function holdsInternet(set: AddressSet): boolean {
  return INTERNET.some((range) => isWithin([range], set));
}

export function countOf(set: AddressSet): bigint {
  return set.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}

export function ofVersion(set: AddressSet, version: 4 | 6): AddressSet {
  return set.filter((range) => range.version === version);
}

function normal(ranges: readonly AddressRange[]): AddressSet {
  const merged: AddressRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.version - b.version || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    const top = merged.at(-1);
    if (top !== undefined && top.version === range.version && range.first <= top.last + 1n) {
      merged[merged.length - 1] = range.last > top.last ? { ...top, last: range.last } : top;
    } else {
      merged.push(range);
    }
  }
  return merged;
}
