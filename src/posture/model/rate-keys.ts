import { type Json, listOf, member, objectOf } from '../assembly/json';
import { isUnknown, readable } from '../assembly/symbols';

/** A part of a request that a rate counts by, and that the caller writes: another value, and the count begins anew. */
export interface WrittenKey {
  /** As in `the header x-request-id`. */
  readonly words: string;
  /** Of those that are served, one caller has few: keys and tokens, and the paths that there are. */
  readonly isBounded: boolean;
}

const CREDENTIALS = new Set(['authorization', 'x-api-key']);

/** The keys of a rate-based statement that callers write; undefined where they are not known. */
export function writtenKeysOf(rate: Json | undefined): readonly WrittenKey[] | undefined {
  switch (member(rate, 'AggregateKeyType')) {
    case 'CUSTOM_KEYS': {
      const keys = member(rate, 'CustomKeys');
      return isUnknown(keys) || listOf(keys).some(isUnknown) ? undefined : listOf(keys).flatMap((key) => writtenKey(key, rate));
    }
    case 'FORWARDED_IP': return [forwarded(rate)];
    default: return [];
  }
}

function writtenKey(key: Json, rate: Json | undefined): WrittenKey[] {
  const [type = ''] = Object.keys(objectOf(key));
  const name = readable(member(member(key, type), 'Name') ?? '');
  switch (type) {
    case 'Header': return [{ words: `the header ${name}`, isBounded: CREDENTIALS.has(name.toLowerCase()) }];
    case 'Cookie': return [{ words: `the cookie ${name}`, isBounded: false }];
    case 'QueryArgument': return [{ words: `the query parameter ${name}`, isBounded: false }];
    case 'QueryString': return [{ words: 'the query string', isBounded: false }];
    case 'UriPath': return [{ words: 'the path', isBounded: true }];
    case 'ForwardedIP': return [forwarded(rate)];
    default: return [];
  }
}

function forwarded(rate: Json | undefined): WrittenKey {
  return { words: `the header ${readable(member(member(rate, 'ForwardedIPConfig'), 'HeaderName') ?? 'X-Forwarded-For')}`, isBounded: false };
}
