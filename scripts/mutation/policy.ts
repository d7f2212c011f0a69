import { drop, type Kind, leftOut, type Operator, type Rule, type Variant } from './operator';
import { isObject, type Json, type JsonObject, objectOf, oneOrMany } from '../../src/posture/assembly/json';

/** Where a policy document stands. */
export interface PolicyPlace {
  /** Attached to a thing, and speaks of this thing alone. */
  readonly own?: boolean;
  /** Says who may take a role on. */
  readonly trust?: boolean;
  /** Why it is no loosening to leave it out: without it the service refuses the resource, or takes a policy that allows no more. */
  readonly without?: Rule;
  /** The service knows one action that somebody could call. */
  readonly oneAction?: boolean;
}

/** Every way of weakening a policy document in one place. */
export function policy({ own = false, trust = false, without: rule, oneAction = false }: PolicyPlace = {}): Operator[] {
  const byOwn = (operator: Operator) => (own ? leftOut('own', operator) : operator);
  return [
    rule === undefined ? drop : leftOut(rule, drop),
    ofStatements('drop a statement', (statement) => (statement.Effect === 'Deny' ? [{ what: 'the Deny left out' }] : [])),
    ofStatements('turn a Deny', (statement) => (statement.Effect === 'Deny' ? [changed(statement, 'to Allow', { Effect: 'Allow' })] : [])),
    ofAllows('wildcard a principal', (statement) => (statement.Principal === undefined ? [] : [
      // Only calls of AWS services carry a source: nobody else gets past such a condition.
      { ...changed(statement, 'to everybody', { Principal: { AWS: '*' } }), ...namesSource(statement) ? { leftOut: 'bound' as const } : {} },
    ])),
    ...trust ? [] : [
      (oneAction ? byOwn : (operator: Operator) => operator)(ofAllows('wildcard an action', (statement) => {
        const [service, action] = String(oneOrMany(statement.Action)[0]).split(':');
        return action === undefined ? [] : [ofService(statement, changed(statement, `to ${service}:*`, { Action: `${service}:*` }))];
      })),
      byOwn(ofAllows('wildcard an action', (statement) => [changed(statement, 'to *', { Action: '*' })])),
      byOwn(ofAllows('wildcard a resource', (statement) => [changed(statement, 'to *', { Resource: '*' })])),
    ],
    ofStatements('drop a condition', (statement) => (statement.Effect !== 'Allow' || statement.Condition === undefined ? [] : [
      ...conditionsOf(statement).map(({ operator, key }) => bound(statement, key, without(statement, operator, key))),
      ...conditionsOf(statement).length > 1 ? [{ what: 'without Condition', value: rest(statement, 'Condition') }] : [],
    ])),
    ofStatements('wildcard a condition', (statement) => conditionsOf(statement).filter(({ operator }) => /^(String|Arn)/.test(operator)).map(({ operator, key }) => {
      const like = operator.replace(/Equals|Like/, 'Like');
      const conditions = objectOf(objectOf(without(statement, operator, key).value).Condition);
      return bound(statement, key, changed(statement, `${key} of any value`, { Condition: { ...conditions, [like]: { ...objectOf(conditions[like]), [key]: '*' } } }));
    })),
  ];
}

type OfStatement = (statement: JsonObject) => Variant[];

/** Weakens one statement after the other; a variant without a value takes the statement away. */
function ofStatements(kind: Kind, weaken: OfStatement): Operator {
  return {
    kind,
    whole: true,
    variants: (document) => {
      const statements = oneOrMany(objectOf(document).Statement);
      return statements.flatMap((statement, at) => (isObject(statement) ? weaken(statement) : []).map(({ value, what, ...variant }) => ({
        ...variant,
        what: `Statement[${at}] ${what}`,
        value: {
          ...objectOf(document),
          Statement: statements.flatMap((one, other): Json[] => (other !== at ? [one] : value === undefined ? [] : [value])),
        },
      })));
    },
  };
}

function ofAllows(kind: Kind, weaken: OfStatement): Operator {
  return ofStatements(kind, (statement) => (statement.Effect === 'Allow' ? weaken(statement) : []));
}

function changed(statement: JsonObject, what: string, by: JsonObject): Variant {
  return { what, value: { ...statement, ...by } };
}

function conditionsOf(statement: JsonObject): { operator: string; key: string }[] {
  return Object.entries(objectOf(statement.Condition)).flatMap(([operator, keys]) => Object.keys(objectOf(keys)).map((key) => ({ operator, key })));
}

/** Conditions against calls for other accounts come in twos: with one of them gone, the other one still holds. */
function bound(statement: JsonObject, key: string, variant: Variant): Variant {
  const others = conditionsOf(statement).filter((condition) => condition.key !== key)
    .map((condition) => JSON.stringify(objectOf(objectOf(statement.Condition)[condition.operator])[condition.key]));
  return statement.Effect === 'Allow' && others.some((value) => value.includes('AWS::AccountId')) ? { ...variant, leftOut: 'bound' } : variant;
}

function namesSource(statement: JsonObject): boolean {
  return conditionsOf(statement).some(({ operator, key }) => key.startsWith('aws:Source') && !/Not|IfExists/.test(operator));
}

/** Keys are another matter: whoever may do everything with a key may also give it away. */
function ofService(statement: JsonObject, variant: Variant): Variant {
  const principals = Object.keys(objectOf(statement.Principal));
  return principals.length > 0 && principals.every((kind) => kind === 'Service') && !JSON.stringify(statement.Action).includes('kms:')
    ? { ...variant, leftOut: 'service' } : variant;
}

function without(statement: JsonObject, operator: string, key: string): Variant {
  const conditions = objectOf(statement.Condition);
  const keys = rest(objectOf(conditions[operator]), key);
  const left = Object.keys(keys).length === 0 ? rest(conditions, operator) : { ...conditions, [operator]: keys };
  return { what: `without ${key}`, value: Object.keys(left).length === 0 ? rest(statement, 'Condition') : { ...statement, Condition: left } };
}

function rest(value: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
