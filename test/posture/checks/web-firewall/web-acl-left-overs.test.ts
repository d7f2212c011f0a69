import { webAclObserveCounts } from '../../../../src/posture/checks/web-firewall/web-acl-observe-counts';
import { webAclResponseUsed } from '../../../../src/posture/checks/web-firewall/web-acl-response-used';
import { webAclRuleRoutes } from '../../../../src/posture/checks/web-firewall/web-acl-rule-routes';
import { type Resources, found, judge, messages } from '../../support/app';
import { and, bytes, guarded, inSet, managed, not, or, rate, rule, soundRules } from '../../support/web-acl';

const POSTS = bytes({ Method: {} }, 'POST');
const path = (RegexString: string, ...Types: string[]) => ({
  RegexMatchStatement: { FieldToMatch: { UriPath: {} }, RegexString, TextTransformations: Types.map((Type, Priority) => ({ Priority, Type })) },
});
const large = { SizeConstraintStatement: { FieldToMatch: { Body: { OversizeHandling: 'MATCH' } }, ComparisonOperator: 'GT', Size: 4096, TextTransformations: [] } };

describe('a rule for a route', () => {
  const withRoutes = (statement: unknown, paths: unknown = { '/payments': { get: {}, post: {} }, '/payments/{id}': { get: {} } }): Resources => {
    const resources = guarded([rule('small', 0, 'Block', statement)]);
    return { ...resources, Api: { ...resources.Api!, Properties: { ...resources.Api!.Properties, Body: { openapi: '3.0.1', info: { title: 'claims', version: '1' }, paths } } } };
  };

  test.each<[string, unknown]>([
    ['by a pattern, with the stage before it', and(path('^(?:/[^/]+)?/payments/*$'), POSTS, large)],
    ['by a text', and(bytes({ UriPath: {} }, '/live/payments'), POSTS)],
    ['by a base path that a domain of another app gives', and(path('^/v1/payments$'), POSTS)],
    ['behind any segment', and(path('^/[^/]+/payments$'), POSTS)],
    ['by the end of a text, in lower case', and(bytes({ UriPath: {} }, '/payments', 'ENDS_WITH', 'LOWERCASE'), POSTS)],
    ['with a value of a form that nobody can guess', and(path('^/live/payments/PAY-[0-9]{6}$'), bytes({ Method: {} }, 'GET'))],
    ['that a pattern of a parameter is for', and(path('^(?:/[^/]+)?/payments/[^/]+/*$'), large)],
    ['by methods that are not others', and(path('^/live/payments$'), not(bytes({ Method: {} }, 'GET')))],
    ['by a pattern that could take for ever', and(path('^(/[a-z]+)+[0-9]$'), POSTS)],
    ['by a pattern that JavaScript does not know', and(path('^(?i)/live/nowhere$'), POSTS)],
  ])('that the API has passes: %s', (_, statement) => {
    expect(judge(webAclRuleRoutes, withRoutes(statement))).toEqual(['pass Acl Rules[0]']);
  });

  test.each<[string, unknown, string]>([
    ['of another path', and(path('^/nowhere$'), POSTS, large), 'Rules[0].Statement.AndStatement.Statements[0].RegexMatchStatement'],
    ['of a path that has other methods', and(bytes({ UriPath: {} }, '/live/payments'), bytes({ Method: {} }, 'DELETE')), 'Rules[0].Statement.AndStatement.Statements[1].ByteMatchStatement'],
    ['of a method that no path has', and(bytes({ Method: {} }, 'TRACE'), large), 'Rules[0].Statement.AndStatement.Statements[0].ByteMatchStatement'],
    ['of another path, for all but some callers', and(bytes({ UriPath: {} }, '/live/payment'), not(inSet('Callers'))), 'Rules[0].Statement.AndStatement.Statements[0].ByteMatchStatement'],
    ['of two, of which one is of another path', and(or(path('^/live/payments$'), path('^/nowhere$')), POSTS), 'Rules[0].Statement.AndStatement.Statements[0].OrStatement.Statements[1].RegexMatchStatement'],
    ['of path and method that do not meet', and(bytes({ UriPath: {} }, '/live/payments/1'), POSTS), 'Rules[0]'],
  ])('that the API has not is said: %s', (_, statement, place) => {
    expect(found(webAclRuleRoutes, withRoutes(statement))).toEqual([`fail Acl ${place}`]);
  });

  test('is not looked for where a path stands alone, nor behind routes that are not known', () => {
    expect(judge(webAclRuleRoutes, withRoutes(bytes({ UriPath: {} }, '/.git', 'CONTAINS')))).toEqual([]);
    expect(judge(webAclRuleRoutes, withRoutes(and(path('^/nowhere$'), POSTS), { 'Fn::Transform': { Name: 'AWS::Include' } }))).toEqual([]);
    expect(judge(webAclRuleRoutes, withRoutes(and(path('^/nowhere$'), POSTS), { '/{proxy+}': { 'x-amazon-apigateway-any-method': {} } }))).toEqual(['pass Acl Rules[0]']);
  });
});

test('a body that no rule answers with is what is left of a rule', () => {
  const acl = { CustomResponseBodies: { TooLarge: { Content: '{}', ContentType: 'APPLICATION_JSON' } } };
  const answering = rule('size', 0, 'Block', large, { Action: { Block: { CustomResponse: { ResponseCode: 413, CustomResponseBodyKey: 'TooLarge' } } } });
  expect(judge(webAclResponseUsed, guarded([answering], { acl }))).toEqual(['pass Acl CustomResponseBodies.TooLarge']);
  expect(messages(webAclResponseUsed, guarded(soundRules(), { acl }))).toEqual(['no rule answers with the body TooLarge']);
  expect(judge(webAclResponseUsed, guarded([], { acl: { ...acl, DefaultAction: { Block: { CustomResponse: { ResponseCode: 403, CustomResponseBodyKey: 'TooLarge' } } } } })))
    .toEqual(['pass Acl CustomResponseBodies.TooLarge']);
  expect(found(webAclResponseUsed, guarded({ Ref: 'Rules' }, { acl }))).toEqual(['unknown Acl CustomResponseBodies.TooLarge']);
});

describe('a web ACL that only observes', () => {
  const observing = (...rules: unknown[]) => guarded([rule('rate', 0, 'Count', rate()), ...rules], { acl: { DefaultAction: { Allow: {} } } });

  test('counts those whom no list names', () => {
    expect(judge(webAclObserveCounts, observing(rule('strangers', 1, 'Count', not(inSet('Callers')))))).toEqual(['pass Acl Rules']);
    expect(messages(webAclObserveCounts, observing())).toEqual(['no rule counts the addresses that the lists leave out']);
    expect(found(webAclObserveCounts, observing(rule('strangers', 1, 'Allow', not(inSet('Callers')))))).toEqual(['fail Acl Rules']);
    expect(found(webAclObserveCounts, observing(rule('more', 1, 'None', { RuleGroupReferenceStatement: { Arn: 'arn:aws:wafv2:x' } })))).toEqual(['unknown Acl Rules']);
    expect(found(webAclObserveCounts, observing(rule('strangers', 1, 'Count', not(inSet('Elsewhere')))))).toEqual(['unknown Acl Rules']);
  });

  test('is one that says so, whatever it does', () => {
    const resources = guarded([rule('core', 0, 'None', managed('AWSManagedRulesCommonRuleSet'))], { acl: { DefaultAction: { Allow: {} } } });
    expect(judge(webAclObserveCounts, resources)).toEqual([]);
    const noted = { ...resources, Acl: { ...resources.Acl!, Metadata: { 'cdk-private-api:observe': { until: '2027-06-30' } } } };
    expect(found(webAclObserveCounts, noted)).toEqual(['fail Acl Rules']);
  });

  test('is none that blocks the others', () => {
    expect(judge(webAclObserveCounts, guarded())).toEqual([]);
    expect(judge(webAclObserveCounts, observing(rule('strangers', 1, 'Block', not(inSet('Callers')))))).toEqual([]);
  });
});
