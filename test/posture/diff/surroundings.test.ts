import { readMetadata } from '../../../src/posture/assembly/metadata';
import { resolveApp } from '../../../src/posture/assembly/resolve';
import { parseTemplate } from '../../../src/posture/assembly/template';
import { diffApps } from '../../../src/posture/diff/diff';
import type { Resources } from '../support/app';
import { of, ref } from '../support/network';

interface Placed { readonly name?: string; readonly account?: string; readonly region?: string }

const appIn = (Resources: Resources, { name = 'Pay', ...environment }: Placed = {}) => resolveApp([{
  name,
  template: parseTemplate(JSON.stringify({ Resources }), name),
  file: name,
  templateFile: name,
  metadata: readMetadata({}),
  assets: new Map(),
  ...environment,
}]);
const said = (base: Parameters<typeof appIn>, head: Parameters<typeof appIn>) => diffApps(appIn(...base), appIn(...head)).map(({ direction, message }) => `${direction}: ${message}`);
const HERE = { account: '111122223333', region: 'eu-central-1' };
const sub = (text: string) => ({ 'Fn::Sub': text });
const allow = (Resource: unknown) => ({ Statement: [{ Effect: 'Allow', Principal: { Service: 'logs.amazonaws.com' }, Action: 'kms:*', Resource: '*', Condition: { ArnLike: { 'aws:SourceArn': Resource } } }] });
const key = (...arns: unknown[]): Resources => ({ Key: of('KMS::Key', { KeyPolicy: allow(arns) }) });

const LOGS = sub('arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:pay');
const suffixed = (begin: string): Resources => ({
  Log: of('Logs::LogGroup', { LogGroupName: sub(`${begin}\${AWS::StackId}`) }),
  ...key(sub(`arn:aws:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${begin}*`)),
});

test('a stack that now says its account and Region is the same, and one that no longer does', () => {
  expect(said([key(LOGS)], [key(LOGS), HERE])).toEqual([]);
  expect(said([key(LOGS), HERE], [key(LOGS)])).toEqual([]);
});

test('another account is another: where both versions say theirs, and where a text names one', () => {
  expect(said([key(LOGS), HERE], [key(LOGS), { ...HERE, account: '444455556666' }])).toHaveLength(2);
  expect(said([key(LOGS)], [key('arn:aws:logs:eu-central-1:444455556666:log-group:pay'), HERE])).toHaveLength(2);
});

test('the id of a stack is the same, whatever the stack is called', () => {
  const suffix = { 'Fn::Select': [2, { 'Fn::Split': ['/', ref('AWS::StackId')] }] };
  const tagged = { Topic: of('SNS::Topic', { TopicName: ref('AWS::StackId'), KmsMasterKeyId: ref('AWS::StackId') }), ...key(ref('AWS::StackId'), suffix) };
  expect(said([tagged, { name: 'base' }], [tagged, { name: 'head' }])).toEqual([]);
  expect(said([tagged, { name: 'base' }], [tagged, { name: 'base' }])).toEqual([]);
});

test.each<[what: string, base: Resources, head: Resources]>([
  ['a log group', suffixed('aws-waf-logs-payments-'), suffixed('aws-waf-logs-payments2-')],
  ['an API whose alarm names it', {
    Api: of('ApiGateway::RestApi', { Name: 'payments' }), Alarm: of('CloudWatch::Alarm', { Dimensions: [{ Name: 'ApiName', Value: 'payments' }], MetricName: '5XXError' }),
  }, {
    Api: of('ApiGateway::RestApi', { Name: 'payments2' }), Alarm: of('CloudWatch::Alarm', { Dimensions: [{ Name: 'ApiName', Value: 'payments2' }], MetricName: '5XXError' }),
  }],
  ['a role that a policy names', { Role: of('IAM::Role', { RoleName: 'payer' }), ...key('arn:aws:iam::111122223333:role/payer') }, { Role: of('IAM::Role', { RoleName: 'payer-of-ours' }), ...key('arn:aws:iam::111122223333:role/payer-of-ours') }],
])('a resource that has another name is the same where it is named: %s', (_, base, head) => {
  expect(said([base], [head])).toEqual([]);
  expect(said([head], [base])).toEqual([]);
});

test('who is named in the place of another is another, where the name is not a new one of the same resource', () => {
  const roles = (named: string): Resources => ({ Payer: of('IAM::Role', { RoleName: 'payer' }), Reader: of('IAM::Role', { RoleName: 'reader' }), ...key(`arn:aws:iam::111122223333:role/${named}`) });
  expect(said([roles('payer')], [roles('reader')])).toHaveLength(2);
});
