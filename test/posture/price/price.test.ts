import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { MachineTokenIssuer } from '../../../src/identity/machine-token-issuer';
import { type PricedTemplate, monthlyPrice } from '../../../src/posture/price/price';
import { PRICES } from '../../../src/values/prices';
import { newStack } from '../../support/stack';

const template = (...resources: [string, string, Record<string, unknown>?][]): PricedTemplate => ({
  Resources: Object.fromEntries(resources.map(([id, Type, Properties]) => [id, { Type, Properties }])),
});

const endpoint = (subnets: number) => ({ VpcEndpointType: 'Interface', SubnetIds: Array.from({ length: subnets }, (_, at) => ({ Ref: `Subnet${at}` })) });
const machine = { UserPoolId: { Ref: 'Pool' }, AllowedOAuthFlows: ['client_credentials'] };

const logged = {
  AccessLogSetting: { DestinationArn: { 'Fn::Join': ['', ['arn:aws:logs:', { Ref: 'AWS::Region' }, ':1:log-group:x']] }, Format: '{}' },
  MethodSettings: [{ LoggingLevel: 'INFO', HttpMethod: '*', ResourcePath: '/*' }],
};

test('an empty template costs nothing, and nothing is unknown', () => {
  expect(monthlyPrice({})).toMatchObject({
    base: [],
    perConsumer: [],
    consumers: 0,
    perMillionRequests: [],
    byUse: [],
    unpriced: [],
    assumptions: [],
    totals: { base: 0, perConsumer: 0, perMillionRequests: 0 },
  });
});

test('an interface endpoint costs by its zones, a gateway endpoint nothing', () => {
  const price = monthlyPrice(template(
    ['Api', 'AWS::EC2::VPCEndpoint', endpoint(2)],
    ['Logs', 'AWS::EC2::VPCEndpoint', endpoint(3)],
    ['S3', 'AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }],
    ['Default', 'AWS::EC2::VPCEndpoint', {}],
  ));
  expect(price.base).toEqual([{ what: 'interface endpoints', count: 5, unit: 'endpoint in a zone', each: 7.3, usd: 36.5 }]);
  expect(price.byUse.map(({ what }) => what)).toEqual(['data through interface endpoints']);
});

test('an endpoint whose zones the template does not tell is named, not counted as zero', () => {
  const price = monthlyPrice(template(['Api', 'AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', SubnetIds: { 'Fn::Split': [',', { Ref: 'Subnets' }] } }]));
  expect(price.base).toEqual([]);
  expect(price.unpriced).toEqual([{ logicalId: 'Api', type: 'AWS::EC2::VPCEndpoint', reason: 'its number of zones is not in the template' }]);
});

test('a web ACL costs itself and every rule', () => {
  const price = monthlyPrice(template(['Acl', 'AWS::WAFv2::WebACL', { Rules: [{ Name: 'a' }, { Name: 'b' }] }]));
  expect(price.base.map(({ what, usd }) => [what, usd])).toEqual([['web ACLs', 5], ['rules of web ACLs', 2]]);
  expect(price.perMillionRequests.map(({ what, usd }) => [what, usd])).toEqual([['web firewall', 0.6]]);
});

test('a managed rule group with a fee of its own is named', () => {
  const Rules = [{ Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesBotControlRuleSet' } } }];
  expect(monthlyPrice(template(['Acl', 'AWS::WAFv2::WebACL', { Rules }])).unpriced).toHaveLength(1);
});

test('bodies inspected beyond 16 KB cost more per request', () => {
  const AssociationConfig = { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_48' } } };
  const price = monthlyPrice(template(['Acl', 'AWS::WAFv2::WebACL', { Rules: [], AssociationConfig }]));
  expect(price.totals.perMillionRequests).toBeCloseTo(0.6 + 2 * 0.3);
});

test('keys, alarms, custom metrics, secrets and dashboards cost by their number', () => {
  const price = monthlyPrice(template(
    ['Key', 'AWS::KMS::Key'],
    ['A', 'AWS::CloudWatch::Alarm', { MetricName: 'x', Period: 60 }],
    ['B', 'AWS::CloudWatch::Alarm', { MetricName: 'x', Period: 10 }],
    ['C', 'AWS::CloudWatch::Alarm', { Metrics: [{ Expression: 'a/b' }, { MetricStat: { Period: 60 } }, { MetricStat: { Period: 60 } }] }],
    ['D', 'AWS::CloudWatch::CompositeAlarm'],
    ['Filter', 'AWS::Logs::MetricFilter', { MetricTransformations: [{ MetricName: 'x' }] }],
    ['Secret', 'AWS::SecretsManager::Secret', { GenerateSecretString: {} }],
    ['Dashboard', 'AWS::CloudWatch::Dashboard'],
  ));
  expect(price.totals.base).toBeCloseTo(1 + 3 * 0.1 + 0.3 + 0.5 + 0.3 + 0.4 + 3);
  expect(price.unpriced).toEqual([]);
});

test('a metric filter with dimensions has an unknown number of metrics', () => {
  const MetricTransformations = [{ MetricName: 'x', Dimensions: [{ Key: 'client', Value: '$.client' }] }];
  expect(monthlyPrice(template(['Filter', 'AWS::Logs::MetricFilter', { MetricTransformations }])).unpriced).toHaveLength(1);
});

test('a consumer costs its OAuth client, tokens and secret, and is not in the base', () => {
  const price = monthlyPrice(template(
    ['Pool', 'AWS::Cognito::UserPool'],
    ['Billing', 'AWS::Cognito::UserPoolClient', machine],
    ['Ledger', 'AWS::Cognito::UserPoolClient', { ...machine, AccessTokenValidity: 30, TokenValidityUnits: { AccessToken: 'minutes' } }],
    ['BillingSecret', 'AWS::SecretsManager::Secret', { SecretString: { 'Fn::GetAtt': ['Billing', 'ClientSecret'] } }],
    ['LedgerSecret', 'AWS::SecretsManager::Secret', { SecretString: { 'Fn::Join': ['', ['{"secret":"', { 'Fn::GetAtt': ['Ledger', 'ClientSecret'] }, '"}']] } }],
    ['Other', 'AWS::SecretsManager::Secret', { GenerateSecretString: {} }],
    ['ApiKey', 'AWS::ApiGateway::ApiKey'],
  ));
  expect(price.consumers).toBe(2);
  expect(price.perConsumer.map(({ what, count }) => [what, count])).toEqual([['OAuth client', 1], ['tokens', 1095], ['secret of the client', 1]]);
  expect(price.totals.perConsumer).toBeCloseTo(6 + 1095 * 0.00225 + 0.4);
  expect(price.totals.base).toBeCloseTo(0.4);
  expect(price.unpriced).toEqual([]);
});

test('a suspended client costs itself and its secret, fetches no tokens, and makes nobody of its pool a person', () => {
  const priceOf = (clients: Record<string, boolean>) => {
    const stack = newStack();
    const issuer = new MachineTokenIssuer(stack, 'Issuer');
    issuer.declareScope('payments/read');
    Object.entries(clients).forEach(([id, enabled]) => issuer.addClient(id, { scopes: ['payments/read'], enabled }));
    return monthlyPrice(Template.fromStack(stack).toJSON());
  };
  const suspended = priceOf({ Suspended: false });
  expect([suspended.consumers, suspended.unpriced]).toEqual([1, []]);
  expect(suspended.perConsumer.map(({ what }) => what)).toEqual(['OAuth client', 'secret of the client']);

  const both = priceOf({ Suspended: false, Active: true });
  expect([both.consumers, both.unpriced]).toEqual([2, []]);
  expect(both.consumers * both.totals.perConsumer).toBeCloseTo(2 * (6 + 0.4) + 1460 * 0.00225);
});

test.each([
  ['refreshes tokens without a secret', { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'], AllowedOAuthFlowsUserPoolClient: false }],
  ['takes passwords', { GenerateSecret: true, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH'], AllowedOAuthFlowsUserPoolClient: false }],
  ['has Cognito\'s default flows', { GenerateSecret: true, AllowedOAuthFlowsUserPoolClient: false }],
  ['may use its login page', { GenerateSecret: true, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'], AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['code'] }],
])('a client that %s is not taken for a suspended machine', (_, properties) => {
  const price = monthlyPrice(template(
    ['Pool', 'AWS::Cognito::UserPool'],
    ['Machine', 'AWS::Cognito::UserPoolClient', machine],
    ['Web', 'AWS::Cognito::UserPoolClient', { UserPoolId: { Ref: 'Pool' }, ...properties }],
  ));
  expect(price.unpriced.map(({ logicalId }) => logicalId)).toEqual(['Pool']);
});

test('a user pool that people sign in to has no price here', () => {
  const price = monthlyPrice(template(
    ['Pool', 'AWS::Cognito::UserPool'],
    ['Machine', 'AWS::Cognito::UserPoolClient', machine],
    ['Web', 'AWS::Cognito::UserPoolClient', { UserPoolId: { Ref: 'Pool' }, AllowedOAuthFlows: ['code'] }],
  ));
  expect(price.unpriced.map(({ logicalId }) => logicalId)).toEqual(['Pool']);
  expect(price.consumers).toBe(1);
});

test('a million requests cost API Gateway, firewall, endpoint and logs', () => {
  const price = monthlyPrice(template(
    ['Api', 'AWS::ApiGateway::RestApi'],
    ['Stage', 'AWS::ApiGateway::Stage', logged],
    ['Acl', 'AWS::WAFv2::WebACL', { Rules: [] }],
    ['Logging', 'AWS::WAFv2::LoggingConfiguration', { LogDestinationConfigs: ['arn:aws:logs:x:1:log-group:aws-waf-logs-x'] }],
    ['Endpoint', 'AWS::EC2::VPCEndpoint', endpoint(2)],
  ));
  const gigabytes = 1.8 + 3 + 1.5;
  expect(price.totals.perMillionRequests).toBeCloseTo(3.5 + 0.6 + 4 * 0.01 + gigabytes * 0.5 + gigabytes * 12 * 0.03);
  expect(price.assumptions).toHaveLength(6);
});

test.each([
  ['an execution log of errors only', { ...logged, MethodSettings: [{ LoggingLevel: 'ERROR' }] }, ['API Gateway', 'access log', 'logs kept']],
  ['an access log to Firehose', { AccessLogSetting: { DestinationArn: 'arn:aws:firehose:x:1:deliverystream/x' } }, ['API Gateway']],
  ['no logs', {}, ['API Gateway']],
])('a stage with %s writes nothing else to CloudWatch Logs', (_, stage, lines) => {
  const price = monthlyPrice(template(['Stage', 'AWS::ApiGateway::Stage', stage]));
  expect(price.perMillionRequests.map(({ what }) => what)).toEqual(lines);
});

test('a firewall log that drops what was admitted is not counted per request', () => {
  const price = monthlyPrice(template(
    ['Acl', 'AWS::WAFv2::WebACL', { Rules: [] }],
    ['Logging', 'AWS::WAFv2::LoggingConfiguration', { LogDestinationConfigs: ['x:log-group:y'], LoggingFilter: { DefaultBehavior: 'DROP' } }],
  ));
  expect(price.perMillionRequests.map(({ what }) => what)).toEqual(['web firewall']);
});

test.each([
  ['a log group of the template', { 'Fn::GetAtt': ['Group', 'Arn'] }, true],
  ['a bucket', 'arn:aws:s3:::aws-waf-logs-x', false],
  ['Firehose', 'arn:aws:firehose:x:1:deliverystream/aws-waf-logs-x', false],
])('a firewall log in %s is counted only where it goes to CloudWatch Logs', (_, destination, counted) => {
  const price = monthlyPrice(template(
    ['Acl', 'AWS::WAFv2::WebACL', { Rules: [] }],
    ['Logging', 'AWS::WAFv2::LoggingConfiguration', { LogDestinationConfigs: [destination] }],
  ));
  expect(price.perMillionRequests.some(({ what }) => what === 'web firewall log')).toBe(counted);
});

test('a firewall for the network and NAT gateways cost by the hour', () => {
  const price = monthlyPrice(template(
    ['Firewall', 'AWS::NetworkFirewall::Firewall', { SubnetMappings: [{}, {}] }],
    ['Nat', 'AWS::EC2::NatGateway'],
  ));
  expect(price.totals.base).toBeCloseTo(730 * (2 * 0.395 + 0.045));
});

test('what has no price is named with its id and type', () => {
  const price = monthlyPrice(template(
    ['Link', 'AWS::ApiGatewayV2::VpcLink'],
    ['Handler', 'AWS::Lambda::Function'],
    ['Stage', 'AWS::ApiGateway::Stage', { TracingEnabled: true, CacheClusterEnabled: true, CacheClusterSize: '6.1' }],
  ));
  expect(price.unpriced).toEqual([
    { logicalId: 'Link', type: 'AWS::ApiGatewayV2::VpcLink', reason: 'no price of AWS::ApiGatewayV2::VpcLink' },
    { logicalId: 'Handler', type: 'AWS::Lambda::Function', reason: 'by requests, memory and time' },
    { logicalId: 'Stage', type: 'AWS::ApiGateway::Stage', reason: 'a cache of this size; X-Ray traces, by the number of traces' },
  ]);
});

test('no resource of an unknown type is ever taken as free, whatever its properties', () => {
  fc.assert(fc.property(fc.string().map((name) => `Custom::${name}`), fc.dictionary(fc.string(), fc.jsonValue()), (type, properties) => {
    const { unpriced, totals } = monthlyPrice(template(['It', type, properties]));
    return unpriced.length === 1 && unpriced[0]!.type === type && totals.base === 0;
  }));
});

test('no properties make a price fail, negative or not a number', () => {
  const types = ['AWS::EC2::VPCEndpoint', 'AWS::WAFv2::WebACL', 'AWS::CloudWatch::Alarm', 'AWS::Logs::MetricFilter', 'AWS::ApiGateway::Stage',
    'AWS::NetworkFirewall::Firewall', 'AWS::Cognito::UserPoolClient', 'AWS::SecretsManager::Secret', 'AWS::WAFv2::LoggingConfiguration'];
  const names = ['VpcEndpointType', 'SubnetIds', 'Rules', 'Metrics', 'MetricTransformations', 'AccessLogSetting', 'MethodSettings', 'SubnetMappings',
    'AllowedOAuthFlows', 'SecretString', 'LoggingFilter', 'AssociationConfig', 'Period'];
  fc.assert(fc.property(fc.constantFrom(...types), fc.dictionary(fc.constantFrom(...names), fc.jsonValue()), (type, properties) => {
    const { totals } = monthlyPrice(template(['It', type, properties]));
    return Object.values(totals).every((total) => Number.isFinite(total) && total >= 0);
  }));
});

test('every price has a page of AWS and a unit', () => {
  for (const { usd, per, page } of Object.values(PRICES)) {
    expect(usd).toBeGreaterThan(0);
    expect(per).not.toBe('');
    expect(page).toMatch(/^https:\/\/aws\.amazon\.com\/[\w-]+\/pricing\/$/);
  }
});
