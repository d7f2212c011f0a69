import { type Reading, ABSENT, known, openIn } from './reading';
import { type Json, isObject, parsedText } from '../assembly/json';
import { hasUnknown } from '../assembly/symbols';

/** What an access log line holds. */
export interface AccessLogFormat {
  readonly isJson: boolean;
  /** Fields as a metric filter selects them, as in `status` or `identity.ip`; empty where a line is no JSON. */
  readonly fields: ReadonlySet<string>;
  /** Variables behind `$context.`. */
  readonly variables: ReadonlySet<string>;
}

/** Reads the format of an access log. */
export function readAccessLogFormat(value: Json | undefined): Reading<AccessLogFormat> {
  if (value === undefined || value === null) {
    return ABSENT;
  }
  if (hasUnknown(value) || typeof value === 'object') {
    return { kind: 'unknown', why: openIn(value) || 'a format of another type' };
  }
  const text = String(value);
  // A variable without quotes is a number of the line, as in `"status": $context.status`.
  const body = parsedText(text) ?? parsedText(text.replace(/(:\s*)\$context(?:\.[\w:-]+)+/g, '$10'));
  return known({
    isJson: isObject(body),
    fields: new Set(isObject(body) ? fieldsOf(body, '') : []),
    variables: new Set([...text.matchAll(/\$context\.([\w:-]+(?:\.[\w:-]+)*)/g)].map(([, variable]) => variable!)),
  });
}

function fieldsOf(value: unknown, path: string): string[] {
  return isObject(value) ? Object.entries(value).flatMap(([key, entry]) => [...path === '' ? [] : [path], ...fieldsOf(entry, path === '' ? key : `${path}.${key}`)]) : [path];
}

/** Variables that hold a credential: the API key itself, and what authorizers and overrides name so. */
const SECRET = /^identity\.apiKey$|^(authorizer|requestOverride)\..*((access|id|refresh|bearer|auth|session)_?-?token|\.token|jwt|secret|passw(or)?d|authorization|cookie|x-api-key)$/i;

/** Whether a variable, without `$context.`, holds a credential. */
export function isSecretVariable(variable: string): boolean {
  return SECRET.test(variable);
}
