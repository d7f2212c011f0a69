import type { Authorization, Authorizer, Route } from './authorization';
import type { Posture } from './posture';
import { type Reading, asBoolean, asNumber, asText, known, openIn, read, readBoolean, readFrom, readText } from './reading';
import type { Resource } from '../assembly/app';
import { type Json, type JsonObject, member, objectOf, oneOrMany } from '../assembly/json';
import { asReference, isUnknown, unknown } from '../assembly/symbols';

/**
 * The routes that are made of Method and Resource resources.
 *
 * @param api undefined where it is not of this app
 */
export function methodRoutes(posture: Posture, methods: readonly Resource[], api: Resource | undefined): Route[] {
  return methods.map((resource): Route => {
    const { properties } = resource;
    const method = String(properties.HttpMethod ?? unknown('method')).toUpperCase();
    const path = pathOf(posture, properties.ResourceId, api);
    const validator = posture.target(properties.RequestValidatorId);
    const validates = (what: string): Reading<boolean> => (properties.RequestValidatorId === undefined ? known(false)
      : validator === undefined ? { kind: 'unknown', why: 'a request validator that the app does not make' }
        : orFalse(readBoolean(validator, what)));
    return {
      method,
      path,
      text: `${method} ${path}`,
      resource,
      at: [],
      authorization: authorizationOf(posture, resource),
      authorizationProperty: 'AuthorizationType',
      apiKeyRequired: orFalse(readBoolean(resource, 'ApiKeyRequired')),
      apiKeyProperty: 'ApiKeyRequired',
      validatesBody: validates('ValidateRequestBody'),
      validatesParameters: validates('ValidateRequestParameters'),
      validatorProperty: 'RequestValidatorId',
      models: isUnknown(properties.RequestModels) ? { '*': properties.RequestModels } : objectOf(properties.RequestModels) as Record<string, Json>,
      parameters: parametersOf(properties.RequestParameters),
      integration: integrationOf(objectOf(properties.Integration)),
    };
  });
}

/** An authorizer that is a resource of its own. */
export function ownAuthorizer(resource: Resource): Authorizer {
  const type = String(resource.properties.Type ?? '');
  return {
    kind: type.toUpperCase() === 'COGNITO_USER_POOLS' ? 'cognito' : 'lambda',
    resource,
    path: [],
    ttl: asNumber(read(resource, 'AuthorizerResultTtlInSeconds')),
    identitySource: read(resource, 'IdentitySource'),
    userPools: oneOrMany(resource.properties.ProviderARNs),
    uri: resource.properties.AuthorizerUri,
    type,
  };
}

function authorizationOf(posture: Posture, resource: Resource): Authorization {
  const type = readText(resource, 'AuthorizationType');
  if (type.kind === 'unknown') {
    return { kind: 'unknown', why: type.why };
  }
  const target = posture.target(resource.properties.AuthorizerId);
  const authorizer = target?.type === 'AWS::ApiGateway::Authorizer' ? ownAuthorizer(target) : undefined;
  switch (type.kind === 'absent' ? 'NONE' : type.value.toUpperCase()) {
    case 'NONE': return { kind: 'none' };
    case 'AWS_IAM': return { kind: 'iam' };
    case 'COGNITO_USER_POOLS': return { kind: 'cognito', authorizer, scopes: scopesOf(read(resource, 'AuthorizationScopes')) };
    case 'CUSTOM': return authorizer?.kind === 'cognito'
      ? { kind: 'cognito', authorizer, scopes: scopesOf(read(resource, 'AuthorizationScopes')) }
      : { kind: 'lambda', authorizer };
    default: return { kind: 'unknown', why: `authorization type ${String(resource.properties.AuthorizationType)}` };
  }
}

/** Scopes of a route; one that may be any scope leaves all of them unknown, as one is enough to call. */
export function scopesOf(scopes: Reading<Json>): Reading<readonly string[]> {
  if (scopes.kind !== 'known') {
    return scopes.kind === 'absent' ? known([]) : scopes;
  }
  const names = oneOrMany(scopes.value).map(String).sort();
  const open = names.filter((scope) => isUnknown(scope));
  const beside = names.filter((scope) => !isUnknown(scope));
  return open.length === 0 ? known(names) : { kind: 'unknown', why: `${openIn(open)}${beside.length === 0 ? '' : `, beside ${beside.join(' and ')}`}` };
}

function pathOf(posture: Posture, id: Json | undefined, api: Resource | undefined): string {
  const parts: string[] = [];
  const seen = new Set<Resource>();
  for (let place = id; ;) {
    const reference = asReference(place);
    const target = posture.target(place);
    if (target !== undefined && target === api && reference?.attribute === 'RootResourceId') {
      return `/${parts.join('/')}`;
    }
    if (target?.type !== 'AWS::ApiGateway::Resource' || seen.has(target)) {
      return `${unknown('path')}/${parts.join('/')}`;
    }
    seen.add(target);
    parts.unshift(String(target.properties.PathPart ?? unknown('path')));
    place = target.properties.ParentId;
  }
}

/** `method.request.querystring.date: true` as `query.date: true`. */
function parametersOf(value: Json | undefined): Record<string, boolean> {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, required]) => [
    name.replace(/^method\.request\./, '').replace(/^querystring\./, 'query.'), String(required) === 'true',
  ]));
}

function integrationOf(integration: JsonObject): Route['integration'] {
  return {
    type: asText(readFrom(integration, 'Type')),
    uri: integration.Uri,
    credentials: integration.Credentials,
    connectionType: integration.ConnectionType,
    connectionId: integration.ConnectionId,
    requestParameters: objectOf(integration.RequestParameters) as Record<string, Json>,
    passthrough: integration.PassthroughBehavior,
    insecureTls: asBoolean(readFrom(member(integration, 'TlsConfig'), 'InsecureSkipVerification')),
    property: 'Integration',
  };
}

function orFalse(reading: Reading<boolean>): Reading<boolean> {
  return reading.kind === 'absent' ? known(false) : reading;
}
