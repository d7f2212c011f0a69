/** Whole numbers from first to last. */
export interface Interval {
  readonly first: bigint;
  readonly last: bigint;
}

/** A set of whole numbers: ascending intervals that neither overlap nor touch. */
export type Intervals = readonly Interval[];

/** Ports. */
export const PORTS: Interval = { first: 0n, last: 65535n };

const V4 = 2n ** 32n;
const V6 = 2n ** 128n;

/** IPv4 and then IPv6 addresses on one line, so that `any` is one interval. */
export const ADDRESSES: Interval = { first: 0n, last: V4 + V6 - 1n };

/** The place of an address on that line. */
export function placeOf(version: 4 | 6, address: bigint): bigint {
  return version === 4 ? address : V4 + address;
}

/** The addresses of hosts on the internet: IPv4 below multicast, and global unicast IPv6. */
export const INTERNET: readonly Interval[] = [
  { first: 0n, last: 224n * 2n ** 24n - 1n },
  { first: V4 + 2n ** 125n, last: V4 + 2n ** 126n - 1n },
];

/** Every number that is in one of the intervals. */
export function union(intervals: readonly Interval[]): Intervals {
  const merged: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    const top = merged[merged.length - 1];
    if (top === undefined || next.first > top.last + 1n) {
      merged.push(next);
    } else if (next.last > top.last) {
      merged[merged.length - 1] = { first: top.first, last: next.last };
    }
  }
  return merged;
}

/** What is in the first set and not in the second. */
export function subtract(from: Intervals, taken: Intervals): Intervals {
  const left: Interval[] = [];
  let at = 0;
  for (const { first, last } of from) {
    let start = first;
    while (at < taken.length && taken[at]!.last < start) {
      at += 1;
    }
    for (let next = at; next < taken.length && taken[next]!.first <= last; next += 1) {
      if (taken[next]!.first > start) {
        left.push({ first: start, last: taken[next]!.first - 1n });
      }
      start = taken[next]!.last + 1n;
      at = next;
    }
    if (start <= last) {
      left.push({ first: start, last });
    }
  }
  return left;
}

/** Whether everything in the inner set is in the outer one. */
export function includes(outer: Intervals, inner: Intervals): boolean {
  let at = 0;
  return inner.every(({ first, last }) => {
    while (at < outer.length && outer[at]!.last < first) {
      at += 1;
    }
    return at < outer.length && outer[at]!.first <= first && last <= outer[at]!.last;
  });
}

/** How much of an interval a set holds: 0 to 1. */
export function shareOf(whole: Interval, set: Intervals): number {
  const held = set.reduce((sum, { first, last }) => {
    const from = first > whole.first ? first : whole.first;
    const to = last < whole.last ? last : whole.last;
    return to >= from ? sum + to - from + 1n : sum;
  }, 0n);
  return Number((held * 1_000_000n) / (whole.last - whole.first + 1n)) / 1_000_000;
}
