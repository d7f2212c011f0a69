import { listOf, member } from '../../assembly/json';
import { hasUnknown, readable } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import { openIn, readList } from '../../model/reading';
import { type PoolClient, poolClientsOf } from '../../model/user-pools';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

const STANDARD = ['openid', 'email', 'phone', 'profile'];
const ADMIN = 'aws.cognito.signin.user.admin';

export const clientScopes: Check = {
  id: 'client-scopes',
  title: 'App clients have the scopes that they need, of those that there are',
  severity: 'warning',
  layer: 'identity',
  why: `With ${ADMIN} a token reads and changes the user's own record. A scope that no resource server declares cannot be deployed.`,
  fix: 'Name scopes of resource servers, as in payments/read.',
  owasp: ['API5:2023', 'API3:2023'],
  * judge(posture) {
    for (const client of posture.derive(poolClientsOf)) {
      yield judgeClient(posture, client);
    }
  },
};

function judgeClient(posture: Posture, { resource, pool, flows }: PoolClient): Judgement {
  const scopes = readList(resource, 'AllowedOAuthScopes');
  if (scopes.kind === 'unknown') {
    return unsure(resource, 'AllowedOAuthScopes', scopes.why);
  }
  const named = scopes.kind === 'known' ? scopes.value.map(String) : [];
  if (named.includes(ADMIN)) {
    return fail(resource, 'AllowedOAuthScopes', `the client may ask for ${ADMIN}`);
  }
  const machine = flows.kind === 'known' && flows.value.includes('client_credentials');
  if (machine && named.some((scope) => STANDARD.includes(scope))) {
    return fail(resource, 'AllowedOAuthScopes', `a machine has no user, and asks for ${named.filter((scope) => STANDARD.includes(scope)).join(', ')}`);
  }
  const servers = pool ? posture.referrers(pool, 'AWS::Cognito::UserPoolResourceServer') : [];
  const declared = new Set(servers.flatMap(({ properties }) =>
    listOf(properties.Scopes).map((scope) => `${String(properties.Identifier)}/${String(member(scope, 'ScopeName'))}`)));
  const custom = named.filter((scope) => !STANDARD.includes(scope));
  const open = [...custom, ...declared].find((scope) => hasUnknown(scope));
  // Resource servers of a pool that is of another app are not known.
  const undeclared = pool === undefined || servers.length === 0 || open !== undefined ? undefined
    : custom.find((scope) => !declared.has(identified(posture, scope)));
  return undeclared !== undefined ? fail(resource, 'AllowedOAuthScopes', `no resource server of the user pool declares ${readable(undeclared)}`)
    : custom.some((scope) => hasUnknown(scope)) ? unsure(resource, 'AllowedOAuthScopes', openIn(custom)) : pass(resource, 'AllowedOAuthScopes');
}

/** A scope with its resource server by its identifier, where it is given as a reference to the resource. */
function identified(posture: Posture, scope: string): string {
  return scope.replace(/^‹[^‹›]*›/, (symbol) => String(posture.target(symbol)?.properties.Identifier ?? symbol));
}
