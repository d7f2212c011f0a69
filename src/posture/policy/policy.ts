import { isPattern, matches } from './wildcard';
import { type Json, type JsonObject, isObject, listOf, oneOrMany, parsedText } from '../assembly/json';
import { free, hasUnknown, isUnknown, unknown } from '../assembly/symbols';
import { type Reading, ABSENT, known, openIn, unknownBecause } from '../model/reading';

/** Who a statement speaks of. */
export interface Principal {
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | 'unknown';
  /** As in `*`, an ARN, an account id, `logs.amazonaws.com`. */
  readonly value: string;
}

/** One condition of a statement: one operator over one key. */
export interface Condition {
  /** Without quantifier and `IfExists`, in lower case, as in `stringnotequals`. */
  readonly operator: string;
  readonly quantifier?: 'forallvalues' | 'foranyvalue';
  readonly ifExists: boolean;
  /** In lower case, as in `aws:sourcevpce`. */
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement, in one spelling: a single value is a list of one. */
export interface Statement {
  /** Position in the policy, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny' | 'unknown';
  /** Undefined where the statement has none, as in a role's own policy. */
  readonly principals?: readonly Principal[];
  /** Whether it speaks of everybody but its principals. */
  readonly notPrincipals: boolean;
  readonly actions: readonly string[];
  readonly notActions: boolean;
  readonly resources: readonly string[];
  readonly notResources: boolean;
  readonly conditions: readonly Condition[];
}

/** A policy document. */
export interface Policy {
  readonly statements: readonly Statement[];
}

/** Reads a policy document: an object, or its JSON as a text. What stands for a whole statement and is unknown stays as a statement that may do anything. */
export function readPolicy(value: Json | undefined): Reading<Policy> {
  if (value === undefined || value === null) {
    return ABSENT;
  }
  if (isUnknown(value)) {
    return unknownBecause(value);
  }
  const document = typeof value === 'string' ? parsedText(value) : value;
  if (!isObject(document)) {
    return unknownBecause(value);
  }
  if (isUnknown(document.Statement)) {
    return unknownBecause(document.Statement);
  }
  // Before that version `${aws:username}` is a text like any other.
  const hasVariables = document.Version !== undefined && document.Version !== '2008-10-17';
  return known({ statements: oneOrMany(document.Statement).map((entry, index) => statement(hasVariables ? withVariables(entry) : entry, index)) });
}

/**
 * What a call decides on is not known.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function withVariables(value: Json): Json {
  const named = (text: Json): Json => (typeof text === 'string' ? text.replace(/\$\{([^{}]*)\}/g, (_, name: string) => (name === '$' ? '$' : unknown(`policy variable ${name}`)))
    : Array.isArray(text) ? text.map((entry: Json) => named(entry))
      : isObject(text) ? Object.fromEntries(Object.entries(text).map(([key, entry]) => [key, named(entry ?? null)])) : text);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, ['Resource', 'NotResource', 'Condition'].includes(key) ? named(entry ?? null) : entry])) : value;
}

const ANYTHING = unknown('statement');

function statement(value: Json, index: number): Statement {
  if (!isObject(value)) {
    return {
      index,
      effect: 'unknown',
      principals: [{ type: 'unknown', value: String(value) }],
      notPrincipals: false,
      actions: [ANYTHING],
      notActions: false,
      resources: [ANYTHING],
      notResources: false,
      conditions: [],
    };
  }
  const principals = value.Principal ?? value.NotPrincipal;
  return {
    index,
    ...typeof value.Sid === 'string' ? { sid: value.Sid } : {},
    effect: value.Effect === 'Allow' || value.Effect === 'Deny' ? value.Effect : 'unknown',
    ...principals === undefined ? {} : { principals: principalsOf(principals) },
    notPrincipals: value.NotPrincipal !== undefined,
    actions: texts(value.Action ?? value.NotAction),
    notActions: value.NotAction !== undefined,
    resources: texts(value.Resource ?? value.NotResource),
    notResources: value.NotResource !== undefined,
    conditions: conditionsOf(value.Condition),
  };
}

function principalsOf(value: Json): Principal[] {
  if (!isObject(value)) {
    return oneOrMany(value).map((entry) => ({ type: entry === '*' ? 'AWS' : 'unknown', value: String(entry) }));
  }
  return Object.entries(value).flatMap(([type, values]) => texts(values).map((entry): Principal => ({
    type: type === 'AWS' || type === 'Service' || type === 'Federated' || type === 'CanonicalUser' ? type : 'unknown', value: entry,
  })));
}

function conditionsOf(value: Json | undefined): Condition[] {
  if (value === undefined) {
    return [];
  }
  if (!isObject(value)) {
    return [{ operator: 'unknown', ifExists: false, key: openIn(value) || 'unknown', values: [] }];
  }
  return Object.entries(value).flatMap(([operator, keys]) => {
    const [, quantifier, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/i.exec(operator) ?? [];
    const negated = /not/i.test(name);
    const shape = {
      operator: name.toLowerCase(),
      ...quantifier === undefined ? {} : { quantifier: quantifier.toLowerCase() as 'forallvalues' | 'foranyvalue' },
      // A negated operator holds where the key is missing, with and without IfExists.
      ifExists: ifExists !== undefined && !negated,
    };
    return isObject(keys)
      ? Object.entries(keys as JsonObject)
        .map(([key, values]): Condition => withoutWildcards({ ...shape, key: key.toLowerCase(), values: texts(values) }))
      : [{ ...shape, operator: 'unknown', key: 'unknown', values: [] }];
  });
}

/** A pattern without wildcards is a text: Like is then Equals. */
function withoutWildcards(condition: Condition): Condition {
  const wild = condition.values.some((value) => isPattern(value) || hasUnknown(value));
  return /^string(not)?like$/.test(condition.operator) && !wild ? { ...condition, operator: condition.operator.replace('like', 'equals') } : condition;
}

function texts(value: Json | undefined): string[] {
  return oneOrMany(value).flatMap((entry) => (Array.isArray(entry) ? listOf(entry) : [entry]))
    .map((entry) => (typeof entry === 'object' && entry !== null ? unknown('value of another type') : String(entry)));
}

/** Whether a statement speaks of everybody: `*` in either form, alone or in a list, or everybody but a few. */
export function namesEverybody({ principals, notPrincipals }: Statement): boolean {
  return notPrincipals || (principals ?? []).some(({ type, value }) => (type === 'AWS' || type === 'unknown') && value === '*');
}

const PART = free(':');
const IDENTITY = new RegExp(`^arn:${PART}:(?:iam|sts)::(${PART}):`);
const ROOT = new RegExp(`^arn:${PART}:iam::${PART}:root$`);

/** The account of a principal that is one, or belongs to one. */
export function accountOf(principal: string): string | undefined {
  return /^\d{12}$|^‹AWS::AccountId›$/.test(principal) ? principal : IDENTITY.exec(principal)?.[1];
}

/** Whether a statement is for an action, in lower case, as far as its patterns surely name it. */
export function isForAction({ actions, notActions }: Statement, action: string): boolean {
  return notActions !== actions.some((pattern) => matches(pattern.toLowerCase(), action) === true);
}

/** Whether a principal is an account as a whole: its id, or its root. */
export function isAccount(principal: string): boolean {
  return /^\d{12}$|^‹AWS::AccountId›$/.test(principal) || ROOT.test(principal);
}
