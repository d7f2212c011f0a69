import type { Check } from '../../../../src/posture/checks/check';
import { webAclCapacity } from '../../../../src/posture/checks/web-firewall/web-acl-capacity';
import { webAclEvasion } from '../../../../src/posture/checks/web-firewall/web-acl-evasion';
import { webAclForwardedIp } from '../../../../src/posture/checks/web-firewall/web-acl-forwarded-ip';
import { webAclInspects } from '../../../../src/posture/checks/web-firewall/web-acl-inspects';
import { webAclMachineCallers } from '../../../../src/posture/checks/web-firewall/web-acl-machine-callers';
import { webAclRateLimit } from '../../../../src/posture/checks/web-firewall/web-acl-rate-limit';
import { webAclSizeLimit } from '../../../../src/posture/checks/web-firewall/web-acl-size-limit';
import { type Resources, judge, messages, postureOf } from '../../support/app';
import { bytes, guarded, inSet, ipSet, managed, not, or, rate, rule } from '../../support/web-acl';

const outcomes = (check: Check, rules: unknown) => [...check.judge(postureOf(guarded(rules)))].filter(({ outcome }) => outcome !== 'pass')
  .map((judgement) => `${judgement.outcome === 'fail' ? judgement.severity ?? check.severity : judgement.outcome} ${judgement.property}`);
const size = (OversizeHandling: string) => ({
  SizeConstraintStatement: { FieldToMatch: { Body: { OversizeHandling } }, ComparisonOperator: 'GT', Size: 8192, TextTransformations: [{ Priority: 0, Type: 'NONE' }] },
});
const counted = (...CustomKeys: object[]) => rate({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys });
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
  ['by a header', [rule('r', 0, 'Block', rate({ AggregateKeyType: 'FORWARDED_IP', ForwardedIPConfig: { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'MATCH' } }))], [`error ${LIMIT}.ForwardedIPConfig`]],
  ['of one path', [rule('r', 0, 'Block', rate({ ScopeDownStatement: bytes({ UriPath: {} }, '/login') }))], [`warning ${LIMIT}.ScopeDownStatement`]],
  ['of all together, on one path', [rule('r', 0, 'Block', rate({ AggregateKeyType: 'CONSTANT', ScopeDownStatement: bytes({ UriPath: {} }, '/login') }))],
    [`warning ${LIMIT}.ScopeDownStatement`]],
  ['of one country', [rule('r', 0, 'Block', rate({ ScopeDownStatement: { GeoMatchStatement: { CountryCodes: ['KP'] } } }))], [`warning ${LIMIT}.ScopeDownStatement`]],
  ['of those with a label', [rule('r', 0, 'Block', rate({ ScopeDownStatement: { LabelMatchStatement: { Scope: 'LABEL', Key: 'a' } } }))], [`warning ${LIMIT}.ScopeDownStatement`]],
  ['that leaves out everybody who gets in', [rule('r', 0, 'Block', rate({ ScopeDownStatement: not(inSet('Callers')) })), rule('a', 1, 'Allow', inSet('Callers'))],
    [`error ${LIMIT}.ScopeDownStatement`]],
  ['that leaves out one path', [rule('r', 0, 'Block', rate({ ScopeDownStatement: not(bytes({ UriPath: {} }, '/health')) })), rule('a', 1, 'Allow', inSet('Callers'))], []],
  ['over all who get in', [rule('r', 0, 'Block', rate({ ScopeDownStatement: inSet('Callers') })), rule('a', 1, 'Allow', inSet('Callers'))], []],
  ['by a header of one\'s own', [rule('r', 0, 'Block', counted({ IP: {} }, { Header: { Name: 'x-request-id' } }))], [`error ${LIMIT}.CustomKeys`]],
  ['by a key of callers', [rule('r', 0, 'Block', counted({ Header: { Name: 'X-Api-Key' } }))], [`warning ${LIMIT}.CustomKeys`]],
  ['by a key of callers, beside one by address', [rule('r', 0, 'Block', counted({ Header: { Name: 'x-api-key' } })), rule('s', 1, 'Block', rate())], []],
  ['by address and method', [rule('r', 0, 'Block', counted({ IP: {} }, { HTTPMethod: {} }))], []],
  ['by what a parameter gives', [rule('r', 0, 'Block', rate({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: { Ref: 'Keys' } }))], [`unknown ${LIMIT}.CustomKeys`]],
  ['that a parameter gives', [rule('r', 0, 'Block', rate({ Limit: { Ref: 'Limit' } }))], [`unknown ${LIMIT}.Limit`]],
  ['in a group of elsewhere', [rule('r', 0, 'None', { RuleGroupReferenceStatement: { Arn: 'arn:aws:wafv2:x' } })], ['unknown Rules[0]']],
])('a rate limit: %s', (_, rules, expected) => {
  expect(outcomes(webAclRateLimit, rules)).toEqual(expected);
});

test('a rate that leaves out everybody of one kind of addresses is said', () => {
  const both = guarded([rule('r', 0, 'Block', rate({ ScopeDownStatement: not(inSet('Callers')) })), rule('a', 1, 'Allow', or(inSet('Callers'), inSet('Six')))],
    { more: { Six: ipSet(['fd00:20::/48']) } });
  expect(messages(webAclRateLimit, both)).toEqual(['the rate rule leaves out everybody whom the web ACL admits by an IPv4 address']);
});

test('a web ACL has both groups that AWS recommends for every use, and says which it lacks', () => {
  const groups = (...names: string[]) => guarded(names.map((name, at) => rule(`r${at}`, at, 'None', managed(name))));
  expect(judge(webAclInspects, groups('AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'))).toEqual(['pass Acl Rules']);
  expect(messages(webAclInspects, groups('AWSManagedRulesCommonRuleSet', 'AWSManagedRulesUnixRuleSet')))
    .toEqual(['the web ACL has no AWSManagedRulesKnownBadInputsRuleSet (known exploits, as of Log4j)']);
  expect(messages(webAclInspects, groups('AWSManagedRulesKnownBadInputsRuleSet', 'AWSManagedRulesSQLiRuleSet')))
    .toEqual(['the web ACL has no AWSManagedRulesCommonRuleSet (scripts, paths and addresses in what requests hold)']);
  expect(messages(webAclInspects, groups('AWSManagedRulesSQLiRuleSet')).join()).toMatch(/no AWSManagedRulesCommonRuleSet .* and no AWSManagedRulesKnownBadInputsRuleSet/);
});

test('a web ACL that judges callers alone inspects nothing; groups of others, and rules of one\'s own, may look for the same', () => {
  const cross = { XssMatchStatement: { FieldToMatch: { QueryString: {} }, TextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }] } };
  expect(outcomes(webAclInspects, [rule('a', 0, 'None', managed('AWSManagedRulesAmazonIpReputationList'))])).toEqual(['warning Rules']);
  expect(outcomes(webAclInspects, [rule('a', 0, 'None', managed('ApiGuard', { VendorName: 'Fortinet' }))])).toEqual([]);
  expect(outcomes(webAclInspects, [rule('a', 0, 'None', managed('AWSManagedRulesSQLiRuleSet')), rule('b', 1, 'Block', cross)])).toEqual([]);
  expect(outcomes(webAclInspects, [rule('a', 0, 'None', { RuleGroupReferenceStatement: { Arn: 'arn:aws:wafv2:x' } })])).toEqual(['unknown Rules[0]']);
});

describe('a rate beside what the stage lets through', () => {
  const throttled = (ThrottlingRateLimit: number, more: object = {}): Resources => {
    const resources = guarded([rule('r', 0, 'Block', rate({ Limit: 20_000 }))]);
    const Body = { openapi: '3.0.1', info: { title: 'claims', version: '1' }, paths: { '/a': { get: more } }, components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } } };
    return {
      ...resources,
      Api: { ...resources.Api!, Properties: { ...resources.Api!.Properties, Body } },
      Stage: { ...resources.Stage!, Properties: { ...resources.Stage!.Properties, MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit }] } },
    };
  };

  test('leaves something to the others', () => {
    expect(judge(webAclRateLimit, throttled(100))).toEqual(['pass Acl Rules[0]']);
    expect(messages(webAclRateLimit, throttled(50)))
      .toEqual(['one caller may send 20000 requests in 300 seconds, and the stage lets through 50 a second of all callers together']);
  });

  test('counts for nothing where every caller has a key, and so the limits of a usage plan', () => {
    expect(judge(webAclRateLimit, throttled(50, { security: [{ key: [] }] }))).toEqual(['pass Acl Rules[0]']);
  });
});

test('text that is not decoded and bodies that are too large to look at pass a rule that blocks', () => {
  expect(outcomes(webAclEvasion, [rule('a', 0, 'Block', bytes({ UriPath: {} }, '../', 'CONTAINS', 'URL_DECODE')), rule('b', 1, 'Block', size('MATCH'))])).toEqual([]);
  expect(outcomes(webAclEvasion, [rule('a', 0, 'Block', bytes({ UriPath: {} }, '../', 'CONTAINS'))])).toEqual(['warning Rules[0].Statement.ByteMatchStatement.TextTransformations']);
  expect(outcomes(webAclEvasion, [rule('a', 0, 'Block', size('NO_MATCH'))])).toEqual(['error Rules[0].Statement.SizeConstraintStatement.FieldToMatch.Body.OversizeHandling']);
  // What blocks all but one path is stricter for what it does not decode.
  expect(outcomes(webAclEvasion, [rule('a', 0, 'Block', not(bytes({ UriPath: {} }, '/v1', 'STARTS_WITH')))])).toEqual([]);
});

test('a rule for one path decodes and tidies it, in one of its statements', () => {
  const path = (RegexString: string, ...Types: string[]) => ({
    RegexMatchStatement: { FieldToMatch: { UriPath: {} }, RegexString, TextTransformations: Types.map((Type, Priority) => ({ Priority, Type })) },
  });
  const both = (...readings: unknown[]) => outcomes(webAclEvasion, [rule('a', 0, 'Block', or(...readings))]);
  const at = (index: number) => `warning Rules[0].Statement.OrStatement.Statements[${index}].RegexMatchStatement.TextTransformations`;
  expect(both(path('^/admin$', 'URL_DECODE', 'NORMALIZE_PATH'), path('^/+admin$', 'URL_DECODE'))).toEqual([]);
  expect(both(path('^/admin$', 'URL_DECODE'), path('^/+admin$', 'URL_DECODE'))).toEqual([at(0)]);
  expect(both(path('^/admin$', 'NORMALIZE_PATH'), path('^/+admin$', 'URL_DECODE'))).toEqual([at(0)]);
  expect(both(path('^/admin$', 'URL_DECODE_UNI', 'NORMALIZE_PATH_WIN'), path('^/+admin$', 'NONE'))).toEqual([at(1)]);
  expect(outcomes(webAclEvasion, [rule('a', 0, 'Block', bytes({ UriPath: {} }, '/admin', 'STARTS_WITH', 'URL_DECODE'))]))
    .toEqual(['warning Rules[0].Statement.ByteMatchStatement.TextTransformations']);
  // A rule against what tidying takes away must not tidy.
  expect(outcomes(webAclEvasion, [rule('a', 0, 'Block', bytes({ UriPath: {} }, '../', 'CONTAINS', 'URL_DECODE'))])).toEqual([]);
});

test('a limit of a size blocks what is larger, at a size that WAF sees', () => {
  const limit = (ComparisonOperator: string, Size: unknown, OversizeHandling = 'MATCH', part = 'Body') => ({
    SizeConstraintStatement: { FieldToMatch: { [part]: { OversizeHandling } }, ComparisonOperator, Size, TextTransformations: [] },
  });
  const of = (statement: unknown, acl: object = {}) => [...webAclSizeLimit.judge(postureOf(guarded([rule('a', 0, 'Block', statement)], { acl })))]
    .map((judgement) => [judgement.outcome === 'fail' ? judgement.severity ?? 'error' : judgement.outcome, judgement.property?.replace(/^.*\./, '')].join(' '));
  expect(of(limit('GT', 16_384))).toEqual(['pass Size']);
  expect(of(limit('LT', 4096))).toEqual(['error ComparisonOperator']);
  expect(of(not(limit('LE', 4096)))).toEqual(['pass Size']);
  expect(of(not(limit('GT', 4096)))).toEqual(['error ComparisonOperator']);
  expect(of(limit('GT', 4_096_000))).toEqual(['warning Size']);
  expect(of(limit('GT', 4_096_000, 'CONTINUE'))).toEqual(['error Size']);
  expect(of(limit('GT', 40_000), { AssociationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_48' } } } })).toEqual(['pass Size']);
  expect(of(limit('GT', 40_000), { AssociationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_32' } } } })).toEqual(['warning Size']);
  expect(of(limit('GT', 40_000, 'MATCH', 'QueryString'))).toEqual(['pass Size']);
  expect(of(limit('GT', { Ref: 'Size' }))).toEqual(['unknown Size']);
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
