import { type Api, privateSigns } from './api';
import type { Route } from './authorization';
import type { Posture } from './posture';
import { isObject, member } from '../assembly/json';

/** Whether an API is private, may be, or is meant to be: the rules for private APIs count for it. */
export function isMeantPrivate(posture: Posture, api: Api): boolean {
  return api.isPrivate.kind === 'unknown' || api.isPrivate.kind === 'known' && api.isPrivate.value || privateSigns(posture, api).length > 0;
}

/** Whether a route is a preflight that API Gateway answers itself: browsers send it without a token. */
export function isPreflight({ method, integration }: Route): boolean {
  return method === 'OPTIONS' && integration.type.kind === 'known' && integration.type.value === 'MOCK';
}

/** What somebody wrote in the API's `Metadata` on why a route is looser than others. */
export function reasonOf(api: Api, route: Route, what: 'open' | 'noApiKey' | 'plainHttp'): string | undefined {
  const reason = member(member(member(api.resource.metadata['cdk-private-api'], 'reasons'), route.text), what);
  return typeof reason === 'string' && reason.trim() !== '' ? reason : undefined;
}

/** What a property of a body's operation holds, as it is written. */
export function operationOf(api: Api, route: Route): unknown {
  return route.at.reduce<unknown>((place, step) => (isObject(place) ? member(place, step) : undefined), api.resource.properties);
}

/** A route that stands for all of an API whose routes are not known. */
export function anyRoute(api: Api): Route {
  const why = { kind: 'unknown', why: 'the routes' } as const;
  return {
    method: 'ANY',
    path: '/{proxy+}',
    text: 'every route',
    resource: api.resource,
    at: [],
    authorization: why,
    authorizationProperty: 'Body',
    apiKeyRequired: why,
    apiKeyProperty: 'Body',
    validatesBody: why,
    validatesParameters: why,
    validatorProperty: 'Body',
    models: {},
    parameters: {},
    integration: { type: why, requestParameters: {}, insecureTls: why, property: 'Body' },
  };
}
