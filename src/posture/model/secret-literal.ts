import type { Json } from '../assembly/json';

/** Names whose values nobody else should read. */
const SECRET_NAME = /(password|passwd|passphrase|secret|credential|private_?key|api_?key|access_?key|auth_?token|bearer)/i;
/** ...and those that only point to one. */
const POINTER_NAME = /(arn|name|id|path|url|uri|header|source|ref|enabled|required|expiry|ttl|length|type)$/i;

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
