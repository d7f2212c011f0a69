import { diffApps } from '../../../src/posture/diff/diff';
import { appOf, type Resources } from '../support/app';
import { att, of, ref } from '../support/network';

function said(before: Resources, after: Resources, outputs: Record<string, unknown> = {}): string[] {
  const changes = diffApps(appOf({ Pay: { Resources: before } }), appOf({ Pay: { Resources: after, Outputs: outputs } }));
  return changes.map(({ direction, message }) => `${direction}: ${message}`);
}
const CLIENT = of('Cognito::UserPoolClient', { GenerateSecret: true });
const parameter = (Value: unknown): Resources => ({ Client: CLIENT, Parameter: of('SSM::Parameter', { Type: 'String', Value }) });
const SECRET = att('Client', 'ClientSecret');

test('a secret that comes to stand in a parameter is weaker, one that leaves it is stronger', () => {
  expect(said(parameter(ref('Client')), parameter(SECRET))).toEqual(['weaker: Value of Parameter now holds the ClientSecret of Client']);
  expect(said(parameter(SECRET), parameter(ref('Client')))).toEqual(['stronger: Value of Parameter no longer holds the ClientSecret of Client']);
  expect(said({ Client: CLIENT }, parameter(SECRET))).toEqual(['weaker: Value of Parameter now holds the ClientSecret of Client']);
});

test('a secret that becomes an output is weaker; a part of one is not known', () => {
  expect(said({ Client: CLIENT }, { Client: CLIENT }, { Shown: { Value: SECRET } })).toEqual(['weaker: the ClientSecret of Client is now the output Shown of the stack']);
  expect(said(parameter(ref('Client')), parameter({ 'Fn::Select': [0, { 'Fn::Split': ['-', SECRET] }] }))).toEqual(['unknown: Value of Parameter now holds the ClientSecret of Client']);
});

test('a secret that goes to Secrets Manager is no change', () => {
  expect(said({ Client: CLIENT }, { Client: CLIENT, Kept: of('SecretsManager::Secret', { SecretString: SECRET }) }).join()).not.toContain('ClientSecret');
});

const fn = (properties: Record<string, unknown>): Resources => ({ Log: of('Logs::LogGroup'), Other: of('Logs::LogGroup', { RetentionInDays: 1 }), Fn: of('Lambda::Function', properties) });
const TO_LOG = { LoggingConfig: { LogGroup: ref('Log') } };

test('a function that leaves its log group, or takes another, is told', () => {
  expect(said(fn(TO_LOG), fn({}))).toEqual(['weaker: function Fn: LoggingConfig.LogGroup is gone: Log']);
  expect(said(fn({}), fn(TO_LOG))).toEqual(['stronger: function Fn: LoggingConfig.LogGroup is new: Log']);
  expect(said(fn(TO_LOG), fn({ LoggingConfig: { LogGroup: ref('Other') } }))).toEqual(['unknown: function Fn: LoggingConfig.LogGroup is now Other; before, Log']);
  expect(said(fn(TO_LOG), fn({ LoggingConfig: { ...TO_LOG.LoggingConfig, LogFormat: 'JSON' } }))).toEqual([]);
});

test('a function that no longer traces is weaker; the mode that Lambda takes may be written out', () => {
  expect(said(fn({ TracingConfig: { Mode: 'Active' } }), fn({}))).toEqual(['weaker: function Fn: TracingConfig.Mode is now nothing; before, Active']);
  expect(said(fn({ TracingConfig: { Mode: 'Active' } }), fn({ TracingConfig: { Mode: 'PassThrough' } }))).toEqual(['weaker: function Fn: TracingConfig.Mode is now PassThrough; before, Active']);
  expect(said(fn({}), fn({ TracingConfig: { Mode: 'PassThrough' } }))).toEqual([]);
});

const TOPIC: Resources = { Topic: of('SNS::Topic') };
const policy = (more: Record<string, unknown> = {}): Resources => ({
  Policy: of('SNS::TopicPolicy', { Topics: [ref('Topic')], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: ref('Topic'), ...more }] } }),
});

test('a topic without its policy is one that nobody hears of alarms by', () => {
  expect(said({ ...TOPIC, ...policy() }, TOPIC)).toEqual(['weaker: policy of a topic Policy: no longer allows sns:Publish on Topic to cloudwatch.amazonaws.com']);
  expect(said(TOPIC, { ...TOPIC, ...policy() })).toEqual(['stronger: policy of a topic Policy: now also allows sns:Publish on Topic to cloudwatch.amazonaws.com']);
  expect(said(TOPIC, { ...TOPIC, ...policy({ Principal: '*' }) })).toEqual(['weaker: policy of a topic Policy: now also allows sns:Publish on Topic to anybody']);
  expect(said({ ...TOPIC, ...policy({ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }) }, { ...TOPIC, ...policy() })[0]).toMatch(/^weaker: policy of a topic Policy: now also allows/);
});
