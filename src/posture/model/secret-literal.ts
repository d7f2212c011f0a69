import type { Json } from '../assembly/json';
import { kindOfMark } from '../assembly/secret-mark';

/** Names whose values nobody else should read. */
const SECRET_NAME = /(password|passwd|passphrase|secret|credential|private_?key|api_?key|access_?key|auth_?token|bearer)/i;
/** ...and those that only point to one. */
const POINTER_NAME = /(arn|name|id|path|url|uri|header|source|ref|enabled|required|expiry|ttl|length|type)$/i;

/** Values that are secrets whatever their name: an access key's id, a private key, a password in a URL. */
const SECRET_VALUES: readonly (readonly [RegExp, string])[] = [
  [/\bA(KIA|SIA)[0-9A-Z]{16}\b/, 'an access key'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/:\/\/[^/\s:@‹]+:[^/\s@‹{$]+@/, 'a password in a URL'],
  [/^'?(Bearer|Basic) [A-Za-z0-9+/=._~-]{16,}'?$/, 'a token'],
];

/** What kind of secret a text is whatever its name, as in `an access key`; undefined where it looks like none. */
export function kindOfSecret(text: string): string | undefined {
  return kindOfMark(text) ?? SECRET_VALUES.find(([pattern]) => pattern.test(text))?.[1];
}

/** Whether a name is that of a secret, and not of where it is kept. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !POINTER_NAME.test(name);
}

/** Whether a value is a secret written out: by the name it has, and because nothing stands for it. */
export function isSecretLiteral(name: string, value: Json | undefined): boolean {
  return isSecretName(name) && isWrittenOut(value);
}

/** Whether a text stands in the template as it is, and not as a reference to where it is kept. */
export function isWrittenOut(value: Json | undefined): boolean {
  return (typeof value === 'string' && value.trim() !== '' || typeof value === 'number') && !/‹/.test(String(value))
    && !/^arn:|^(true|false|none|null)$/i.test(String(value));
}

/** The default of a parameter that stands for a value, where one is written out: whoever reads the template reads it. */
export function writtenDefault(why: string): boolean {
  return /^parameter \S+ \(default .+\)$/.test(why);
}
