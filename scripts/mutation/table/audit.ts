import { REFERENCE, type Rows, WORDS } from './type-rows';
import { type Json, objectOf } from '../../../src/posture/assembly/json';
import { as, drop, entries, leftOut, lower, type Operator, raise, to } from '../operator';
import { policy } from '../policy';

/** The metrics of an API without their stage are those of all its stages. */
const withoutDimension: Operator = {
  kind: 'drop an entry',
  variants: (value, around) => entries.variants(value, around).map((variant, at) => (
    objectOf((value as readonly Json[])[at]).Name === 'Stage' ? { ...variant, leftOut: 'stricter' } : variant)),
};

export const AUDIT: Rows = {
  'AWS::ApiGateway::Account': {
    layer: 'audit',
    removal: 'the role is one per account and Region: an app may rely on what another stack has set',
    relevant: { CloudWatchRoleArn: [drop] },
    irrelevant: { '@DeletionPolicy': 'the role stays either way', '@UpdateReplacePolicy': 'the role stays either way' },
  },
  'AWS::CloudWatch::Alarm': {
    layer: 'audit',
    removal: true,
    relevant: {
      'AlarmActions': [drop, entries],
      'ComparisonOperator': [leftOut('refused', drop), to('LessThanThreshold')],
      'DatapointsToAlarm': [leftOut('default', drop), leftOut('refused', raise(10))], // more than there are periods
      'Dimensions': [drop, withoutDimension],
      'Dimensions[].Name': [leftOut('refused', drop), to('Elsewhere')],
      'Dimensions[].Value': [leftOut('refused', drop), to('elsewhere')],
      'EvaluationPeriods': [leftOut('refused', drop), leftOut('stricter', raise(100))], // of more periods as many have to be bad as before
      'ExtendedStatistic': [leftOut('refused', drop), to('p1')],
      'MetricName': [leftOut('refused', drop), to('NoSuchMetric')],
      'Namespace': [leftOut('refused', drop), to('NoSuchNamespace')],
      'Period': [leftOut('refused', drop), to(86_400)],
      'Statistic': [leftOut('refused', drop), to('Minimum')],
      'Threshold': [leftOut('refused', drop), raise(1_000_000)],
    },
    irrelevant: { AlarmDescription: WORDS, TreatMissingData: 'what a metric that nobody emits means; alarms that watch one are found by themselves' },
  },
  'AWS::Logs::LogGroup': {
    layer: 'audit',
    removal: true,
    relevant: {
      '@DeletionPolicy': [drop, to('Delete')],
      '@UpdateReplacePolicy': [drop, to('Delete')],
      'KmsKeyId': [drop],
      'LogGroupName': [drop, as('point elsewhere', 'elsewhere')],
      'ResourcePolicyDocument': policy({ own: true, without: 'refused' }), // without it nothing is delivered
      'RetentionInDays': [drop, lower(1)],
    },
    irrelevant: {},
  },
  'AWS::Logs::MetricFilter': {
    layer: 'audit',
    removal: true,
    relevant: {
      'FilterPattern': [leftOut('refused', drop), to('{ $.nothing = "429" }')],
      'LogGroupName': [leftOut('refused', drop), as('point elsewhere', 'elsewhere')],
      'MetricTransformations[].MetricName': [leftOut('refused', drop), to('Elsewhere')],
      'MetricTransformations[].MetricNamespace': [leftOut('refused', drop), to('Elsewhere')],
      'MetricTransformations[].MetricValue': [leftOut('refused', drop), to('0')],
    },
    irrelevant: { 'MetricTransformations[].Unit': WORDS },
  },
  'AWS::SNS::Topic': {
    layer: 'audit',
    removal: true,
    relevant: { KmsMasterKeyId: [drop, to('alias/aws/sns')] },
    irrelevant: {},
  },
  'AWS::SNS::TopicPolicy': {
    layer: 'audit',
    removal: true,
    relevant: {
      PolicyDocument: policy({ own: true, without: 'refused' }),
      Topics: [leftOut('refused', drop)],
    },
    irrelevant: { 'Topics[]': REFERENCE },
  },
  'AWS::SNS::Subscription': {
    layer: 'audit',
    removal: 'people subscribe by themselves too: the templates need not tell who listens',
    relevant: {},
    irrelevant: { Endpoint: 'who is told', Protocol: 'goes with the endpoint', TopicArn: REFERENCE },
  },
};
