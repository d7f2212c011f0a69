import { AlarmTopic } from '../../src/audit/alarm-topic';
import { DataKey } from '../../src/encryption/data-key';
import { newStack, onlyResource, resourcesOf } from '../support/stack';

const statementsOf = (stack: ReturnType<typeof newStack>) => onlyResource(stack, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument.Statement;

test('CloudWatch can really publish: the key and the topic both admit it, for this account only', () => {
  const stack = newStack();
  new AlarmTopic(stack, 'Topic');
  const inKey = onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement
    .filter((statement: any) => statement.Principal.Service === 'cloudwatch.amazonaws.com');
  expect(inKey).toHaveLength(1);
  expect(inKey[0].Action).toEqual(expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey*']));
  const inTopic = statementsOf(stack).filter((statement: any) => statement.Effect === 'Allow');
  expect(inTopic).toEqual([expect.objectContaining({
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Condition: {
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      ArnLike: { 'aws:SourceArn': expect.anything() },
    },
  })]);
});

test('the topic is encrypted with the given key', () => {
  const stack = newStack();
  const dataKey = new DataKey(stack, 'Key');
  new AlarmTopic(stack, 'Topic', { dataKey });
  expect(Object.keys(resourcesOf(stack, 'AWS::KMS::Key'))).toHaveLength(1);
  expect(onlyResource(stack, 'AWS::SNS::Topic').Properties.KmsMasterKeyId).toEqual(stack.resolve(dataKey.keyArn));
});

test('nobody publishes without TLS, and nobody is admitted by `*`', () => {
  const stack = newStack();
  new AlarmTopic(stack, 'Topic');
  for (const statement of statementsOf(stack)) {
    if (JSON.stringify(statement.Principal).includes('*')) {
      expect(statement).toMatchObject({ Effect: 'Deny', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    }
  }
  expect(statementsOf(stack).filter((statement: any) => statement.Effect === 'Deny')).toHaveLength(1);
});

test('every subscriber gets a subscription by e-mail', () => {
  const stack = newStack();
  new AlarmTopic(stack, 'Topic', { subscribers: ['a@example.com', 'b@example.com'] });
  const subscriptions = Object.values(resourcesOf(stack, 'AWS::SNS::Subscription')).map(({ Properties }) => [Properties.Protocol, Properties.Endpoint]);
  expect(subscriptions.sort()).toEqual([['email', 'a@example.com'], ['email', 'b@example.com']]);
});

test.each([[['nobody']], [['a@example.com', 'a@example.com']]])('the subscribers %j are refused', (subscribers) => {
  expect(() => new AlarmTopic(newStack(), 'Topic', { subscribers })).toThrow(`received: ${JSON.stringify(subscribers.at(-1))}`);
});
