import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DataKey, EncryptedLogGroup, KeyUse } from '../../src';
import { newStack, onlyResource, warningsOf } from '../support/stack';

const statementsOf = (stack: ReturnType<typeof newStack>) => onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement;

test('the key rotates, and stays when its stack goes', () => {
  const stack = newStack();
  new DataKey(stack, 'Key');
  const key = onlyResource(stack, 'AWS::KMS::Key');
  expect(key.Properties.EnableKeyRotation).toBe(true);
  expect(key.DeletionPolicy).toBe('Retain');
});

test('a key that nobody uses admits no service', () => {
  const stack = newStack();
  new DataKey(stack, 'Key');
  expect(statementsOf(stack)).toHaveLength(1);
  expect(statementsOf(stack)[0].Principal.AWS).toBeDefined();
});

test('no service gets kms:*, and every service is bound to this account', () => {
  const stack = newStack();
  const key = new DataKey(stack, 'Key');
  key.admit(KeyUse.logGroups(stack, 'mine-*'));
  key.admit(KeyUse.alarmTopics(stack));
  key.admit(KeyUse.userPools(stack));
  const services = statementsOf(stack).filter((statement: any) => statement.Principal.Service);
  expect(services).toHaveLength(4);
  for (const statement of services) {
    expect([statement.Action].flat()).not.toContain('kms:*');
    expect(JSON.stringify(statement.Condition)).toContain('AWS::AccountId');
  }
});

test('the policy names what the key encrypts by patterns, never by reference', () => {
  const stack = newStack();
  const dataKey = new DataKey(stack, 'Key');
  new EncryptedLogGroup(stack, 'Log', { dataKey });
  const references = JSON.stringify(statementsOf(stack)).match(/"(Ref|Fn::GetAtt)":("[^"]+"|\[[^\]]+\])/g) ?? [];
  expect(references.filter((reference) => !reference.includes('AWS::'))).toEqual([]);
});

test('an existing key keeps its policy, and a warning names the services it must admit', () => {
  const stack = newStack();
  const theirs = new kms.Key(stack, 'Theirs');
  const dataKey = DataKey.fromKey(stack, 'Key', theirs);
  new EncryptedLogGroup(stack, 'Log', { dataKey });
  new EncryptedLogGroup(stack, 'Other', { dataKey });
  expect(statementsOf(stack)).toHaveLength(1);
  expect(warningsOf(stack).filter((text) => text.includes('CloudWatch Logs'))).toHaveLength(1);
});

test('a recovery window outside 7 to 30 days is refused with its value', () => {
  expect(() => new DataKey(newStack(), 'Key', { pendingWindow: Duration.days(3) })).toThrow('7 to 30 days, received: 3 days');
});

test('a log group is encrypted, kept a year and retained', () => {
  const stack = newStack();
  new EncryptedLogGroup(stack, 'Log');
  const group = onlyResource(stack, 'AWS::Logs::LogGroup');
  expect(group.Properties.RetentionInDays).toBe(365);
  expect(group.Properties.KmsKeyId).toBeDefined();
  expect(group.DeletionPolicy).toBe('Retain');
});
