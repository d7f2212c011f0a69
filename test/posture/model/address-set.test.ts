import * as fc from 'fast-check';
import {
  type AddressSet, EVERY_ADDRESS, NO_ADDRESS, addressesOf, complement, countOf, difference, holdsInternet, intersection, isWithin, union,
} from '../../../src/posture/model/address-set';
import { readCidr } from '../../../src/values/cidr';

const set = (...blocks: string[]): AddressSet => addressesOf(blocks.map((block) => readCidr(block)!));
const has = (addresses: AddressSet, version: 4 | 6, address: bigint) =>
  addresses.some((range) => range.version === version && range.first <= address && address <= range.last);

// Blocks of the same few networks, so that they meet.
const block = fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 28, max: 32 }), fc.boolean())
  .map(([host, prefix, six]) => (six ? readCidr(`fd00::${host.toString(16)}/${prefix + 96}`)! : readCidr(`10.0.0.${host}/${prefix}`)!));
const blocks = fc.array(block, { maxLength: 6 }).map(addressesOf);
const address = fc.tuple(fc.integer({ min: 0, max: 16 }), fc.boolean())
  .map(([host, six]): [4 | 6, bigint] => (six ? [6, readCidr(`fd00::${host.toString(16)}`)!.first] : [4, readCidr(`10.0.0.${host}`)!.first]));

test('union, intersection, difference and complement hold what logic says, address by address', () => {
  fc.assert(fc.property(blocks, blocks, address, (one, other, [version, value]) => {
    const [a, b] = [has(one, version, value), has(other, version, value)];
    expect(has(union(one, other), version, value)).toBe(a || b);
    expect(has(intersection(one, other), version, value)).toBe(a && b);
    expect(has(difference(one, other), version, value)).toBe(a && !b);
    expect(has(complement(one), version, value)).toBe(!a);
  }), { numRuns: 100 });
});

test('a set and its complement are everything, and nothing is in both', () => {
  fc.assert(fc.property(blocks, (one) => {
    expect(union(one, complement(one))).toEqual(EVERY_ADDRESS);
    expect(intersection(one, complement(one))).toEqual(NO_ADDRESS);
    expect(countOf(one) + countOf(complement(one))).toBe(countOf(EVERY_ADDRESS));
  }), { numRuns: 50 });
});

test('the whole internet is seen in pieces, of one version alone', () => {
  expect(holdsInternet(set('0.0.0.0/1', '128.0.0.0/1'))).toBe(true);
  expect(holdsInternet(set('0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/3'))).toBe(true); // all but multicast and above
  expect(holdsInternet(set('2000::/3'))).toBe(true);
  expect(holdsInternet(set('0.0.0.0/1', '128.0.0.0/2'))).toBe(false);
  expect(isWithin(set('10.0.0.0/8'), set('0.0.0.0/1'))).toBe(true);
});
