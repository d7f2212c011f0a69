import { keyAdministrators } from '../../../../src/posture/checks/encryption/key-administrators';
import { messages, type Resources } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { att, of } from '../../support/network';

const LOGS = { Service: 'logs.eu-central-1.amazonaws.com' };
const key = (...statements: Record<string, unknown>[]): Resources => ({
  Key: of('KMS::Key', { KeyPolicy: { Statement: statements.map((statement) => ({ Effect: 'Allow', Principal: LOGS, Action: 'kms:Decrypt', Resource: '*', ...statement })) } }),
});
const trusting = (Principal: unknown): Resources => ({ Role: of('IAM::Role', { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }] } }) });
const ROLE = { AWS: att('Role', 'Arn') };
const [GOOD, BAD] = ['pass Key KeyPolicy', 'warning Key KeyPolicy.Statement[0]'];

cases(keyAdministrators, [
  ['the account', key({ Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }, Action: 'kms:*' }), [GOOD]],
  ['an administrator by name', key({ Principal: { AWS: 'arn:aws:iam::111122223333:role/keys' }, Action: 'kms:*' }), [GOOD]],
  ['a role of the app that people take on', { ...key({ Principal: ROLE, Action: 'kms:*' }), ...trusting({ AWS: 'arn:aws:iam::111122223333:root' }) }, [GOOD]],
  ['a role of the app that deploys', { ...key({ Principal: ROLE, Action: 'kms:*' }), ...trusting({ Service: 'cloudformation.amazonaws.com' }) }, [GOOD]],
  ['a service that uses it', key({ Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'] }), [GOOD]],
  ['a service that makes grants of it', key({ Action: 'kms:CreateGrant' }), [GOOD]],
  ['a service that may not', key({ Effect: 'Deny', Action: 'kms:*' }), [GOOD]],
  ['a key without a policy', { Key: of('KMS::Key') }, [GOOD]],
  ['a service that may do everything with it', key({ Action: 'kms:*' }), [BAD]],
  ['a service that may do everything', key({ Action: '*' }), [BAD]],
  ['a service that may write its policy', key({ Action: ['kms:Decrypt', 'kms:Put*'] }), [BAD]],
  ['a service that may do all but delete it', key({ Action: undefined, NotAction: 'kms:ScheduleKeyDeletion' }), [BAD]],
  ['the role of a function', { ...key({ Principal: ROLE, Action: 'kms:*' }), ...trusting({ Service: 'lambda.amazonaws.com' }) }, [BAD]],
  ['a replica', { Key: { ...key({ Action: 'kms:*' }).Key!, Type: 'AWS::KMS::ReplicaKey' } }, [BAD]],
  ['an action that is a parameter', key({ Action: OPEN }), ['unknown Key KeyPolicy.Statement[0]']],
], PARAMETERS);

test('the message says who may do what', () => {
  expect(messages(keyAdministrators, key({ Action: 'kms:*' }))).toEqual(['logs.eu-central-1.amazonaws.com may kms:*']);
  expect(messages(keyAdministrators, key({ Action: undefined, NotAction: 'kms:ScheduleKeyDeletion' }))).toEqual(['logs.eu-central-1.amazonaws.com may all but kms:ScheduleKeyDeletion']);
});
