import { ipSetEndpointGroup } from '../../../../src/posture/checks/web-firewall/ip-set-endpoint-group';
import { ipSetOverlap } from '../../../../src/posture/checks/web-firewall/ip-set-overlap';
import { ipSetRegister } from '../../../../src/posture/checks/web-firewall/ip-set-register';
import { ipSetUsed } from '../../../../src/posture/checks/web-firewall/ip-set-used';
import { webAclAdmitsAfterInspection } from '../../../../src/posture/checks/web-firewall/web-acl-admits-after-inspection';
import { webAclAllowLists } from '../../../../src/posture/checks/web-firewall/web-acl-allow-lists';
import { type Resources, found, judge, messages, postureOf } from '../../support/app';
import { network, of, ref } from '../../support/network';
import { guarded, inSet, ipSet, managed, not, or, rule, soundRules } from '../../support/web-acl';

const twoLists = (rules: unknown[], one: unknown, other: unknown) => guarded(rules, { more: { Callers: ipSet(one), Others: ipSet(other) } });
const inOne = [rule('a', 0, 'Allow', or(inSet('Callers'), inSet('Others')))];
const inTwo = [rule('a', 0, 'Allow', inSet('Callers')), rule('b', 1, 'Allow', inSet('Others'))];

test.each<[string, unknown[], unknown, unknown, string[]]>([
  ['two halves in one rule', inOne, ['0.0.0.0/1'], ['128.0.0.0/1'], ['fail Acl Rules[0]']],
  ['two halves in two rules', inTwo, ['0.0.0.0/1'], ['128.0.0.0/1'], ['fail Acl Rules']],
  ['two halves of the IPv6 internet', inOne, ['2000::/4'], ['3000::/4'], ['fail Acl Rules[0]']],
  ['quarters that lie across each other', inTwo, ['0.0.0.0/2', '128.0.0.0/2'], ['64.0.0.0/2', '192.0.0.0/3'], ['fail Acl Rules']],
  ['what a rule blocks outside of', [rule('a', 0, 'Block', not(or(inSet('Callers'), inSet('Others'))))], ['0.0.0.0/1'], ['128.0.0.0/1'], ['fail Acl Rules[0]']],
  ['what a rule blocks', [rule('a', 0, 'Block', or(inSet('Callers'), inSet('Others')))], ['0.0.0.0/1'], ['128.0.0.0/1'], []],
  ['a half alone', inOne, ['0.0.0.0/1'], ['10.0.0.0/8'], []],
  ['a half beside what is not known', inOne, ['0.0.0.0/1'], { Ref: 'More' }, ['unknown Acl Rules[0].Statement.OrStatement.Statements[1].IPSetReferenceStatement']],
  // Of one list that holds it all ip-set-allow-list-width speaks.
  ['one list that holds it all', inOne, ['0.0.0.0/1', '128.0.0.0/1'], ['10.0.0.0/8'], []],
])('the whole internet in pieces over lists: %s', (_, rules, one, other, expected) => {
  expect(found(webAclAllowLists, twoLists(rules, one, other))).toEqual(expected);
});

test('lists of callers pass, and the message shows the pieces', () => {
  expect(judge(webAclAllowLists, twoLists(inOne, ['10.20.0.0/16'], ['fd00:20::/48']))).toEqual(['pass Acl Rules']);
  expect(messages(webAclAllowLists, twoLists(inOne, ['0.0.0.0/1'], ['128.0.0.0/1'])))
    .toEqual(['the 2 lists that the web ACL admits are the whole internet together: 0.0.0.0/1, 128.0.0.0/1']);
});

test('a range within another one of an allow list is said, wherever the two stand', () => {
  const listed = (addresses: unknown) => guarded(soundRules(), { more: { Callers: ipSet(addresses) } });
  expect(messages(ipSetOverlap, listed(['10.30.8.0/22', '10.99.0.0/16', '10.0.0.0/8']))).toEqual(['the allow list holds 10.30.8.0/22 beside 10.0.0.0/8, which holds it too']);
  expect(found(ipSetOverlap, listed(['fd00:20::/48', 'fd00::/16']))).toEqual(['fail Callers Addresses']);
  expect(judge(ipSetOverlap, listed(['10.20.0.0/16', '10.21.0.0/16', 'fd00:20::/48']))).toEqual(['pass Callers Addresses']);
  expect(found(ipSetOverlap, listed(['10.20.0.0/16', { Ref: 'More' }]))).toEqual(['unknown Callers Addresses']);
  // What a rule blocks may be listed twice.
  expect(judge(ipSetOverlap, guarded([rule('a', 0, 'Block', inSet('Callers'))], { more: { Callers: ipSet(['10.0.0.0/8', '10.1.0.0/16']) } }))).toEqual([]);
});

describe('a set with a register', () => {
  const entries = [{ application: 'Billing', ranges: '10.20.0.0/16 10.22.0.0/16' }, { application: 'Treasury', expires: '2027-06-30', ranges: '10.21.0.0/16' }];
  const registered = (addresses: unknown, metadata: unknown = entries): Resources => {
    const resources = guarded(soundRules(), { more: { Callers: ipSet(addresses) } });
    return { ...resources, Callers: { ...resources.Callers!, Metadata: { 'cdk-private-api:address-list': metadata } } };
  };

  test('holds what the register names, merged or in pieces', () => {
    expect(judge(ipSetRegister, registered(['10.20.0.0/15', '10.22.4.0/24']))).toEqual(['pass Callers Addresses']);
    expect(judge(ipSetRegister, registered([]))).toEqual(['pass Callers Addresses']);
  });

  test('holds nothing beside it', () => {
    expect(messages(ipSetRegister, registered(['10.20.0.0/14']))).toEqual(['the set holds 10.20.0.0/14, and its register names 10.20.0.0/16, 10.22.0.0/16, 10.21.0.0/16']);
    expect(found(ipSetRegister, registered(['10.20.0.0/16', '10.99.0.7/32']))).toEqual(['fail Callers Addresses']);
    expect(found(ipSetRegister, registered(['10.20.0.0/16', { Ref: 'More' }]))).toEqual(['unknown Callers Addresses']);
  });

  test('is one that says so', () => {
    expect(judge(ipSetRegister, guarded())).toEqual([]);
    expect(judge(ipSetRegister, registered(['10.20.0.0/16'], 'no list'))).toEqual([]);
  });
});

describe('an IP set that no rule names', () => {
  const loose = { Loose: ipSet([]) };

  test('is said, and one of a web ACL or a rule group is not', () => {
    expect(found(ipSetUsed, guarded(soundRules(), { more: loose }))).toEqual(['fail Loose']);
    expect(judge(ipSetUsed, guarded())).toEqual(['pass Callers']);
    const Group = { Type: 'AWS::WAFv2::RuleGroup', Properties: { Rules: [rule('a', 0, 'Block', inSet('Loose'))] } };
    expect(found(ipSetUsed, guarded(soundRules(), { more: { ...loose, Group } }))).toEqual([]);
  });

  test('is no better for a function that may write it', () => {
    const Policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'wafv2:UpdateIPSet', Resource: { 'Fn::GetAtt': ['Loose', 'Arn'] } }] } } };
    expect(found(ipSetUsed, guarded(soundRules(), { more: { ...loose, Policy } }))).toEqual(['fail Loose']);
  });

  test('may be one that another app names, or rules that are not known', () => {
    const Parameter = { Type: 'AWS::SSM::Parameter', Properties: { Value: { 'Fn::GetAtt': ['Loose', 'Arn'] } } };
    expect(found(ipSetUsed, guarded(soundRules(), { more: { ...loose, Parameter } }))).toEqual(['unknown Loose']);
    expect(found(ipSetUsed, postureOf(guarded(soundRules(), { more: loose }), { Outputs: { Set: { Value: { 'Fn::GetAtt': ['Loose', 'Arn'] } } } }))).toEqual(['unknown Loose']);
    expect(found(ipSetUsed, guarded({ Ref: 'Rules' }, { more: loose }))).toEqual(['unknown Acl Rules', 'unknown Acl Rules']);
  });
});

test('who comes onto an empty list that a rule admits skips the inspection behind it', () => {
  const rules = [rule('a', 0, 'Allow', inSet('Trusted')), rule('core', 1, 'None', managed('AWSManagedRulesCommonRuleSet'))];
  expect(messages(webAclAdmitsAfterInspection, guarded(rules, { more: { Trusted: ipSet([]) } })).join()).toContain('which is empty now');
  const last = [rules[1], rule('a', 2, 'Allow', inSet('Trusted'))];
  expect(found(webAclAdmitsAfterInspection, guarded(last, { more: { Trusted: ipSet([]) } }))).toEqual([]);
});

describe('a list beside the security group of the API\'s endpoint', () => {
  const withGroup = (addresses: unknown, ...ingress: object[]): Resources => ({
    ...guarded(soundRules(), { more: { Callers: ipSet(addresses) } }),
    ...network(),
    Group: of('EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: ingress.map((peer) => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...peer })) }),
    Endpoint: of('EC2::VPCEndpoint', {
      VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-central-1.execute-api', VpcEndpointType: 'Interface', SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
    }),
  });

  test('is no wider than what the group lets in', () => {
    expect(messages(ipSetEndpointGroup, withGroup(['fd00:20::/40'], { CidrIpv6: 'fd00:20::/48' })))
      .toEqual(['the allow list holds fd00:20::/40, and the security group of the endpoint lets in fd00:20::/48 of it']);
    expect(judge(ipSetEndpointGroup, withGroup(['10.20.0.0/16'], { CidrIp: '10.20.0.0/16' }))).toEqual(['pass Callers Addresses']);
    expect(judge(ipSetEndpointGroup, withGroup(['10.20.0.0/16'], { CidrIp: '10.0.0.0/8' }))).toEqual(['pass Callers Addresses']);
    expect(judge(ipSetEndpointGroup, withGroup(['10.20.0.0/16'], { CidrIp: '10.20.0.0/17' }, { CidrIp: '10.20.128.0/17' }))).toEqual(['pass Callers Addresses']);
    expect(found(ipSetEndpointGroup, withGroup(['10.20.0.0/16', { Ref: 'More' }], { CidrIp: '10.0.0.0/8' }))).toEqual(['unknown Callers Addresses']);
  });

  test('may name callers behind another endpoint, and is not compared with rules that name groups', () => {
    expect(judge(ipSetEndpointGroup, withGroup(['10.30.8.0/22'], { CidrIp: '10.20.0.0/16' }))).toEqual(['pass Callers Addresses']);
    expect(judge(ipSetEndpointGroup, withGroup(['10.0.0.0/8'], { CidrIp: '10.20.0.0/16' }, { SourceSecurityGroupId: 'sg-1' }))).toEqual([]);
    expect(judge(ipSetEndpointGroup, guarded())).toEqual([]);
  });
});
