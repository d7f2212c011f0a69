import { type Json, isObject, listOf, member, objectOf } from '../../assembly/json';
import { isUnknown, readable } from '../../assembly/symbols';
import { type Api, apisOf, foreignRoutesOf } from '../../model/api';
import type { Route } from '../../model/authorization';
import { isMeantPrivate, isPreflight, operationOf, reasonOf } from '../../model/meant-private';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const routeAuthorization: Check = {
  id: 'route-authorization',
  title: 'Every route asks who is calling',
  severity: 'error',
  layer: 'routes',
  why: 'A private network is no identity: whatever runs in a VPC that reaches the API may call a route that asks nobody, and no log says who did.',
  fix: 'Give the route an authorizer with scopes, or AWS_IAM. Only a preflight (OPTIONS with a MOCK integration) needs none. Where a route is open on purpose, acknowledge the check with the reason.',
  owasp: ['API2:2023'],
  * judge(posture) {
    for (const api of posture.derive(apisOf)) {
      if (api.body.kind === 'unknown') {
        yield unsure(api.resource, 'Body', `the routes, which stand in ${api.body.why}`);
      }
      if (api.resource.properties.CloneFrom !== undefined) {
        yield unsure(api.resource, 'CloneFrom', `which routes it has from ${readable(api.resource.properties.CloneFrom)}`);
      }
      for (const [property, why] of laterPaths(api)) {
        yield unsure(api.resource, property, `which routes ${why} makes`);
      }
      for (const route of api.routes) {
        yield judgeRoute(posture, api, route);
      }
    }
    for (const route of posture.derive(foreignRoutesOf)) {
      yield judgeForeign(route);
    }
  },
};

function judgeRoute(posture: Posture, api: Api, route: Route): Judgement {
  const { authorization, authorizationProperty: property, resource } = route;
  if (authorization.kind === 'unknown') {
    return unsure(resource, property, `how ${readable(route.text)} is authorized (${authorization.why})`);
  }
  const elsewhere = decidedElsewhere(route);
  if (elsewhere !== undefined) {
    return elsewhere;
  }
  const security = member(operationOf(api, route), 'security');
  if (listOf(security).length > 1 && listOf(security).some((entry) => isObject(entry) && Object.keys(entry).length === 0)) {
    return unsure(resource, property, `whether API Gateway takes the empty alternative in the security of ${readable(route.text)} for none`);
  }
  if (authorization.kind !== 'none' || isPreflight(route) || reasonOf(api, route, 'open') !== undefined) {
    return pass(resource, property);
  }
  const wide = route.method === 'ANY' || /\{[^{}+]*\+\}/.test(route.path) ? ', and stands for many' : '';
  return fail(resource, property, `${readable(route.text)} is open to everybody who reaches the API${wide}: ${saidBy(api, route)}`,
    // A preflight that a backend answers, and the open route of an API that nothing says is private, may be meant.
    route.method === 'OPTIONS' || !isMeantPrivate(posture, api) ? 'warning' : undefined);
}

/** An authorizer that is not of this app may ask anything, or nothing. */
function decidedElsewhere({ authorization, resource, text }: Route): Judgement | undefined {
  return (authorization.kind === 'cognito' || authorization.kind === 'lambda') && authorization.authorizer === undefined
    ? unsure(resource, 'AuthorizerId', `whom the authorizer of ${readable(text)} admits, which is not of this app`) : undefined;
}

/** Whether the API of another app is private is not known, but that the route asks nobody is. */
function judgeForeign(route: Route): Judgement {
  const { authorization, authorizationProperty: property, resource, text } = route;
  return authorization.kind === 'unknown' ? unsure(resource, property, `how ${readable(text)} is authorized (${authorization.why})`)
    : decidedElsewhere(route) ?? (authorization.kind !== 'none' || isPreflight(route) ? pass(resource, property)
      : fail(resource, property, `${readable(route.method)} on an API that these templates do not hold is open to everybody who reaches it`, 'warning'));
}

/** Paths of a body that are made when it is deployed, as by AWS::Include. */
function laterPaths(api: Api): [property: string, why: string][] {
  const paths = member(api.body.kind === 'known' ? api.body.value : undefined, 'paths');
  return Object.entries(objectOf(paths)).flatMap(([path, item]): [string, string][] => {
    const open = [item, member(item, '*')].find((value) => isUnknown(value));
    return open !== undefined ? [[`Body.paths.${path}`, openIn(open)]]
      : isElsewhere(member(item, '$ref')) ? [[`Body.paths.${path}`, readable(member(item, '$ref'))]] : [];
  });
}

/** Whether a reference leads out of the document. */
function isElsewhere(pointer: Json | undefined): boolean {
  return typeof pointer === 'string' && !pointer.startsWith('#/');
}

/** What makes it open, as it is written. */
function saidBy(api: Api, route: Route): string {
  if (route.at.length === 0) {
    const type = route.resource.properties.AuthorizationType;
    return type === undefined ? 'its authorization type is left out, so that AWS takes NONE' : `its authorization type is ${readable(type)}`;
  }
  if (route.authorizationProperty.endsWith('x-amazon-apigateway-auth')) {
    return 'its x-amazon-apigateway-auth is NONE, whatever its security says';
  }
  const body = objectOf(api.body.kind === 'known' ? api.body.value : undefined);
  const security = member(operationOf(api, route), 'security') ?? body.security;
  const names = listOf(security).flatMap((entry) => Object.keys(objectOf(entry)));
  const declared = { ...objectOf(member(body.components, 'securitySchemes')), ...objectOf(body.securityDefinitions) };
  const undeclared = names.filter((name) => !Object.hasOwn(declared, name));
  return security === undefined ? 'neither it nor the document has a security' : names.length === 0 ? 'its security is empty'
    : undeclared.length > 0 ? `its security names ${undeclared.join(' and ')}, which the document does not declare`
      : `its security names ${names.join(' and ')}, of which API Gateway makes no authorizer`;
}
