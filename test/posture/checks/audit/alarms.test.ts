import { abuseAlarm } from '../../../../src/posture/checks/audit/abuse-alarm';
import { alarmAction } from '../../../../src/posture/checks/audit/alarm-action';
import { alarmCanFire } from '../../../../src/posture/checks/audit/alarm-can-fire';
import { alarmMetric } from '../../../../src/posture/checks/audit/alarm-metric';
import { controlAlarm } from '../../../../src/posture/checks/audit/control-alarm';
import { failureAlarm } from '../../../../src/posture/checks/audit/failure-alarm';
import { Posture } from '../../../../src/posture/model/posture';
import { type Resources, appOf, found } from '../../support/app';
import { OPEN, PARAMETERS, cases } from '../../support/cases';
import { firewall } from '../../support/network';
import { one, privateApi, stage } from '../../support/private-api';
import { guarded } from '../../support/web-acl';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:alarms';
const dimensions = (values: object) => Object.entries(values).map(([Name, Value]): object => ({ Name, Value: Value as string }));
const METRIC = { Namespace: 'AWS/ApiGateway', MetricName: '4XXError', Dimensions: dimensions({ ApiName: 'claims', Stage: 'live' }) };
const alarm = (properties: object = {}, rest: Record<string, unknown> = {}): Resources => one('Alarm', 'CloudWatch::Alarm', {
  ...METRIC, Statistic: 'Sum', Period: 300, EvaluationPeriods: 3, Threshold: 50, ComparisonOperator: 'GreaterThanThreshold', AlarmActions: [TOPIC], ...properties,
}, rest);
/** An alarm with `Metrics` in the place of one metric. */
const several = (Metrics: unknown[], properties: object = {}): Resources => one('Alarm', 'CloudWatch::Alarm', {
  Metrics, EvaluationPeriods: 3, Threshold: 5, ComparisonOperator: 'GreaterThanThreshold', AlarmActions: [TOPIC], ...properties,
});
const stat = (Id: string, metric: object = METRIC, more: object = {}) => ({ Id, MetricStat: { Metric: metric, Stat: 'Sum', Period: 300 }, ReturnData: false, ...more });
const api = { ...privateApi({ Name: 'claims' }), ...stage() };
const CONDITIONS = { ...PARAMETERS, Conditions: { Prod: { 'Fn::Equals': [OPEN, 'prod'] } } };

const group = one('Group', 'Logs::LogGroup');
const composite = (AlarmActions: unknown[] = [TOPIC]) => one('All', 'CloudWatch::CompositeAlarm', { AlarmRule: { 'Fn::Sub': 'ALARM(${Alarm})' }, AlarmActions });
cases(alarmAction, [
  ['a topic hears it', alarm(), ['pass Alarm AlarmActions']],
  ['nobody does', alarm({ AlarmActions: [] }), ['error Alarm AlarmActions']],
  ['its actions are off', alarm({ ActionsEnabled: 'false' }), ['error Alarm ActionsEnabled']],
  ['it tells only when all is well', alarm({ AlarmActions: undefined, OKActions: [TOPIC] }), ['error Alarm AlarmActions']],
  ['a composite alarm looks at it', { ...alarm({ AlarmActions: undefined }), ...composite() }, ['pass Alarm AlarmActions', 'pass All AlarmActions']],
  ['one that tells nobody does', { ...alarm({ AlarmActions: undefined }), ...composite([]) }, ['error Alarm AlarmActions', 'error All AlarmActions']],
  ['its actions are a parameter', alarm({ AlarmActions: OPEN }), ['unknown Alarm AlarmActions']],
  ['a rule of events takes what alarms say', { ...alarm({ AlarmActions: undefined }), ...one('Rule', 'Events::Rule', { EventPattern: { resources: [{ 'Fn::GetAtt': ['Alarm', 'Arn'] }] } }) },
    ['pass Alarm AlarmActions']],
], PARAMETERS);

const embedded = { Namespace: 'Claims', MetricName: 'Refused', Dimensions: dimensions({ service: 'claims' }) };
const metricFilter = (Dimensions?: object[]) => ({
  ...group,
  ...one('Filter', 'Logs::MetricFilter', {
    LogGroupName: { Ref: 'Group' }, FilterPattern: '{ $.status = 403 }', MetricTransformations: [{ MetricNamespace: 'Claims', MetricName: 'Forbidden', MetricValue: '1', Dimensions }],
  }),
});
const filtered = { Namespace: 'Claims', MetricName: 'Forbidden', Dimensions: undefined };
const waf = (values: object) => ({ Namespace: 'AWS/WAFV2', MetricName: 'BlockedRequests', Dimensions: dimensions(values) });
cases(alarmMetric, [
  ['of the API and its stage', { ...api, ...alarm() }, ['pass Alarm MetricName']],
  ['of the API alone', { ...api, ...alarm({ Dimensions: dimensions({ ApiName: 'claims' }) }) }, ['pass Alarm MetricName']],
  ['of a stage by reference', { ...api, ...alarm({ Dimensions: dimensions({ ApiName: 'claims', Stage: { Ref: 'Stage' } }) }) }, ['pass Alarm MetricName']],
  ['of an API that its body names', { ...privateApi({ Body: { openapi: '3.0.1', info: { title: 'claims' }, paths: {} } }), ...stage(), ...alarm() }, ['pass Alarm MetricName']],
  ['of an API that is not there', { ...api, ...alarm({ Dimensions: dimensions({ ApiName: 'claim', Stage: 'live' }) }) }, ['error Alarm MetricName']],
  ['of a stage that is not there', { ...api, ...alarm({ Dimensions: dimensions({ ApiName: 'claims', Stage: 'prod' }) }) }, ['error Alarm MetricName']],
  ['by the API\'s id', { ...api, ...alarm({ Dimensions: dimensions({ ApiName: { Ref: 'Api' } }) }) }, ['error Alarm MetricName']],
  ['of the stage alone', { ...api, ...alarm({ Dimensions: dimensions({ Stage: 'live' }) }) }, ['error Alarm MetricName']],
  ['of no such name', { ...api, ...alarm({ MetricName: '4xxErrors' }) }, ['error Alarm MetricName']],
  ['of a method, without detailed metrics', { ...api, ...alarm({ Dimensions: dimensions({ ApiName: 'claims', Stage: 'live', Method: 'GET', Resource: '/' }) }) }, ['error Alarm MetricName']],
  ['of a method, with them', {
    ...privateApi({ Name: 'claims' }),
    ...stage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true }] }),
    ...alarm({ Dimensions: dimensions({ ApiName: 'claims', Stage: 'live', Method: 'GET', Resource: '/' }) }),
  }, ['pass Alarm MetricName']],
  ['of an API of another app', alarm(), ['unknown Alarm MetricName']],
  ['of a name that is a parameter', { ...api, ...alarm({ Dimensions: dimensions({ ApiName: OPEN }) }) }, ['unknown Alarm MetricName']],
  ['of an HTTP API', { ...api, ...alarm({ MetricName: '4xx', Dimensions: dimensions({ ApiId: 'abc' }) }) }, ['pass Alarm MetricName']],
  ['of the web ACL', { ...guarded(), ...alarm(waf({ WebACL: 'claims', Rule: 'ALL', Region: 'eu-central-1' })) }, ['pass Alarm MetricName']],
  ['of a rule of it', { ...guarded(), ...alarm(waf({ WebACL: 'claims', Rule: 'rate', Region: 'eu-central-1' })) }, ['pass Alarm MetricName']],
  ['of a rule that is not there', { ...guarded(), ...alarm(waf({ WebACL: 'claims', Rule: 'rat', Region: 'eu-central-1' })) }, ['error Alarm MetricName']],
  ['of a web ACL without its Region', { ...guarded(), ...alarm(waf({ WebACL: 'claims', Rule: 'ALL' })) }, ['error Alarm MetricName']],
  ['of WAF Classic', { ...guarded(), ...alarm({ ...waf({ WebACL: 'claims' }), Namespace: 'AWS/WAF' }) }, ['error Alarm MetricName']],
  ['of a metric filter', { ...metricFilter(), ...alarm(filtered) }, ['pass Alarm MetricName']],
  ['of a metric filter with dimensions', { ...metricFilter([{ Key: 'route', Value: '$.path' }]), ...alarm({ ...filtered, Dimensions: dimensions({ route: '/' }) }) }, ['pass Alarm MetricName']],
  ['of a metric filter, without its dimensions', { ...metricFilter([{ Key: 'route', Value: '$.path' }]), ...alarm(filtered) }, ['error Alarm MetricName']],
  ['of a metric filter, with more dimensions', { ...metricFilter(), ...alarm({ ...filtered, Dimensions: dimensions({ route: '/' }) }) }, ['error Alarm MetricName']],
  ['of a metric filter with a typo', { ...metricFilter(), ...alarm({ ...filtered, MetricName: 'Forbiden' }) }, ['error Alarm MetricName']],
  ['that code writes into its log', { ...api, ...alarm(embedded) }, ['unknown Alarm MetricName']],
  ['that code writes beside those of filters', { ...metricFilter(), ...alarm(embedded) }, ['unknown Alarm MetricName']],
  ['of a firewall by its name', {
    ...firewall('pass ip any any -> any any (sid:1;)'),
    ...alarm({ Namespace: 'AWS/NetworkFirewall', MetricName: 'DroppedPackets', Dimensions: dimensions({ FirewallName: 'out', AvailabilityZone: 'eu-central-1a', Engine: 'Stateful' }) }),
  },
  ['pass Alarm MetricName']],
  ['of a firewall without the zone', {
    ...firewall('pass ip any any -> any any (sid:1;)'),
    ...alarm({ Namespace: 'AWS/NetworkFirewall', MetricName: 'DroppedPackets', Dimensions: dimensions({ FirewallName: 'out', Engine: 'Stateful' }) }),
  }, ['error Alarm MetricName']],
  ['of each part of an expression', { ...api, ...several([stat('a'), stat('b', { ...METRIC, MetricName: 'Cout' }), { Id: 'c', Expression: 'a/b*100' }]) },
    ['pass Alarm Metrics[0].MetricStat.Metric', 'error Alarm Metrics[1].MetricStat.Metric']],
  ['of an anomaly detector', { ...api, ...several([stat('a'), { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(a, 2)' }], { ThresholdMetricId: 'band', Threshold: undefined, ComparisonOperator: 'GreaterThanUpperThreshold' }) },
    ['pass Alarm Metrics[0].MetricStat.Metric']],
  ['of another account, for which nothing of the app speaks', { ...api, ...several([stat('a', { ...METRIC, Dimensions: dimensions({ ApiName: 'other' }) }, { AccountId: '444455556666', ReturnData: true })]) },
    ['unknown Alarm Metrics[0].MetricStat.Metric']],
  ['that a query finds', { ...api, ...several([{ Id: 'q', Expression: 'SELECT SUM("4XXError") FROM "AWS/ApiGateway"', Period: 300 }]) }, ['pass Alarm Metrics[0].Expression']],
  ['that a query never finds', { ...api, ...several([{ Id: 'q', Expression: 'SELECT SUM("4xx") FROM SCHEMA("AWS/ApiGateway", ApiName)', Period: 300 }]) }, ['error Alarm Metrics[0].Expression']],
], PARAMETERS);

const share = { Statistic: 'Average' };
cases(alarmCanFire, [
  ['many in a quarter of an hour', alarm(), ['pass Alarm Threshold']],
  ['a billion', alarm({ Threshold: 1e9 }), ['error Alarm Threshold']],
  ['a billion in quotes', alarm({ Threshold: '1000000000' }), ['error Alarm Threshold']],
  ['more than all requests', alarm({ ...share, Threshold: 5 }), ['error Alarm Threshold']],
  ['all requests, as a share', alarm({ ...share, Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' }), ['pass Alarm Threshold']],
  ['more than one in twenty', alarm({ ...share, Threshold: 0.05 }), ['pass Alarm Threshold']],
  ['a percentile over one', alarm({ Statistic: undefined, ExtendedStatistic: 'p99', Threshold: 2 }), ['error Alarm Threshold']],
  ['nothing, whatever comes', several([stat('a'), { Id: 'b', Expression: 'a * 0' }]), ['error Alarm Metrics[1].Expression']],
  ['half of what comes', several([stat('a'), { Id: 'b', Expression: 'a * 0.5' }]), ['pass Alarm Threshold']],
  ['the least', alarm({ Statistic: 'Minimum', Threshold: 0.5 }), ['error Alarm Statistic']],
  ['always', alarm({ Threshold: 0, ComparisonOperator: 'GreaterThanOrEqualToThreshold' }), ['error Alarm Threshold']],
  ['the first one', alarm({ Threshold: 0 }), ['pass Alarm Threshold']],
  ['turned around', alarm({ ComparisonOperator: 'LessThanThreshold' }), ['error Alarm ComparisonOperator']],
  ['less than none', alarm({ MetricName: 'Count', ComparisonOperator: 'LessThanThreshold', Threshold: 0 }), ['error Alarm Threshold']],
  ['no traffic, which is a signal too', alarm({ MetricName: 'Count', ComparisonOperator: 'LessThanThreshold', Threshold: 1 }), ['pass Alarm Threshold']],
  ['no calls, told by a percentage of what was expected', alarm({ MetricName: 'Latency', Statistic: 'Average', Threshold: 29_000 }), ['pass Alarm Threshold']],
  ['a version that expires is told once a day',
    alarm({ Namespace: 'AWS/WAFV2', MetricName: 'DaysToExpiry', Statistic: 'Minimum', Period: 86_400, EvaluationPeriods: 1, Threshold: 14, ComparisonOperator: 'LessThanOrEqualToThreshold' }), ['pass Alarm Threshold']],
  ['a day of breaches', alarm({ EvaluationPeriods: 288 }), ['warning Alarm EvaluationPeriods']],
  ['a day of slow answers', alarm({ MetricName: 'Latency', Statistic: undefined, ExtendedStatistic: 'p99', Threshold: 5000, Period: 86_400, EvaluationPeriods: 5 }), ['warning Alarm Period']],
  ['one breach in an hour', alarm({ EvaluationPeriods: 12, DatapointsToAlarm: 1 }), ['pass Alarm Threshold']],
  ['more breaches than periods', alarm({ DatapointsToAlarm: 4 }), ['error Alarm DatapointsToAlarm']],
  ['more than a day', alarm({ EvaluationPeriods: 300 }), ['error Alarm EvaluationPeriods']],
  ['a week of hours', alarm({ Period: 3600, EvaluationPeriods: 168, DatapointsToAlarm: 2 }), ['pass Alarm Threshold']],
  ['what is missing is ignored', alarm({ TreatMissingData: 'ignore' }), ['warning Alarm TreatMissingData']],
  ['a share that an expression computes', several([stat('a'), stat('b'), { Id: 'c', Expression: 'a/b*100' }]), ['pass Alarm Threshold']],
  ['more than the band of an anomaly detector', several([stat('a'), { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(a, 2)' }],
    { ThresholdMetricId: 'band', Threshold: undefined, ComparisonOperator: 'GreaterThanUpperThreshold' }), ['pass Alarm Threshold']],
  ['less than the band, of what goes up when somebody tries', several([stat('a'), { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(a, 2)' }],
    { ThresholdMetricId: 'band', Threshold: undefined, ComparisonOperator: 'LessThanLowerThreshold' }), ['error Alarm ComparisonOperator']],
  ['one metric in the long form', several([stat('a', METRIC, { ReturnData: true })], { Threshold: 1e9 }), ['error Alarm Threshold']],
  ['a threshold that is a parameter', alarm({ Threshold: OPEN }), ['unknown Alarm Threshold']],
], PARAMETERS);

const table = (title: string, more: Resources, said: string): [string, Resources, string[]] => [title, { ...api, ...more }, [said]];
cases(abuseAlarm, [
  table('on refused calls', alarm(), 'pass Stage'),
  table('in the long form', several([stat('a', METRIC, { ReturnData: true })]), 'pass Stage'),
  table('as a share', several([stat('a'), stat('b', { ...METRIC, MetricName: 'Count' }), { Id: 'c', Expression: 'a/b*100' }]), 'pass Stage'),
  table('of an anomaly detector', several([stat('a'), { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(a, 2)' }], { ThresholdMetricId: 'band', Threshold: undefined, ComparisonOperator: 'GreaterThanUpperThreshold' }), 'pass Stage'),
  table('of a query', several([{ Id: 'q', Expression: 'SELECT SUM("4XXError") FROM "AWS/ApiGateway"', Period: 300 }]), 'pass Stage'),
  table('on a metric filter for refusals', { ...metricFilter(), ...alarm(filtered) }, 'pass Stage'),
  table('on sign-ins that are refused', alarm({ Namespace: 'AWS/Cognito', MetricName: 'SignInThrottles', Dimensions: dimensions({ UserPool: 'a' }) }), 'pass Stage'),
  table('behind a composite alarm', { ...alarm({ AlarmActions: undefined }), ...composite() }, 'pass Stage'),
  table('none', {}, 'error Stage'),
  table('on failures alone', alarm({ MetricName: '5XXError' }), 'error Stage'),
  table('that nobody hears', alarm({ AlarmActions: [] }), 'error Stage'),
  table('on an API that is not there', alarm({ Dimensions: dimensions({ ApiName: 'claim' }) }), 'error Stage'),
  table('that exists under a condition', alarm({}, { Condition: 'Prod' }), 'unknown Alarm'),
  table('that is never made', alarm({}, { Condition: 'Never' }), 'error Stage'),
  table('on what an imported API emits', alarm({ Dimensions: dimensions({ ApiName: OPEN }) }), 'pass Stage'),
  table('of a log query', one('Query', 'CloudWatch::LogAlarm', { AlarmActions: [TOPIC] }), 'unknown Query'),
  table('on what code writes of refusals', alarm({ ...embedded, MetricName: 'AuthorizationFailures' }), 'unknown Alarm'),
], { ...CONDITIONS, Conditions: { ...CONDITIONS.Conditions, Never: { 'Fn::Equals': ['a', 'b'] } } });

test('an alarm of another stack tells too, on an API that it imports', () => {
  const Resources_ = alarm({ Dimensions: dimensions({ ApiName: { 'Fn::ImportValue': 'name' }, Stage: 'live' }) });
  const app = appOf({
    Api: { Resources: { ...privateApi({ Name: 'claims' }), ...stage() }, Outputs: { Name: { Value: 'claims', Export: { Name: 'name' } } } }, Alarms: { Resources: Resources_ },
  });
  expect([abuseAlarm, alarmMetric, alarmAction, alarmCanFire].flatMap((check) => found(check, new Posture(app)))).toEqual([]);
});

cases(controlAlarm, [
  ['a web ACL that is watched passes', { ...guarded(), ...alarm(waf({ WebACL: 'claims', Rule: 'ALL', Region: 'eu-central-1' })) }, ['pass Acl']],
  ['one that nobody watches does not', { ...guarded(), ...alarm() }, ['warning Acl']],
  ['nor one whose alarm is of another', { ...guarded(), ...alarm(waf({ WebACL: 'other', Rule: 'ALL', Region: 'eu-central-1' })) }, ['warning Acl']],
  ['a network firewall is watched by itself', { ...firewall(''), ...alarm() }, ['warning Firewall']],
  ['of an app without alarms another check speaks', guarded(), []],
]);

const slow = (more: object = {}) => ({ Slow: alarm({ MetricName: 'Latency', Threshold: 5000, ...more }).Alarm! });
const failing = (more: object = {}, rest: Record<string, unknown> = {}) => alarm({ MetricName: '5XXError', ...more }, rest);
cases(failureAlarm, [
  ['beside one on latency passes', { ...api, ...slow(), ...failing() }, ['pass Stage']],
  ['is missed', { ...api, ...slow() }, ['warning Stage']],
  ['is missed where nobody hears it', { ...api, ...slow(), ...failing({ AlarmActions: [] }) }, ['warning Stage']],
  ['is missed where it is for another API', { ...api, ...slow(), ...failing({ Dimensions: dimensions({ ApiName: 'claim' }) }) }, ['warning Stage']],
  ['may stand in an expression', { ...api, ...slow(), ...several([stat('a', { ...METRIC, MetricName: '5XXError' }), { Id: 'b', Expression: 'a*100' }]) }, ['pass Stage']],
  ['may exist on a condition', { ...api, ...slow(), ...failing({}, { Condition: 'Prod' }) }, ['unknown Alarm']],
  ['is not asked of who watches refusals alone', { ...api, ...alarm() }, []],
], CONDITIONS);

const watching = (rule: string): Resources => ({ ...guarded(), ...alarm(waf({ WebACL: 'claims', Rule: rule, Region: 'eu-central-1' })) });
const open = (resources: Resources): Resources => ({
  ...resources, Acl: { ...resources.Acl!, Properties: { ...resources.Acl!.Properties, DefaultAction: { Allow: {} } } },
});
cases(controlAlarm, [
  ['on all that a web ACL blocks', watching('ALL'), ['pass Acl']],
  ['on what its default blocks', watching('Default_Action'), ['pass Acl']],
  ['on one of its rules tells nothing of the others', watching('rate'), ['warning Acl']],
  ['on one of its rules, where no other blocks', open(watching('rate')), ['pass Acl']],
], PARAMETERS);
