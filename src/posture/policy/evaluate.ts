import { type Condition, type Policy, type Principal, type Statement, accountOf, isAccount } from './policy';
import { type Answer, matches } from './wildcard';
import { contains, readCidr } from '../../values/cidr';
import { colonFields, hasUnknown } from '../assembly/symbols';

/** A call, as a policy sees it. A context key that is left out is not there; `undefined` is there, and not known. */
export interface PolicyRequest {
  readonly principal: 'anonymous' | Principal;
  readonly action: string;
  /** Whether a resource of a statement means what is called. */
  readonly isMeant: (resource: string) => Answer;
  /** By lower-case key; values as texts. */
  readonly context: Readonly<Record<string, string | undefined>>;
}

/** What a policy says of a call. */
export type PolicyVerdict = 'allowed' | 'denied' | 'silent' | 'unknown';

/**
 * Evaluates a policy: a Deny wins, without an Allow it is silent. Where an unknown could make the difference, so is the verdict.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluatePolicy({ statements }: Policy, request: PolicyRequest): PolicyVerdict {
  const answers = statements.map((statement) => ({ statement, answer: applies(statement, request) }));
  const said = (effect: Statement['effect'], answer: Answer) => answers.some((entry) => entry.answer === answer && entry.statement.effect === effect);
  if (said('Deny', true)) {
    return 'denied';
  }
  const mayDeny = said('Deny', undefined) || said('unknown', true) || said('unknown', undefined);
  if (said('Allow', true)) {
    return mayDeny ? 'unknown' : 'allowed';
  }
  return said('Allow', undefined) || mayDeny ? 'unknown' : 'silent';
}

/** Whether a statement speaks of the call. */
export function applies(statement: Statement, request: PolicyRequest): Answer {
  const { actions, notActions, resources, notResources, conditions } = statement;
  return all([
    speaksOf(statement, request.principal),
    negatedIf(notActions, any(actions.map((action) => matches(action.toLowerCase(), request.action.toLowerCase())))),
    // A statement without resources speaks of the resource that holds the policy.
    resources.length === 0 ? true : negatedIf(notResources, any(resources.map((resource) => request.isMeant(resource)))),
    ...conditions.map((condition) => holds(condition, request.context)),
  ]);
}

function speaksOf({ principals, notPrincipals }: Statement, caller: PolicyRequest['principal']): Answer {
  if (principals === undefined) {
    return true;
  }
  return negatedIf(notPrincipals, any(principals.map((principal) => {
    const answer = isCaller(principal, caller);
    // Whether an account that is left out leaves out its roles too, depends on what else is listed.
    return answer && notPrincipals && !isNamed(principal, caller) ? undefined : answer;
  })));
}

function isNamed({ value }: Principal, caller: PolicyRequest['principal']): boolean {
  return value === '*' || caller !== 'anonymous' && value === caller.value;
}

function isCaller({ type, value }: Principal, caller: PolicyRequest['principal']): Answer {
  if ((type === 'AWS' || type === 'unknown') && value === '*') {
    return true;
  }
  if (hasUnknown(value) || type === 'unknown') {
    return undefined;
  }
  // Named principals are never the caller without an identity.
  return caller === 'anonymous' ? false : type === caller.type && (value === caller.value || isAccount(value) && accountOf(value) === accountOf(caller.value));
}

/** Whether a condition holds for a call. */
export function holds({ operator, quantifier, ifExists, key, values }: Condition, context: PolicyRequest['context']): Answer {
  if (operator === 'unknown' || key === '*' || hasUnknown(key)) {
    return undefined;
  }
  const isThere = Object.hasOwn(context, key);
  if (operator === 'null') {
    return any(values.map((value) => (value.toLowerCase() === 'true' ? !isThere : value.toLowerCase() === 'false' ? isThere : undefined)));
  }
  const negated = /not/.test(operator);
  if (!isThere) {
    return ifExists || quantifier === 'forallvalues' ? true : quantifier === 'foranyvalue' ? false : negated;
  }
  const actual = context[key];
  if (actual === undefined) {
    return undefined;
  }
  return negatedIf(negated, any(values.map((value) => compares(operator.replace('not', ''), value, actual))));
}

function compares(operator: string, value: string, actual: string): Answer {
  switch (operator) {
    case 'stringequals': return equals(value, actual);
    case 'stringequalsignorecase': return equals(value.toLowerCase(), actual.toLowerCase());
    case 'stringlike': return matches(value, actual);
    case 'arnequals': // takes wildcards, as ArnLike does
    case 'arnlike': return matchesArn(value, actual);
    case 'bool': return hasUnknown(value) ? undefined : value.toLowerCase() === actual.toLowerCase();
    case 'ipaddress': {
      const [range, address] = [readCidr(value), readCidr(actual)];
      return range === undefined || address === undefined ? undefined : contains(range, address);
    }
    default: return undefined;
  }
}

/** An unknown text may be any other: only where it is the same unknown is it known to be equal. */
function equals(one: string, other: string): Answer {
  return one === other || (hasUnknown(one) || hasUnknown(other) ? undefined : false);
}

/** An ARN is compared part by part: a wildcard reaches no further than the next of the first five colons. */
function matchesArn(pattern: string, text: string): Answer {
  const [parts, actual] = [arnParts(pattern), arnParts(text)];
  return parts.length === 6 && actual.length === 6 ? all(parts.map((part, at) => matches(part, actual[at]!))) : matches(pattern, text);
}

function arnParts(arn: string): string[] {
  const [first = '', ...rest] = colonFields(arn);
  return rest.length < 5 ? [first, ...rest] : [first, ...rest.slice(0, 4), rest.slice(4).join(':')];
}

function all(answers: readonly Answer[]): Answer {
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

function any(answers: readonly Answer[]): Answer {
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function negatedIf(negated: boolean, answer: Answer): Answer {
  return negated && answer !== undefined ? !answer : answer;
}
