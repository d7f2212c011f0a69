import * as fc from 'fast-check';
import { parseJsonPath, valuesAt } from '../../src/values/json-path';

const document = { prefixes: [{ 'ip_prefix': '10.20.0.0/24', 'of us': ['a'] }, { 'ip_prefix': '10.30.0.0/24', 'of us': ['b', 'c'] }] };

test.each([
  ['$', [document]], ['$.prefixes[*].ip_prefix', ['10.20.0.0/24', '10.30.0.0/24']], ['$.prefixes[1].ip_prefix', ['10.30.0.0/24']],
  ['$[\'prefixes\'][*][\'of us\'][*]', ['a', 'b', 'c']],
])('%s leads to its values', (path, values) => {
  expect(valuesAt(document, path)).toEqual(values);
});

test.each(['', 'prefixes', '$.', '$..ip_prefix', '$.prefixes[?(@.a)]', '$.prefixes[0:2]', '$.prefixes[-1]', '$[', '$.a b', '$[\'a'])('%j is refused', (path) => {
  expect(() => parseJsonPath(path)).toThrow('a JSON path has members, items and [*] only');
});

test.each(['$.none[*]', '$.prefixes.ip_prefix', '$.prefixes[7]', '$.prefixes[*].none', '$.prefixes[*].ip_prefix.length', '$.constructor', '$.prefixes[0].__proto__'])(
  'a document without %s is an error, not an empty list', (path) => {
    expect(() => valuesAt(document, path)).toThrow('leads to a value of every document');
  },
);

test('any text is read or refused, never anything else', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'$.[]*\'ab01-'), maxLength: 12 }), (text) => {
    try {
      expect(Array.isArray(parseJsonPath(text))).toBe(true);
    } catch (error) {
      expect((error as Error).name).toBe('JsonPath');
    }
  }), { numRuns: 100 });
});
