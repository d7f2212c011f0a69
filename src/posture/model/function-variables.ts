import type { Posture } from './posture';
import { isSecretName, isWrittenOut, writtenDefault } from './secret-literal';
import type { Resource } from '../assembly/app';
import { type Json, member, objectOf } from '../assembly/json';
import { unknownsIn } from '../assembly/symbols';

/** Names of settings about a secret. */
const SETTING = /(seconds|minutes|hours|days|size|count|version|policy|mode|prefix|suffix|algorithm|format|name|rotation|field|parameter|region|table|bucket)$/i;
/** Shorter than any secret that somebody should use, and as long as none that is a setting. */
const SHORTEST = 8;

/** Values that are secrets whatever their name: an access key's id, a private key, a password in a URL. */
const SECRET_VALUES: readonly (readonly [RegExp, string])[] = [
  [/\bA(KIA|SIA)[0-9A-Z]{16}\b/, 'an access key'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/:\/\/[^/\s:@‹]+:[^/\s@‹{$]+@/, 'a password in a URL'],
];

export function functionsOf(posture: Posture): readonly Resource[] {
  return posture.ofType('AWS::Lambda::Function', 'AWS::Serverless::Function');
}

/** The variables of a function, as far as they are known one by one. */
export function variablesOf({ properties }: Resource): readonly (readonly [string, Json | undefined])[] {
  return Object.entries(objectOf(member(properties.Environment, 'Variables')));
}

/** What secret a variable holds, in words; undefined where it holds none, or names where one is kept. */
export function secretIn(name: string, value: Json | undefined): string | undefined {
  const [, kind] = SECRET_VALUES.find(([pattern]) => typeof value === 'string' && pattern.test(value)) ?? [];
  if (kind !== undefined) {
    return `${kind} is written out`;
  }
  if (!isSecretName(name) || SETTING.test(name)) {
    return undefined;
  }
  return unknownsIn(value).some(writtenDefault) ? 'the secret is a parameter whose default is written out'
    : isWrittenOut(value) && typeof value === 'string' && value.length >= SHORTEST && !/^\d+$/.test(value) ? 'a secret is written out' : undefined;
}
