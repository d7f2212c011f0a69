import type { Authorization, Authorizer, Integration, Route } from './authorization';
import { pointedTo } from './json-pointer';
import { scopesOf } from './method-routes';
import { type Reading, ABSENT, asBoolean, asNumber, asText, known, openIn, readFrom, unknownBecause } from './reading';
import type { Resource } from '../assembly/app';
import { type Json, type JsonObject, isObject, listOf, member, objectOf, oneOrMany } from '../assembly/json';
import { hasUnknown, isUnknown } from '../assembly/symbols';

const METHODS: Readonly<Record<string, string>> = {
  'get': 'GET',
  'put': 'PUT',
  'post': 'POST',
  'delete': 'DELETE',
  'options': 'OPTIONS',
  'head': 'HEAD',
  'patch': 'PATCH',
  'x-amazon-apigateway-any-method': 'ANY',
};

/** The routes that an OpenAPI or Swagger body declares, as API Gateway's import reads them. */
export function bodyRoutes(api: Resource, body: Json | undefined): Route[] {
  return Object.entries(objectOf(member(body, 'paths'))).flatMap(([path, written]) => {
    const item = resolved(objectOf(body), written ?? null);
    return Object.entries(METHODS).filter(([key]) => isObject(member(item, key)) || isUnknown(member(item, key)))
      .map(([key, method]) => routeOf(api, objectOf(body), path, objectOf(item), key, method));
  });
}

/** The authorizers of a body's security schemes. */
export function bodyAuthorizers(api: Resource, body: Json | undefined): Authorizer[] {
  return schemesOf(objectOf(body)).flatMap(({ name, scheme, place }) => {
    const kind = kindOf(scheme);
    return kind === 'cognito' || kind === 'lambda' ? [authorizerOf(api, scheme, [...place, name], kind)] : [];
  });
}

function routeOf(api: Resource, body: JsonObject, path: string, item: JsonObject, key: string, method: string): Route {
  const operation = objectOf(item[key]);
  const at = ['Body', 'paths', path, key];
  const place = at.join('.');
  const security = securityOf(api, body, operation, place);
  const validator = validatorOf(body, operation);
  const integration = objectOf(operation['x-amazon-apigateway-integration']);
  const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)].map((parameter) => resolved(body, parameter));
  return {
    method,
    path,
    text: `${method} ${path}`,
    resource: api,
    at,
    authorization: isUnknown(item[key]) ? { kind: 'unknown', why: openIn(item[key]) } : security.authorization,
    authorizationProperty: security.property,
    apiKeyRequired: isUnknown(item[key]) ? unknownBecause(item[key]) : security.apiKey,
    apiKeyProperty: security.property,
    validatesBody: validator.kind === 'known' ? readOrFalse(validator.value, 'validateRequestBody') : validator.kind === 'absent' ? known(false) : validator,
    validatesParameters: validator.kind === 'known' ? readOrFalse(validator.value, 'validateRequestParameters') : validator.kind === 'absent' ? known(false) : validator,
    validatorProperty: `${place}.x-amazon-apigateway-request-validator`,
    models: modelsOf(body, operation, parameters),
    parameters: Object.fromEntries(parameters.filter((parameter) => ['query', 'header', 'path'].includes(String(member(parameter, 'in')))).map((parameter) => [
      `${String(member(parameter, 'in'))}.${String(member(parameter, 'name'))}`, member(parameter, 'required') === true,
    ])),
    integration: integrationOf(integration, `${place}.x-amazon-apigateway-integration`),
  };
}

interface Scheme {
  readonly name: string;
  readonly scheme: JsonObject;
  readonly place: readonly string[];
}

function schemesOf(body: JsonObject): Scheme[] {
  const at = (place: readonly string[], schemes: Json | undefined) =>
    Object.entries(objectOf(schemes)).map(([name, scheme]) => ({ name, scheme: objectOf(scheme), place }));
  return [
    ...at(['Body', 'components', 'securitySchemes'], member(body.components, 'securitySchemes')),
    ...at(['Body', 'securityDefinitions'], body.securityDefinitions),
  ];
}

/** What API Gateway makes of a scheme: without its extensions it makes nothing of it, and whoever refers to it is open. */
function kindOf(scheme: JsonObject): 'cognito' | 'lambda' | 'iam' | 'key' | 'nothing' | 'unknown' {
  const type = scheme['x-amazon-apigateway-authtype'];
  const authorizer = scheme['x-amazon-apigateway-authorizer'];
  if (hasUnknown(type) || isUnknown(authorizer)) {
    return 'unknown';
  }
  if (String(type).toLowerCase() === 'awssigv4') {
    return 'iam';
  }
  if (isObject(authorizer)) {
    const decides = String(authorizer.type).toLowerCase();
    // What REST APIs do not have, as jwt of HTTP APIs, they may refuse, or leave out.
    return decides === 'cognito_user_pools' ? 'cognito' : ['token', 'request'].includes(decides) ? 'lambda' : 'unknown';
  }
  return scheme.type === 'apiKey' && scheme.in === 'header' && String(scheme.name).toLowerCase() === 'x-api-key' ? 'key' : 'nothing';
}

function authorizerOf(api: Resource, scheme: JsonObject, path: readonly string[], kind: 'cognito' | 'lambda'): Authorizer {
  const authorizer = objectOf(scheme['x-amazon-apigateway-authorizer']);
  const header = scheme.in === 'header' && typeof scheme.name === 'string' && scheme.name !== 'Unused' ? known<Json>(`method.request.header.${scheme.name}`) : ABSENT;
  const source = readFrom(authorizer, 'identitySource');
  return {
    kind,
    resource: api,
    path: [...path, 'x-amazon-apigateway-authorizer'],
    ttl: asNumber(readFrom(authorizer, 'authorizerResultTtlInSeconds')),
    identitySource: source.kind === 'absent' && String(authorizer.type).toLowerCase() !== 'request' ? header : source,
    userPools: oneOrMany(authorizer.providerARNs),
    uri: authorizer.authorizerUri,
    type: String(authorizer.type ?? ''),
  };
}

/** The requirements of an operation, all of which count: API Gateway does not know OpenAPI's "or". */
function securityOf(api: Resource, body: JsonObject, operation: JsonObject, place: string): {
  authorization: Authorization; apiKey: Reading<boolean>; property: string;
} {
  const own = operation.security !== undefined;
  const property = own ? `${place}.security` : body.security === undefined ? `${place}.security` : 'Body.security';
  const security = own ? operation.security : body.security;
  const auth = objectOf(operation['x-amazon-apigateway-auth']);
  // What a macro adds to an operation, or to the document, may be its security.
  const open = security ?? [operation['*'], body['*']].find((added) => isUnknown(added));
  if (isUnknown(open) || hasUnknown(auth.type)) {
    const why = openIn(isUnknown(open) ? open : auth.type);
    return { authorization: { kind: 'unknown', why }, apiKey: { kind: 'unknown', why }, property };
  }
  const schemes = new Map(schemesOf(body).map((scheme) => [scheme.name, scheme]));
  const required = listOf(security)
    .flatMap((entry) => Object.entries(objectOf(entry)))
    .map(([name, scopes]) => ({ scopes, found: schemes.get(name) }));
  const ofKind = (kind: ReturnType<typeof kindOf>) => required.find(({ found }) => found && kindOf(found.scheme) === kind);
  const [unknownScheme, cognito, lambda] = [ofKind('unknown'), ofKind('cognito'), ofKind('lambda')];
  const key = ofKind('key') !== undefined;
  const explicit = String(auth.type ?? '').toUpperCase();
  const authorization = ((): Authorization => {
    if (explicit === 'NONE') {
      return { kind: 'none' };
    }
    if (required.length > 0 && listOf(security).some((entry) => isObject(entry) && Object.keys(entry).length === 0)) {
      return { kind: 'unknown', why: 'what API Gateway makes of a requirement that is empty beside others' };
    }
    if (cognito?.found) {
      const scopes = scopesOf(isUnknown(cognito.scopes) ? unknownBecause(cognito.scopes) : known(cognito.scopes ?? []));
      return { kind: 'cognito', scopes, authorizer: authorizerOf(api, cognito.found.scheme, [...cognito.found.place, cognito.found.name], 'cognito') };
    }
    if (lambda?.found) {
      return { kind: 'lambda', authorizer: authorizerOf(api, lambda.found.scheme, [...lambda.found.place, lambda.found.name], 'lambda') };
    }
    if (ofKind('iam') || explicit === 'AWS_IAM') {
      return { kind: 'iam' };
    }
    return unknownScheme ? { kind: 'unknown', why: 'a security scheme' } : { kind: 'none' };
  })();
  return {
    authorization,
    apiKey: key ? known(true) : unknownScheme ? { kind: 'unknown', why: 'a security scheme' } : known(false),
    property: explicit === 'NONE' ? `${place}.x-amazon-apigateway-auth` : property,
  };
}

function validatorOf(body: JsonObject, operation: JsonObject): Reading<JsonObject> {
  const name = operation['x-amazon-apigateway-request-validator'] ?? body['x-amazon-apigateway-request-validator'];
  if (name === undefined) {
    return ABSENT;
  }
  const validator = hasUnknown(name) ? name : member(body['x-amazon-apigateway-request-validators'], String(name));
  return isObject(validator) ? known(validator) : validator === undefined ? ABSENT : unknownBecause(validator);
}

function readOrFalse(value: JsonObject, name: string): Reading<boolean> {
  const reading = asBoolean(readFrom(value, name));
  return reading.kind === 'absent' ? known(false) : reading;
}

/** Models by content type; references lead to the schema itself, so that a renamed model is the same model. */
function modelsOf(body: JsonObject, operation: JsonObject, parameters: readonly Json[]): Record<string, Json> {
  const request = objectOf(resolved(body, operation.requestBody ?? null));
  const inBody = parameters.find((parameter) => member(parameter, 'in') === 'body');
  return {
    ...Object.fromEntries(Object.entries(objectOf(request.content)).filter(([, media]) => member(media, 'schema') !== undefined)
      .map(([type, media]) => [type, resolved(body, member(media, 'schema')!)])),
    ...inBody === undefined ? {} : { 'application/json': resolved(body, member(inBody, 'schema') ?? {}) },
  };
}

/** What a local reference stands for; the reference itself where it leads nowhere. */
function resolved(body: JsonObject, value: Json): Json {
  let place = value;
  for (let hops = 0; hops < 20; hops++) {
    const target = pointedTo(body, member(place, '$ref'));
    if (target === undefined) {
      return place;
    }
    place = target;
  }
  return place;
}

function integrationOf(integration: JsonObject, property: string): Integration {
  const type = asText(readFrom(integration, 'type'));
  return {
    type: type.kind === 'known' ? known(type.value.toUpperCase()) : type,
    uri: integration.uri,
    credentials: integration.credentials,
    connectionType: integration.connectionType,
    connectionId: integration.connectionId,
    requestParameters: objectOf(integration.requestParameters) as Record<string, Json>,
    passthrough: integration.passthroughBehavior,
    insecureTls: asBoolean(readFrom(member(integration, 'tlsConfig'), 'insecureSkipVerification')),
    property,
  };
}
