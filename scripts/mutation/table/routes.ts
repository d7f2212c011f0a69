import { NAME, REFERENCE, type Rows, VERSION, WORDS } from './type-rows';
import { isObject, type Json, listOf, objectOf } from '../../../src/posture/assembly/json';
import { as, drop, entries, flip, leftOut, type Operator, raise, type Surroundings, to } from '../operator';
import { valueAt } from '../path';
import { policy } from '../policy';

const NO_LOCK = 'which program answers, not who may call it';
const OPERATION = 'Body.paths.*.*';
const INTEGRATION = `${OPERATION}.x-amazon-apigateway-integration`;
const SCHEME = 'Body.components.securitySchemes.*';

/** An access log that does not tell one thing any more, in whichever fields it stood; one field of several that tell it is not missed. */
const withoutAnswer: Operator = {
  kind: 'drop an entry',
  variants: (format) => {
    const fields = typeof format === 'string' && format.startsWith('{') ? Object.entries(JSON.parse(format) as Record<string, string>) : [];
    const without = (gone: (value: string, name: string) => boolean) =>
      JSON.stringify(Object.fromEntries(fields.filter(([name, value]) => !gone(value, name))));
    return [
      ...Object.entries(TOLD).map(([what, pattern]) => ({ what: `without ${what}`, value: without((value) => pattern.test(value)) })),
      ...fields.map(([name]) => ({ what: `without ${name}`, value: without((_, other) => other === name), leftOut: 'covered' as const })),
    ];
  },
};

/** What an investigation cannot do without. */
const TOLD: Readonly<Record<string, RegExp>> = {
  'the request': /requestId|RequestId/,
  'the time': /context\.requestTime/,
  'the address': /identity\.sourceIp/,
  'the endpoint': /identity\.vpc/,
  'the method': /httpMethod|routeKey/,
  'the path': /resourcePath|context\.path/,
  'the outcome': /context\.status/,
  'the caller': /authorizer\.|identity\.(apiKeyId|user|caller|accountId|cognito|principalOrgId)/,
  'the web firewall': /waf/,
};

/** The scheme of a security entry without its scopes, or with one that everybody has. */
const scopes: Operator = {
  kind: 'take a weaker value',
  variants: (entry) => Object.entries(objectOf(entry)).filter(([, list]) => Array.isArray(list) && list.length > 0).flatMap(([scheme]) => [
    { what: `${scheme} without scopes`, value: { [scheme]: [] } },
    { what: `${scheme} with the scope that every sign-in gives`, value: { [scheme]: ['aws.cognito.signin.user.admin'] } },
  ]),
};

/** A model loses one of the words that narrow it. */
const schemaWords: Operator = {
  kind: 'drop a property',
  whole: true,
  variants: (schema) => below(schema, []).map(({ path, word }) => ({
    what: `without ${[...path, word].join('.')}`,
    value: withoutWord(schema, path, word),
    ...word === 'properties' ? { leftOut: 'stricter' as const } : {}, // nothing is then admitted beside it
    ...word === 'type' && isEnumerated(schema, path) ? { leftOut: 'covered' as const } : {},
  })),
};
const NARROWING = ['required', 'additionalProperties', 'properties', 'type', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'enum'];

function isEnumerated(schema: Json, path: readonly string[]): boolean {
  return objectOf(valueAt(schema, path)).enum !== undefined;
}

function below(schema: Json, path: readonly string[]): { path: readonly string[]; word: string }[] {
  const object = objectOf(schema);
  return [
    ...NARROWING.filter((word) => object[word] !== undefined).map((word) => ({ path, word })),
    ...Object.entries(objectOf(object.properties)).flatMap(([name, value]) => below(value ?? null, [...path, 'properties', name])),
  ];
}

function withoutWord(schema: Json, [step, ...rest]: readonly string[], word: string): Json {
  return Object.fromEntries(Object.entries(objectOf(schema)).flatMap(([key, value]) => (
    step === undefined ? key === word ? [] : [[key, value]] : [[key, key === step && isObject(value) ? withoutWord(value, rest, word) : value]])));
}

const parameterOf = ({ properties, path }: Surroundings) => objectOf(valueAt(properties, path.slice(0, -1)));
const isPathParameter = (around: Surroundings) => parameterOf(around).in === 'path';
const isOptional = (around: Surroundings) => parameterOf(around).required === false;

/** Parts of the path are always there. */
const requiresNothing = ({ properties, path }: Surroundings) => listOf(valueAt(properties, path)).map(objectOf).every((entry) => entry.in === 'path' || entry.required !== true);

export const ROUTES: Rows = {
  'AWS::ApiGateway::RestApi': {
    layer: 'routes',
    removal: true,
    relevant: {
      'ApiKeySourceType': [leftOut('default', drop), to('AUTHORIZER')],
      'EndpointConfiguration': [drop],
      'EndpointConfiguration.Types': [drop],
      'EndpointConfiguration.Types[]': [to('REGIONAL', 'EDGE')],
      'Policy': policy({ own: true, oneAction: true }),
      'SecurityPolicy': [leftOut('default', drop), to('TLS_1_0')],
      'Body.x-amazon-apigateway-request-validator': [drop],
      'Body.x-amazon-apigateway-request-validators.*.validateRequestBody': [drop, flip],
      'Body.x-amazon-apigateway-request-validators.*.validateRequestParameters': [drop, flip],
      'Body.x-amazon-apigateway-gateway-responses.*.responseTemplates.application/json': [
        leftOut('stricter', drop), // the answer is then empty
        as('take a weaker value', '{"message":"$context.authorizer.principalId","webAcl":"$context.webaclArn"}'),
      ],
      [`${OPERATION}.security`]: [drop, to([]), entries],
      [`${OPERATION}.security[]`]: [scopes],
      [`${OPERATION}.requestBody`]: [drop],
      [`${OPERATION}.requestBody.content.application/json.schema`]: [drop, to({ type: 'object' })],
      [`${OPERATION}.parameters`]: [leftOut('idle', drop, requiresNothing)],
      [`${OPERATION}.parameters[].required`]: [
        leftOut('default', leftOut('refused', drop, isPathParameter), isOptional), leftOut('stricter', leftOut('refused', flip, isPathParameter), isOptional),
      ],
      [`${INTEGRATION}.uri`]: [leftOut('refused', drop)],
      [`${SCHEME}.x-amazon-apigateway-authorizer`]: [drop],
      [`${SCHEME}.x-amazon-apigateway-authorizer.providerARNs`]: [leftOut('refused', drop)],
      [`${SCHEME}.x-amazon-apigateway-authorizer.providerARNs[]`]: [as('point elsewhere', 'arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_Elsewhere')],
      [`${SCHEME}.name`]: [leftOut('refused', drop), leftOut('stricter', to('x-elsewhere'))],
      'Body.components.schemas.*': [schemaWords],
    },
    irrelevant: {
      'Body.info': NAME,
      'Body.openapi': VERSION,
      [`${OPERATION}.operationId`]: NAME,
      [`${OPERATION}.parameters[].in`]: NAME,
      [`${OPERATION}.parameters[].name`]: NAME,
      [`${OPERATION}.parameters[].schema`]: 'API Gateway looks at the presence of parameters, not at their form',
      [`${OPERATION}.requestBody.required`]: 'the model says it too, and API Gateway validates by the model',
      [`${OPERATION}.requestBody.content.application/json.schema.$ref`]: 'which model: each is weakened itself',
      [`${OPERATION}.security[].*`]: 'its scopes are weakened with the entry',
      [`${OPERATION}.responses`]: 'what an answer is said to be is not validated',
      [`${INTEGRATION}.httpMethod`]: NO_LOCK,
      [`${INTEGRATION}.type`]: NO_LOCK,
      [`${SCHEME}.x-amazon-apigateway-authtype`]: 'says in other words what the type of the authorizer says',
      [`${SCHEME}.in`]: 'the header is the only place that API Gateway knows',
      [`${SCHEME}.type`]: 'the only type that API Gateway knows',
      [`${SCHEME}.x-amazon-apigateway-authorizer.type`]: 'refused beside these providers',
      'EndpointConfiguration.IpAddressType': 'AWS takes dualstack alone for private APIs',
      'EndpointConfiguration.VpcEndpointIds': 'the names under which it is found; the policy says who comes in',
      'FailOnWarnings': 'a guard of the import: what it would lose in silence the checks read in the body',
      'Name': NAME,
    },
  },
  'AWS::ApiGateway::Method': {
    layer: 'routes',
    removal: 'one route less',
    relevant: {
      ApiKeyRequired: [drop, flip],
      AuthorizationType: [leftOut('refused', drop), to('NONE')],
      HttpMethod: [leftOut('refused', drop), as('take a weaker value', 'ANY')],
      RequestValidatorId: [leftOut('idle', drop, ({ properties }) => declaresNothing(properties))],
      RequestModels: [drop],
    },
    irrelevant: {
      'Integration.IntegrationHttpMethod': NO_LOCK,
      'Integration.Type': NO_LOCK,
      'Integration.Uri': NO_LOCK,
      'RequestModels.application/json': 'which model: each is weakened itself',
      'ResourceId': REFERENCE,
      'RestApiId': REFERENCE,
    },
  },
  'AWS::ApiGateway::RequestValidator': {
    layer: 'routes',
    removal: true,
    relevant: {
      ValidateRequestBody: [drop, flip],
      // no method of the examples that has it declares a parameter
      ValidateRequestParameters: [leftOut('idle', drop), leftOut('idle', flip)],
    },
    irrelevant: { RestApiId: REFERENCE },
  },
  'AWS::ApiGateway::Model': {
    layer: 'routes', removal: true, relevant: { Schema: [schemaWords] }, irrelevant: { ContentType: NAME, RestApiId: REFERENCE },
  },
  'AWS::ApiGateway::Resource': {
    layer: 'routes', removal: true, relevant: {}, irrelevant: { ParentId: REFERENCE, PathPart: NAME, RestApiId: REFERENCE },
  },
  'AWS::ApiGateway::Deployment': {
    layer: 'routes',
    removal: true,
    relevant: {},
    irrelevant: {
      'Description': WORDS, 'RestApiId': REFERENCE, '@DeletionPolicy': 'holds nothing that is not in the API', '@UpdateReplacePolicy': 'holds nothing that is not in the API',
    },
  },
  'AWS::ApiGateway::Stage': {
    layer: 'routes',
    removal: true,
    relevant: {
      'AccessLogSetting': [drop],
      'AccessLogSetting.DestinationArn': [leftOut('refused', drop), leftOut('refused', as('point elsewhere', 'arn:aws:s3:::bucket'))],
      'AccessLogSetting.Format': [leftOut('refused', drop), to('$context.requestId'), withoutAnswer],
      'CacheClusterEnabled': [leftOut('default', drop), leftOut('idle', flip)], // no method of the examples caches
      'MethodSettings': [drop],
      'MethodSettings[].CachingEnabled': [leftOut('default', drop), leftOut('idle', flip)], // there is no cache
      'MethodSettings[].DataTraceEnabled': [leftOut('default', drop), flip],
      'MethodSettings[].HttpMethod': [leftOut('refused', drop), as('take a weaker value', 'OPTIONS')],
      'MethodSettings[].LoggingLevel': [drop, to('OFF')],
      'MethodSettings[].ResourcePath': [leftOut('refused', drop), as('take a weaker value', '/~1health')],
      'MethodSettings[].ThrottlingBurstLimit': [drop, raise(1000)],
      'MethodSettings[].ThrottlingRateLimit': [drop, raise(1000)],
      'TracingEnabled': [drop, flip],
    },
    irrelevant: {
      'DeploymentId': REFERENCE,
      'MethodSettings[].MetricsEnabled': 'off: the metrics of single methods cost more, those of the stage come anyway',
      'RestApiId': REFERENCE,
      'StageName': NAME,
    },
  },
};

function declaresNothing(properties: Json): boolean {
  const { RequestModels: models, RequestParameters: parameters } = objectOf(properties);
  return models === undefined && parameters === undefined;
}
