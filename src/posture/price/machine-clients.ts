import type { Charges, Properties } from './charges';
import { HOURS_A_MONTH } from '../../values/prices';

/** A resource of a template. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
}

/** The OAuth clients of machines in a template: what consumers cost. */
export interface MachineClients {
  /** How many. */
  readonly count: number;
  /** How many tokens a client gets in a month on average, if it asks for one whenever the last has ended; a suspended one gets none. */
  readonly tokensAMonth: number;
  /** How many secrets hold a client's secret. */
  readonly secrets: number;
  /** What this resource costs, if clients are the reason for it; undefined for all others. */
  chargesOf(resource: Resource): Charges | undefined;
}

/**
 * Finds the clients. A user pool costs by its users, so one whose clients are all machines costs nothing itself.
 *
 * @see https://aws.amazon.com/cognito/pricing/
 */
export function machineClients(resources: readonly Resource[]): MachineClients {
  const clients = resources.filter(({ type }) => type === 'AWS::Cognito::UserPoolClient');
  const machines = new Set(clients.filter(isMachine).map(({ logicalId }) => logicalId));
  const poolsOfPeople = JSON.stringify(clients.filter(({ logicalId }) => !machines.has(logicalId)).map(({ properties }) => properties.UserPoolId));
  const secrets = new Set(resources
    .filter(({ type, properties }) => type === 'AWS::SecretsManager::Secret' && clientSecretsIn(properties).some((id) => machines.has(id)))
    .map(({ logicalId }) => logicalId));
  return {
    count: machines.size,
    tokensAMonth: mean(clients.filter(isMachine).map(tokensAMonth)),
    secrets: secrets.size,
    chargesOf: ({ logicalId, type }) => {
      if (type === 'AWS::Cognito::UserPoolClient' || secrets.has(logicalId)) {
        return {};
      }
      if (type !== 'AWS::Cognito::UserPool') {
        return undefined;
      }
      return machines.size > 0 && !poolsOfPeople.includes(`"${logicalId}"`) ? {} : { unknown: 'by its monthly active users' };
    },
  };
}

function isMachine(client: Resource): boolean {
  return holdsOnly(client.properties.AllowedOAuthFlows, 'client_credentials') || isSuspended(client);
}

/**
 * A machine that may get no tokens: `MachineClient` with `enabled: false`. A client of people lacks the secret, or has a flow to sign in
 * by. It counts as a client all the same: no page of AWS says that it is free.
 */
function isSuspended({ properties }: Resource): boolean {
  return properties.GenerateSecret === true && properties.AllowedOAuthFlowsUserPoolClient === false
    && holdsOnly(properties.ExplicitAuthFlows, 'ALLOW_REFRESH_TOKEN_AUTH');
}

function tokensAMonth(client: Resource): number {
  return isSuspended(client) ? 0 : (HOURS_A_MONTH * 60) / tokenMinutes(client.properties);
}

function holdsOnly(list: unknown, value: string): boolean {
  return Array.isArray(list) && list.length === 1 && list[0] === value;
}

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TokenValidityUnitsType.html */
function tokenMinutes({ AccessTokenValidity, TokenValidityUnits }: Properties): number {
  const minutes = { seconds: 1 / 60, minutes: 1, hours: 60, days: 24 * 60 };
  const unit = (TokenValidityUnits as { AccessToken?: keyof typeof minutes } | undefined)?.AccessToken ?? 'hours';
  return Number(AccessTokenValidity ?? 1) * minutes[unit];
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Logical ids of the clients whose secret a value reads. */
function clientSecretsIn(value: unknown): string[] {
  return [...JSON.stringify(value).matchAll(/\{"Fn::GetAtt":\["(\w+)","ClientSecret"\]\}/g)].map(([, id]) => id as string);
}
