import { type App as CdkApp, Stack, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { PrivateApi } from '../../../src';
import { readApp } from '../../../src/posture/assembly/read';
import { diffApps } from '../../../src/posture/diff/diff';
import { EXAMPLES, newApp } from '../../examples/examples';
import { type Resources, appOf } from '../support/app';

/** What a diff says of two apps. */
function told(makeBefore: (app: CdkApp) => unknown, makeAfter: (app: CdkApp) => unknown): string[] {
  const [before, after] = [makeBefore, makeAfter].map((make) => {
    const app = newApp();
    make(app);
    return readApp(app.synth().directory);
  });
  return diffApps(before!, after!).map(({ direction, message }) => `${direction}: ${message}`);
}

const payments = (id: string, addresses = ['10.20.0.0/16']) => (scope: Construct) => {
  const stack = new Stack(scope, 'Shop');
  const handler = new lambda.Function(stack, 'Handler', { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = 0') });
  const api = new PrivateApi(stack, id, {});
  api.addRoute('GET /payments/{id}', { handler, scope: 'payments/read' });
  api.addConsumer('Billing', { owner: 'billing@example.com', scopes: ['payments/read'], addresses });
};

test('a construct that is called otherwise changes nothing: names that are derived from its place are those of one thing', () => {
  expect(told(payments('Payments'), payments('Accounting'))).toEqual([]);
});

test('...and hides no change beside it', () => {
  const changes = told(payments('Payments'), payments('Accounting', ['10.20.0.0/16', '10.64.0.0/16']));
  expect(changes).toEqual(expect.arrayContaining([expect.stringMatching(/^weaker: .*10\.64\.0\.0\/16/)]));
});


const API = (Name: string): Resources => ({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name, EndpointConfiguration: { Types: ['PRIVATE'] } } } });
const alarmOn = (Value: string): Resources => ({
  Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace: 'AWS/ApiGateway', MetricName: '5XXError', Threshold: 1, ComparisonOperator: 'GreaterThanThreshold', Dimensions: [{ Name: 'ApiName', Value }] } },
});
const group = (LogGroupName: unknown, id = 'Log'): Resources => ({ [id]: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } } });
const keyFor = (pattern: unknown, principal: unknown = { Service: 'logs.amazonaws.com' }): Resources => ({
  Key: {
    Type: 'AWS::KMS::Key',
    Properties: { KeyPolicy: { Statement: { Effect: 'Allow', Principal: principal, Action: 'kms:Decrypt', Resource: '*', Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': pattern } } } } },
  },
});
const logArn = (name: string) => `arn:aws:logs:eu-central-1:111122223333:log-group:${name}`;
const between = (before: Resources, after: Resources) => diffApps(appOf({ Shop: { Resources: before } }), appOf({ Shop: { Resources: after } }))
  .map(({ direction, message }) => `${direction}: ${message.slice(0, 60)}`);

test('a name is followed into dimensions and ARNs, and into patterns of what CloudFormation fills in', () => {
  expect(between({ ...API('payments-api'), ...alarmOn('payments-api') }, { ...API('accounting-api'), ...alarmOn('accounting-api') })).toEqual([]);
  expect(between({ ...group('payments-log'), ...keyFor(logArn('payments-log:*')) }, { ...group('accounting-log'), ...keyFor(logArn('accounting-log:*')) })).toEqual([]);
  const filled = (name: string) => ({ 'Fn::Sub': `${name}-\${AWS::StackId}` });
  expect(between({ ...group(filled('payments')), ...keyFor(logArn('payments-*')) }, { ...group(filled('accounting')), ...keyFor(logArn('accounting-*')) })).toEqual([]);
});

test.each<[string, Resources, Resources]>([
  ['an alarm on another API', { ...API('payments-api'), ...alarmOn('payments-api') }, { ...API('accounting-api'), ...alarmOn('somebody-else') }],
  ['a longer name', { ...group('payments-log'), ...keyFor(logArn('payments-log')) }, { ...group('accounting-log'), ...keyFor(logArn('accounting-log-of-others')) }],
  ['a name that something else had', { ...group('payments-log'), ...group('accounting-log', 'Other'), ...keyFor(logArn('payments-log')) }, { ...group('accounting-log'), ...group('third-log', 'Other'), ...keyFor(logArn('accounting-log')) }],
  ['a role that is called like the log', { ...group('payments-log'), ...keyFor('*', { AWS: 'arn:aws:iam::111122223333:role/payments-log' }) }, { ...group('accounting-log'), ...keyFor('*', { AWS: 'arn:aws:iam::111122223333:role/accounting-log' }) }],
  ['a short name, which may be a word', { ...API('get'), ...alarmOn('get') }, { ...API('put'), ...alarmOn('put') }],
])('a change is told all the same: %s', (_, before, after) => {
  expect(between(before, after)).not.toEqual([]);
});

test.each(EXAMPLES)('the example $name is no other once it stands in a Stage', ({ make }) => {
  expect(told(make, (app) => make(new Stage(app, 'Production')))).toEqual([]);
});
