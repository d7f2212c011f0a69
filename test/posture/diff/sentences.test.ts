import { diffApps } from '../../../src/posture/diff/diff';
import { jsonChanges } from '../../../src/posture/report/changes';
import { type Resources, appOf } from '../support/app';
import { of, ref } from '../support/network';
import { ALLOW, type Part, api, denyUnless, inSet, ipSet, rule, traversal } from '../support/payments';

const said = (base: Resources, head: Resources) => diffApps(appOf({ Pay: { Resources: base } }), appOf({ Pay: { Resources: head } })).map(({ direction, message }) => `${direction}: ${message}`);

test('what was open before and takes nothing in is not said to be opened', () => {
  const set = (...Addresses: string[]): Resources => api({ sets: { Callers: ipSet(...Addresses) } });
  expect(said(set('10.20.0.0/16', '10.30.8.0/22', '10.99.0.0/24'), set('10.20.0.0/16', '10.30.8.0/22', '10.96.0.0/12'))).toEqual([
    'weaker: anyone in 10.96.0.0/12 may now call POST /payments; before, only 10.20.0.0/16, 10.30.8.0/22 and 10.99.0.0/24',
  ]);
});

test('who gains a way in and had another is not said to have had none', () => {
  const endpoints = (...more: Part[]): Resources => api({ policy: [ALLOW, ...more] });
  const [first] = said(endpoints(denyUnless('StringNotEquals', 'aws:SourceVpce', ref('Endpoint'))), endpoints(denyUnless('NotIpAddress', 'aws:VpcSourceIp', ['0.0.0.0/0', '::/0'])));
  expect(first).toMatch(/^weaker: .* may now call POST \/payments$/);
});

test('the offset of a quota is told as what it takes off', () => {
  const plan = (Offset?: number): Resources => ({ Plan: of('ApiGateway::UsagePlan', { Quota: { Limit: 50_000, Period: 'MONTH', Offset } }) });
  expect(said(plan(49_000), plan())).toEqual(['weaker: usage plan Plan: its keys may now make 0 requests less in the first period; before, 49000 less']);
  expect(said(plan(), plan(49_000))).toEqual(['stronger: usage plan Plan: its keys may now make 49000 requests less in the first period; before, 0 less']);
});

test('one day is one day', () => {
  const client = (AccessTokenValidity: number): Resources => ({ Client: of('Cognito::UserPoolClient', { AccessTokenValidity }) });
  expect(said(client(1), client(24))).toEqual(['weaker: OAuth client Client: its access tokens now live 1 day; before, 1 hour']);
});

test('several routes are several', () => {
  const method = (HttpMethod: string, AuthorizationType: string, ApiKeyRequired: boolean) => of('ApiGateway::Method', {
    RestApiId: ref('Api'), ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, HttpMethod, AuthorizationType, ApiKeyRequired,
  });
  const open = (type: string, key: boolean): Resources => ({
    Api: of('ApiGateway::RestApi', { EndpointConfiguration: { Types: ['PRIVATE'] } }), Get: method('GET', type, key), Post: method('POST', type, key),
  });
  expect(said(open('AWS_IAM', true), open('NONE', false))).toEqual([
    'weaker: GET / and POST / are now open to anybody who gets through the layers before; before, only to IAM identities that may invoke it',
    'weaker: GET / and POST / no longer need an API key',
  ]);
});

test('JSON writes references and unknowns as templates and people do, and no mark of its own', () => {
  const key = (Resource: unknown): Resources => ({ Key: of('KMS::Key', { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }, Action: 'kms:*', Resource }] } }) });
  const changes = diffApps(appOf({ Pay: { Resources: key('a') } }), appOf({ Pay: { Resources: key('b') } }));
  const printed = jsonChanges([{ base: 'a', head: 'b', changes }]);
  expect(printed).toContain('arn:aws:iam::${AWS::AccountId}:root');
  expect(printed).not.toMatch(/[‹›⟨⟩]/);
});

test('long values that are alike are told by where they differ', () => {
  const size = (Size: number) => ({ SizeConstraintStatement: { FieldToMatch: { Body: { OversizeHandling: 'MATCH' } }, ComparisonOperator: 'GT', Size, TextTransformations: [{ Priority: 0, Type: 'NONE' }] } });
  const both = (Size: number) => ({ AndStatement: { Statements: [traversal, size(Size)] } });
  const acl = (Size: number): Resources => api({ rules: [rule('large', 0, 'Block', both(Size)), rule('callers', 1, 'Allow', inSet('Callers'))] });
  expect(said(acl(4096), acl(999_999))).toEqual([
    'unknown: the rule large now matches otherwise: AndStatement.Statements[1].SizeConstraintStatement.Size is now 999999; before, 4096 (web ACL Acl)',
  ]);
  const responses = (more: Part): Resources => ({ Api: of('ApiGateway::RestApi'), Says: of('ApiGateway::GatewayResponse', { RestApiId: ref('Api'), ResponseTemplates: { 'application/json': `{"message":${'"'.padEnd(150, 'x')}"}`, ...more } }) });
  expect(said(responses({ 'application/xml': 'a' }), responses({ 'application/xml': 'b' }))).toEqual(['unknown: gateway response Says: ResponseTemplates.application/xml is now b; before, a']);
});
