import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import * as fc from 'fast-check';
import { contains, parseCidr } from '../../src/values/cidr';
import { AddressList } from '../../src/web-firewall/address-list';
import { WebFirewallRule } from '../../src/web-firewall/rule';
import { WebFirewallRuleGroup } from '../../src/web-firewall/rule-group';
import { RulesMixin } from '../../src/web-firewall/rules-mixin';
import { WebFirewallStatement } from '../../src/web-firewall/statement';
import { WebFirewall } from '../../src/web-firewall/web-firewall';
import { newStack, onlyResource, resourcesOf, warningsOf } from '../support/stack';

const ADDRESS_SET = 'AWS::WAFv2::IPSet';
const METADATA = 'cdk-private-api:address-list';
const billing = { application: 'Billing' };
const everywhere = { ...billing, wideRangeReason: 'a test of the last resort' };

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
  expect(setOf(stack, 4).Metadata?.[METADATA]).toEqual([
    { application: 'Billing', owner: 'billing@example.com', reason: 'batch hosts', ranges: '10.20.0.0/24 10.30.0.0/24' },
    { application: 'Reports', ranges: '10.20.1.0/24' },
  ]);
  expect(setOf(stack, 6).Metadata?.[METADATA]).toEqual([
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
  ['::ffff:a14:0/112', 'IPv4 ranges as IPv4, not mapped into IPv6, received: "::ffff:a14:0/112"'],
  ['::/48', 'IPv4 ranges as IPv4, not mapped into IPv6, received: "::/48"'],
  ['::/80', 'IPv4 ranges as IPv4, not mapped into IPv6, received: "::/80"'],
])('%j is refused at once, with its value', (range, message) => {
  const list = new AddressList(newStack(), 'List');
  expect(() => list.add(range, billing)).toThrow(message);
});

test('a range without an application is refused with the range', () => {
  const list = new AddressList(newStack(), 'List');
  expect(() => list.add('10.0.0.0/8', { application: ' ' })).toThrow('names the application it is for, received: " " for 10.0.0.0/8');
});

test('the whole internet in pieces fails the synth, naming the pieces and whose they are', () => {
  const stack = newStack();
  const list = new AddressList(stack, 'List');
  list.add('0.0.0.0/1', everywhere);
  list.add('128.0.0.0/2', { ...everywhere, application: 'Reports' });
  list.add('192.0.0.0/2', everywhere);
  expect(() => Template.fromStack(stack)).toThrow(
    'never holds the whole internet, received: the ranges of Billing, Reports add up to 0.0.0.0/1 and 128.0.0.0/1');
});

test('the whole IPv6 internet in pieces fails the synth as well', () => {
  const stack = newStack();
  const list = new AddressList(stack, 'List');
  list.add('::/1', everywhere);
  list.add('8000::/1', everywhere);
  expect(() => Template.fromStack(stack)).toThrow('add up to ::/1 and 8000::/1');
});

describe('a range wider than a VPC or a site', () => {
  test.each([
    ['10.0.0.0/15', 'takes IPv4 ranges of /16 and narrower, wider ones with a written reason (`wideRangeReason`), received: "10.0.0.0/15" for Billing'],
    ['fd00::/47', 'takes IPv6 ranges of /48 and narrower, wider ones with a written reason (`wideRangeReason`), received: "fd00::/47" for Billing'],
  ])('is refused: %s', (range, message) => {
    expect(() => new AddressList(newStack(), 'List').add(range, billing)).toThrow(message);
  });

  test('is admitted for a written reason, which stands in the template; an empty one is none', () => {
    const stack = newStack();
    const list = new AddressList(stack, 'List');
    expect(() => list.add('10.0.0.0/8', { ...billing, wideRangeReason: ' ' })).toThrow('received: wideRangeReason " " for 10.0.0.0/8');
    list.add('10.0.0.0/8', { ...billing, wideRangeReason: 'the whole company calls' });
    list.add('172.16.0.0/16', { ...billing, wideRangeReason: 'the whole company calls' });
    expect(list.ranges).toEqual(['10.0.0.0/8', '172.16.0.0/16']);
    expect(setOf(stack, 4).Metadata?.[METADATA]).toEqual([
      { application: 'Billing', wideRangeReason: 'the whole company calls', ranges: '10.0.0.0/8' },
      { application: 'Billing', ranges: '172.16.0.0/16' },
    ]);
  });

  test('is what a team says: narrower as it likes, wider for a reason that stands in the template', () => {
    const narrow = new AddressList(newStack(), 'List', { widest: { ipv4: 24, ipv6: 64 } });
    expect(() => narrow.add('10.20.0.0/23', billing)).toThrow('ranges of /24 and narrower');
    expect(() => narrow.add('fd00:20::/63', billing)).toThrow('ranges of /64 and narrower');
    const stack = newStack();
    const wide = new AddressList(stack, 'List', { widest: { ipv4: 8, reason: 'one list for all data centres' } });
    wide.add('10.0.0.0/8', billing);
    expect(setOf(stack, 4).Metadata?.['cdk-private-api:address-list-widest']).toEqual({ prefix: 8, reason: 'one list for all data centres' });
    expect(setOf(stack, 6).Metadata).toBeUndefined();
    expect(() => wide.add('fd00::/32', billing)).toThrow('ranges of /48 and narrower');
  });

  test.each([
    [{ ipv4: 8 }, 'says why in `widest.reason`, received: /8 without a reason'],
    [{ ipv6: 32, reason: '' }, 'says why in `widest.reason`, received: /32 without a reason'],
    [{ ipv4: 0, reason: 'all' }, 'a prefix of 1 to 32 for IPv4, received: 0'],
    [{ ipv4: 33 }, 'a prefix of 1 to 32 for IPv4, received: 33'],
    [{ ipv6: 48.5 }, 'a prefix of 1 to 128 for IPv6, received: 48.5'],
  ])('is not what anybody says: %j', (widest, message) => {
    expect(() => new AddressList(newStack(), 'List', { widest })).toThrow(message);
  });
});

describe('an entry that ends', () => {
  const on = (now: string) => {
    const stack = new Stack(new App({ context: { 'cdk-private-api:now': now } }), 'Test');
    const list = new AddressList(stack, 'List');
    list.add('10.20.0.0/24', { ...billing, owner: 'billing@example.com', expires: '2027-06-30' });
    list.add('10.20.1.0/24', { ...billing, owner: 'billing@example.com', expires: '2027-06-30' });
    list.add('fd00:20::/48', { application: 'Reports', expires: '2028-01-01' });
    list.add('10.30.0.0/24', billing);
    return stack;
  };

  test('says so in the template, where checks can read it', () => {
    expect(setOf(on('2027-01-01'), 4).Metadata?.[METADATA]).toEqual([
      { application: 'Billing', owner: 'billing@example.com', expires: '2027-06-30', ranges: '10.20.0.0/23' },
      { application: 'Billing', ranges: '10.30.0.0/24' },
    ]);
    expect(setOf(on('2027-01-01'), 6).Metadata?.[METADATA]).toEqual([{ application: 'Reports', expires: '2028-01-01', ranges: 'fd00:20::/48' }]);
  });

  test.each([
    ['2027-05-30', []],
    ['2027-05-31', ['Billing: its access is to end on 2027-06-30, in 30 days; the list keeps 10.20.0.0/23 until it is taken out (owner billing@example.com)']],
    ['2027-07-01', ['Billing: its access was to end on 2027-06-30, 1 day ago; the list keeps 10.20.0.0/23 until it is taken out (owner billing@example.com)']],
  ])('is warned about from 30 days before, once for all ranges of an application: %s', (now, warnings) => {
    expect(warningsOf(on(now)).map((text) => text.replace(/ \[ack: .*/, ''))).toEqual(warnings);
  });

  test('is in the template before and after: a date that comes never changes it', () => {
    expect(Template.fromStack(on('2029-01-01')).toJSON()).toEqual(Template.fromStack(on('2026-01-01')).toJSON());
  });

  test.each(['P90D', '2027-6-30', '2027-02-30', ''])('ends on a day that exists: %j is refused', (expires) => {
    expect(() => new AddressList(newStack(), 'List').add('10.20.0.0/24', { ...billing, expires }))
      .toThrow(`ends on an ISO date (YYYY-MM-DD), since a duration from now would never come, received: "${expires}"`);
  });

  test('is measured by a clock that is a date', () => {
    expect(() => on('tomorrow')).toThrow('cdk-private-api:now is an ISO date (YYYY-MM-DD), received: "tomorrow"');
  });
});

describe('a list of more ranges than an IP set holds', () => {
  const apart = (index: number) => `10.${Math.floor(index / 64)}.${(index % 64) * 4}.0/24`;
  const stack = newStack();
  const list = new AddressList(stack, 'List');
  new WebFirewall(stack, 'WebFirewall', { addressList: list });
  for (let index = 0; index < 10_000; index++) {
    list.add(apart(index), { application: index % 2 === 0 ? 'Even' : 'Odd' });
    list.add(apart(index), billing);
  }
  const before = { arns: list.ipv4SetArns.length, logicalIds: list.ipv4SetArns.map((arn) => JSON.stringify(stack.resolve(arn))) };
  list.add('10.200.0.0/24', { application: 'Last' });
  list.add('10.0.0.0/25', { application: 'Within' });
  let sets: [string, ReturnType<typeof setOf>][];
  beforeAll(() => {
    sets = Object.entries(resourcesOf(stack, ADDRESS_SET)).filter(([id, set]) => id.startsWith('List') && set.Properties.IPAddressVersion === 'IPV4');
  });

  test('has one set more, and the first stays the one it was', () => {
    expect(before.arns).toBe(1);
    expect(list.ipv4SetArns.map((arn) => JSON.stringify(stack.resolve(arn)))).toEqual([before.logicalIds[0], expect.stringContaining('ListIpv42')]);
    expect(list.ipv6SetArns).toHaveLength(1);
  });

  test('holds every range in one of the sets, none of which has more than 10,000', () => {
    expect(sets.map(([, set]) => set.Properties.Addresses.length).sort()).toEqual([1, 10_000]);
    expect(sets.flatMap(([, set]) => set.Properties.Addresses)).toEqual(list.ranges);
    expect(list.ranges).toHaveLength(10_001);
  });

  test('says of each range whose it is, at the set that holds it', () => {
    const applications = sets.map(([, set]) => set.Metadata![METADATA].map(({ application }: { application: string }) => application));
    expect(applications).toEqual([['Billing', 'Even', 'Odd', 'Within'], ['Last']]);
    const [first] = sets[0]![1].Metadata![METADATA];
    expect(first.ranges.split(' ')).toEqual(sets[0]![1].Properties.Addresses);
  });

  test('is admitted as a whole by a web firewall that was there before it grew', () => {
    const [acl] = Object.values(resourcesOf(stack, 'AWS::WAFv2::WebACL'));
    const named = JSON.stringify(acl!.Properties.Rules.at(-1));
    sets.forEach(([id]) => expect(named).toContain(`"Fn::GetAtt":["${id}","Arn"]`));
    expect(named.match(/IPSetReferenceStatement/g)).toHaveLength(3);
  });
});

test('a list that grows by a set after a rule group and a mixin have named it is named as a whole by both', () => {
  const stack = newStack();
  const list = new AddressList(stack, 'List');
  const rules = [WebFirewallRule.match('Listed', { statement: WebFirewallStatement.addresses(list) })];
  new WebFirewallRuleGroup(stack, 'Group', { capacity: 5, rules });
  const visibilityConfig = { cloudWatchMetricsEnabled: true, metricName: 'x', sampledRequestsEnabled: true };
  new wafv2.CfnWebACL(stack, 'Theirs', { scope: 'REGIONAL', defaultAction: { allow: {} }, visibilityConfig }).with(new RulesMixin(rules, { firstPriority: 0 }));
  for (let index = 0; index < 10_001; index++) {
    list.add(`10.20.${Math.floor(index / 256)}.${index % 256}/32`, billing);
  }
  for (const type of ['AWS::WAFv2::RuleGroup', 'AWS::WAFv2::WebACL']) {
    expect(onlyResource(stack, type).Properties.Rules[0].Statement.OrStatement.Statements).toHaveLength(3);
  }
});

test('how many sets there are does not depend on the order of ranges', () => {
  const ranges = [...Array.from({ length: 10_000 }, (_, index) => `10.20.${Math.floor(index / 256)}.${index % 256}/32`), '10.20.0.0/16'];
  const sets = (order: string[]) => {
    const list = new AddressList(newStack(), 'List');
    order.forEach((range) => list.add(range, billing));
    return [list.ipv4SetArns.length, list.ranges];
  };
  expect(sets(ranges)).toEqual([2, ['10.20.0.0/16']]);
  expect(sets([...ranges].reverse())).toEqual(sets(ranges));
});

test('a list that no template can hold fails the synth with its size', () => {
  const stack = newStack();
  const list = new AddressList(stack, 'List');
  for (let index = 0; index < 35_000; index++) {
    list.add(`10.${Math.floor(index / 32_768)}.${Math.floor(index / 128) % 256}.${(index % 128) * 2}/32`, billing);
  }
  expect(() => Template.fromStack(stack))
    .toThrow(/a template holds at most 1,048,576 bytes, received: an address list of 1,\d{3},\d{3} bytes, 35,000 ranges, merged/);
});

test('a list takes ten sets of an IP version, and not one more', () => {
  const list = new AddressList(newStack(), 'List');
  for (let index = 0; index < 100_000; index++) {
    list.add(`10.${Math.floor(index / 65_536)}.${Math.floor(index / 256) % 256}.${index % 256}/32`, billing);
  }
  expect(list.ipv4SetArns).toHaveLength(10);
  expect(() => list.add('10.200.0.0/32', billing)).toThrow('at most 100,000 different ranges of an IP version, received: one more of IPv4');
});

test('whatever is added, every added range is admitted and no set holds the same address twice', () => {
  const range = fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 4, max: 32 })).map(([bits, prefix]) => {
    const first = bits - bits % 2 ** (32 - prefix);
    return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefix}`;
  });
  fc.assert(fc.property(fc.array(range, { maxLength: 30 }), (ranges) => {
    const list = new AddressList(newStack(), 'List');
    ranges.forEach((each) => list.add(each, everywhere));
    const merged = list.ranges.map(parseCidr);
    expect(ranges.map(parseCidr).every((inner) => merged.some((outer) => contains(outer, inner)))).toBe(true);
    expect(merged.every((block, index) => index === 0 || merged[index - 1]!.last < block.first)).toBe(true);
  }), { numRuns: 50 });
});
