import * as fc from 'fast-check';
import { covers, matches } from '../../../src/posture/policy/wildcard';

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':', '/'), maxLength: 7 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '/', '.'), maxLength: 7 });

function asRegex(glob: string): RegExp {
  return new RegExp(`^${glob.replace(/[.*?:/]/g, (character) => (character === '*' ? '[^]*' : character === '?' ? '[^]' : `\\${character}`))}$`);
}

test('a pattern matches what the same regular expression matches', () => {
  fc.assert(fc.property(pattern, text, (glob, value) => {
    expect(matches(glob, value)).toBe(asRegex(glob).test(value));
  }), { numRuns: 100 });
});

test('what a pattern covers, it matches: whatever the narrower one matches', () => {
  const seen = { covered: 0 };
  const texts = fc.array(text, { minLength: 7, maxLength: 7 });
  fc.assert(fc.property(fc.oneof(pattern, text), pattern, texts, (inner, wide, parts) => {
    const narrow = wide.replace('*', inner);
    if (covers(wide, narrow) === true) {
      seen.covered++;
      const value = narrow.replace(/[*?]/g, (wildcard, at: number) => (wildcard === '*' ? parts[at % 7]! : 'b'));
      expect(matches(wide, value)).toBe(true);
    }
  }), { numRuns: 100 });
  expect(seen.covered).toBeGreaterThan(20);
});

test.each([
  ['*', 'a?*', true],
  ['a*', 'a*b*', true],
  ['a?', 'a?', true],
  ['?', '*', false],
  ['*?', '*', false],
  ['a?', 'a*', false],
  ['ab', 'a?', false],
  ['a*', '‹?parameter Name›', undefined],
  ['‹?parameter Name›', '‹?parameter Name›', true],
  ['‹?parameter Name›', '‹?parameter Other›', undefined],
  ['b', 'a‹?parameter Name›', false],
] as const)('%s covers %s: %s', (wide, narrow, answer) => {
  expect(covers(wide, narrow)).toBe(answer);
});

test.each([
  ['vpce-‹?parameter Id›', 'vpce-1', undefined],
  ['vpce-‹?parameter Id›', 'vpc-1', false],
  ['vpce-*', 'vpce-‹?parameter Id›', true],
  ['vpce-1', '‹?parameter Id›', undefined],
  ['‹Net#Endpoint.Ref›', '‹Net#Endpoint.Ref›', true],
  ['‹Net#Endpoint.Ref›', '‹Net#Other.Ref›', false],
  ['?', '‹Net#Endpoint.Ref›', undefined], // nobody counts its characters
  ['?', '‹?parameter Id›', undefined],
  ['*', '‹?anything›', true],
] as const)('%s matches %s: %s', (glob, value, answer) => {
  expect(matches(glob, value)).toBe(answer);
});

test('what is put in the place of an unknown is never told otherwise than the unknown was', () => {
  fc.assert(fc.property(pattern, text, fc.nat(7), fc.nat(7), (glob, value, from, length) => {
    const open = `${value.slice(0, from)}‹?x›${value.slice(from + length)}`;
    expect([undefined, matches(glob, value)]).toContain(matches(glob, open));
    const openPattern = `${glob.slice(0, from)}‹?x›${glob.slice(from + length)}`;
    expect([undefined, matches(glob, value)]).toContain(matches(openPattern, value));
  }), { numRuns: 100 });
});

test('a pattern of many stars is answered at once', () => {
  expect(matches('*a'.repeat(200), 'a'.repeat(5_000) + 'b')).toBe(false);
});
