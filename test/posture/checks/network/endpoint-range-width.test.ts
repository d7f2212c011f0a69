import { endpointRangeWidth as check } from '../../../../src/posture/checks/network/endpoint-range-width';
import { messages, type Resources } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { network, of, ref } from '../../support/network';
import { guarded, inSet, ipSet, rule, soundRules } from '../../support/web-acl';

const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const admitting = (peer: Record<string, unknown>, listed: unknown = ['10.20.0.0/16'], rules: unknown = soundRules()): Resources => ({
  ...guarded(rules, { more: { Callers: ipSet(listed) } }), ...network(), Group: of('EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: [{ ...HTTPS, ...peer }] }),
});
const said = (outcome: string, property = 'CidrIp') => [`${outcome} Group SecurityGroupIngress[0].${property}`];

cases(check, [
  ['what the web ACL admits', admitting({ CidrIp: '10.20.0.0/16' }), said('pass')],
  ['a network of which the web ACL admits some subnets', admitting({ CidrIp: '10.20.0.0/16' }, ['10.20.4.0/24']), said('pass')],
  ['a whole company, as the web ACL does', admitting({ CidrIp: '10.0.0.0/8' }, ['10.0.0.0/9', '10.128.0.0/9']), said('pass')],
  ['a group', admitting({ SourceSecurityGroupId: 'sg-1' }), said('pass', 'SourceSecurityGroupId')],
  ['a whole company, where no web ACL admits by address', admitting({ CidrIp: '10.0.0.0/8' }, [], [rule('all', 0, 'Allow', { GeoMatchStatement: { CountryCodes: ['DE'] } })]), []],
  ['a whole company, of which the web ACL admits a network', admitting({ CidrIp: '10.0.0.0/8' }), said('warning')],
  ['more than a site of IPv6', admitting({ CidrIpv6: 'fd00:20::/40' }, ['fd00:20::/48']), said('warning', 'CidrIpv6')],
  ['a whole company, and a list that is a parameter', admitting({ CidrIp: '10.0.0.0/8' }, OPEN), said('unknown')],
  ['a range that is a parameter', admitting({ CidrIp: OPEN }), said('unknown')],
  ['a set that the app does not make', admitting({ CidrIp: '10.0.0.0/8' }, [], [rule('a', 0, 'Allow', { IPSetReferenceStatement: { Arn: 'arn:aws:wafv2:eu-central-1:111122223333:regional/ipset/a/0' } }), rule('b', 1, 'Allow', inSet('Callers'))]), said('unknown')],
], PARAMETERS);

test('the message says which range is too wide', () => {
  expect(messages(check, admitting({ CidrIp: '10.0.0.0/8' }))).toEqual(['10.0.0.0/8 may connect, and the web ACL admits a part of it at most']);
});
