import type { Resource } from '../../assembly/app';
import { table } from '../../assembly/json';
import { readFrom, asNumber, asText, type Reading } from '../../model/reading';
import { poolClientsOf } from '../../model/user-pools';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

const SECONDS = table({ seconds: 1, minutes: 60, hours: 3600, days: 86_400 });
const HOUR = SECONDS.hours!;
const DAY = SECONDS.days!;

/** API Gateway does not ask whether a token was revoked: a stolen one works until it ends. An hour is what AWS takes by default, 30 days for the one that renews. */
const TOKENS = [
  { name: 'AccessToken', text: 'access tokens', unit: 'hours', longest: HOUR },
  { name: 'IdToken', text: 'ID tokens', unit: 'hours', longest: HOUR },
  { name: 'RefreshToken', text: 'refresh tokens', unit: 'days', longest: 30 * DAY },
] as const;

export const clientTokenValidity: Check = {
  id: 'client-token-validity',
  title: 'Tokens do not live long',
  severity: 'warning',
  layer: 'identity',
  why: 'API Gateway does not ask whether a token was revoked: a stolen access token works until it ends, and a refresh token makes new ones until it does.',
  fix: 'Set AccessTokenValidity and IdTokenValidity to an hour at most, RefreshTokenValidity to 30 days at most.',
  owasp: ['API2:2023'],
  * judge(posture) {
    for (const { resource } of posture.derive(poolClientsOf)) {
      for (const token of TOKENS) {
        yield judgeToken(resource, token);
      }
    }
  },
};

function judgeToken(resource: Resource, { name, text, unit, longest }: typeof TOKENS[number]): Judgement {
  const property = `${name}Validity`;
  const validity = asNumber(readFrom(resource.properties, property));
  const given: Reading<string> = asText(readFrom(resource.properties, `TokenValidityUnits.${name}`));
  const unknown = [validity, given].find((reading) => reading.kind === 'unknown');
  if (unknown?.kind === 'unknown') {
    return unsure(resource, property, unknown.why);
  }
  // Left out, they live an hour and 30 days.
  const factor = SECONDS[given.kind === 'known' ? given.value.toLowerCase() : unit] ?? SECONDS[unit]!;
  return validity.kind === 'known' && validity.value * factor > longest
    ? fail(resource, property, `${text} live ${spelled(validity.value * factor)}`) : pass(resource, property);
}

function spelled(seconds: number): string {
  return seconds % DAY === 0 ? `${seconds / DAY} ${seconds === DAY ? 'day' : 'days'}` : `${Math.round(seconds / 60)} minutes`;
}
