import { createHash } from 'node:crypto';

// Tells that a secret changed, and is of no use to somebody who tries words until one fits: one in 65,536 does.
const DIGITS = 4;

/** What stands in the place of a secret that is written out: `[a secret 1a2b]`. */
export function secretMark(text: string, kind = 'a secret'): string {
  return isSecretMark(text) ? text : `[${kind} ${createHash('sha256').update(text).digest('hex').slice(0, DIGITS)}]`;
}

/** Whether a text stands in the place of a secret. */
export function isSecretMark(text: string): boolean {
  return kindOfMark(text) !== undefined;
}

/** Whether a text holds one somewhere. */
export function hasSecretMark(text: string): boolean {
  return /\[an? [a-z ]+ [0-9a-f]{4}\]/.test(text);
}

/** What kind of secret a text stands in the place of, as in `an access key`. */
export function kindOfMark(text: string): string | undefined {
  return /^\[(an? [a-z ]+) [0-9a-f]{4}\]$/.exec(text)?.[1];
}
