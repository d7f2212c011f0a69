import type { Resources } from './app';

/** A policy that admits one endpoint. */
export const POLICY = {
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
    { Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' } } },
  ],
};

/** A private API, with what else its properties hold. */
export function privateApi(properties: Record<string, unknown> = {}, rest: Record<string, unknown> = {}): Resources {
  return { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { EndpointConfiguration: { Types: ['PRIVATE'] }, Policy: POLICY, ...properties }, ...rest } };
}

/** A private API with methods of its root, by logical id. */
export function withMethods(methods: Record<string, Record<string, unknown>>, properties: Record<string, unknown> = {}): Resources {
  return {
    ...privateApi(properties),
    ...Object.fromEntries(Object.entries(methods).map(([id, method]) => [id, {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, HttpMethod: 'GET', AuthorizationType: 'AWS_IAM', ...method },
    }])),
  };
}

/** A private API with a body of operations, by path and method. */
export function withBody(
  paths: unknown, body: Record<string, unknown> = {}, properties: Record<string, unknown> = {}, rest: Record<string, unknown> = {},
): Resources {
  return privateApi({ Body: { openapi: '3.0.1', info: { title: 'a', version: '1' }, paths, ...body }, ...properties }, rest);
}

/** A stage of the API. */
export function stage(properties: Record<string, unknown> = {}): Resources {
  return { Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'live', ...properties } } };
}

/** A resource, its type named without `AWS::`. */
export function one(id: string, type: string, properties: object = {}, rest: object = {}): Resources {
  return { [id]: { Type: `AWS::${type}`, Properties: { ...properties }, ...rest } };
}
