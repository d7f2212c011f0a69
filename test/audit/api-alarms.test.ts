import { Aws, Duration, Lazy } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AccessLog } from '../../src/audit/access-log';
import { accessLogFormat } from '../../src/audit/access-log-format';
import { AlarmSetting } from '../../src/audit/alarm-setting';
import { AlarmTopic } from '../../src/audit/alarm-topic';
import { type ApiAlarmsProps, ApiAlarms } from '../../src/audit/api-alarms';
import { newStack, onlyResource, resourcesOf, warningsOf } from '../support/stack';

function alarmsWith(props: Partial<ApiAlarmsProps> = {}, stack = newStack()) {
  const restApi = new apigateway.CfnRestApi(stack, 'Api', { name: 'payments' });
  const alarms = new ApiAlarms(stack, 'Alarms', {
    restApi, apiName: 'payments', stageName: 'live', topic: new AlarmTopic(stack, 'Topic'), ...props,
  });
  const all = Object.values(resourcesOf(stack, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  return { stack, alarms, all, of: (metric: string) => all.find(({ MetricName }) => MetricName === metric) };
}

const wafMetric = (metricName: string) => new cloudwatch.Metric({ namespace: 'AWS/WAFV2', metricName, dimensionsMap: { WebACL: 'acl', Rule: 'ALL' } });

function everyAlarm() {
  const stack = newStack();
  return alarmsWith({
    accessLog: new AccessLog(stack, 'AccessLog'),
    blockedRequests: wafMetric('BlockedRequests'),
    rateLimitedRequests: wafMetric('CountedRequests'),
  }, stack);
}

test('5xx, 4xx, latency, throttles, refused callers, blocked requests and rate-rule hits are watched', () => {
  const { all, alarms } = everyAlarm();
  expect(all.map(({ MetricName }) => MetricName).sort()).toEqual(
    ['4XXError', '5XXError', 'BlockedRequests', 'CountedRequests', 'Latency', 'RefusedCallers', 'ThrottledRequests'],
  );
  expect(alarms.alarms).toHaveLength(7);
});

test('every alarm tells the topic, says what to do, and is quiet where there is no data', () => {
  const { stack, all } = everyAlarm();
  const topic = Object.keys(resourcesOf(stack, 'AWS::SNS::Topic'))[0];
  for (const alarm of all) {
    expect(alarm.AlarmActions).toEqual([{ Ref: topic }]);
    expect(alarm.TreatMissingData).toBe('notBreaching');
    expect(alarm.ComparisonOperator).toBe('GreaterThanThreshold');
    expect(alarm.AlarmDescription).toMatch(/^payments\/live: .+\. (Look|Group|Compare) .+\.$/);
    expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1024);
  }
});

test('API Gateway\'s metrics are read by name and stage, as the service emits them', () => {
  const { of } = everyAlarm();
  const dimensions = [{ Name: 'ApiName', Value: 'payments' }, { Name: 'Stage', Value: 'live' }];
  expect(of('5XXError')).toMatchObject({ Namespace: 'AWS/ApiGateway', Dimensions: dimensions, Statistic: 'Average', Threshold: 0.05, EvaluationPeriods: 3 });
  expect(of('4XXError')).toMatchObject({ Namespace: 'AWS/ApiGateway', Dimensions: dimensions, Statistic: 'Average', Threshold: 0.05, EvaluationPeriods: 5 });
  expect(of('Latency')).toMatchObject({ Namespace: 'AWS/ApiGateway', Dimensions: dimensions, ExtendedStatistic: 'p99', Threshold: 5000 });
});

test('an alarm on the access log stands on a metric that a filter of this log emits', () => {
  const { stack, of } = everyAlarm();
  const emitted = Object.values(resourcesOf(stack, 'AWS::Logs::MetricFilter')).map(({ Properties }) => Properties);
  expect(emitted).toHaveLength(2);
  for (const filter of emitted) {
    const [{ MetricName, MetricNamespace }] = filter.MetricTransformations;
    expect(filter.LogGroupName).toEqual({ Ref: expect.stringContaining('AccessLog') });
    expect(of(MetricName)).toMatchObject({ Namespace: MetricNamespace, Statistic: 'Sum', Period: 300 });
    // Unique per API and stage.
    expect(MetricNamespace).toEqual({ 'Fn::Join': ['', ['PrivateApi/', { Ref: 'Api' }, '/live']] });
  }
});

// The fragment of CloudWatch's filter language that the filters use: string comparisons, && and ||.
function matches(pattern: string, line: string): boolean {
  const record = JSON.parse(line);
  const script = pattern.replace(/\$\.(\w+)/g, (_, key) => {
    expect(Object.keys(record)).toContain(key);
    return JSON.stringify(record[key]);
  }).replace(/ = /g, ' === ');
  return new Function(`return (${script.replace(/^\{|\}$/g, '')})`)();
}

function patternOf(stack: ReturnType<typeof newStack>, metric: string): string {
  const filter = Object.values(resourcesOf(stack, 'AWS::Logs::MetricFilter')).find(({ Properties }) => Properties.MetricTransformations[0].MetricName === metric)!;
  return filter.Properties.FilterPattern['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'abc123')).join('');
}

const line = (values: Record<string, string>) => Object.entries({ apiId: 'abc123', stage: 'live', waf: '-', ...values })
  .reduce((format, [key, value]) => format.replace(new RegExp(`"${key}":"[^"]*"`), `"${key}":"${value}"`), accessLogFormat())
  .replace(/\$context(\.\w+)+/g, '-');

test.each([
  ['ThrottledRequests', { status: '429' }, true],
  ['ThrottledRequests', { status: '200' }, false],
  ['ThrottledRequests', { status: '429', apiId: 'other' }, false],
  ['ThrottledRequests', { status: '429', stage: 'test' }, false],
  ['RefusedCallers', { status: '401' }, true],
  ['RefusedCallers', { status: '403', waf: 'WAF_ALLOW' }, true],
  ['RefusedCallers', { status: '403', waf: 'WAF_BLOCK' }, false],
  ['RefusedCallers', { status: '404' }, false],
  ['RefusedCallers', { status: '401', apiId: 'other' }, false],
])('%s of a line with %j: %s', (metric, values, counted) => {
  expect(matches(patternOf(everyAlarm().stack, metric), line(values as Record<string, string>))).toBe(counted);
});

test('without an access log or a web firewall there are no alarms that could never fire', () => {
  const { all, stack } = alarmsWith();
  expect(all.map(({ MetricName }) => MetricName).sort()).toEqual(['4XXError', '5XXError', 'Latency']);
  expect(resourcesOf(stack, 'AWS::Logs::MetricFilter')).toEqual({});
});

test('the log group may be one that exists', () => {
  const stack = newStack();
  const logGroup = new logs.CfnLogGroup(stack, 'Theirs');
  alarmsWith({ accessLog: new AccessLog(stack, 'AccessLog', { logGroup }) }, stack);
  for (const { Properties } of Object.values(resourcesOf(stack, 'AWS::Logs::MetricFilter'))) {
    expect(Properties.LogGroupName).toEqual({ Ref: 'Theirs' });
  }
});

test('every threshold and window can be set', () => {
  const { of } = alarmsWith({
    settings: {
      serverErrors: AlarmSetting.above(0.01),
      latency: AlarmSetting.above(800, { period: Duration.minutes(5), evaluationPeriods: 4, datapointsToAlarm: 2 }),
    },
  });
  expect(of('5XXError')).toMatchObject({ Threshold: 0.01, Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 3 });
  expect(of('Latency')).toMatchObject({ Threshold: 800, Period: 300, EvaluationPeriods: 4, DatapointsToAlarm: 2 });
});

test('a given metric is summed over the alarm\'s own period', () => {
  const { of } = alarmsWith({
    blockedRequests: wafMetric('BlockedRequests').with({ statistic: 'Average', period: Duration.hours(1) }),
    settings: { blockedRequests: AlarmSetting.above(3, { period: Duration.minutes(2) }) },
  });
  expect(of('BlockedRequests')).toMatchObject({ Namespace: 'AWS/WAFV2', Statistic: 'Sum', Period: 120, Threshold: 3 });
});

test('an alarm is turned off with a reason, which is kept', () => {
  const { all, alarms } = alarmsWith({ settings: { clientErrors: AlarmSetting.off('a test client sends garbage all day') } });
  expect(all.map(({ MetricName }) => MetricName).sort()).toEqual(['5XXError', 'Latency']);
  expect(alarms.node.metadata.map(({ data }) => data)).toEqual(['clientErrors: a test client sends garbage all day']);
});

test.each([
  ['no reason', { latency: AlarmSetting.off(' ') }, 'written reason, received: " "'],
  ['a negative threshold', { latency: AlarmSetting.above(-1) }, 'received: -1'],
  ['a threshold that is no number', { latency: AlarmSetting.above(NaN) }, 'received: NaN'],
  ['a share that can\'t be exceeded', { serverErrors: AlarmSetting.above(5) }, 'share of the requests, from 0 to below 1 (1 could never be exceeded), received: 5'],
  ['half minutes', { latency: AlarmSetting.above(1, { period: Duration.seconds(90) }) }, 'received: 1.5 minutes'],
  ['no period', { latency: AlarmSetting.above(1, { evaluationPeriods: 0 }) }, 'received: 0 periods'],
  ['more than a day', { latency: AlarmSetting.above(1, { period: Duration.hours(5) }) }, 'received: 5 periods of 300 minutes'],
  ['more points than periods', { latency: AlarmSetting.above(1, { datapointsToAlarm: 6 }) }, 'received: 6'],
  ['a threshold without the access log', { throttledRequests: AlarmSetting.above(1) }, 'throttledRequests stands on `accessLog`'],
  ['a threshold without the firewall', { blockedRequests: AlarmSetting.above(1) }, 'blockedRequests stands on `blockedRequests`'],
])('%s is refused', (_, settings, message) => {
  expect(() => alarmsWith({ settings })).toThrow(message);
});

test('an alarm whose source is absent may be turned off all the same', () => {
  expect(alarmsWith({ settings: { blockedRequests: AlarmSetting.off('the central team watches it') } }).all).toHaveLength(3);
});

test('an API name that CloudWatch would not keep is refused', () => {
  expect(() => alarmsWith({ apiName: 'zahlungen-für-alle' })).toThrow('received: "zahlungen-für-alle"');
});

test('an existing topic is used unchanged, with a warning that its policies must admit CloudWatch', () => {
  const stack = newStack();
  const topic = new sns.Topic(stack, 'Theirs');
  const restApi = new apigateway.CfnRestApi(stack, 'Api', { name: 'payments' });
  new ApiAlarms(stack, 'Alarms', { restApi, apiName: 'payments', stageName: 'live', topic });
  for (const { Properties } of Object.values(resourcesOf(stack, 'AWS::CloudWatch::Alarm'))) {
    expect(Properties.AlarmActions).toEqual([stack.resolve(topic.topicArn)]);
  }
  expect(onlyResource(stack, 'AWS::SNS::Topic').Properties).toBeUndefined();
  expect(warningsOf(stack).filter((text) => text.includes('must admit cloudwatch.amazonaws.com'))).toHaveLength(1);
});

test('an AlarmTopic needs no warning', () => {
  expect(warningsOf(alarmsWith().stack)).toEqual([]);
});

test('a name that is only known at synth must be ASCII too: CloudWatch takes no other', () => {
  for (const apiName of [Lazy.string({ produce: () => 'Zahlungsübersicht' }), `Zahlungsübersicht-${Aws.REGION}`]) {
    const stack = newStack();
    expect(() => alarmsWith({ apiName }, stack)).toThrow(/AlarmApiName.*Zahlungsübersicht/s);
  }
  expect(() => alarmsWith({ apiName: `payments-${Aws.REGION}` })).not.toThrow();
});
