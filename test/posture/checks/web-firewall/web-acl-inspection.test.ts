import type { Check } from '../../../../src/posture/checks/check';
import { webAclCapacity } from '../../../../src/posture/checks/web-firewall/web-acl-capacity';
import { webAclEvasion } from '../../../../src/posture/checks/web-firewall/web-acl-evasion';
import { webAclForwardedIp } from '../../../../src/posture/checks/web-firewall/web-acl-forwarded-ip';
import { webAclInspects } from '../../../../src/posture/checks/web-firewall/web-acl-inspects';
import { webAclMachineCallers } from '../../../../src/posture/checks/web-firewall/web-acl-machine-callers';
import { webAclRateLimit } from '../../../../src/posture/checks/web-firewall/web-acl-rate-limit';
import { judge, postureOf } from '../../support/app';
import { bytes, guarded, inSet, managed, not, rate, rule } from '../../support/web-acl';

const outcomes = (check: Check, rules: unknown) => [...check.judge(postureOf(guarded(rules)))].filter(({ outcome }) => outcome !== 'pass')
  .map((judgement) => `${judgement.outcome === 'fail' ? judgement.severity ?? check.severity : judgement.outcome} ${judgement.property}`);
const size = (OversizeHandling: string) => ({
  SizeConstraintStatement: { FieldToMatch: { Body: { OversizeHandling } }, ComparisonOperator: 'GT', Size: 8192, TextTransformations: [{ Priority: 0, Type: 'NONE' }] },
});
const LIMIT = 'Rules[0].Statement.RateBasedStatement';

test.each<[string, unknown, string[]]>([
  ['a limit over all requests', [rule('r', 0, 'Block', rate())], []],
  ['a limit that blocks, beside one that counts', [rule('r', 0, 'Block', rate()), rule('c', 1, 'Count', rate({ Limit: 100 }))], []],
  ['a limit over those who are not exempt', [rule('r', 0, 'Block', rate({ ScopeDownStatement: not(inSet('Callers')) }))], []],
  ['a tenth of the limit in a fifth of the time', [rule('r', 0, 'Block', rate({ Limit: 10_000, EvaluationWindowSec: 60 }))], []],
  ['none', [rule('a', 0, 'Allow', inSet('Callers'))], ['error Rules']],
  ['one that only counts', [rule('r', 0, 'Count', rate())], ['error Rules[0].Action']],
  ['two billion', [rule('r', 0, 'Block', rate({ Limit: 2_000_000_000 }))], [`error ${LIMIT}.Limit`]],
  ['the same in a shorter window', [rule('r', 0, 'Block', rate({ Limit: 90_000, EvaluationWindowSec: 60 }))], [`error ${LIMIT}.Limit`]],
  ['by a header', [rule('r', 0, 'Block', rate({ ForwardedIPConfig: { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH' } }))], [`error ${LIMIT}.ForwardedIPConfig`]],
  ['of one path', [rule('r', 0, 'Block', rate({ ScopeDownStatement: bytes({ UriPath: {} }, '/login') }))], [`warning ${LIMIT}.ScopeDownStatement`]],
  ['that a parameter gives', [rule('r', 0, 'Block', rate({ Limit: { Ref: 'Limit' } }))], [`unknown ${LIMIT}.Limit`]],
  ['in a group of elsewhere', [rule('r', 0, 'None', { RuleGroupReferenceStatement: { Arn: 'arn:aws:wafv2:x' } })], ['unknown Rules[0]']],
])('a rate limit: %s', (_, rules, expected) => {
  expect(outcomes(webAclRateLimit, rules)).toEqual(expected);
});

test('a web ACL that judges callers alone inspects nothing', () => {
  expect(outcomes(webAclInspects, [rule('a', 0, 'None', managed('AWSManagedRulesCommonRuleSet'))])).toEqual([]);
  expect(outcomes(webAclInspects, [rule('a', 0, 'None', managed('AWSManagedRulesKnownBadInputsRuleSet'))])).toEqual([]);
  expect(outcomes(webAclInspects, [rule('a', 0, 'None', managed('AWSManagedRulesSQLiRuleSet'))])).toEqual(['warning Rules']);
  expect(outcomes(webAclInspects, [rule('a', 0, 'None', managed('AWSManagedRulesAmazonIpReputationList'))])).toEqual(['warning Rules']);
  expect(outcomes(webAclInspects, [rule('a', 0, 'None', { RuleGroupReferenceStatement: { Arn: 'arn:aws:wafv2:x' } })])).toEqual(['unknown Rules[0]']);
});

test('text that is not decoded and bodies that are too large to look at pass a rule that blocks', () => {
  expect(outcomes(webAclEvasion, [rule('a', 0, 'Block', bytes({ UriPath: {} }, '../', 'CONTAINS', 'URL_DECODE')), rule('b', 1, 'Block', size('MATCH'))])).toEqual([]);
  expect(outcomes(webAclEvasion, [rule('a', 0, 'Block', bytes({ UriPath: {} }, '../', 'CONTAINS'))])).toEqual(['warning Rules[0].Statement.ByteMatchStatement.TextTransformations']);
  expect(outcomes(webAclEvasion, [rule('a', 0, 'Block', size('NO_MATCH'))])).toEqual(['error Rules[0].Statement.SizeConstraintStatement.FieldToMatch.Body.OversizeHandling']);
  // What blocks all but one path is stricter for what it does not decode.
  expect(outcomes(webAclEvasion, [rule('a', 0, 'Block', not(bytes({ UriPath: {} }, '/v1', 'STARTS_WITH')))])).toEqual([]);
});

test('a forwarded address that falls back to the open side is an error, any other a warning', () => {
  const from = (FallbackBehavior: string) => inSet('Callers', { HeaderName: 'X-Forwarded-For', FallbackBehavior, Position: 'LAST' });
  const at = 'Rules[0].Statement.IPSetReferenceStatement';
  expect(outcomes(webAclForwardedIp, [rule('a', 0, 'Allow', from('MATCH'))])).toEqual([`error ${at}`]);
  expect(outcomes(webAclForwardedIp, [rule('a', 0, 'Allow', from('NO_MATCH'))])).toEqual([`warning ${at}`]);
  expect(outcomes(webAclForwardedIp, [rule('a', 0, 'Block', from('NO_MATCH'))])).toEqual([`error ${at}`]);
  expect(outcomes(webAclForwardedIp, [rule('a', 0, 'Block', not(from('MATCH')))])).toEqual(['error Rules[0].Statement.NotStatement.Statement.IPSetReferenceStatement']);
  expect(outcomes(webAclForwardedIp, [rule('a', 0, 'Allow', inSet('Callers'))])).toEqual([]);
});

test('puzzles for machines, and more rules than WAF takes', () => {
  expect(outcomes(webAclMachineCallers, [rule('a', 0, 'Challenge', not(inSet('Callers')))])).toEqual(['warning Rules[0].Action']);
  expect(judge(webAclMachineCallers, guarded([rule('a', 0, 'Block', not(inSet('Callers')))]))).toEqual(['pass Acl Rules[0].Action']);
  expect(judge(webAclCapacity, guarded())).toEqual(['pass Acl Rules']);
  const many = Array.from({ length: 8 }, (_, at) => rule(`r${at}`, at, 'None', managed('AWSManagedRulesCommonRuleSet')));
  expect(outcomes(webAclCapacity, many)).toEqual(['error Rules']);
});
