import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { AccessRegister } from '../../src/consumers/access-register';
import { DataKey } from '../../src/encryption/data-key';
import { MachineTokenIssuer } from '../../src/identity/machine-token-issuer';
import { nagFindings } from '../support/nag';
import { newStack, onlyResource, resourcesOf } from '../support/stack';

function withIssuer(stack: Stack) {
  const api = apigateway.RestApi.fromRestApiId(stack, 'Api', 'abcdefghij');
  const stage = apigateway.Stage.fromStageAttributes(stack, 'Stage', { stageName: 'prod', restApi: api });
  const issuer = new MachineTokenIssuer(stack, 'Issuer', { dataKey: new DataKey(stack, 'Key') });
  issuer.declareScope('payments/read');
  const register = new AccessRegister(stack, 'Register', { api, stages: [stage], issuer, endpointIds: ['vpce-0ce000000'] });
  return { issuer, register };
}

const BILLING = { owner: 'billing@example.com', addresses: ['10.20.0.0/16'], scopes: ['payments/read'] };

test('a consumer with scopes gets a client of these scopes, and a secret', () => {
  const stack = newStack();
  const billing = withIssuer(stack).register.addConsumer('Billing', BILLING);
  const client = onlyResource(stack, 'AWS::Cognito::UserPoolClient');
  expect(client.Properties).toMatchObject({ ClientName: 'Billing', AllowedOAuthScopes: ['payments/read'] });
  expect(stack.resolve(billing.clientId)).toEqual({ Ref: Object.keys(resourcesOf(stack, 'AWS::Cognito::UserPoolClient'))[0] });
  expect(JSON.stringify(stack.resolve(billing.clientSecretArn))).toContain(Object.keys(resourcesOf(stack, 'AWS::SecretsManager::Secret'))[0]);
});

test('a consumer without scopes has no client', () => {
  const stack = newStack();
  const probe = withIssuer(stack).register.addConsumer('Probe', { ...BILLING, scopes: [] });
  expect([probe.client, probe.clientId, probe.clientSecretArn]).toEqual([undefined, undefined, undefined]);
  expect(resourcesOf(stack, 'AWS::Cognito::UserPoolClient')).toEqual({});
});

test('a scope that no route has is refused with consumer, scope and the known ones; a route may come later', () => {
  const refused = newStack();
  withIssuer(refused).register.addConsumer('Billing', { ...BILLING, scopes: ['payments/wirte'] });
  expect(() => Template.fromStack(refused)).toThrow(/payments\/read.*received: "payments\/wirte" of .*Billing/);

  const later = newStack();
  const { issuer, register } = withIssuer(later);
  register.addConsumer('Billing', { ...BILLING, scopes: ['payments/write'] });
  issuer.declareScope('payments/write');
  expect(() => Template.fromStack(later)).not.toThrow();
});

test('a consumer that is off keeps id and secret of its client, and gets no tokens', () => {
  const templates = [true, false].map((enabled) => {
    const stack = newStack();
    withIssuer(stack).register.addConsumer('Billing', { ...BILLING, enabled });
    return stack;
  });
  const [on, off] = templates.map((stack) => onlyResource(stack, 'AWS::Cognito::UserPoolClient').Properties);
  expect(on!.ExplicitAuthFlows).toEqual(['ALLOW_CLIENT_TOKEN_AUTH']);
  expect(off!.ExplicitAuthFlows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH']);
  expect(off!.AllowedOAuthFlowsUserPoolClient).toBe(false);
  expect(Object.keys(off!).filter((key) => /^AllowedOAuth(Flows|Scopes)$/.test(key))).toEqual([]);
  expect(Object.keys(resourcesOf(templates[1]!, 'AWS::Cognito::UserPoolClient'))).toEqual(Object.keys(resourcesOf(templates[0]!, 'AWS::Cognito::UserPoolClient')));
  expect(Object.keys(resourcesOf(templates[1]!, 'AWS::ApiGateway::ApiKey'))).toEqual(Object.keys(resourcesOf(templates[0]!, 'AWS::ApiGateway::ApiKey')));
});

test('60 consumers with tokens, keys and addresses cost 4 resources each, and 1 for their tier', () => {
  const count = (consumers: number) => {
    const stack = newStack();
    const { register } = withIssuer(stack);
    for (let at = 0; at < consumers; at++) {
      register.addConsumer(`Consumer${at}`, { ...BILLING, addresses: [`10.${at}.0.0/16`], vpcEndpoints: [`vpce-0000000${10 + at}`] });
    }
    return Object.keys(Template.fromStack(stack).toJSON().Resources).length;
  };
  expect(count(60) - count(0)).toBe(60 * 4 + 1);
});

test('the value of no secret and no API key stands in the template', () => {
  const stack = newStack();
  withIssuer(stack).register.addConsumer('Billing', BILLING);
  expect(onlyResource(stack, 'AWS::ApiGateway::ApiKey').Properties).not.toHaveProperty('Value');
  expect(JSON.stringify(onlyResource(stack, 'AWS::SecretsManager::Secret').Properties.SecretString)).toContain('Fn::GetAtt');
});

test('five cdk-nag packs find nothing in a register', () => {
  const app = new App();
  const stack = new Stack(app, 'Test');
  const { register } = withIssuer(stack);
  register.addConsumer('Billing', BILLING);
  register.addConsumer('Ledger', { ...BILLING, addresses: ['10.30.0.0/16'], quota: { limit: 1000, period: apigateway.Period.WEEK } });
  app.synth();
  expect(nagFindings(app)).toEqual([]);
});

test.each([
  [['payments/read', 'payments/read'], 'received a second: "payments/read"'],
  [Array.from({ length: 51 }, (_, at) => `payments/${at}`), 'received: 51'],
])('a consumer that was refused for its scopes leaves nothing behind: the next try succeeds', (scopes, message) => {
  const stack = newStack();
  const { register } = withIssuer(stack);
  expect(() => register.addConsumer('Billing', { ...BILLING, scopes })).toThrow(message);
  expect(() => register.addConsumer('Billing', BILLING)).not.toThrow();
  onlyResource(stack, 'AWS::ApiGateway::ApiKey');
});

test('an owner is a literal: no secret gets into the description of an API key', () => {
  const stack = newStack();
  const { issuer, register } = withIssuer(stack);
  const client = issuer.addClient('Other', { scopes: ['payments/read'] })._resource;
  for (const owner of [client.attrClientSecret, `team ${client.attrClientSecret}`, '${AWS::AccountId}', '${Token[TOKEN.99999]}']) {
    expect(() => register.addConsumer('Billing', { ...BILLING, owner })).toThrow('an owner is known at synth, received: a reference (a token)');
  }
  expect(resourcesOf(stack, 'AWS::ApiGateway::ApiKey')).toEqual({});
});
