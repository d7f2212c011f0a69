import { type Api, apisOf } from './api';
import type { Posture } from './posture';
import { type Reading, known, readBoolean, readList, unknownBecause } from './reading';
import type { Resource } from '../assembly/app';
import { type Json, isObject } from '../assembly/json';
import { isUnknown } from '../assembly/symbols';

/** An app client of a user pool. */
export interface PoolClient {
  readonly resource: Resource;
  readonly pool: Resource | undefined;
  /** In upper case, without `ALLOW_`. */
  readonly signIns: Reading<readonly string[]>;
  /** In lower case. */
  readonly flows: Reading<readonly string[]>;
  /** Whether people can sign in with it. */
  readonly forPeople: Reading<boolean>;
}

/** A user pool with its clients. */
export interface UserPool {
  readonly resource: Resource;
  readonly clients: readonly PoolClient[];
  /** Whether people sign in: not where only administrators make users, and every client is a machine's. */
  readonly forPeople: Reading<boolean>;
  /** Whether people have passwords of this pool: not where each of them comes from an identity provider. */
  readonly hasPasswords: Reading<boolean>;
  readonly signUp: Reading<boolean>;
  /** Whether tokens of the pool open an API of the app, or clients of the pool do. */
  readonly guards: readonly Api[];
}

/** What a client without explicit flows allows: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
const SIGN_INS_BY_DEFAULT = ['REFRESH_TOKEN_AUTH', 'USER_SRP_AUTH', 'CUSTOM_AUTH'];
const NO_SIGN_INS = ['REFRESH_TOKEN_AUTH', 'CLIENT_TOKEN_AUTH'];

/** The app clients of every user pool. */
export function poolClientsOf(posture: Posture): readonly PoolClient[] {
  return posture.ofType('AWS::Cognito::UserPoolClient').map((resource) => {
    const signIns = texts(readList(resource, 'ExplicitAuthFlows'), (text) => text.toUpperCase().replace(/^ALLOW_/, ''));
    const flows = texts(readList(resource, 'AllowedOAuthFlows'), (text) => text.toLowerCase());
    return { resource, pool: posture.target(resource.properties.UserPoolId), signIns, flows, forPeople: signsPeopleIn(signIns, flows) };
  });
}

/** The user pools of an app. */
export function userPoolsOf(posture: Posture): readonly UserPool[] {
  const clients = posture.derive(poolClientsOf);
  const apis = posture.derive(apisOf);
  const hasUsers = new Set(posture.ofType('AWS::Cognito::UserPoolUser', 'AWS::Cognito::UserPoolIdentityProvider', 'AWS::Cognito::UserPoolGroup')
    .map(({ properties }) => posture.target(properties.UserPoolId)));
  const hasOwnUsers = new Set(posture.ofType('AWS::Cognito::UserPoolUser').map(({ properties }) => posture.target(properties.UserPoolId)));
  return posture.ofType('AWS::Cognito::UserPool').map((resource) => {
    const own = clients.filter(({ pool }) => pool === resource);
    const signUp = signUpOf(resource);
    const forPeople = hasUsers.has(resource) ? known(true) : isForPeople(own, signUp);
    return {
      resource,
      clients: own,
      signUp,
      forPeople,
      hasPasswords: hasOwnUsers.has(resource) ? known(true) : havePasswords(own, signUp, forPeople),
      guards: apis.filter(({ authorizers }) => authorizers.some(({ userPools }) => posture.targets(userPools).includes(resource))),
    };
  });
}

function signUpOf(resource: Resource): Reading<boolean> {
  const adminOnly = readBoolean(resource, 'AdminCreateUserConfig.AllowAdminCreateUserOnly');
  return adminOnly.kind === 'known' ? known(!adminOnly.value) : adminOnly.kind === 'absent' ? known(true) : adminOnly;
}

function isForPeople(clients: readonly PoolClient[], signUp: Reading<boolean>): Reading<boolean> {
  if (clients.length === 0 || signUp.kind === 'known' && signUp.value || clients.some(({ forPeople }) => forPeople.kind === 'known' && forPeople.value)) {
    return known(true);
  }
  return [signUp, ...clients.map(({ forPeople }) => forPeople)].find((reading) => reading.kind === 'unknown') ?? known(false);
}

function havePasswords(clients: readonly PoolClient[], signUp: Reading<boolean>, forPeople: Reading<boolean>): Reading<boolean> {
  if (forPeople.kind !== 'known' || !forPeople.value || clients.length === 0 || signUp.kind === 'known' && signUp.value) {
    return forPeople;
  }
  const readings = [signUp, ...clients.filter((client) => client.forPeople.kind !== 'known' || client.forPeople.value).map(takesPasswords)];
  return readings.find((reading) => reading.kind === 'known' && reading.value) ?? readings.find((reading) => reading.kind === 'unknown') ?? known(false);
}

/**
 * Whether users of the pool itself can sign in with a client. Providers alone do not keep them out: its sign-in flows do.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
function takesPasswords({ resource, signIns }: PoolClient): Reading<boolean> {
  const providers = texts(readList(resource, 'SupportedIdentityProviders'), (text) => text.toUpperCase());
  if (providers.kind !== 'known' || providers.value.includes('COGNITO')) {
    return providers.kind === 'unknown' ? providers : known(true);
  }
  return signIns.kind === 'known' ? known(signIns.value.some((flow) => !NO_SIGN_INS.includes(flow)))
    : signIns.kind === 'unknown' ? signIns : { kind: 'unknown', why: 'ExplicitAuthFlows, left out, so that users of the pool itself may sign in, if there are any' };
}

/** A client of the client credentials alone is a machine's, though what it leaves out would let people sign in: there are none. */
function signsPeopleIn(signIns: PoolClient['signIns'], flows: PoolClient['flows']): Reading<boolean> {
  const oauth = flows.kind === 'known' ? flows.value : [];
  const machine = oauth.length > 0 && oauth.every((flow) => flow === 'client_credentials');
  if (signIns.kind === 'known' && signIns.value.some((flow) => !NO_SIGN_INS.includes(flow)) || oauth.some((flow) => flow !== 'client_credentials')) {
    return known(true);
  }
  return signIns.kind === 'unknown' ? signIns : flows.kind === 'unknown' ? flows : known(!machine && signIns.kind === 'absent');
}

/** How people can sign in with a client, as it takes effect. */
export function signInsOf({ signIns }: PoolClient): readonly string[] {
  return signIns.kind === 'known' ? signIns.value : signIns.kind === 'absent' ? SIGN_INS_BY_DEFAULT : [];
}

function texts(reading: Reading<readonly Json[]>, spell: (text: string) => string): Reading<readonly string[]> {
  if (reading.kind !== 'known') {
    return reading;
  }
  const open = reading.value.find((entry) => isUnknown(entry) || isObject(entry));
  return open === undefined ? known(reading.value.map((entry) => spell(String(entry)))) : unknownBecause(open);
}
