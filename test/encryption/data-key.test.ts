import { App, Duration, Stack } from 'aws-cdk-lib';
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

test('ten log groups of a stack are one statement of the key policy', () => {
  const stack = newStack();
  const dataKey = new DataKey(stack, 'Key');
  for (let at = 0; at < 10; at++) {
    new EncryptedLogGroup(stack, `Log${at}`, { dataKey });
  }
  expect(statementsOf(stack)).toHaveLength(2);
});

test('a key policy that KMS would refuse is refused at synth, with its length', () => {
  const stack = newStack();
  const dataKey = new DataKey(stack, 'Key');
  for (let at = 0; at < 90; at++) {
    new EncryptedLogGroup(stack, `Log${at}`, { dataKey, logGroupName: `/a/rather/long/name/of/a/log/group/${at}` });
  }
  expect(() => statementsOf(stack)).toThrow(/at most 32,768 characters.*received: \d\d,\d+ for 90 uses/);
});

test('in China the logs service has the domain of China', () => {
  const stack = new Stack(new App(), 'China', { env: { account: '111122223333', region: 'cn-north-1' } });
  new EncryptedLogGroup(stack, 'Log');
  expect(JSON.stringify(statementsOf(stack)[1].Principal)).toContain('logs.cn-north-1.');
  expect(JSON.stringify(statementsOf(stack)[1].Principal)).toMatch(/amazonaws\.com\.cn|AWS::URLSuffix/);
});
