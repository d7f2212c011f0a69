import type { Resource } from '../../assembly/app';
import { type Json, member, oneOrMany } from '../../assembly/json';
import { isSecretVariable } from '../../model/access-log-format';
import { compareMetrics as compareAlarmMetrics, compareOperator, compareStatistic, compareThreshold } from '../alarms';
import { means } from '../canonical';
import { shown, valueAt } from '../compare';
import { KEY } from '../keys';
import { comparePattern } from '../permissions';
import { type PolicyChange, comparePolicies } from '../policies';
import { IGNORED, MORE_IS_STRONGER, MORE_IS_WEAKER, POLICY, PRESENT, TARGET, type Movement, type TypeRule, lessIsStronger, on, own, ranks } from '../rule';

/** What an access log line no longer says is weaker, and so is a credential in it. */
function compareFormat(before: Resource, after: Resource, property: string): Movement[] {
  const fields = (stage: Resource) => new Set(String(valueAt(stage, property) ?? '').match(/\$context\.[A-Za-z0-9_.-]+/g) ?? []);
  const [from, to] = [fields(before), fields(after)];
  const [lost, won] = [[...from].filter((field) => !to.has(field)), [...to].filter((field) => !from.has(field))];
  const said = (direction: 'weaker' | 'stronger', names: string[], verb: string): Movement[] => (names.length === 0 ? [] : [{
    direction,
    property,
    before: valueAt(before, property) ?? null,
    after: valueAt(after, property) ?? null,
    message: `its access log ${verb} ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`,
  }]);
  const isOther = (field: string) => !isCredential(field);
  return [
    ...said('weaker', lost.filter(isOther), 'no longer says'),
    ...said('weaker', won.filter(isCredential), 'now holds the credential'),
    ...said('stronger', won.filter(isOther), 'now also says'),
    ...said('stronger', lost.filter(isCredential), 'no longer holds the credential'),
  ];
}

/** With it whoever reads the log can call as somebody else. */
function isCredential(field: string): boolean {
  return isSecretVariable(field.replace('$context.', ''));
}

/** A topic that CloudWatch may no longer publish to is one that nobody hears of alarms by; where it comes with its policy, alarms are heard of. */
function meaningOfTopicPolicy({ direction, words }: PolicyChange, came: boolean): PolicyChange {
  const isOfAlarms = /allows .*cloudwatch\.amazonaws\.com/.test(words);
  return { direction: isOfAlarms && direction === 'stronger' ? 'weaker' : isOfAlarms && came ? 'stronger' : direction, words };
}

/** A longer retention is stronger, but for one without an end: nobody ever decided on it. */
function compareRetention(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [old, young] = [Number(from ?? Infinity), Number(to ?? Infinity)];
  const words = (days: Json | undefined) => (days === undefined ? 'for ever' : `${shown(days)} ${String(days) === '1' ? 'day' : 'days'}`);
  return means(from, to) ? [] : [{
    direction: !Number.isFinite(old) && old !== Infinity || !Number.isFinite(young) ? 'unknown' : young > old ? 'stronger' : 'weaker',
    property,
    before: from ?? null,
    after: to ?? null,
    message: `what it holds is now kept ${words(to)}; before, ${words(from)}`,
  }];
}

/** Names under which AWS services write, and that nobody tells them. */
const BY_NAME = /^(API-Gateway-Execution-Logs_|aws-waf-logs-|\/aws\/)/;

/** A group with a name by which a service finds it is no longer found by another. */
function compareLogName(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [found, finds] = [from, to].map((name) => BY_NAME.test(String(name)));
  // A web ACL names its group, which only has to begin so.
  const isNamed = [from, to].every((name) => String(name).startsWith('aws-waf-logs-'));
  return means(from, to) || isNamed || !found && !finds ? [] : [{
    direction: found === finds ? 'unknown' : finds ? 'stronger' : 'weaker',
    property,
    before: from ?? null,
    after: to ?? null,
    message: to === undefined ? `it no longer has the name ${shown(from)}, under which a service writes` : `its name is now ${shown(to)}; before, ${shown(from)}`,
  }];
}

/** A filter whose matches count for nothing moves no alarm. */
function compareMetrics(before: Resource, after: Resource, property: string): Movement[] {
  const counts = (filter: Resource) => oneOrMany(valueAt(filter, property)).some((metric) => Number(member(metric, 'MetricValue')) !== 0);
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  return means(from, to) ? [] : [{
    direction: counts(before) === counts(after) ? 'unknown' : counts(after) ? 'stronger' : 'weaker',
    property,
    before: from ?? null,
    after: to ?? null,
    message: counts(before) && !counts(after) ? 'what it finds now counts for 0' : `it now writes ${shown(to)}; before, ${shown(from)}`,
  }];
}

/** One statement where others have a policy. */
function compareStatement(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  return comparePolicies({ Statement: from ?? [] }, { Statement: to ?? [] }).map(({ direction, words }) => (
    { direction, property, before: from ?? null, after: to ?? null, message: words }));
}

export const compareAccessLogFormat = own(compareFormat);

const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

export const AUDIT_RULES: Readonly<Record<string, TypeRule>> = {
  'AWS::Logs::LogGroup': {
    layer: 'audit',
    noun: 'log group',
    role: 'part',
    // Without it API Gateway makes one itself, whose log nobody encrypts and nobody ends.
    roleOf: ({ properties }) => (String(properties.LogGroupName).startsWith('API-Gateway-Execution-Logs_') ? 'protects' : 'part'),
    keepsData: true,
    properties: {
      RetentionInDays: own(compareRetention),
      KmsKeyId: KEY,
      LogGroupClass: ranks('STANDARD', 'DELIVERY', 'INFREQUENT_ACCESS', 'STANDARD'),
      DataProtectionPolicy: PRESENT,
      DeletionProtectionEnabled: on(),
      ResourcePolicyDocument: POLICY,
      LogGroupName: own(compareLogName),
      FieldIndexPolicies: IGNORED,
    },
  },
  'AWS::Logs::MetricFilter': {
    layer: 'audit', noun: 'metric filter', role: 'protects', properties: { LogGroupName: TARGET, MetricTransformations: own(compareMetrics) },
  },
  'AWS::Logs::SubscriptionFilter': { layer: 'audit', noun: 'subscription of a log', role: 'opens', shows: ['LogGroupName', 'DestinationArn'], properties: {} },
  'AWS::Logs::ResourcePolicy': { layer: 'audit', noun: 'resource policy of logs', role: 'part', properties: { PolicyDocument: POLICY } },
  'AWS::CloudWatch::Alarm': {
    layer: 'audit',
    noun: 'alarm',
    role: 'protects',
    properties: {
      Threshold: own(compareThreshold),
      ComparisonOperator: own(compareOperator),
      Statistic: own(compareStatistic),
      Metrics: own(compareAlarmMetrics),
      ActionsEnabled: on(true),
      AlarmActions: MORE_IS_STRONGER,
      OKActions: IGNORED,
      InsufficientDataActions: IGNORED,
      TreatMissingData: ranks('missing', 'ignore', 'notBreaching', 'missing', 'breaching'),
      EvaluationPeriods: lessIsStronger(1),
      DatapointsToAlarm: lessIsStronger(1),
      Period: lessIsStronger(300),
      AlarmDescription: IGNORED,
      AlarmName: IGNORED,
    },
  },
  'AWS::CloudWatch::CompositeAlarm': { layer: 'audit', noun: 'composite alarm', role: 'protects', properties: { AlarmActions: MORE_IS_STRONGER, ActionsEnabled: on(true), AlarmDescription: IGNORED, AlarmName: IGNORED } },
  'AWS::CloudWatch::LogAlarm': { layer: 'audit', noun: 'log alarm', role: 'protects', properties: {} },
  'AWS::CloudWatch::AlarmMuteRule': { layer: 'audit', noun: 'mute rule of alarms', role: 'opens', properties: {} },
  'AWS::CloudWatch::InsightRule': { layer: 'audit', noun: 'contributor insight', role: 'protects', properties: {} },
  'AWS::SNS::Topic': { layer: 'audit', noun: 'topic', role: 'part', properties: { KmsMasterKeyId: KEY, TopicName: IGNORED, DisplayName: IGNORED, Subscription: IGNORED } },
  'AWS::SNS::TopicPolicy': { layer: 'audit', noun: 'policy of a topic', role: 'part', properties: { PolicyDocument: { kind: 'policy', meaning: meaningOfTopicPolicy }, Topics: IGNORED } },
  'AWS::SNS::TopicInlinePolicy': { layer: 'audit', noun: 'policy of a topic', role: 'part', properties: { PolicyDocument: { kind: 'policy', meaning: meaningOfTopicPolicy }, TopicArn: TARGET } },
  'AWS::SNS::Subscription': { layer: 'audit', noun: 'subscription of a topic', role: 'part', properties: { Protocol: IGNORED, Endpoint: IGNORED, TopicArn: IGNORED } },
  'AWS::S3::Bucket': {
    layer: 'audit',
    noun: 'bucket',
    role: 'part',
    keepsData: true,
    properties: {
      ...Object.fromEntries(PUBLIC_ACCESS.map((name) => [`PublicAccessBlockConfiguration.${name}`, on(false)])),
      'BucketEncryption': PRESENT,
      'VersioningConfiguration.Status': ranks('Suspended', 'Suspended', 'Enabled'),
      'LoggingConfiguration': PRESENT,
      'AccessControl': ranks('Private', 'PublicReadWrite', 'PublicRead', 'AuthenticatedRead', 'LogDeliveryWrite', 'AwsExecRead', 'BucketOwnerRead', 'BucketOwnerFullControl', 'Private'),
      'ObjectLockEnabled': on(),
      'OwnershipControls': IGNORED,
      'BucketName': IGNORED,
    },
  },
  'AWS::S3::BucketPolicy': { layer: 'audit', noun: 'policy of a bucket', role: 'part', properties: { PolicyDocument: POLICY } },
  'AWS::S3::AccessPoint': {
    layer: 'audit',
    noun: 'access point of a bucket',
    role: 'part',
    properties: {
      ...Object.fromEntries(PUBLIC_ACCESS.map((name) => [`PublicAccessBlockConfiguration.${name}`, on(true)])),
      Policy: POLICY,
      VpcConfiguration: PRESENT,
      Name: IGNORED,
    },
  },
  'AWS::KinesisFirehose::DeliveryStream': { layer: 'audit', noun: 'delivery stream', role: 'part', properties: { DeliveryStreamEncryptionConfigurationInput: PRESENT } },
  'AWS::CloudTrail::Trail': { layer: 'audit', noun: 'trail', role: 'protects', properties: { IsLogging: on(false), EnableLogFileValidation: on(), IsMultiRegionTrail: on(), IncludeGlobalServiceEvents: on(), KMSKeyId: KEY } },
  'AWS::ApiGateway::Account': { layer: 'audit', noun: 'logging role of API Gateway', role: 'protects', properties: {} },
  'AWS::Events::Rule': { layer: 'audit', noun: 'event rule', role: 'part', properties: { ScheduleExpression: IGNORED, State: ranks('ENABLED', 'DISABLED', 'ENABLED'), Name: IGNORED, Targets: IGNORED, EventPattern: IGNORED } },
  'AWS::Events::EventBusPolicy': {
    layer: 'audit',
    noun: 'policy of an event bus',
    role: 'opens',
    roleOf: ({ properties }) => (member(properties.Statement, 'Effect') === 'Deny' ? 'protects' : 'opens'),
    shows: ['Principal', 'Action', 'Statement.Principal', 'Statement.Action', 'EventBusName'],
    properties: {
      Statement: own(compareStatement), Principal: own(comparePattern), Action: own(comparePattern), Condition: PRESENT, StatementId: IGNORED,
    },
  },
  'AWS::Oam::Link': { layer: 'audit', noun: 'link to a monitoring account', role: 'part', properties: { ResourceTypes: MORE_IS_WEAKER } },
};
