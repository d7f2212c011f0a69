import { alarmTopicDelivers } from '../../../../src/posture/checks/audit/alarm-topic-delivers';
import { alarmTopicEncryption } from '../../../../src/posture/checks/audit/alarm-topic-encryption';
import { alarmTopicSubscribed } from '../../../../src/posture/checks/audit/alarm-topic-subscribed';
import { alarmTopicTls } from '../../../../src/posture/checks/audit/alarm-topic-tls';
import { topicPublic } from '../../../../src/posture/checks/audit/topic-public';
import type { Resources } from '../../support/app';
import { OPEN, PARAMETERS, cases } from '../../support/cases';
import { one } from '../../support/private-api';

const CLOUDWATCH = { Service: 'cloudwatch.amazonaws.com' };
const allow = (Principal: unknown, Action: unknown = 'sns:Publish', Condition?: object) => ({ Effect: 'Allow', Principal, Action, Resource: '*', ...Condition ? { Condition } : {} });
const own = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
const TLS_ONLY = { Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };

/** A topic to which an alarm is sent. */
const topic = (properties: Record<string, unknown> = {}): Resources => ({
  ...one('Alarm', 'CloudWatch::Alarm', { AlarmActions: [{ Ref: 'Topic' }] }), ...one('Topic', 'SNS::Topic', properties),
});
const policy = (...Statement: unknown[]): Resources => one('Policy', 'SNS::TopicPolicy', { Topics: [{ Ref: 'Topic' }], PolicyDocument: { Statement } });
const key = (...Statement: unknown[]): Resources => one('Key', 'KMS::Key', { KeyPolicy: { Statement } });
const KEYED = { KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } };
const IMPORTED = one('Alarm', 'CloudWatch::Alarm', { AlarmActions: ['arn:aws:sns:eu-central-1:111122223333:central'] });

cases(alarmTopicDelivers, [
  ['a topic without a policy takes alarms of its account', topic(), ['pass Topic KmsMasterKeyId', 'pass Topic PolicyDocument']],
  ['a policy that names CloudWatch passes', { ...topic(), ...policy(allow(CLOUDWATCH, 'sns:Publish', own)) }, ['pass Topic KmsMasterKeyId', 'pass Policy PolicyDocument']],
  ['one that is limited to alarms too',
    { ...topic(), ...policy(allow(CLOUDWATCH, 'SNS:Publish', { ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:aws:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*' } } })) },
    ['pass Topic KmsMasterKeyId', 'pass Policy PolicyDocument']],
  ['one that names another service does not', { ...topic(), ...policy(allow({ Service: 'events.amazonaws.com' })) }, ['pass Topic KmsMasterKeyId', 'error Policy PolicyDocument']],
  ['one that only denies does not', { ...topic(), ...policy(TLS_ONLY) }, ['pass Topic KmsMasterKeyId', 'error Policy PolicyDocument']],
  ['the key that SNS manages lets no alarm through', topic({ KmsMasterKeyId: 'alias/aws/sns' }), ['error Topic KmsMasterKeyId', 'pass Topic PolicyDocument']],
  ['by its ARN too', topic({ KmsMasterKeyId: { 'Fn::Sub': 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/sns' } }), ['error Topic KmsMasterKeyId', 'pass Topic PolicyDocument']],
  ['a key that admits CloudWatch passes', { ...topic(KEYED), ...key(allow(CLOUDWATCH, ['kms:GenerateDataKey*', 'kms:Decrypt'])) }, ['pass Topic KmsMasterKeyId', 'pass Topic PolicyDocument']],
  ['for the topics of the account alone too',
    { ...topic(KEYED), ...key(allow(CLOUDWATCH, ['kms:GenerateDataKey*', 'kms:Decrypt'], { ...own, ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': 'arn:aws:sns:eu-central-1:111122223333:*' } })) },
    ['pass Topic KmsMasterKeyId', 'pass Topic PolicyDocument']],
  ['for log groups alone it does not',
    { ...topic(KEYED), ...key(allow(CLOUDWATCH, 'kms:*', { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:*' } })) },
    ['error Topic KmsMasterKeyId', 'pass Topic PolicyDocument']],
  ['a key for the account alone does not', { ...topic(KEYED), ...key(allow({ AWS: 'arn:aws:iam::111122223333:root' }, 'kms:*')) }, ['error Topic KmsMasterKeyId', 'pass Topic PolicyDocument']],
  ['half of what is needed is not enough', { ...topic(KEYED), ...key(allow(CLOUDWATCH, 'kms:Decrypt')) }, ['error Topic KmsMasterKeyId', 'pass Topic PolicyDocument']],
  ['a key of another app is not known', topic({ KmsMasterKeyId: OPEN }), ['unknown Topic KmsMasterKeyId', 'pass Topic PolicyDocument']],
  ['a policy that is a parameter is not known', { ...topic(), ...one('Policy', 'SNS::TopicPolicy', { Topics: [{ Ref: 'Topic' }], PolicyDocument: OPEN }) },
    ['pass Topic KmsMasterKeyId', 'unknown Policy PolicyDocument']],
  ['of a topic of another app nothing is said', IMPORTED, []],
  ['nor of one that no alarm uses', one('Topic', 'SNS::Topic', { KmsMasterKeyId: 'alias/aws/sns' }), []],
], PARAMETERS);

cases(alarmTopicEncryption, [
  ['a key passes', { ...topic(KEYED), ...key() }, ['pass Topic KmsMasterKeyId']],
  ['none does not', topic(), ['warning Topic KmsMasterKeyId']],
  ['one behind a parameter is not known', topic({ KmsMasterKeyId: OPEN }), ['unknown Topic KmsMasterKeyId']],
  ['of a topic of another app nothing is said', IMPORTED, []],
], PARAMETERS);

const subscription = (Protocol: string) => one('Subscription', 'SNS::Subscription', { TopicArn: { Ref: 'Topic' }, Protocol, Endpoint: 'a' });
cases(alarmTopicTls, [
  ['a policy that denies what comes in clear passes', { ...topic(), ...policy(allow(CLOUDWATCH), TLS_ONLY) }, ['pass Topic']],
  ['all actions denied too', { ...topic(), ...policy({ ...TLS_ONLY, Principal: { AWS: '*' }, Action: 'sns:*' }) }, ['pass Topic']],
  ['without a policy nothing is denied', topic(), ['warning Topic']],
  ['one turned around denies the rest', { ...topic(), ...policy({ ...TLS_ONLY, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }) }, ['warning Topic']],
  ['one that denies another action does not help', { ...topic(), ...policy({ ...TLS_ONLY, Action: 'sns:Subscribe' }) }, ['warning Topic']],
  ['http is in clear', { ...topic(), ...policy(TLS_ONLY), ...subscription('http') }, ['pass Topic', 'error Subscription Protocol']],
  ['https is not', { ...topic(), ...policy(TLS_ONLY), ...subscription('https') }, ['pass Topic', 'pass Subscription Protocol']],
  ['a policy that is a parameter is not known', { ...topic(), ...one('Policy', 'SNS::TopicPolicy', { Topics: [{ Ref: 'Topic' }], PolicyDocument: OPEN }) }, ['unknown Topic']],
], PARAMETERS);

cases(topicPublic, [
  ['a topic without a policy passes', topic(), []],
  ['one for the account passes', { ...topic(), ...policy(allow({ AWS: '*' }, 'sns:*', { StringEquals: { 'AWS:SourceOwner': '111122223333' } })) }, ['pass Policy PolicyDocument']],
  ['one for everybody fails', { ...topic(), ...policy(allow('*')) }, ['error Policy PolicyDocument']],
  ['also for who subscribes', { ...topic(), ...policy(allow({ AWS: ['*'] }, ['SNS:Subscribe'])) }, ['error Policy PolicyDocument']],
  ['all principals but one are everybody', { ...topic(), ...policy({ Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 'sns:*', Resource: '*' }) }, ['error Policy PolicyDocument']],
  ['...nor is one on a source that everybody has', { ...topic(), ...policy(allow('*', 'sns:Publish', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:*' } })) }, ['error Policy PolicyDocument']],
  ['a condition that anybody meets is none', { ...topic(), ...policy(allow('*', 'sns:Publish', { StringLike: { 'aws:SourceArn': '*' } })) }, ['error Policy PolicyDocument']],
  ['IfExists admits who sends nothing', { ...topic(), ...policy(allow('*', 'sns:Publish', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-own' } })) }, ['pass Policy PolicyDocument']],
  ['a service for all accounts is one for strangers', { ...topic(), ...policy(allow({ Service: 's3.amazonaws.com' })) }, ['warning Policy PolicyDocument']],
  ['limited to the account it is not', { ...topic(), ...policy(allow({ Service: 's3.amazonaws.com' }, 'sns:Publish', own)) }, ['pass Policy PolicyDocument']],
  ['the inline form counts', { ...topic(), ...one('Policy', 'SNS::TopicInlinePolicy', { TopicArn: { Ref: 'Topic' }, PolicyDocument: { Statement: allow('*') } }) }, ['error Policy PolicyDocument']],
  ['a principal that is a parameter is not known', { ...topic(), ...policy(allow({ AWS: OPEN })) }, ['unknown Policy PolicyDocument']],
], PARAMETERS);

cases(alarmTopicSubscribed, [
  ['a subscription of its own passes', { ...topic(), ...subscription('email') }, ['pass Topic']],
  ['so does one in the topic', topic({ Subscription: [{ Protocol: 'email', Endpoint: 'a' }] }), ['pass Topic']],
  ['without one nobody knows who hears it', topic(), ['unknown Topic']],
  ['one of another topic does not count', { ...topic(), ...one('Subscription', 'SNS::Subscription', { TopicArn: 'arn:aws:sns:eu-central-1:111122223333:other' }) }, ['unknown Topic']],
  ['of a topic of another app nothing is said', IMPORTED, []],
]);
