import { keyDeletion } from '../../../../src/posture/checks/encryption/key-deletion';
import { keyServices } from '../../../../src/posture/checks/encryption/key-services';
import { messages, postureOf } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { of, ref } from '../../support/network';

const key = (rest: Record<string, unknown>, properties: Record<string, unknown> = {}) => ({ Key: of('KMS::Key', { EnableKeyRotation: true, ...properties }, rest) });

cases(keyDeletion, [
  ['a key that is retained', key({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }), ['pass Key']],
  ['a key that is retained once it is made', key({ DeletionPolicy: 'RetainExceptOnCreate' }), ['pass Key']],
  ['a key of which nothing is said', key({}), ['warning Key']],
  ['a key that is deleted', key({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Retain' }), ['warning Key']],
  ['a key that would be deleted if it were replaced, which CloudFormation refuses', key({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Delete' }), ['pass Key']],
  ['a window of a parameter', key({ DeletionPolicy: 'Delete' }, { PendingWindowInDays: OPEN }), ['unknown Key PendingWindowInDays']],
], PARAMETERS);

test('the message says how long a deleted key can be called back', () => {
  expect(messages(keyDeletion, key({ DeletionPolicy: 'Delete' }, { PendingWindowInDays: '7' })))
    .toEqual(['the key is deleted with the stack: it is gone 7 days later']);
  expect(messages(keyDeletion, key({}))).toEqual(['the key has no DeletionPolicy, so that CloudFormation deletes it with the stack: it is gone 30 days later']);
});

const LOGS = { 'Fn::Sub': 'logs.${AWS::Region}.amazonaws.com' };
const allow = (Service: unknown, Condition?: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  ({ Effect: 'Allow', Principal: { Service }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*', ...Condition === undefined ? {} : { Condition }, ...more });
const used = (...Statement: unknown[]) => key({}, { KeyPolicy: { Version: '2012-10-17', Statement } });
const context = (arn: unknown) => ({ ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn } });
const OWN = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } };
const FOUND = ['warning Key KeyPolicy.Statement[0]'];

cases(keyServices, [
  ['logs of the account', used(allow(LOGS, context({ 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:*' }))), ['pass Key KeyPolicy']],
  ['logs of a literal account', used(allow('logs.eu-central-1.amazonaws.com', context('arn:aws:logs:*:111122223333:log-group:*'))), ['pass Key KeyPolicy']],
  ['alarms of the account', used(allow('cloudwatch.amazonaws.com', OWN)), ['pass Key KeyPolicy']],
  ['one trail', used(allow('cloudtrail.amazonaws.com', { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/t' } })), ['pass Key KeyPolicy']],
  ['resources of the organization', used(allow('sns.amazonaws.com', { StringEquals: { 'aws:SourceOrgID': 'o-abc' } })), ['pass Key KeyPolicy']],
  ['events, which carry no source', used(allow('events.amazonaws.com')), ['pass Key KeyPolicy']],
  ['a service of which this is not known', used(allow('example.amazonaws.com')), ['pass Key KeyPolicy']],
  ['a Deny for other accounts', used(allow('sns.amazonaws.com'), allow('sns.amazonaws.com', { StringNotEquals: { 'aws:SourceAccount': '111122223333' } }, { Effect: 'Deny', Action: 'kms:*' })),
    ['pass Key KeyPolicy']],
  ['logs of everybody', used(allow(LOGS)), FOUND],
  ['logs of everybody, by Region and suffix', used(allow({ 'Fn::Sub': 'logs.${AWS::Region}.${AWS::URLSuffix}' })), FOUND],
  ['logs with every context', used(allow(LOGS, context('*'))), FOUND],
  ['logs with a context of every account', used(allow(LOGS, context('arn:aws:logs:eu-central-1:*:log-group:*'))), FOUND],
  ['alarms of everybody', used(allow(['cloudwatch.amazonaws.com', 'lambda.amazonaws.com'])), FOUND],
  ['alarms, if they say of which account', used(allow('cloudwatch.amazonaws.com', { StringLikeIfExists: { 'aws:SourceArn': '*' } })), FOUND],
  ['alarms of every account, by a pattern', used(allow('cloudwatch.amazonaws.com', { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-central-1:*:alarm:*' } })), FOUND],
  ['alarms of two accounts, or of all', used(allow('cloudwatch.amazonaws.com', { ArnLike: { 'aws:SourceArn': ['arn:aws:cloudwatch:*:111122223333:*', 'arn:aws:cloudwatch:*'] } })), FOUND],
  ['alarms of all but one account', used(allow('cloudwatch.amazonaws.com', { ArnNotLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:444455556666:*' } })), FOUND],
  ['notifications of one bucket', used(allow('s3.amazonaws.com', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::orders' } })), ['pass Key KeyPolicy']],
  ['notifications of every bucket', used(allow('s3.amazonaws.com', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } })), FOUND],
  ['alarms of an account of a parameter', used(allow('cloudwatch.amazonaws.com', { StringEquals: { 'aws:SourceAccount': OPEN } })), ['unknown Key KeyPolicy.Statement[0]']],
  ['a policy of a parameter', key({}, { KeyPolicy: OPEN }), ['pass Key KeyPolicy']],
], PARAMETERS);

test('the message names the service', () => {
  expect(messages(keyServices, postureOf(used(allow('sns.amazonaws.com'))))).toEqual(['sns.amazonaws.com may kms:Decrypt, kms:GenerateDataKey* for resources of every account']);
});
