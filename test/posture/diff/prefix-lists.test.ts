import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { att, of, ref } from '../support/network';

const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const entries = (...blocks: unknown[]) => blocks.map((Cidr) => ({ Cidr }));
const app = (list: Record<string, unknown>, group: Resources) => appOf({
  Pay: { Parameters: { Range: { Type: 'String' } }, Resources: { List: of('EC2::PrefixList', { PrefixListName: 'callers', AddressFamily: 'IPv4', MaxEntries: 5, ...list }), ...group } },
});
const group = (egress: Record<string, unknown>, ingress: Record<string, unknown>): Resources => ({ Group: of('EC2::SecurityGroup', { SecurityGroupIngress: [ingress], SecurityGroupEgress: [egress] }) });
const SELF = { ...HTTPS, CidrIp: '10.0.0.0/24' };
const INGRESS = group(SELF, { ...HTTPS, SourcePrefixListId: ref('List') });
const EGRESS = group({ ...HTTPS, DestinationPrefixListId: att('List', 'PrefixListId') }, SELF);
const ALONE: Resources = { Group: of('EC2::SecurityGroup', { SecurityGroupEgress: [SELF] }), Rule: of('EC2::SecurityGroupIngress', { ...HTTPS, GroupId: att('Group', 'GroupId'), SourcePrefixListId: ref('List') }) };
const ELSEWHERE: Resources = { Rule: of('EC2::SecurityGroupIngress', { ...HTTPS, GroupId: 'sg-1', SourcePrefixListId: ref('List') }) };
const said = (resources: Resources, from: unknown, to: unknown) => {
  const [base, head] = [from, to].map((Entries) => app({ Entries }, resources));
  return diffApps(base!, head!).filter(({ resource }) => resource !== 'List').map(({ direction, resource, message }) => `${direction} ${resource}: ${message}`);
};

test.each<[what: string, resources: Resources, from: unknown, to: unknown, said: string[]]>([
  ['wider', INGRESS, entries('10.20.0.0/16'), entries('0.0.0.0/0'),
    ['weaker Group: anyone at any IPv4 address outside of 10.20.0.0/16 may now open TCP 443 of the security group Group; before, only 10.20.0.0/16']],
  ['wider, of a rule that stands alone', ALONE, entries('10.20.0.0/16'), entries('10.20.0.0/16', '10.30.0.0/16'),
    ['weaker Group: anyone in 10.30.0.0/16 may now open TCP 443 of the security group Group; before, only 10.20.0.0/16']],
  ['wider, of a rule of a group elsewhere', ELSEWHERE, entries('10.20.0.0/16'), entries('10.20.0.0/15'),
    ['weaker Rule: anyone in 10.21.0.0/16 may now open TCP 443 of the security group Rule; before, only 10.20.0.0/16']],
  ['wider, for what goes out', EGRESS, entries('10.20.0.0/16'), entries('10.20.0.0/16', '203.0.113.0/24'),
    ['weaker Group: whoever has the security group Group may now open TCP 443 of 203.0.113.0/24']],
  ['narrower', INGRESS, entries('10.20.0.0/16'), entries('10.20.0.0/17'),
    ['stronger Group: anyone in 10.20.128.0/17 may no longer open TCP 443 of the security group Group']],
  ['no longer known', INGRESS, entries('10.20.0.0/16'), ref('Range'),
    ['unknown Group: anyone in <parameter Range> may now open TCP 443 of the security group Group']],
  ['the same in another order', INGRESS, entries('10.20.0.0/16', '10.30.0.0/16'), entries('10.30.0.0/16', '10.20.0.0/16'), []],
])('a prefix list of the app is the addresses that it holds: %s', (_, resources, from, to, expected) => {
  expect(said(resources, from, to)).toEqual(expected);
});

test('a prefix list in the place of the addresses that it holds opens nothing', () => {
  const list = { Entries: entries('10.20.0.0/16') };
  expect(diffApps(app(list, group(SELF, { ...HTTPS, CidrIp: '10.20.0.0/16' })), app(list, INGRESS))).toEqual([]);
});
