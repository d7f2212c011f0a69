import type { Posture } from './posture';
import { type Reading, ABSENT, known } from './reading';
import type { Resource } from '../assembly/app';
import { listOf } from '../assembly/json';
import { type Policy, type Statement, readPolicy } from '../policy/policy';

/** The topics to which alarms are sent, as far as the app makes them. */
export function alarmTopics(posture: Posture): ReadonlySet<Resource> {
  const alarms = posture.ofType('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::LogAlarm');
  return new Set(alarms.flatMap(({ properties }) => listOf(properties.AlarmActions)).flatMap((action) => posture.targets(action))
    .filter(({ type }) => type === 'AWS::SNS::Topic'));
}

/** A policy of a resource, and what says it. */
export interface AttachedPolicy {
  readonly resource: Resource;
  readonly property: string;
  readonly policy: Reading<Policy>;
}

/** The policies of a topic: none, and SNS takes its own, which admits the account. */
export function topicPolicies(posture: Posture, topic: Resource): readonly AttachedPolicy[] {
  return [...posture.ofType('AWS::SNS::TopicPolicy').filter(({ properties }) => listOf(properties.Topics).some((entry) => posture.targets(entry).includes(topic))),
    ...posture.ofType('AWS::SNS::TopicInlinePolicy').filter(({ properties }) => posture.targets(properties.TopicArn).includes(topic))]
    .map((resource) => ({ resource, property: 'PolicyDocument', policy: readPolicy(resource.properties.PolicyDocument) }));
}

/** The policies of a bucket. */
export function bucketPolicies(posture: Posture, bucket: Resource): readonly AttachedPolicy[] {
  return posture.ofType('AWS::S3::BucketPolicy')
    .filter(({ properties: { Bucket: name } }) => posture.target(name) === bucket || name !== undefined && name === bucket.properties.BucketName)
    .map((resource) => ({ resource, property: 'PolicyDocument', policy: readPolicy(resource.properties.PolicyDocument) }));
}

/** Several policies as the one that they are together; unknown where one is. */
export function together(policies: readonly AttachedPolicy[]): Reading<Policy> {
  const open = policies.find(({ policy }) => policy.kind === 'unknown');
  const statements: Statement[] = policies.flatMap(({ policy }) => (policy.kind === 'known' ? policy.value.statements : []));
  return open?.policy.kind === 'unknown' ? open.policy : policies.length === 0 ? ABSENT : known({ statements });
}
