import type { IpSet } from './ip-set';
import { type WrittenKey, writtenKeysOf } from './rate-keys';
import { type Reading, asNumber, openIn, readFrom } from './reading';
import { type Json, type JsonObject, isObject, listOf, member, objectOf } from '../assembly/json';
import { isUnknown } from '../assembly/symbols';

/** Where an address is read from, where not from the connection. */
export interface Forwarded {
  readonly header: string;
  /** `MATCH` or `NO_MATCH`: what an address that cannot be read counts as. */
  readonly fallback: string;
  /** `FIRST`, `LAST` or `ANY`. */
  readonly position?: string;
}

/** A statement of a rule, as what it looks at. */
export type WafMatch =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly WafMatch[]; readonly property: string }
  | { readonly kind: 'not'; readonly part: WafMatch; readonly property: string }
  | { readonly kind: 'addresses'; readonly set: IpSet; readonly forwarded?: Forwarded; readonly property: string }
  | {
    readonly kind: 'rate';
    readonly limit: Reading<number>;
    readonly window: Reading<number>;
    /** What of its keys the caller writes; undefined where that is not known. */
    readonly written: readonly WrittenKey[] | undefined;
    readonly forwarded?: Forwarded;
    readonly scope?: WafMatch;
    readonly property: string;
  }
  | { readonly kind: 'managed'; readonly vendor: string; readonly name: string; readonly group: JsonObject; readonly scope?: WafMatch; readonly property: string }
  | { readonly kind: 'group'; readonly arn: Json | undefined; readonly group: JsonObject; readonly property: string }
  | { readonly kind: 'content'; readonly type: ContentType; readonly field: Field; readonly statement: JsonObject; readonly property: string }
  | { readonly kind: 'label'; readonly key: string; readonly namespace: boolean; readonly property: string }
  | { readonly kind: 'place'; readonly forwarded?: Forwarded; readonly property: string }
  | { readonly kind: 'unknown'; readonly why: string; readonly property: string };

/** A statement on what a request holds. */
export type WafContent = WafMatch & { readonly kind: 'content' };
/** A statement on how many requests somebody sends. */
export type WafRate = WafMatch & { readonly kind: 'rate' };

export type ContentType = 'ByteMatch' | 'RegexMatch' | 'RegexPatternSetReference' | 'SizeConstraint' | 'SqliMatch' | 'XssMatch';

/** The part of a request that a statement looks at. */
export interface Field {
  /** As CloudFormation names it: `UriPath`, `SingleHeader`, `Body`... */
  readonly part: string;
  /** In lower case, of a header or an argument. */
  readonly name?: string;
  readonly oversize?: string;
}

const CONTENT: readonly ContentType[] = ['ByteMatch', 'RegexMatch', 'RegexPatternSetReference', 'SizeConstraint', 'SqliMatch', 'XssMatch'];

/** Reads a statement; what is not known stays a part of it. */
export function readStatement(value: Json | undefined, property: string, ipSet: (arn: Json | undefined) => IpSet): WafMatch {
  const [name, ...more] = Object.keys(objectOf(value));
  if (name === undefined || more.length > 0 || isUnknown(member(value, name))) {
    return { kind: 'unknown', why: openIn(value) || 'a statement without one type', property };
  }
  const body = objectOf(member(value, name));
  const at = `${property}.${name}`;
  const inner = (statement: Json | undefined, place: string) => readStatement(statement, place, ipSet);
  const scope = () => (body.ScopeDownStatement === undefined ? {} : { scope: inner(body.ScopeDownStatement, `${at}.ScopeDownStatement`) });
  switch (name) {
    case 'AndStatement':
    case 'OrStatement':
      return {
        kind: name === 'AndStatement' ? 'and' : 'or',
        property: at,
        parts: isUnknown(body.Statements) ? [{ kind: 'unknown', why: openIn(body.Statements), property: at }]
          : listOf(body.Statements).map((statement, index) => inner(statement, `${at}.Statements[${index}]`)),
      };
    case 'NotStatement': return { kind: 'not', part: inner(body.Statement, `${at}.Statement`), property: at };
    case 'IPSetReferenceStatement': return { kind: 'addresses', set: ipSet(body.Arn), ...forwarded(body.IPSetForwardedIPConfig), property: at };
    case 'RateBasedStatement': return {
      kind: 'rate',
      limit: asNumber(readFrom(body, 'Limit')),
      window: asNumber(readFrom(body, 'EvaluationWindowSec')),
      written: writtenKeysOf(body),
      ...forwarded(body.ForwardedIPConfig),
      ...scope(),
      property: at,
    };
    case 'ManagedRuleGroupStatement': return {
      kind: 'managed', vendor: String(body.VendorName), name: String(body.Name), group: body, ...scope(), property: at,
    };
    case 'RuleGroupReferenceStatement': return { kind: 'group', arn: body.Arn, group: body, property: at };
    case 'LabelMatchStatement': return { kind: 'label', key: String(body.Key), namespace: body.Scope === 'NAMESPACE', property: at };
    case 'GeoMatchStatement':
    case 'AsnMatchStatement': return { kind: 'place', ...forwarded(body.ForwardedIPConfig), property: at };
  }
  const type = CONTENT.find((known) => `${known}Statement` === name);
  return type === undefined ? { kind: 'unknown', why: `a statement of type ${name}`, property: at }
    : { kind: 'content', type, field: fieldOf(body.FieldToMatch), statement: body, property: at };
}

/** Every statement inside of one, itself first, and whether it stands under an odd number of NOTs. */
export function* partsOf(match: WafMatch, negated = false): Iterable<{ readonly match: WafMatch; readonly negated: boolean }> {
  yield { match, negated };
  switch (match.kind) {
    case 'and':
    case 'or':
      for (const part of match.parts) {
        yield* partsOf(part, negated);
      }
      break;
    case 'not':
      yield* partsOf(match.part, !negated);
      break;
    case 'rate':
    case 'managed':
      if (match.scope !== undefined) {
        yield* partsOf(match.scope, negated);
      }
      break;
  }
}

function forwarded(config: Json | undefined): { forwarded?: Forwarded } {
  return config === undefined ? {} : {
    forwarded: {
      header: String(member(config, 'HeaderName')),
      fallback: String(member(config, 'FallbackBehavior')),
      ...member(config, 'Position') === undefined ? {} : { position: String(member(config, 'Position')) },
    },
  };
}

function fieldOf(field: Json | undefined): Field {
  const [part = 'unknown'] = Object.keys(objectOf(field));
  const body = member(field, part);
  const name = member(body, 'Name') ?? member(body, 'name');
  const oversize = member(body, 'OversizeHandling');
  return {
    part: isObject(field) ? part : 'unknown',
    ...name === undefined ? {} : { name: String(name).toLowerCase() },
    ...oversize === undefined ? {} : { oversize: String(oversize) },
  };
}
