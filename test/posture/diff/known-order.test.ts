import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { att, network, of, ref } from '../support/network';
import { one, privateApi, stage, withBody } from '../support/private-api';

/** What the diff says of a change of one stack. */
const said = (before: Resources, after: Resources) => diffApps(appOf({ Pay: { Resources: before } }), appOf({ Pay: { Resources: after } }))
  .map(({ direction, message }) => `${direction}: ${message}`);

const alarm = (more: object) => one('Alarm', 'CloudWatch::Alarm', {
  Namespace: 'AWS/ApiGateway', MetricName: '4XXError', Threshold: 5, ComparisonOperator: 'GreaterThanOrEqualToThreshold', Statistic: 'Sum', ...more,
});
const computed = (Expression: string) => one('Alarm', 'CloudWatch::Alarm', {
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
  Metrics: [{ Id: 'm', ReturnData: false, MetricStat: { Metric: { Namespace: 'Pay', MetricName: 'Refused' }, Period: 60, Stat: 'Sum' } }, { Id: 'e', Expression }],
});
const filter = (more: object, MetricValue = '1') => one('Filter', 'Logs::MetricFilter', {
  LogGroupName: 'calls', FilterPattern: '403', MetricTransformations: [{ MetricName: 'Refused', MetricNamespace: 'Pay', MetricValue }], ...more,
});
const topic = (KmsMasterKeyId?: unknown) => ({ Key: of('KMS::Key', { KeyPolicy: {} }), Topic: of('SNS::Topic', { KmsMasterKeyId }) });
const pool = (more: Record<string, unknown>) => ({ Key: of('KMS::Key', { KeyPolicy: {} }), Pool: of('Cognito::UserPool', more) });
const permission = (more: object) => ({
  Fn: of('Lambda::Function', {}),
  Permission: of('Lambda::Permission', {
    FunctionName: ref('Fn'), Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:eu-central-1:111122223333:rule/a', ...more,
  }),
});
const forApi = (SourceArn: unknown) => permission({ Principal: 'apigateway.amazonaws.com', SourceArn });
const fn = (...Layers: unknown[]) => one('Fn', 'Lambda::Function', { Runtime: 'nodejs22.x', Layers });
const deployed = (more: object, deployment: object = {}) => ({
  ...privateApi(), ...stage({ DeploymentId: ref('Deployment'), ...more }), Deployment: of('ApiGateway::Deployment', { RestApiId: ref('Api'), ...deployment }),
});
const layer = (account: string, version = 1) => `arn:aws:lambda:eu-central-1:${account}:layer:extras:${version}`;
const trigger = (account: string) => `arn:aws:lambda:eu-central-1:${account}:function:claims`;
const OWN_KEY = { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: att('Key', 'Arn') };

test.each<[string, Resources, Resources, string]>([
  ['an alarm that looks at too little', alarm({}), alarm({ ComparisonOperator: 'LessThanThreshold' }), 'it now fires on LessThanThreshold; before, on GreaterThanOrEqualToThreshold'],
  ['an alarm that no longer fires at its threshold', alarm({}), alarm({ ComparisonOperator: 'GreaterThanThreshold' }), 'it now fires on GreaterThanThreshold'],
  ['an alarm at the least of its samples', alarm({}), alarm({ Statistic: 'Minimum' }), 'it now looks at the Minimum; before, at the Sum'],
  ['an alarm on too little, at the most of its samples', alarm({ ComparisonOperator: 'LessThanThreshold', Statistic: 'Average' }),
    alarm({ ComparisonOperator: 'LessThanThreshold', Statistic: 'Maximum' }), 'it now looks at the Maximum; before, at the Average'],
  ['an alarm on nothing', computed('m*0.5'), computed('m * 0'), 'it now looks at m * 0, which is 0 whatever the metrics are'],
  ['a filter whose matches count for nothing', filter({}), filter({}, '0'), 'what it finds now counts for 0'],
  ['a key that AWS manages in place of one\'s own', topic(ref('Key')), topic('alias/aws/sns'), 'KmsMasterKeyId is now alias/aws/sns, a key that AWS manages'],
  ['no key in place of one that AWS manages', topic('alias/aws/sns'), topic(), 'KmsMasterKeyId is gone: alias/aws/sns'],
  ['a user pool without a key of its own', pool({ KeyConfiguration: OWN_KEY }), pool({ KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' } }), 'KmsKeyArn is gone'],
  ['a function of another account before tokens are made', pool({}), pool({ LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V3_0', LambdaArn: trigger('444455556666') } } }),
    'the function for PreTokenGenerationConfig is now arn:aws:lambda:eu-central-1:444455556666:function:claims; before, nothing'],
  ['a permission for every rule', permission({}), permission({ SourceArn: 'arn:aws:events:*:*:*' }), 'it is now for arn:aws:events:*:*:*; before'],
  ['a permission for every API', forApi({ 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:abc/*/*' }), forApi('arn:aws:execute-api:*:*:*'),
    'it is now for arn:aws:execute-api:*:*:*; before'],
  ['a permission for everything', permission({}), permission({ Action: 'lambda:*' }), 'Action is now lambda:*; before, lambda:InvokeFunction'],
  ['a permission for everybody', permission({}), permission({ Principal: '*' }), 'Principal is now *; before, events.amazonaws.com'],
  ['a layer of another account', fn(), fn(layer('444455556666')), 'it now runs the layer arn:aws:lambda:eu-central-1:444455556666:layer:extras:1, of the account 444455556666'],
  ['a layer of another account, in the Region and partition of the stack', fn(), fn({ 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:444455556666:layer:extras:1' }),
    'of the account 444455556666'],
  ['a canary that the app does not make', deployed({}), deployed({ CanarySetting: { PercentTraffic: 50, DeploymentId: 'abc123' } }),
    'it now serves 50 % of its calls from the deployment abc123, whatever the app declares'],
  ['a second stage that a deployment makes', deployed({}), deployed({}, { StageName: 'quick' }), 'StageName is new: quick'],
  ['a body that is merged into the one before', withBody({ '/a': { get: {} } }), withBody({ '/a': { get: {} } }, {}, { Mode: 'merge' }), 'Mode is now merge'],
])('%s is weaker, and stronger when it is taken back', (_, before, after, message) => {
  expect(said(before, after)).toEqual([expect.stringMatching(/^weaker: /)]);
  expect(said(before, after).join()).toContain(message);
  // One that looks the other way no longer fires where it did, whichever way that is.
  expect(said(after, before)).toEqual([expect.stringMatching(message.includes('LessThan') ? /^weaker: / : /^stronger: /)]);
});

test.each<[string, Resources, Resources]>([
  ['another version of a layer', fn(layer('444455556666')), fn(layer('444455556666', 2))],
  ['a layer of the app', fn(), { ...fn(ref('Layer')), Layer: of('Lambda::LayerVersion', {}) }],
])('%s is code, and says nothing', (_, before, after) => {
  expect(said(before, after)).toEqual([]);
});

test('a filter of another log no longer reads the one that it read', () => {
  expect(said(filter({}), filter({ LogGroupName: 'elsewhere' }))).toEqual(['weaker: metric filter Filter: it is no longer there for calls, but for elsewhere']);
});

test('one key of one\'s own in place of another is not known, nor is a trigger that the app makes', () => {
  expect(said({ ...topic(ref('Key')), Other: of('KMS::Key', {}) }, { ...topic(ref('Other')), Other: of('KMS::Key', {}) })).toEqual([expect.stringMatching(/^unknown: .*KmsMasterKeyId is now Other/)]);
  const made = { ...pool({ LambdaConfig: { PreSignUp: att('Fn', 'Arn') } }), Fn: of('Lambda::Function', {}) };
  expect(said({ ...pool({}), Fn: of('Lambda::Function', {}) }, made)).toEqual([expect.stringMatching(/^unknown: .*the function for PreSignUp is now Fn/)]);
});

test('a subnet that falls to the main route table of its VPC is told, one that comes or goes with its table is not', () => {
  const { InA, A, TableA, ...rest } = network({ SubnetIds: [ref('B')] });
  expect(said({ ...rest, A: A!, TableA: TableA!, InA: InA! }, { ...rest, A: A!, TableA: TableA! })).toEqual([
    'unknown: subnet A: it no longer has a route table of its own, and so the main one of its VPC, whose routes are not known',
  ]);
  expect(said({ ...rest, A: A!, TableA: TableA! }, { ...rest, A: A!, TableA: TableA!, InA: InA! })).toEqual([expect.stringMatching(/^unknown: subnet A: it now has a route table/)]);
  expect(said({ ...rest, A: A!, TableA: TableA!, InA: InA! }, rest)).toEqual([]);
});

test.each<[string, Resources, Resources]>([
  ['a key', one('Key', 'KMS::Key', { KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT', KeyPolicy: {} }), one('Key', 'KMS::Key', { KeyPolicy: {} })],
  ['a topic', one('Topic', 'SNS::Topic', { FifoTopic: false }), one('Topic', 'SNS::Topic')],
  ['a function', one('Fn', 'Lambda::Function', { RecursiveLoop: 'Terminate' }), one('Fn', 'Lambda::Function')],
  ['a network', network({ IpAddressType: 'ipv4' }), network()],
])('defaults that are written out, or left out, are the same: %s', (_, written, left) => {
  expect(said(written, left)).toEqual([]);
  expect(said(left, written)).toEqual([]);
});
