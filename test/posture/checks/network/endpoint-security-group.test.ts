import { endpointSecurityGroup as check } from '../../../../src/posture/checks/network/endpoint-security-group';
import { found, judge, messages, postureOf } from '../../support/app';
import { att, network, of, ref } from '../../support/network';

const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const admitting = (...rules: Record<string, unknown>[]) => ({
  ...network(), Group: of('EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: rules.map((rule) => ({ ...HTTPS, ...rule })) }),
});

test.each([
  ['private ranges', [{ CidrIp: '10.0.0.0/8' }, { CidrIpv6: 'fd00::/8' }]],
  ['a block of public addresses that one organization may have', [{ CidrIp: '17.0.0.0/8' }]],
  ['a group', [{ SourceSecurityGroupId: 'sg-1' }]],
  ['the range of the VPC', [{ CidrIp: att('Vpc', 'CidrBlock') }]],
  ['nobody', []],
])('a group that admits %s passes', (_, rules) => {
  expect(judge(check, admitting(...rules))).toEqual(['pass Group']);
});

test.each([
  ['every address', [{ CidrIp: '0.0.0.0/0' }], ['CidrIp']],
  ['every IPv6 address', [{ CidrIp: '10.0.0.0/8' }, { CidrIpv6: '::/0' }], ['CidrIpv6']],
  ['half of the internet', [{ CidrIp: '128.0.0.0/1' }], ['CidrIp']],
  ['the internet beside private ranges', [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '32.0.0.0/3' }], ['CidrIp']],
  ['the internet in small pieces', Array.from({ length: 3 }, (_, at) => ({ CidrIp: `${64 + at}.0.0.0/8` })), ['CidrIp']],
])('a group that admits %s fails', (_, rules, properties) => {
  expect(found(check, admitting(...rules)).map((line) => line.replace(/\[\d\]/, ''))).toEqual(properties.map((property) => `fail Group SecurityGroupIngress.${property}`));
});

test('a rule of its own opens the group it names, even one of elsewhere', () => {
  const open = of('EC2::SecurityGroupIngress', { ...HTTPS, GroupId: att('Group', 'GroupId'), CidrIp: '0.0.0.0/0' });
  expect(found(check, { ...network(), Open: open })).toEqual(['fail Open CidrIp']);
  const elsewhere = of('EC2::SecurityGroupIngress', { ...HTTPS, GroupId: 'sg-0123', CidrIp: '0.0.0.0/0' });
  expect(found(check, { ...network({ SecurityGroupIds: ['sg-0123'] }), Open: elsewhere })).toEqual(['unknown Endpoint SecurityGroupIds', 'fail Open CidrIp']);
});

test('what is not known is neither open nor closed: a parameter, a prefix list, groups of elsewhere', () => {
  const parameters = (Default?: string) => ({ Parameters: { Callers: { Type: 'String', ...Default === undefined ? {} : { Default } } } });
  const resources = admitting({ CidrIp: ref('Callers') });
  expect(found(check, postureOf(resources, parameters('10.1.0.0/16')))).toEqual(['unknown Group SecurityGroupIngress[0].CidrIp']);
  expect(found(check, admitting({ SourcePrefixListId: 'pl-1' }))).toEqual(['unknown Group SecurityGroupIngress[0].SourcePrefixListId']);
  expect(messages(check, postureOf(resources, parameters('0.0.0.0/0')))).toEqual(['0.0.0.0/0 may connect: the default of the parameter']);
});

test('a prefix list of the app is what it holds', () => {
  const resources = { ...admitting({ SourcePrefixListId: ref('List') }), List: of('EC2::PrefixList', { Entries: [{ Cidr: '0.0.0.0/1' }, { Cidr: '128.0.0.0/1' }] }) };
  expect(found(check, resources)).toEqual(['fail Group SecurityGroupIngress[0].SourcePrefixListId']);
});

test('an endpoint without a group has the default one of its VPC; a gateway endpoint has none', () => {
  expect(found(check, network({ SecurityGroupIds: undefined }))).toEqual(['fail Endpoint SecurityGroupIds']);
  expect(found(check, network({ SecurityGroupIds: undefined, VpcEndpointType: 'Gateway' }))).toEqual([]);
});
