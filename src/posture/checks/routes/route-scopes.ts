import { readable } from '../../assembly/symbols';
import { apisOf, foreignRoutesOf } from '../../model/api';
import { type Check, fail, pass, unsure } from '../check';

/** Scopes that say who somebody is, and not what for: every client that signs people in may have them. */
const STANDARD = ['openid', 'email', 'phone', 'profile'];
/** In every access token that a sign-in with the API of user pools gives: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
const EVERYBODYS = 'aws.cognito.signin.user.admin';

export const routeScopes: Check = {
  id: 'route-scopes',
  title: 'A route that takes tokens of a user pool names the scopes that they need',
  severity: 'error',
  layer: 'routes',
  why: 'Without scopes API Gateway takes every ID token of the pool, of any client: who may call one route may then call all of them. Of several scopes one is enough.',
  fix: 'Name at least one scope of a resource server, as in payments/read, and no scope that every token has.',
  owasp: ['API5:2023', 'API2:2023'],
  * judge(posture) {
    for (const routes of [...posture.derive(apisOf).map((api) => api.routes), posture.derive(foreignRoutesOf)]) {
      for (const { authorization, authorizationProperty, resource, at, text } of routes) {
        if (authorization.kind !== 'cognito') {
          continue;
        }
        const property = at.length === 0 ? 'AuthorizationScopes' : authorizationProperty;
        const { scopes } = authorization;
        if (scopes.kind !== 'known') {
          yield unsure(resource, property, scopes.kind === 'unknown' ? scopes.why : 'the scopes');
          continue;
        }
        const named = scopes.value.filter((scope) => scope.trim() !== '');
        const weak = named.find((scope) => scope === EVERYBODYS) ?? named.find((scope) => STANDARD.includes(scope));
        yield named.length === 0 ? fail(resource, property, `${readable(text)} names no scopes: it takes every ID token of the user pool`)
          : weak === undefined ? pass(resource, property)
            : fail(resource, property, `${readable(text)} takes every token with the scope ${weak}, which ${weak === EVERYBODYS
              ? 'everybody who signs in has' : 'says nothing of what the caller may do'}`, weak === EVERYBODYS ? undefined : 'warning');
      }
    }
  },
};
