import { webAclClosed as check } from '../../../../src/posture/checks/web-firewall/web-acl-closed';
import { found, judge, messages, postureOf } from '../../support/app';
import { guarded, inSet, not, rule, soundRules } from '../../support/web-acl';

const OPEN = { DefaultAction: { Allow: {} } };

test('what blocks by default, and what blocks whoever is not listed, passes', () => {
  expect(judge(check, guarded())).toEqual(['pass Acl DefaultAction']);
  expect(judge(check, guarded([rule('others', 0, 'Block', not(inSet('Callers')))], { acl: OPEN }))).toEqual(['pass Acl DefaultAction']);
});

test('what admits strangers fails at the place that opens it', () => {
  expect(found(check, guarded(soundRules(), { acl: OPEN }))).toEqual(['fail Acl DefaultAction']);
  expect(found(check, guarded([], { acl: OPEN }))).toEqual(['fail Acl DefaultAction']);
  expect(found(check, guarded([...soundRules(), rule('others', 3, 'Allow', not(inSet('Callers')))]))).toEqual(['fail Acl Rules[3]']);
});

test('a web ACL that observes is a warning that says until when and why', () => {
  const resources = guarded(soundRules(), { acl: OPEN });
  const Metadata = { 'cdk-private-api:observe': { until: '2027-01-31', reason: 'callers are being listed' } };
  const observed = { ...resources, Acl: { ...resources.Acl!, Metadata } };
  expect([...check.judge(postureOf(observed))]).toMatchObject([{ outcome: 'fail', severity: 'warning' }]);
  expect(messages(check, observed)).toEqual(['the web ACL only observes, until 2027-01-31: callers are being listed']);
});

test('an allow list that no template shows is not known', () => {
  const arn = 'arn:aws:wafv2:x:1:regional/ipset/a/b';
  const resources = guarded([rule('callers', 0, 'Allow', { IPSetReferenceStatement: { Arn: arn } })]);
  expect(found(check, resources)).toEqual(['unknown Acl Rules[0].Statement.IPSetReferenceStatement']);
  expect(messages(check, resources).join()).toContain(arn);
});

test('a web ACL in front of a public load balancer alone may admit the public', () => {
  const { Association, ...rest } = guarded([], { acl: OPEN });
  const balancer = { ...Association!, Properties: { ...Association!.Properties, ResourceArn: { Ref: 'Balancer' } } };
  expect(judge(check, { ...rest, Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' }, Association: balancer })).toEqual([]);
});
