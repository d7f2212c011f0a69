import * as fc from 'fast-check';
import { difference } from '../../../src/operations/list/bounds';
import { type Wanted, decide, fromReadings } from '../../../src/operations/list/decision';
import { type ListState, declared, noState, parseState, ranges, withoutEnded } from '../../../src/operations/list/state';
import { contains, coversWholeInternet, parseCidr } from '../../../src/values/cidr';
import type { FeedBounds } from '../../../src/values/feed-config';

const NOW = Date.UTC(2026, 10, 25);
const bounds: FeedBounds = { minEntries: 2, maxEntries: 12, maxGrowthPercent: 50, maxShrinkPercent: 25, widestIpv4Prefix: 1, widestIpv6Prefix: 1 };
const author = { id: 'run-1', by: 'schedule', at: '2026-11-25T00:00:00Z' };

function listOf(cidrs: string[], more: Partial<ListState> = {}): ListState {
  return { ...noState('partners'), version: 1, entries: cidrs.map((cidr) => ({ cidr, source: 'a' })), ...more };
}
const wants = (state: ListState, more: Partial<Wanted> = {}): Wanted => ({ kind: 'feed', author, state, sources: {}, bounded: true, ...more });
const feed = (before: string[], after: string[], more: Partial<Wanted> = {}) => decide(listOf(before), wants(listOf(after), more), bounds, NOW);

const block = fc.tuple(fc.constantFrom(4, 6), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 20, max: 32 })).map(([version, at, prefix]) => {
  const size = 2 ** (32 - prefix);
  const address = at * 64 - (at * 64) % size;
  return version === 4 ? `10.20.${Math.floor(address / 256) % 256}.${address % 256}/${prefix}` : `fd00:20::${(at - at % 2 ** Math.max(0, 28 - prefix)).toString(16)}:0/${prefix + 84}`;
}).filter((text) => {
  try {
    return parseCidr(text).text !== '';
  } catch {
    return false;
  }
}).map((text) => parseCidr(text).text);
const blocks = fc.uniqueArray(block, { maxLength: 14 });

test('whatever a feed says, a list that is taken is never empty, never the internet, and within its bounds', () => {
  const seen = { changed: 0, refused: 0, unchanged: 0 };
  fc.assert(fc.property(blocks.filter((list) => ranges(listOf(list), NOW).length >= 2), blocks, fc.boolean(), (before, asked, near) => {
    const after = near ? [...before.slice(before.length > 4 ? 1 : 0), ...asked.slice(0, 1)] : asked;
    const decision = feed(before, after);
    seen[decision.kind]++;
    if (decision.kind === 'changed') {
      const merged = ranges(decision.state, NOW);
      expect(merged.length).toBeGreaterThanOrEqual(2);
      expect(after.length).toBeLessThanOrEqual(12);
      expect(coversWholeInternet(merged)).toBe(false);
      const { added, removed } = difference(before, after);
      expect(decision.state.change).toMatchObject({ added, removed });
      expect((added.length * 100 <= before.length * 50 && removed.length * 100 <= before.length * 25)).toBe(true);
    }
  }), { numRuns: 100, seed: 7 });
  expect(seen.changed).toBeGreaterThan(0);
  expect(seen.refused).toBeGreaterThan(0);
});

test('what differs is what is covered: every address of a range that is not named stays', () => {
  fc.assert(fc.property(blocks, blocks, (before, after) => {
    const { added, removed } = difference(before, after);
    const covered = (list: string[], text: string) => list.some((other) => contains(parseCidr(other), parseCidr(text)));
    expect(added.every((text) => after.includes(text) && !covered(before, text))).toBe(true);
    expect(removed.every((text) => before.includes(text) && !covered(after, text))).toBe(true);
  }), { numRuns: 60 });
});

test('two halves that become one block are no change', () => {
  expect(difference(['10.0.0.0/25', '10.0.0.128/25'], ['10.0.0.0/24'])).toEqual({ added: [], removed: [] });
});

test.each<[string, string[], string[], string]>([
  ['empty', ['10.0.0.0/24', '10.0.2.0/24'], [], 'never empty'],
  ['too short', ['10.0.0.0/24', '10.0.2.0/24'], ['10.0.0.0/24'], 'at least 2 ranges'],
  ['too long', [], Array.from({ length: 13 }, (_, at) => `10.${2 * at}.0.0/24`), 'at most 12 ranges'],
  ['too long, though its neighbours merge into one', [], Array.from({ length: 16 }, (_, at) => `10.${at}.0.0/16`), 'at most 12 ranges, received: 16'],
  ['the whole internet in pieces', [], ['0.0.0.0/1', '128.0.0.0/1'], 'never holds the whole internet'],
  ['grown too much', ['10.0.0.0/24', '10.0.2.0/24'], ['10.0.0.0/24', '10.0.2.0/24', '10.0.4.0/24', '10.0.6.0/24'], 'adds at most 50 %'],
  ['shrunk too much', ['10.0.0.0/24', '10.0.2.0/24', '10.0.4.0/24'], ['10.0.0.0/24', '10.0.2.0/24'], 'takes at most 25 %'],
])('a list that would be %s is refused', (_, before, after, why) => {
  const decision = feed(before, after);
  expect(decision).toMatchObject({ kind: 'refused', problems: expect.arrayContaining([expect.stringContaining(why)]) });
});

test('a replacement of as many ranges as before is a change of all of them', () => {
  expect(feed(['10.0.0.0/24', '10.0.2.0/24'], ['10.9.0.0/24', '10.9.2.0/24']).kind).toBe('refused');
});

test('a person is not held to the percentages, but to everything else', () => {
  const before = ['10.0.0.0/24', '10.0.2.0/24', '10.0.4.0/24'];
  expect(feed(before, before.slice(1), { bounded: false }).kind).toBe('changed');
  expect(feed(before, before.slice(2), { bounded: false }).kind).toBe('refused');
});

test('an end that has come takes a range out, whatever the percentages say', () => {
  const entries = ['10.0.0.0/24', '10.0.2.0/24', '10.0.4.0/24', '10.0.6.0/24'].map((cidr, at) => ({ cidr, source: 'a', ...at < 2 && { expires: '2026-11-24' } }));
  const state = { ...listOf([]), entries };
  expect(decide(state, wants(state), bounds, NOW)).toMatchObject({ kind: 'changed', state: { version: 2, change: { removed: ['10.0.0.0/24', '10.0.2.0/24'] } } });
});

test('an end that has come takes a range out, however short the list gets; what has not ended is still held by the floor', () => {
  const entries = ['10.0.0.0/24', '10.0.2.0/24', '10.0.4.0/24'].map((cidr, at) => ({ cidr, source: 'a', ...at < 2 && { expires: '2026-11-24' } }));
  const state = { ...listOf([]), entries };
  const short = listOf(['10.0.4.0/24']);
  expect(decide(state, wants(state), bounds, NOW)).toMatchObject({ kind: 'changed', state: { entries: [{ cidr: '10.0.4.0/24' }] } });
  expect(decide(state, wants(short), bounds, NOW).kind).toBe('changed'); // the source has forgotten them too
  expect(decide(short, wants(listOf(['10.0.4.0/24', '10.0.6.0/24']), { bounded: false }), bounds, NOW).kind).toBe('changed');
  expect(decide(short, wants(listOf(['10.0.6.0/24']), { bounded: false }), bounds, NOW)).toMatchObject({ kind: 'refused' });
  expect(decide(short, wants(listOf([]), { bounded: false }), bounds, NOW)).toMatchObject({ kind: 'refused' });
});

test.each([
  ['within a week', '2026-11-27', 'refused'], ['later', '2026-12-03', 'changed'],
])('an end that a run brings %s counts as taken away: %s is %s', (_, expires, kind) => {
  const before = ['10.0.0.0/24', '10.0.2.0/24', '10.0.4.0/24', '10.0.6.0/24'];
  const entries = before.map((cidr, at) => ({ cidr, source: 'a', ...at < 2 && { expires } }));
  expect(decide(listOf(before), wants({ ...listOf([]), entries }), bounds, NOW).kind).toBe(kind);
  // an end that the list knew, or one that is put off, takes nothing away
  expect(decide({ ...listOf([]), entries }, wants({ ...listOf([]), entries: entries.map((entry) => ({ ...entry, note: 'x' })) }), bounds, NOW).kind).toBe('changed');
  expect(decide({ ...listOf([]), entries }, wants(listOf(before)), bounds, NOW).kind).toBe('changed');
});

test('a list that stays the same is no new version', () => {
  const state = listOf(['10.0.0.0/24', '10.0.2.0/24'], { appliedAt: 'then' });
  expect(decide(state, wants({ ...state, appliedAt: undefined }), bounds, NOW)).toEqual({ kind: 'unchanged', state });
});

test('a source that could not be read keeps its entries, and the hash of what it said', () => {
  const before = {
    ...listOf([]), entries: [{ cidr: '10.0.0.0/24', source: 'a' }, { cidr: '10.0.2.0/24', source: 'b' }], change: { ...noState('x').change, sources: { a: '1', b: '2' } },
  };
  expect(fromReadings(before, [{ source: 'a', problem: 'TimeoutError' }, { source: 'b', hash: '3', entries: [{ cidr: '10.0.4.0/24', source: 'b' }] }])).toEqual({
    state: { ...before, entries: [{ cidr: '10.0.0.0/24', source: 'a' }, { cidr: '10.0.4.0/24', source: 'b' }] }, sources: { a: '1', b: '3' },
  });
});

test('a source that left the configuration takes its entries along', () => {
  const before = { ...listOf([]), entries: [{ cidr: '10.0.0.0/24', source: 'gone' }, { cidr: '10.0.2.0/24', source: 'b' }] };
  expect(fromReadings(before, [{ source: 'b', problem: 'x' }]).state.entries).toEqual([{ cidr: '10.0.2.0/24', source: 'b' }]);
});

test('what a person took out hides what lies within it, and what a person added stands beside it', () => {
  const person = { by: 'alice', at: '', reason: 'why' };
  const state = listOf(['10.0.0.0/24', '10.0.7.0/24', '10.1.0.0/24'], {
    removed: [{ cidr: '10.0.0.0/16', ...person }], added: [{ cidr: '10.2.0.0/24', ...person, expires: '2026-12-31' }],
  });
  expect(declared(state, NOW)).toEqual([{ cidr: '10.1.0.0/24', source: 'a' }, { cidr: '10.2.0.0/24', source: 'alice', note: 'why', expires: '2026-12-31' }]);
  expect(withoutEnded({ ...state, hold: { ...person, expires: '2026-11-24' } }, NOW).hold).toBeUndefined();
});

test.each(['{"cidr":"10.0.0.1/24"}', '{"cidr":"0.0.0.0/0"}', '{"cidr":"10.0.0.0/24","expires":"soon"}', 'null'])('a stored list with %s is none', (entry) => {
  const text = JSON.stringify(listOf([])).replace('"entries":[]', `"entries":[${entry}]`);
  expect(() => parseState(text)).toThrow('a stored list is what a feed or a command wrote');
});

test('a range wider than the bounds is refused, whoever put it where', () => {
  const wide = listOf(['10.0.0.0/9', '11.0.0.0/24']);
  expect(decide(wide, wants(wide, { bounded: false }), { ...bounds, widestIpv4Prefix: 16 }, NOW)).toMatchObject({ problems: ['this list has no range wider than /16 and /1, received: 10.0.0.0/9'] });
});

test.each(['', '{}', '[]', 'null', '{"version":0}', '{"version":1,"entries":{}}'])('%j is no stored list', (text) => {
  expect(() => parseState(text)).toThrow('a stored list is what a feed or a command wrote');
});
