import { apiEndpointPrivate as check } from '../../../../src/posture/checks/routes/api-endpoint-private';
import { found, judge, messages, postureOf } from '../../support/app';

const api = (Properties: Record<string, unknown>) => ({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties } });

test('a private API passes, whatever the case', () => {
  expect(judge(check, api({ EndpointConfiguration: { Types: ['PRIVATE'] } }))).toEqual(['pass Api EndpointConfiguration.Types']);
  expect(judge(check, api({ EndpointConfiguration: { Types: 'private' } }))).toEqual(['pass Api EndpointConfiguration.Types']);
  expect(judge(check, api({ Parameters: { endpointConfigurationTypes: 'PRIVATE' }, Body: {} }))).toEqual(['pass Api EndpointConfiguration.Types']);
  expect(judge(check, api({ Body: { 'x-amazon-apigateway-endpoint-configuration': { types: ['PRIVATE'] } } }))).toEqual(['pass Api EndpointConfiguration.Types']);
});

test.each([
  ['a Regional one', { EndpointConfiguration: { Types: ['REGIONAL'] } }],
  ['one with a second type', { EndpointConfiguration: { Types: ['PRIVATE', 'REGIONAL'] } }],
  ['one with the default type', {}],
  ['one that a parameter of its import makes Regional', { Parameters: { endpointConfigurationTypes: 'REGIONAL' } }],
])('%s fails', (_, properties) => {
  expect(found(check, api(properties))).toEqual(['fail Api EndpointConfiguration.Types']);
});

test('a public API is an error only where something says that it is meant to be private', () => {
  const endpointIds = { EndpointConfiguration: { Types: ['REGIONAL'], VpcEndpointIds: ['vpce-0123456789abcdef0'] } };
  const severities = [{}, endpointIds].map((properties) => [...check.judge(postureOf(api(properties)))].map((judgement) => 'severity' in judgement && judgement.severity));
  expect(severities).toEqual([['warning'], [false]]);
  expect(messages(check, api(endpointIds)).join()).toContain('REGIONAL, although the VPC endpoints that it is associated with say that it is private');
});

test('two types that contradict each other leave it unknown which counts', () => {
  const types = (endpointConfigurationTypes: string) => api({ EndpointConfiguration: { Types: ['PRIVATE'] }, Parameters: { endpointConfigurationTypes } });
  expect(found(check, types('REGIONAL'))).toEqual(['unknown Api EndpointConfiguration.Types']);
  expect(judge(check, types('PRIVATE'))).toEqual(['pass Api EndpointConfiguration.Types']);
});

test('a type that is a parameter is not known', () => {
  const posture = postureOf(api({ EndpointConfiguration: { Types: [{ Ref: 'Type' }] } }), { Parameters: { Type: { Type: 'String', Default: 'PRIVATE' } } });
  expect(found(check, posture)).toEqual(['unknown Api EndpointConfiguration.Types']);
});
