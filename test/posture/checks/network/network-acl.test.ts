import { networkAclOrder } from '../../../../src/posture/checks/network/network-acl-order';
import { networkAclPorts } from '../../../../src/posture/checks/network/network-acl-ports';
import { messages, type Resources } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { apiWith, network, of, ref } from '../../support/network';

const HTTPS = { Protocol: 6, PortRange: { From: 443, To: 443 } };
const entry = (RuleNumber: unknown, RuleAction: unknown, CidrBlock: unknown, more: Record<string, unknown> = {}) =>
  of('EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), RuleNumber, RuleAction, CidrBlock, Protocol: -1, Egress: false, ...more });
const acl = (entries: Resources, ...subnets: string[]): Resources => ({
  ...network(),
  Acl: of('EC2::NetworkAcl', { VpcId: ref('Vpc') }),
  ...Object.fromEntries(subnets.map((subnet) => [`Acl${subnet}`, of('EC2::SubnetNetworkAclAssociation', { NetworkAclId: ref('Acl'), SubnetId: ref(subnet) })])),
  ...entries,
});
const OFFICE = entry(100, 'allow', '10.20.0.0/16', HTTPS);

cases(networkAclOrder, [
  ['a denial before the range it is taken from', acl({ Deny: entry(90, 'deny', '10.20.99.0/24'), Office: OFFICE }), ['pass Deny RuleNumber', 'pass Office RuleNumber']],
  ['everything, as a network ACL is born', acl({ All: entry(100, 'allow', '0.0.0.0/0') }), ['pass All RuleNumber']],
  ['a denial of the rest, behind what it leaves', acl({ Web: entry(100, 'allow', '0.0.0.0/0', HTTPS), Rest: entry(200, 'deny', '0.0.0.0/0') }), ['pass Web RuleNumber', 'pass Rest RuleNumber']],
  ['a denial between two that admit', acl({
    Web: entry(100, 'allow', '0.0.0.0/0', HTTPS), Deny: entry(110, 'deny', '10.0.0.0/8'), Back: entry(120, 'allow', '0.0.0.0/0', { Protocol: 6, PortRange: { From: 1024, To: 65535 } }),
  }), ['pass Web RuleNumber', 'pass Deny RuleNumber', 'pass Back RuleNumber']],
  ['a denial of another direction', acl({ Office: OFFICE, Deny: entry(900, 'deny', '10.20.99.0/24', { Egress: true }) }), ['pass Office RuleNumber', 'pass Deny RuleNumber']],
  ['a denial behind the range it is taken from', acl({ Office: OFFICE, Deny: entry(900, 'deny', '10.20.99.0/24') }), ['pass Office RuleNumber', 'error Deny RuleNumber']],
  ['the same with numbers in quotes', acl({ Office: OFFICE, Deny: entry('900', 'Deny', '10.20.99.0/24', { Protocol: '-1' }) }), ['pass Office RuleNumber', 'error Deny RuleNumber']],
  ['everything first', acl({ All: entry(1, 'allow', '0.0.0.0/0'), Deny: entry(90, 'deny', '10.20.99.0/24'), Office: OFFICE }),
    ['warning All RuleNumber', 'error Deny RuleNumber', 'pass Office RuleNumber']],
  ['everything of IPv6 first', acl({
    All: entry(1, 'allow', undefined, { Ipv6CidrBlock: '::/0' }), Deny: entry(90, 'deny', undefined, { Ipv6CidrBlock: 'fd00::/8' }),
  }), ['warning All RuleNumber', 'error Deny RuleNumber']],
  ['an action of a parameter', acl({ Deny: entry(90, OPEN, '10.20.99.0/24'), Office: OFFICE }), ['pass Office RuleNumber', 'unknown Deny']],
  ['an entry that may not exist', acl({ Deny: { ...entry(90, 'deny', '10.20.99.0/24'), Condition: 'Sometimes' }, Office: OFFICE }), ['pass Office RuleNumber', 'unknown Deny']],
], { ...PARAMETERS, Conditions: { Sometimes: { 'Fn::Equals': [OPEN, 'x'] } } });

test('the message names both entries', () => {
  expect(messages(networkAclOrder, acl({ Office: OFFICE, Deny: entry(900, 'deny', '10.20.99.0/24') })))
    .toEqual(['is 900: what the entry denies was admitted by entry 100']);
});

const FUNCTION = apiWith({ VpcConfig: { SubnetIds: [ref('A')] } });

cases(networkAclPorts, [
  ['HTTPS from everywhere', acl({ Office: OFFICE }, 'A', 'B'), ['pass Office Protocol']],
  ['everything, in a network ACL that limits nothing', acl({ All: entry(100, 'allow', '0.0.0.0/0') }, 'A'), ['pass All Protocol']],
  ['everything from the VPC itself', acl({ Own: entry(90, 'allow', '10.0.0.0/16'), Office: OFFICE }, 'A'), ['pass Own Protocol', 'pass Office Protocol']],
  ['everything, in a subnet without an endpoint', acl({ Guests: entry(90, 'allow', '10.20.99.0/24'), Office: OFFICE }), []],
  ['everything, in a subnet with functions: they need answers', { ...acl({ Guests: entry(90, 'allow', '10.20.99.0/24'), Office: OFFICE }, 'A'), ...FUNCTION }, []],
  ['every protocol from outside', acl({ Guests: entry(90, 'allow', '10.20.99.0/24'), Office: OFFICE }, 'A'), ['warning Guests Protocol', 'pass Office Protocol']],
  ['every port from outside', acl({ Guests: entry(90, 'allow', '10.20.99.0/24', { Protocol: 6, PortRange: { From: 0, To: 65535 } }), Office: OFFICE }, 'A'),
    ['warning Guests Protocol', 'pass Office Protocol']],
]);
