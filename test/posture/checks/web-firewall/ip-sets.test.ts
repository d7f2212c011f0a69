import { ipSetAddresses } from '../../../../src/posture/checks/web-firewall/ip-set-addresses';
import { ipSetAllowListWidth } from '../../../../src/posture/checks/web-firewall/ip-set-allow-list-width';
import { ipSetScope } from '../../../../src/posture/checks/web-firewall/ip-set-scope';
import { webAclAdmitsSomebody } from '../../../../src/posture/checks/web-firewall/web-acl-admits-somebody';
import { found, judge, messages, postureOf } from '../../support/app';
import { guarded, inSet, ipSet, not, rule, soundRules } from '../../support/web-acl';

const listed = (addresses: unknown, properties = {}) => guarded(soundRules(), { more: { Callers: ipSet(addresses, properties) } });
const width = (addresses: unknown) => [...ipSetAllowListWidth.judge(postureOf(listed(addresses)))]
  .map((judgement) => (judgement.outcome === 'fail' ? judgement.severity ?? 'error' : judgement.outcome));

test.each<[string, unknown]>([
  ['error', ['0.0.0.0/0']],
  ['error', ['0.0.0.0/1', '128.0.0.0/1']],
  ['error', ['::/1', '8000::/1']],
  ['error', ['2000::/3']],
  ['error', ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/3']],
  ['error', ['8.0.0.0/6']],
  ['warning', ['203.0.113.0/24']],
  ['pass', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']],
  ['pass', ['fd00:20::/48']],
  ['pass', []],
  ['unknown', { Ref: 'Addresses' }],
  ['error', ['0.0.0.0/1', '128.0.0.0/1', { Ref: 'More' }]],
])('an allow list: %s for %j', (expected, addresses) => {
  expect(width(addresses)).toEqual([expected]);
});

test('a list outside of which a rule blocks admits too; a list of blocked addresses may be wide', () => {
  const more = { Callers: ipSet(['0.0.0.0/1', '128.0.0.0/1']) };
  expect(found(ipSetAllowListWidth, guarded([rule('a', 0, 'Block', not(inSet('Callers')))], { acl: { DefaultAction: { Allow: {} } }, more }))).toEqual(['fail Callers Addresses']);
  expect(found(ipSetAllowListWidth, guarded([rule('a', 0, 'Block', inSet('Callers'))], { more }))).toEqual([]);
});

test('scope and IP version of a set are those of the web ACL and of its addresses', () => {
  expect(judge(ipSetScope, listed(['10.0.0.0/8']))).toEqual(['pass Callers Scope']);
  expect(found(ipSetScope, listed(['10.0.0.0/8'], { Scope: 'CLOUDFRONT' }))).toEqual(['fail Callers Scope']);
  expect(found(ipSetScope, listed(['10.0.0.0/8'], { Scope: { Ref: 'Scope' } }))).toEqual(['unknown Callers Scope']);
  expect(judge(ipSetAddresses, listed(['10.0.0.0/8']))).toEqual(['pass Callers Addresses']);
  expect(found(ipSetAddresses, listed(['10.0.0.0/8'], { IPAddressVersion: 'IPV6' }))).toEqual(['fail Callers Addresses[0]']);
  expect(messages(ipSetAddresses, listed(['10.0.0.7']))).toEqual(['10.0.0.7 is no CIDR block']);
  expect(found(ipSetAddresses, listed({ Ref: 'Addresses' }))).toEqual(['unknown Callers Addresses']);
});

test('a web ACL that admits nobody, or no IPv6 caller of a dualstack endpoint, is said', () => {
  const Endpoint = { Type: 'AWS::EC2::VPCEndpoint', Properties: { ServiceName: 'com.amazonaws.eu-central-1.execute-api', IpAddressType: 'dualstack' } };
  expect(found(webAclAdmitsSomebody, guarded())).toEqual([]);
  expect(messages(webAclAdmitsSomebody, listed([]))).toEqual(['the web ACL admits nobody']);
  expect(messages(webAclAdmitsSomebody, { ...guarded(), Endpoint }).join()).toContain('no IPv6 address');
  const Policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'wafv2:UpdateIPSet', Resource: '*' }] } } };
  expect(found(webAclAdmitsSomebody, { ...listed([]), Policy })).toEqual([]);
});
