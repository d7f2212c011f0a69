import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { AccessRegister } from '../../src/consumers/access-register';
import { ConsumersFile } from '../../src/consumers/consumers-file';

const BILLING = { owner: 'billing@example.com', addresses: ['10.20.0.0/16'], vpcEndpoints: ['vpce-0123456789abcdef0'] };

/** A RestApi as a team has it in production, and what is put onto it. */
function production(extend: (stack: Stack, api: apigateway.RestApi) => void = () => undefined): Record<string, any> {
  const stack = new Stack(new App(), 'Production');
  const api = new apigateway.RestApi(stack, 'Orders', { endpointTypes: [apigateway.EndpointType.PRIVATE], cloudWatchRole: true });
  api.root.addResource('orders').addMethod('GET', new apigateway.HttpIntegration('https://orders.example.com'), { apiKeyRequired: true });
  extend(stack, api);
  return Template.fromStack(stack).toJSON().Resources;
}

function register(stack: Stack, api: apigateway.RestApi): AccessRegister {
  return new AccessRegister(stack, 'Register', { api, stages: [api.deploymentStage] });
}

test('a register on an API in production leaves every resource of the API as it was, its deployment included', () => {
  const before = production();
  const after = production((stack, api) => register(stack, api).addConsumer('Billing', BILLING));
  expect(after).toEqual(expect.objectContaining(before));
  const added = Object.keys(after).filter((id) => !(id in before));
  expect(added.map((id) => after[id].Type).sort()).toEqual([
    'AWS::ApiGateway::ApiKey', 'AWS::ApiGateway::UsagePlan', 'AWS::ApiGateway::UsagePlanKey', 'AWS::WAFv2::IPSet', 'AWS::WAFv2::IPSet',
  ]);
});

test('its statements can join the policy of the API; then a new endpoint makes a new deployment, and a new address none', () => {
  const deploymentOf = (consumer: Partial<typeof BILLING>) => {
    const resources = production((stack, api) => {
      const access = register(stack, api);
      access.resourcePolicyStatements.forEach((statement) => api.addToResourcePolicy(statement));
      access.addConsumer('Billing', { ...BILLING, ...consumer });
    });
    const policy = Object.values(resources).find(({ Type }) => Type === 'AWS::ApiGateway::RestApi')!.Properties.Policy;
    const id = Object.keys(resources).find((name) => resources[name].Type === 'AWS::ApiGateway::Deployment')!;
    return { id, admitted: policy.Statement[1].Condition.StringNotEquals['aws:SourceVpce'] };
  };
  const first = deploymentOf({});
  expect(first.admitted).toEqual(BILLING.vpcEndpoints);
  expect(deploymentOf({ addresses: ['10.30.0.0/16'] }).id).toBe(first.id);
  expect(deploymentOf({ vpcEndpoints: ['vpce-0bbbbbbbb'] }).id).not.toBe(first.id);
});

test('a consumers file and the same consumers in code make the same template', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'consumers-')), 'consumers.yaml');
  writeFileSync(path, `
environments: [test, prod]
consumers:
  Billing:
    owner: billing@example.com
    addresses: [10.99.0.0/16]
    vpcEndpoints: [vpce-0123456789abcdef0]
    environments:
      prod:
        addresses: [10.20.0.0/16]
        throttle: { rateLimit: 5, burstLimit: 10 }
        quota: { limit: 100, period: WEEK }
  Ledger:
    owner: ledger@example.com
    addresses: ['fd00:30::/48']
    expires: 2999-12-31
    enabled: false
`);
  const fromFile = production((stack, api) => register(stack, api).addConsumers(ConsumersFile.fromFile(path, { environment: 'prod' })));
  const fromCode = production((stack, api) => {
    const access = register(stack, api);
    access.addConsumer('Ledger', { owner: 'ledger@example.com', addresses: ['fd00:30::/48'], expires: '2999-12-31', enabled: false });
    access.addConsumer('Billing', {
      ...BILLING, throttle: { rateLimit: 5, burstLimit: 10 }, quota: { limit: 100, period: apigateway.Period.WEEK },
    });
  });
  expect(fromFile).toEqual(fromCode);
});
