import * as fc from 'fast-check';
import { parseDay, today } from '../../src/values/day';
import { endNotice } from '../../src/values/end-date';

test('every day of the calendar is read, one after the other', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 100_000 }), (day) => {
    expect(parseDay(new Date(day * 86_400_000).toISOString().slice(0, 10))).toBe(day);
  }));
});

test.each(['', '2027', '2027-6-30', '2027-02-29', '2027-13-01', '2027-06-30Z', ' 2027-06-30', 'P90D'])('%j is no day', (text) => {
  expect(parseDay(text)).toBeUndefined();
});

test('a setting stands in for the clock, to the day', () => {
  expect(today('1970-01-03')).toBe(2);
  expect(today(undefined, () => 3 * 86_400_000 - 1)).toBe(2);
  expect(() => today(20270630)).toThrow('cdk-private-api:now is an ISO date (YYYY-MM-DD), received: 20270630');
});

test('an end is spoken of from 30 days before, and for ever after', () => {
  const end = parseDay('2027-06-30')!;
  expect(endNotice('2027-06-30', end - 31)).toBeUndefined();
  expect(endNotice('2027-06-30', end - 30)).toBe('its access is to end on 2027-06-30, in 30 days');
  expect(endNotice('2027-06-30', end)).toBe('its access is to end on 2027-06-30, today');
  expect(endNotice('2027-06-30', end + 400)).toBe('its access was to end on 2027-06-30, 400 days ago');
});
