import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { contains, parseCidr } from '../../src/values/cidr';
import { AddressList } from '../../src/web-firewall/address-list';
import { newStack, resourcesOf } from '../support/stack';

const ADDRESS_SET = 'AWS::WAFv2::IPSet';
const billing = { application: 'Billing' };

function setOf(stack: Stack, version: 4 | 6) {
  return Object.values(resourcesOf(stack, ADDRESS_SET)).find((set) => set.Properties.IPAddressVersion === `IPV${version}`)!;
}

test('both IP sets exist, regional and empty, before anybody is added', () => {
  const stack = newStack();
  new AddressList(stack, 'List');
  expect(Object.keys(resourcesOf(stack, ADDRESS_SET))).toHaveLength(2);
  for (const version of [4, 6] as const) {
    const set = setOf(stack, version);
    expect(set.Properties.Addresses).toEqual([]);
    expect(set.Properties.Scope).toBe('REGIONAL');
    expect(set.Metadata).toBeUndefined();
  }
});

test('CloudFormation names the IP sets, so that two stacks never fight for a name', () => {
  const stack = newStack();
  new AddressList(stack, 'List');
  expect(setOf(stack, 4).Properties.Name).toBeUndefined();
  expect(setOf(stack, 6).Properties.Name).toBeUndefined();
});

test('a range goes to the set of its IP version, canonical and merged, whatever the order of the calls', () => {
  const stack = newStack();
  const list = new AddressList(stack, 'List');
  for (const range of ['10.21.0.0/16', 'FD00:0020::/48', '10.20.0.0/16', '10.20.7.0/24', '10.20.0.0/16', '10.1.0.0/16']) {
    list.add(range, billing);
  }
  expect(list.ranges).toEqual(['10.1.0.0/16', '10.20.0.0/15', 'fd00:20::/48']);
  expect(setOf(stack, 4).Properties.Addresses).toEqual(['10.1.0.0/16', '10.20.0.0/15']);
  expect(setOf(stack, 6).Properties.Addresses).toEqual(['fd00:20::/48']);
});

test('a range that is added after the list was handed on still reaches the template', () => {
  const stack = newStack();
  const list = new AddressList(stack, 'List');
  expect(list.ranges).toEqual([]);
  list.add('10.20.0.7/32', billing);
  expect(setOf(stack, 4).Properties.Addresses).toEqual(['10.20.0.7/32']);
});

test('the template says which application, owner and reason every range is for', () => {
  const stack = newStack();
  const list = new AddressList(stack, 'List');
  list.add('10.20.1.0/24', { application: 'Reports' });
  list.add('10.20.0.0/24', { application: 'Billing', owner: 'billing@example.com', reason: 'batch hosts' });
  list.add('fd00:20::/48', { application: 'Billing', owner: 'billing@example.com', reason: 'batch hosts' });
  list.add('10.30.0.0/24', { application: 'Billing', owner: 'billing@example.com', reason: 'batch hosts' });
  expect(setOf(stack, 4).Metadata?.['cdk-private-api:address-list']).toEqual([
    { application: 'Billing', owner: 'billing@example.com', reason: 'batch hosts', ranges: '10.20.0.0/24 10.30.0.0/24' },
    { application: 'Reports', ranges: '10.20.1.0/24' },
  ]);
  expect(setOf(stack, 6).Metadata?.['cdk-private-api:address-list']).toEqual([
    { application: 'Billing', owner: 'billing@example.com', reason: 'batch hosts', ranges: 'fd00:20::/48' },
  ]);
});

test.each([
  ['0.0.0.0/0', 'never holds the whole internet, received: "0.0.0.0/0"'],
  ['::/0', 'never holds the whole internet, received: "::/0"'],
  ['10.20.0.1/16', 'did you mean 10.20.0.0/16?), received: "10.20.0.1/16"'],
  ['10.20.0.7', 'one address is 10.20.0.7/32), received: "10.20.0.7"'],
  ['10.0.0.1/33', 'takes CIDR blocks, received: "10.0.0.1/33"'],
  ['', 'takes CIDR blocks, received: ""'],
])('%j is refused at once, with its value', (range, message) => {
  const list = new AddressList(newStack(), 'List');
  expect(() => list.add(range, billing)).toThrow(message);
});

test('a range without an application is refused with the range', () => {
  const list = new AddressList(newStack(), 'List');
  expect(() => list.add('10.0.0.0/8', { application: ' ' })).toThrow('names the application it is for, received: "" for 10.0.0.0/8');
});

test('the whole internet in pieces fails the synth, naming the pieces and whose they are', () => {
  const stack = newStack();
  const list = new AddressList(stack, 'List');
  list.add('0.0.0.0/1', { application: 'Billing' });
  list.add('128.0.0.0/2', { application: 'Reports' });
  list.add('192.0.0.0/2', { application: 'Billing' });
  expect(() => Template.fromStack(stack)).toThrow(
    'never holds the whole internet, received: the ranges of Billing, Reports add up to 0.0.0.0/1 and 128.0.0.0/1');
});

test('the whole IPv6 internet in pieces fails the synth as well', () => {
  const stack = newStack();
  const list = new AddressList(stack, 'List');
  list.add('::/1', billing);
  list.add('8000::/1', billing);
  expect(() => Template.fromStack(stack)).toThrow('add up to ::/1 and 8000::/1');
});

test('an IP set takes 10,000 ranges, counted after merging, and not one more', () => {
  const stack = newStack();
  const list = new AddressList(stack, 'List');
  const apart = (index: number) => `10.${Math.floor(index / 64)}.${(index % 64) * 4}.0/24`;
  for (let index = 0; index < 10_000; index++) {
    list.add(apart(index), billing);
    list.add(apart(index).replace('.0/24', '.0/25'), billing);
  }
  expect(setOf(stack, 4).Properties.Addresses).toHaveLength(10_000);
  const full = newStack();
  const tooMany = new AddressList(full, 'List');
  for (let index = 0; index <= 10_000; index++) {
    tooMany.add(apart(index), billing);
  }
  expect(() => Template.fromStack(full)).toThrow('at most 10,000 address ranges, received: 10001 IPv4 ranges, merged');
});

test('whatever is added, every added range is admitted and no set holds the same address twice', () => {
  const range = fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 4, max: 32 })).map(([bits, prefix]) => {
    const first = bits - bits % 2 ** (32 - prefix);
    return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefix}`;
  });
  fc.assert(fc.property(fc.array(range, { maxLength: 30 }), (ranges) => {
    const list = new AddressList(newStack(), 'List');
    ranges.forEach((each) => list.add(each, billing));
    const merged = list.ranges.map(parseCidr);
    expect(ranges.map(parseCidr).every((inner) => merged.some((outer) => contains(outer, inner)))).toBe(true);
    expect(merged.every((block, index) => index === 0 || merged[index - 1]!.last < block.first)).toBe(true);
  }), { numRuns: 50 });
});
