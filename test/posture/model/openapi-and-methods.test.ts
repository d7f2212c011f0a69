import fc from 'fast-check';
import { apisOf } from '../../../src/posture/model/api';
import type { Route } from '../../../src/posture/model/authorization';
import { type Resources, postureOf } from '../support/app';

/** A route, whichever way it is written. */
interface Written {
  readonly method: string;
  readonly path: string;
  readonly who: 'none' | 'iam' | 'cognito';
  readonly scopes: readonly string[];
  readonly key: boolean;
  readonly query: Readonly<Record<string, boolean>>;
  readonly type: 'AWS_PROXY' | 'HTTP_PROXY' | 'MOCK';
  readonly validates: 'nothing' | 'body' | 'all';
}

const written = fc.uniqueArray(fc.record<Written>({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'ANY'),
  path: fc.array(fc.constantFrom('payments', 'orders', '{id}', '{proxy+}', 'v1'), { maxLength: 3 }).map((parts) => `/${parts.join('/')}`),
  who: fc.constantFrom('none', 'iam', 'cognito'),
  scopes: fc.uniqueArray(fc.constantFrom('payments/read', 'payments/write', 'openid'), { maxLength: 3 }),
  key: fc.boolean(),
  query: fc.dictionary(fc.constantFrom('from', 'to'), fc.boolean()),
  type: fc.constantFrom('AWS_PROXY', 'HTTP_PROXY', 'MOCK'),
  validates: fc.constantFrom('nothing', 'body', 'all'),
}), { selector: ({ method, path }) => `${method} ${path}`, maxLength: 6 });

const POOL = { 'Fn::GetAtt': ['Pool', 'Arn'] };
const pool: Resources = { Pool: { Type: 'AWS::Cognito::UserPool' } };
const uri = ({ type, path }: Written) => (type === 'MOCK' ? undefined : `https://backend.example.com${path}`);

function asBody(routes: readonly Written[]): Resources {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const key = route.method === 'ANY' ? 'x-amazon-apigateway-any-method' : route.method.toLowerCase();
    (paths[route.path] ??= {})[key] = {
      'security': [...route.who === 'cognito' ? [{ tokens: route.scopes }] : route.who === 'iam' ? [{ sigv4: [] }] : [], ...route.key ? [{ key: [] }] : []],
      'parameters': Object.entries(route.query).map(([name, required]) => ({ in: 'query', name, required, schema: { type: 'string' } })),
      ...route.validates === 'nothing' ? {} : { 'x-amazon-apigateway-request-validator': route.validates },
      'x-amazon-apigateway-integration': { type: route.type.toLowerCase(), uri: uri(route), httpMethod: 'POST' },
    };
  }
  return {
    ...pool,
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: {
        Body: {
          'openapi': '3.0.1',
          paths,
          'x-amazon-apigateway-request-validators': { body: { validateRequestBody: true, validateRequestParameters: false }, all: { validateRequestBody: true, validateRequestParameters: true } },
          'components': {
            securitySchemes: {
              tokens: { 'type': 'apiKey', 'in': 'header', 'name': 'Authorization', 'x-amazon-apigateway-authtype': 'cognito_user_pools', 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [POOL] } },
              sigv4: { 'type': 'apiKey', 'in': 'header', 'name': 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' },
              key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
            },
          },
        },
      },
    },
  };
}

function asMethods(routes: readonly Written[]): Resources {
  const resources: Resources = {
    ...pool,
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
    Tokens: { Type: 'AWS::ApiGateway::Authorizer', Properties: { RestApiId: { Ref: 'Api' }, Type: 'COGNITO_USER_POOLS', ProviderARNs: [POOL], IdentitySource: 'method.request.header.Authorization' } },
    body: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true } },
    all: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true, ValidateRequestParameters: true } },
  };
  const places = new Map<string, unknown>([['', { 'Fn::GetAtt': ['Api', 'RootResourceId'] }]]);
  const placeOf = (path: string): unknown => {
    if (!places.has(path)) {
      const at = path.lastIndexOf('/');
      const parent = placeOf(path.slice(0, at));
      const id = `Place${places.size}`;
      resources[id] = { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: parent, PathPart: path.slice(at + 1) } };
      places.set(path, { Ref: id });
    }
    return places.get(path);
  };
  routes.forEach((route, at) => {
    resources[`Method${at}`] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: placeOf(route.path === '/' ? '' : route.path),
        HttpMethod: route.method,
        AuthorizationType: { none: 'NONE', iam: 'AWS_IAM', cognito: 'COGNITO_USER_POOLS' }[route.who],
        ...route.who === 'cognito' ? { AuthorizerId: { Ref: 'Tokens' }, AuthorizationScopes: route.scopes } : {},
        ApiKeyRequired: route.key,
        RequestParameters: Object.fromEntries(Object.entries(route.query).map(([name, required]) => [`method.request.querystring.${name}`, required])),
        ...route.validates === 'nothing' ? {} : { RequestValidatorId: { Ref: route.validates } },
        Integration: { Type: route.type, Uri: uri(route), IntegrationHttpMethod: 'POST' },
      },
    };
  });
  return resources;
}

/** What a route says, without where it says it. */
function meaning({ text, authorization, apiKeyRequired, validatesBody, validatesParameters, parameters, integration }: Route) {
  const { type, uri: to } = integration;
  const who = authorization.kind === 'cognito' ? { scopes: authorization.scopes, pools: authorization.authorizer?.userPools, source: authorization.authorizer?.identitySource } : {};
  return { text, kind: authorization.kind, ...who, apiKeyRequired, validatesBody, validatesParameters, parameters, type, to };
}

test('an OpenAPI body and Method resources that say the same are the same routes', () => {
  fc.assert(fc.property(written, (routes) => {
    const [body, methods] = [asBody(routes), asMethods(routes)].map((resources) => postureOf(resources).derive(apisOf)[0]!.routes.map(meaning)
      .sort((a, b) => (a.text < b.text ? -1 : 1)));
    expect(body).toEqual(methods);
    expect(body).toHaveLength(routes.length);
  }));
});
