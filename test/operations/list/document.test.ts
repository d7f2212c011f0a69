import * as fc from 'fast-check';
import { readDocument } from '../../../src/operations/list/document';
import { checkedEntries } from '../../../src/operations/list/entry';

const widths = { widestIpv4Prefix: 16, widestIpv6Prefix: 48 };

test('text has a range a line, with ends and notes', () => {
  expect(readDocument('\uFEFF10.20.0.0/24\r\n\n# head\n10.30.0.0/24 until 2027-06-30 # main # office\n10.40.0.1, fd00::1\n')).toEqual([
    { address: '10.20.0.0/24' }, { address: '10.30.0.0/24', expires: '2027-06-30', note: 'main # office' }, { address: '10.40.0.1' }, { address: 'fd00::1' },
  ]);
});

test('JSON has texts or objects, in an array at the path', () => {
  expect(readDocument('["10.20.0.0/24"]')).toEqual([{ address: '10.20.0.0/24' }]);
  expect(readDocument('{"a":[{"address":"10.20.0.0/24","expires":"2027-06-30","note":"x"}]}', '$.a')).toEqual([
    { address: '10.20.0.0/24', expires: '2027-06-30', note: 'x' },
  ]);
});

test.each([
  ['', 'at least one range'], ['# nothing', 'at least one range'], ['[]', 'at least one range'], ['{"a":[]}', 'an object of address'], ['[1]', 'an entry in JSON'],
  ['[{"address":7}]', 'an entry in JSON'], ['[{"address":"10.20.0.0/24","until":"2027-06-30"}]', 'and of nothing else'], ['["a"', 'is JSON'], ['10.20.0.0/24 2027-06-30', 'RANGE until END'], ['10.20.0.0/24 until', 'RANGE until END'],
  ['10.20.0.0/24 until 2027-06-30 x', 'RANGE until END'],
])('%j is refused', (text, why) => {
  expect(() => readDocument(text)).toThrow(why);
});

test('a document of more than 4 MB is refused before it is read', () => {
  expect(() => readDocument('1'.repeat(4 * 1024 * 1024 + 1))).toThrow('at most 4194304 characters');
});

test('a document is read up to 20,000 entries, however they are written', () => {
  const [most, more] = [20_000, 20_001].map((count) => Array.from({ length: count }, (_, at) => `10.${Math.floor(at / 256)}.${at % 256}.1`));
  for (const write of [(all: string[]) => all.join('\n'), (all: string[]) => all.join(','), (all: string[]) => JSON.stringify(all)]) {
    expect(readDocument(write(most!))).toHaveLength(20_000);
    expect(() => readDocument(write(more!))).toThrow('a feed has at most 20000 entries, received: more');
  }
});

test.each([
  ['text of one address over and over', '1.1.1.1\n'], ['text of commas', ','], ['text of line ends', '\n'], ['JSON of numbers', '[1,1]'],
])('%s, of 4 MB, takes no more memory than the function has', (_, piece) => {
  const most = 4 * 1024 * 1024;
  const text = piece.startsWith('[') ? `[${'1,'.repeat(most / 2 - 2)}1]` : piece.repeat(most / piece.length);
  const before = process.memoryUsage().heapUsed;
  expect(() => readDocument(text)).toThrow();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(150_000_000);
});

test.each([
  ['a /0', '0.0.0.0/0', 'CidrWholeInternet'], ['a wide range', '10.0.0.0/8', 'FeedEntryWide'], ['a wide IPv6 range', 'fd00::/16', 'FeedEntryWide'], ['host bits', '10.0.0.1/24', 'CidrHostBits'],
  ['a name', 'example.com', 'CidrMalformed'], ['an octal address', '010.0.0.1', 'CidrMalformed'], ['a mapped address', '::ffff:10.0.0.1', 'CidrMalformed'],
])('one entry with %s makes the whole document suspect', (_, address, id) => {
  expect(() => checkedEntries([{ address: '10.20.0.0/24' }, { address }], 'a', widths)).toThrow(expect.objectContaining({ name: id }));
});

test('a range that stands twice ends with the later of its ends, or not at all', () => {
  const end = (...ends: (string | undefined)[]) => checkedEntries(
    ends.map((expires) => ({ address: '10.20.0.0/24', ...expires && { expires } })), 'a', widths,
  ).map(({ expires }) => expires);
  expect(end('2027-01-01', '2027-06-30')).toEqual(['2027-06-30']);
  expect(end('2027-06-30', '2027-01-01')).toEqual(['2027-06-30']);
  expect(end('2027-06-30', undefined)).toEqual([undefined]);
  expect(end(undefined, '2027-06-30')).toEqual([undefined]);
});

test('whatever a source says, it is read whole or refused by a rule', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789./:,# \n[]{}"abuntil'), maxLength: 60 }), (text) => {
    try {
      const entries = checkedEntries(readDocument(text), 'a', widths);
      expect(entries.length).toBeGreaterThan(0);
      expect(entries.every(({ cidr }) => Number(cidr.split('/')[1]) >= 16)).toBe(true);
    } catch (error) {
      expect((error as Error).name).toMatch(/^(Cidr|Feed|EndTime|JsonPath)/);
    }
  }), { numRuns: 100 });
});
