import { hasEnded, parseEnd } from '../../src/values/end-time';

test('a date is its last day: it has ended when the next day begins in UTC', () => {
  expect(parseEnd('2027-06-30')).toBe(Date.UTC(2027, 6, 1));
  expect([hasEnded('2027-06-30', Date.UTC(2027, 5, 30, 23, 59)), hasEnded('2027-06-30', Date.UTC(2027, 6, 1))]).toEqual([false, true]);
});

test('a time is the moment itself', () => {
  expect(parseEnd('2027-06-30T18:00Z')).toBe(Date.UTC(2027, 5, 30, 18));
  expect(parseEnd('2027-06-30T18:00:30Z')).toBe(Date.UTC(2027, 5, 30, 18, 0, 30));
});

test('what has no end never ends', () => {
  expect(hasEnded(undefined, Number.MAX_SAFE_INTEGER)).toBe(false);
});

test.each(['2027-02-30', '2027-6-3', '30.06.2027', '2027-06-30T18:00', '2027-06-30T18:00+02:00', '2027-06-30T25:00Z', 'P30D', '', 'tomorrow'])(
  '%j is no end', (text) => {
    expect(() => parseEnd(text)).toThrow('an end is an ISO date or time in UTC');
  },
);
