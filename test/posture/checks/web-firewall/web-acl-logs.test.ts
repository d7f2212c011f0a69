import { webAclLogDestination } from '../../../../src/posture/checks/web-firewall/web-acl-log-destination';
import { webAclLogFilter } from '../../../../src/posture/checks/web-firewall/web-acl-log-filter';
import { webAclLogRedaction } from '../../../../src/posture/checks/web-firewall/web-acl-log-redaction';
import { webAclLogging } from '../../../../src/posture/checks/web-firewall/web-acl-logging';
import { webAclMetrics } from '../../../../src/posture/checks/web-firewall/web-acl-metrics';
import { found, judge, messages, postureOf } from '../../support/app';
import { guarded, soundRules } from '../../support/web-acl';

const logged = (properties: object = {}, acl: object = {}) => guarded(soundRules(), {
  acl,
  more: {
    Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'aws-waf-logs-claims' } },
    Log: {
      Type: 'AWS::WAFv2::LoggingConfiguration',
      Properties: { ResourceArn: { 'Fn::GetAtt': ['Acl', 'Arn'] }, LogDestinationConfigs: [{ 'Fn::GetAtt': ['Group', 'Arn'] }], ...properties },
    },
  },
});
const filter = (DefaultBehavior: string, Behavior: string, ...actions: string[]) => ({
  LoggingFilter: { DefaultBehavior, Filters: [{ Behavior, Requirement: 'MEETS_ANY', Conditions: actions.map((Action) => ({ ActionCondition: { Action } })) }] },
});
const redacted = (...names: string[]) => ({ RedactedFields: names.map((Name) => ({ SingleHeader: { Name } })) });

test('a web ACL logs, or it is said; a configuration of another web ACL is none', () => {
  expect(judge(webAclLogging, logged())).toEqual(['pass Acl']);
  expect(found(webAclLogging, guarded())).toEqual(['fail Acl']);
  expect(found(webAclLogging, logged({ ResourceArn: 'arn:aws:wafv2:x:1:regional/webacl/other/b' }))).toEqual(['fail Acl']);
  expect(found(webAclLogging, logged({ ResourceArn: { Ref: 'Other' } }))).toEqual(['unknown Log ResourceArn']);
});

test('the destination has the name that WAF wants, by reference or by ARN', () => {
  expect(found(webAclLogDestination, logged())).toEqual([]);
  expect(found(webAclLogDestination, logged({ LogDestinationConfigs: ['arn:aws:logs:x:1:log-group:aws-waf-logs-a'] }))).toEqual([]);
  expect(found(webAclLogDestination, logged({ LogDestinationConfigs: ['arn:aws:s3:::my-logs'] }))).toEqual(['fail Log LogDestinationConfigs[0]']);
  expect(found(webAclLogDestination, logged({ LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-a', 'arn:aws:s3:::aws-waf-logs-b'] }))).toEqual(['fail Log LogDestinationConfigs[1]']);
  expect(found(webAclLogDestination, logged({ LogDestinationConfigs: [{ Ref: 'P' }] }))).toEqual(['unknown Log LogDestinationConfigs[0]']);
  expect(found(webAclLogDestination, logged({ LogDestinationConfigs: [] }))).toEqual(['fail Log LogDestinationConfigs']);
});

test.each<[string, object, string[]]>([
  ['no filter', {}, []],
  ['one that drops what was allowed', filter('KEEP', 'DROP', 'ALLOW'), []],
  ['one that keeps blocks and counts', filter('DROP', 'KEEP', 'BLOCK', 'COUNT'), []],
  ['one that drops blocks', filter('KEEP', 'DROP', 'BLOCK'), ['error']],
  ['one that keeps puzzles alone', filter('DROP', 'KEEP', 'CAPTCHA'), ['error']],
  ['one that drops counts', filter('DROP', 'KEEP', 'BLOCK'), ['warning']],
  ['one that depends', { LoggingFilter: { 'Fn::If': ['A', 1, 2] } }, ['unknown']],
])('a log filter: %s', (_, properties, expected) => {
  expect([...webAclLogFilter.judge(postureOf(logged(properties)))].flatMap((judgement) => (judgement.outcome === 'pass' ? []
    : [judgement.outcome === 'fail' ? judgement.severity ?? 'error' : judgement.outcome]))).toEqual(expected);
});

test('tokens are redacted in the log or protected in the web ACL, keys too where a route takes them', () => {
  const protect = (Field: object) => ({ DataProtectionConfig: { DataProtections: [{ Action: 'SUBSTITUTION', Field }] } });
  expect(found(webAclLogRedaction, logged(redacted('Authorization')))).toEqual([]);
  expect(found(webAclLogRedaction, logged({}, protect({ FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization'] })))).toEqual([]);
  expect(messages(webAclLogRedaction, logged())).toEqual(['the header authorization is logged in clear']);
  const Method = { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, HttpMethod: 'GET', ApiKeyRequired: true } };
  expect(messages(webAclLogRedaction, { ...logged(redacted('authorization')), Method })).toEqual(['the header x-api-key is logged in clear']);
  expect(found(webAclLogRedaction, logged({ RedactedFields: { Ref: 'Fields' } }))).toEqual(['unknown Log RedactedFields']);
});

test('metrics that are off fail, on the web ACL and on a rule', () => {
  expect(found(webAclMetrics, guarded())).toEqual([]);
  const VisibilityConfig = { CloudWatchMetricsEnabled: 'false', SampledRequestsEnabled: false, MetricName: 'a' };
  expect(found(webAclMetrics, guarded(soundRules(), { acl: { VisibilityConfig } })))
    .toEqual(['fail Acl VisibilityConfig.CloudWatchMetricsEnabled', 'fail Acl VisibilityConfig.SampledRequestsEnabled']);
  expect(found(webAclMetrics, guarded(soundRules().map((one) => ({ ...one, VisibilityConfig }))))).toEqual([0, 1, 2].flatMap((at) => [
    `fail Acl Rules[${at}].VisibilityConfig.CloudWatchMetricsEnabled`, `fail Acl Rules[${at}].VisibilityConfig.SampledRequestsEnabled`,
  ]));
});
