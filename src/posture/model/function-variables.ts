import type { Posture } from './posture';
import { isSecretName, isWrittenOut, kindOfSecret, writtenDefault } from './secret-literal';
import type { Resource } from '../assembly/app';
import { type Json, member, objectOf } from '../assembly/json';
import { unknownsIn } from '../assembly/symbols';

/** Names of settings about a secret. */
const SETTING = /(seconds|minutes|hours|days|size|count|version|policy|mode|prefix|suffix|algorithm|format|name|rotation|field|parameter|region|table|bucket)$/i;
/** Shorter than any secret that somebody should use, and as long as none that is a setting. */
const SHORTEST = 8;

export function functionsOf(posture: Posture): readonly Resource[] {
  return posture.ofType('AWS::Lambda::Function', 'AWS::Serverless::Function');
}

/** The variables of a function, as far as they are known one by one. */
export function variablesOf({ properties }: Resource): readonly (readonly [string, Json | undefined])[] {
  return Object.entries(objectOf(member(properties.Environment, 'Variables')));
}

/** What secret a variable holds, in words; undefined where it holds none, or names where one is kept. */
export function secretIn(name: string, value: Json | undefined): string | undefined {
  const kind = typeof value === 'string' ? kindOfSecret(value) : undefined;
  if (kind !== undefined) {
    return `${kind} is written out`;
  }
  if (!isSecretName(name) || SETTING.test(name)) {
    return undefined;
  }
  return unknownsIn(value).some(writtenDefault) ? 'the secret is a parameter whose default is written out'
    : isWrittenOut(value) && typeof value === 'string' && value.length >= SHORTEST && !/^\d+$/.test(value) ? 'a secret is written out' : undefined;
}
