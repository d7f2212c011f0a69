import { means } from './canonical';
import type { Direction } from './change';
import type { Json } from '../assembly/json';
import { hasUnknown, readable } from '../assembly/symbols';
import { type Condition, type Policy, type Principal, type Statement, accountOf, isAccount, readPolicy } from '../policy/policy';
import { type Answer, covers } from '../policy/wildcard';

/** One way in which a policy moved. */
export interface PolicyChange {
  readonly direction: Direction;
  /** A sentence without its subject, as in `also allows kms:Decrypt to anybody`. */
  readonly words: string;
}

/** A statement of one principal, one action and one resource. */
interface Atom {
  readonly statement: Statement;
  readonly principal: Principal | undefined;
  readonly action: string;
  readonly resource: string | undefined;
}

/** More than any policy that CloudFormation takes has; above, only equality is told. */
const MOST_ATOMS = 600;

/** How a policy moved, by what its statements cover: order, spelling and how they are split do not matter. */
export function comparePolicies(before: Json | undefined, after: Json | undefined): PolicyChange[] {
  if (means(before, after)) {
    return [];
  }
  const [from, to] = [readPolicy(before), readPolicy(after)];
  if (from.kind === 'unknown' || to.kind === 'unknown') {
    return [{ direction: 'unknown', words: `changed, and is not known: ${from.kind === 'unknown' ? from.why : to.kind === 'unknown' ? to.why : ''}` }];
  }
  const [old, young] = [from, to].map((policy) => atomsOf(policy.kind === 'known' ? policy.value : { statements: [] }));
  if (old!.length > MOST_ATOMS || young!.length > MOST_ATOMS) {
    return [{ direction: 'unknown', words: 'changed, and is too long to be compared' }];
  }
  return [
    ...moved(old!, young!, 'Allow', 'weaker', 'now also allows'),
    ...moved(young!, old!, 'Allow', 'stronger', 'no longer allows'),
    ...moved(young!, old!, 'Deny', 'weaker', 'no longer denies'),
    ...moved(old!, young!, 'Deny', 'stronger', 'now also denies'),
    ...moved(old!, young!, 'unknown', 'unknown', 'now has an effect that is not known for'),
  ];
}

/** What the second has that the first does not cover. */
function moved(first: readonly Atom[], second: readonly Atom[], effect: Statement['effect'], direction: Direction, verb: string): PolicyChange[] {
  const covering = first.filter(({ statement }) => statement.effect === effect);
  const open = second.filter(({ statement }) => statement.effect === effect).map((atom) => {
    const answers = covering.map((other) => atomCovers(other, atom));
    return { atom, answer: answers.includes(true) ? true : answers.includes(undefined) ? undefined : false };
  }).filter(({ answer }) => answer !== true);
  return [...new Set(open.map(({ atom }) => atom.statement))].map((statement) => ({
    direction: open.every(({ atom, answer }) => atom.statement !== statement || answer === undefined) ? 'unknown' : direction,
    words: `${verb} ${words(open.filter(({ atom }) => atom.statement === statement).map(({ atom }) => atom))}`,
  }));
}

function atomsOf({ statements }: Policy): Atom[] {
  return statements.flatMap((statement) => {
    // What is said of all but some is one thing.
    const principals = statement.notPrincipals ? [undefined] : statement.principals ?? [undefined];
    const actions = statement.notActions ? [''] : statement.actions;
    const resources = statement.notResources || statement.resources.length === 0 ? [undefined] : statement.resources;
    return principals.flatMap((principal) => actions.flatMap((action) => resources.map((resource) => ({ statement, principal, action, resource }))));
  });
}

function atomCovers(wide: Atom, narrow: Atom): Answer {
  const answers = [
    principalCovers(wide, narrow),
    wide.statement.notActions || narrow.statement.notActions
      ? wide.statement.notActions === narrow.statement.notActions && within(wide.statement.actions, narrow.statement.actions)
      : covers(wide.action.toLowerCase(), narrow.action.toLowerCase()),
    wide.statement.notResources || narrow.statement.notResources
      ? wide.statement.notResources === narrow.statement.notResources && within(wide.statement.resources, narrow.statement.resources)
      : wide.resource === undefined || narrow.resource === undefined ? wide.resource === narrow.resource : covers(wide.resource, narrow.resource),
    conditionsCover(wide.statement.conditions, narrow.statement.conditions),
  ];
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

function principalCovers(wide: Atom, narrow: Atom): Answer {
  if (wide.statement.notPrincipals || narrow.statement.notPrincipals) {
    return wide.statement.notPrincipals === narrow.statement.notPrincipals
      && within((wide.statement.principals ?? []).map(({ value }) => value), (narrow.statement.principals ?? []).map(({ value }) => value));
  }
  const [one, other] = [wide.principal, narrow.principal];
  if (one === undefined || other === undefined) {
    return one === other;
  }
  return one.type === 'AWS' && one.value === '*' || one.type === other.type && (one.value === other.value || accountOf(one.value) !== undefined
    && accountOf(one.value) === accountOf(other.value) && isAccount(one.value));
}

/** A statement holds more often the fewer conditions it has, and the more values they take. */
function conditionsCover(wide: readonly Condition[], narrow: readonly Condition[]): Answer {
  const answers = wide.map((condition) => {
    const same = narrow.filter(({ key, operator, quantifier }) =>
      key === condition.key && operator === condition.operator && quantifier === condition.quantifier);
    return same.some((other) => (condition.ifExists || !other.ifExists) && (/not/.test(condition.operator)
      ? within(other.values, condition.values)
      : condition.values.length > 0 && other.values.every((value) => condition.values.some((own) => own === value || /like/.test(condition.operator) && covers(own, value)))));
  });
  return answers.every((answer) => answer) ? true : narrow.some(({ values }) => values.some(hasUnknown)) ? undefined : false;
}

/** Whether every entry of the second is one of the first. */
function within(all: readonly string[], some: readonly string[]): boolean {
  return some.every((entry) => all.includes(entry));
}

function words(atoms: readonly Atom[]): string {
  const { statement } = atoms[0]!;
  const list = (values: readonly (string | undefined)[]) => {
    const texts = [...new Set(values.filter((value) => value !== undefined))].map((value) => readable(value));
    return texts.length > 3 ? `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more` : texts.join(', ');
  };
  const who = statement.notPrincipals ? `everybody but ${list((statement.principals ?? []).map(({ value }) => value))}`
    : list(atoms.map(({ principal }) => (principal?.value === '*' ? 'anybody' : principal?.value)));
  const what = statement.notActions ? `everything but ${list(statement.actions)}` : list(atoms.map(({ action }) => action));
  const where = statement.notResources ? `everything but ${list(statement.resources)}` : list(atoms.map(({ resource }) => resource));
  const when = statement.conditions.map(({ operator, quantifier, ifExists, key, values }) => `${key} ${quantifier === undefined ? '' : `${quantifier}:`}${operator}${ifExists ? 'ifexists' : ''} ${list(values)}`).join(' and ');
  return [what, where && where !== '*' ? ` on ${where}` : '', who && ` to ${who}`, when && ` where ${when}`].join('');
}
