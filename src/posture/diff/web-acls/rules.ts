import type { Resource } from '../../assembly/app';
import { type Json, isObject, listOf, member, objectOf } from '../../assembly/json';
import { hasUnknown, isUnknown, readable } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import { canonical, means } from '../canonical';
import type { Change, Direction } from '../change';
import { changeWords, shown } from '../compare';
import { changeAt, nameOf } from '../words';
import { type MetAction, type MetRule, actionOf, isForeign, metRules, rulesInOrder } from './met-rules';
import { KEYS, compareRates } from './rates';

/** How much a rule keeps out when it matches. */
const STRENGTH: Readonly<Record<MetAction, number>> = { allow: 0, count: 1, challenge: 2, block: 3, group: 3, unknown: NaN };

/** What trying addresses has told. */
export interface Tried {
  /** Whether other addresses are admitted now. */
  readonly moved: boolean;
  /** Whether addresses of a list were among them: of one that is empty, or not known, none was. */
  readonly has: (list: Json) => boolean;
}

/** Of a rule group, which no request meets by itself, nothing was tried. */
export const UNTRIED: Tried = { moved: false, has: () => false };

/**
 * What each rule does now and did not before, those of rule groups of the app too. Which addresses are admitted is told elsewhere: rules of
 * addresses alone are left out here, but for what they do.
 */
export function compareRules(before: Resource, after: Resource, base: Posture, head: Posture, tried: Tried): Change[] {
  const [from, to] = [metRules(base, before), metRules(head, after)];
  const pairs = pairRules(from, to);
  const said = (place: Pick<MetRule, 'owner' | 'property'>, direction: Direction, was: unknown, is: unknown, message: string) =>
    changeAt(place.owner, 'web-firewall', direction, place.property, was, is, `${message} (${after.type.endsWith('RuleGroup') ? 'rule group' : 'web ACL'} ${nameOf(after)})`);
  const rules = { owner: after, property: 'Rules' };
  return [
    ...pairs.flatMap(({ old, young }): Change[] => {
      if (old === undefined) {
        const action = actionOf(young.rule);
        return action === 'allow' && isAddressesOnly(young.rule) ? []
          : [said(young, came(young), null, action, `there is a new rule ${wordsOf(young)}`)];
      }
      if (young === undefined) {
        const action = actionOf(old.rule);
        return action === 'allow' && isAddressesOnly(old.rule) ? []
          : [said(rules, went(old), action, null, `the rule ${wordsOf(old)} is gone`)];
      }
      return compareRule(old, young, tried).map(({ direction, property, was, is, message }) =>
        said({ owner: young.owner, property: `${young.property}.${property}` }, direction, was, is, message));
    }),
    ...compareOrder(pairs, from, to).map(({ direction, message }) => said(rules, direction, from.map(nameOfRule), to.map(nameOfRule), message)),
    ...isUnknown(before.properties.Rules) && isUnknown(after.properties.Rules) && before.properties.Rules !== after.properties.Rules
      ? [said(rules, 'unknown', before.properties.Rules, after.properties.Rules, 'which rules there are is not known, and changed')] : [],
    ...comparePriorities(rulesInOrder(before), rulesInOrder(after))
      .map(({ direction, was, is, message }) => said(rules, direction, was, is, message)),
  ];
}

/** What a group that the app does not make does may be to admit. */
function came(met: MetRule): Direction {
  const action = actionOf(met.rule);
  return action === 'allow' ? 'weaker' : action === 'block' || action === 'group' && !isForeign(met) ? 'stronger' : 'unknown';
}

function went({ rule }: MetRule): Direction {
  const action = actionOf(rule);
  return action === 'allow' ? 'stronger' : action === 'block' || action === 'group' || action === 'challenge' ? 'weaker' : 'unknown';
}

function comparePriorities(from: readonly MetRule[], to: readonly MetRule[]): { direction: Direction; was: unknown; is: unknown; message: string }[] {
  const priorities = (rules: readonly MetRule[]) => rules.map(({ rule }) => member(rule, 'Priority'));
  const repeats = (rules: readonly MetRule[]) => new Set(priorities(rules).map(String)).size < rules.length;
  return repeats(to) === repeats(from) ? [] : [{
    direction: repeats(to) ? 'weaker' : 'stronger',
    was: priorities(from),
    is: priorities(to),
    message: repeats(to) ? 'two rules now have the same priority, which WAF refuses' : 'every rule now has a priority of its own',
  }];
}

/** A rule of one version, of the other, or of both. */
type Pair = { readonly old: MetRule; readonly young?: MetRule } | { readonly old?: undefined; readonly young: MetRule };

/** Rules by name; those that are called otherwise, or stand in another group, by what they say. */
function pairRules(from: readonly MetRule[], to: readonly MetRule[]): Pair[] {
  const left = new Set(to);
  const found = new Map<MetRule, MetRule>();
  const pair = (keyOf: (met: MetRule) => string | undefined) => {
    for (const old of from.filter((met) => !found.has(met))) {
      const key = keyOf(old);
      const young = key === undefined ? undefined : [...left].find((met) => keyOf(met) === key);
      if (young !== undefined) {
        found.set(old, young);
        left.delete(young);
      }
    }
  };
  pair(({ rule }) => (isObject(rule) ? undefined : canonical(rule)));
  const named = ({ rule }: MetRule) => (member(rule, 'Name') === undefined ? undefined : canonical(member(rule, 'Name')));
  pair((met) => named(met) && `${met.owner.key} ${named(met)}`);
  pair(({ rule }) => canonical({ Statement: member(rule, 'Statement'), Action: member(rule, 'Action'), OverrideAction: member(rule, 'OverrideAction') }));
  pair(({ rule }) => canonical(member(rule, 'Statement')));
  pair(named);
  return [...from.map((old) => ({ old, young: found.get(old) })), ...[...left].map((young) => ({ young }))];
}

interface RuleMovement {
  readonly direction: Direction;
  readonly property: string;
  readonly was: unknown;
  readonly is: unknown;
  readonly message: string;
}

function compareRule(old: MetRule, young: MetRule, tried: Tried): RuleMovement[] {
  const [before, after] = [old.rule, young.rule];
  const [from, to] = [actionOf(before), actionOf(after)];
  const name = nameOfRule(young);
  const movements: RuleMovement[] = [];
  if (from !== to && !(tried.moved && isAddressesOnly(after) && [from, to].sort().join() === 'allow,block')) {
    const [was, is] = [STRENGTH[from], STRENGTH[to]];
    movements.push({
      direction: Number.isNaN(was) || Number.isNaN(is) || is > was && isForeign(young) ? 'unknown' : is > was ? 'stronger' : 'weaker',
      property: member(after, 'OverrideAction') === undefined ? 'Action' : 'OverrideAction',
      was: from,
      is: to,
      message: `the rule ${name} now ${verb(to)} what it matches; before, it ${verb(from)} it`,
    });
  }
  if (from === 'unknown' && to === 'unknown') {
    const [was, is] = [before, after].map((rule) => member(rule, 'Action') ?? member(rule, 'OverrideAction') ?? (isObject(rule) ? null : rule));
    movements.push(...means(was, is) ? [] : [{
      direction: 'unknown' as const,
      property: member(after, 'OverrideAction') === undefined ? 'Action' : 'OverrideAction',
      was,
      is,
      message: `what ${isObject(after) ? `the rule ${name}` : 'a rule'} does is not known: it is now ${readable(is)}; before, ${readable(was)}`,
    }]);
  }
  return [...movements, ...compareStatements(member(before, 'Statement'), member(after, 'Statement'), to === 'allow' ? -1 : 1, name, 'Statement'),
    ...compareLists(before, after, to, name, tried), ...compareVisibility(before, after, name)];
}

/** Lists of addresses that a rule names: one that is empty decides on nobody now, and on whoever is put onto it. */
function compareLists(before: Json, after: Json, action: MetAction, name: string, tried: Tried): RuleMovement[] {
  if (!isAddressesOnly(before) || !isAddressesOnly(after)) {
    return [];
  }
  const [from, to] = [before, after].map((rule) => listsIn(member(rule, 'Statement')).filter((list) => !tried.has(list)).map((list) => shown(list)));
  const [lost, won] = [from!.filter((list) => !to!.includes(list)), to!.filter((list) => !from!.includes(list))];
  const negated = [before, after].some((rule) => member(member(rule, 'Statement'), 'NotStatement') !== undefined);
  const keepsOut = action === 'block' || action === 'challenge' ? !negated : action === 'allow' ? negated : undefined;
  const said = (direction: Direction, message: string): RuleMovement => ({ direction, property: 'Statement', was: from, is: to, message });
  return lost.length + won.length === 0 ? [] : lost.length > 0 && won.length > 0
    ? [said('unknown', `the rule ${name} now looks at the list ${won.join(', ')}; before, at ${lost.join(', ')}`)]
    : [said(keepsOut === undefined ? 'unknown' : keepsOut === won.length > 0 ? 'stronger' : 'weaker',
      `the rule ${name} (${action}) ${won.length > 0 ? 'now' : 'no longer'} looks at the list ${[...won, ...lost].join(', ')}`)];
}

function listsIn(statement: Json | undefined): Json[] {
  const [type] = Object.keys(objectOf(statement));
  const body = type === undefined ? undefined : member(statement, type);
  return type === 'IPSetReferenceStatement' ? [member(body, 'Arn') ?? '']
    : type === 'NotStatement' ? listsIn(member(body, 'Statement')) : listOf(member(body, 'Statements')).flatMap(listsIn);
}

function compareVisibility(before: Json, after: Json, name: string): RuleMovement[] {
  return [['CloudWatchMetricsEnabled', 'a metric'], ['SampledRequestsEnabled', 'samples of requests']].flatMap(([property, what]): RuleMovement[] => {
    const [was, is] = [before, after].map((rule) => String(member(member(rule, 'VisibilityConfig'), property!)) === 'true');
    return was === is ? [] : [{
      direction: is ? 'stronger' : 'weaker', property: `VisibilityConfig.${property!}`, was, is, message: `the rule ${name} ${is ? 'now has' : 'no longer has'} ${what!}`,
    }];
  });
}

/** @param sign 1 where matching more keeps more out, -1 where it lets more in */
function compareStatements(before: Json | undefined, after: Json | undefined, sign: 1 | -1, name: string, property: string): RuleMovement[] {
  if (means(before, after) || isAddresses(before) && isAddresses(after)) {
    return [];
  }
  const said = (direction: Direction, at: string, was: unknown, is: unknown, message: string): RuleMovement => ({ direction, property: `${property}.${at}`, was, is, message });
  const more = (matchesMore: boolean): Direction => (matchesMore === (sign === 1) ? 'stronger' : 'weaker');
  const narrowed = isPartOf(before, after, 'AndStatement') || isPartOf(after, before, 'OrStatement');
  const widened = isPartOf(after, before, 'AndStatement') || isPartOf(before, after, 'OrStatement');
  if (narrowed || widened) {
    return [said(more(widened), Object.keys(objectOf(after))[0] ?? '', before, after, `the rule ${name} now matches ${widened ? 'more' : 'less'}: ${shown(after)}; before, ${shown(before)}`)];
  }
  const types = [before, after].map((statement) => Object.keys(objectOf(statement))[0]);
  if (types[0] !== types[1] || types[0] === undefined || hasUnknown(before) || hasUnknown(after)) {
    return [said('unknown', types[1] ?? '', before, after, `the rule ${name} now matches ${shown(after)}; before, ${shown(before)}`)];
  }
  const type = types[0];
  const [from, to] = [member(before, type), member(after, type)];
  const movements: RuleMovement[] = [];
  const covered = new Set<string>();
  if (type === 'RateBasedStatement') {
    ['Limit', 'EvaluationWindowSec', ...KEYS].forEach((path) => covered.add(path));
    movements.push(...compareRates(from, to).map((rate) =>
      said(rate.isStricter === undefined ? 'unknown' : more(rate.isStricter), `${type}.${rate.property}`, rate.was, rate.is, `the rule ${name} ${rate.words}`)));
  }
  for (const list of ['ExcludedRules', 'RuleActionOverrides']) {
    covered.add(list);
    movements.push(...compareOverrides(member(from, list), member(to, list), list, said, name, type));
  }
  covered.add('ScopeDownStatement');
  const [scope, was] = [member(to, 'ScopeDownStatement'), member(from, 'ScopeDownStatement')];
  if (!means(scope, was)) {
    movements.push(said(was === undefined ? more(false) : scope === undefined ? more(true) : 'unknown', `${type}.ScopeDownStatement`, was, scope,
      `the rule ${name} ${scope === undefined ? 'now looks at every request' : was === undefined ? 'now looks only at some requests' : 'now looks at other requests'}: ${shown(scope)}`));
  }
  const rest = (statement: Json | undefined) => Object.fromEntries(Object.entries(objectOf(statement)).filter(([key]) => !covered.has(key)));
  if (!means(rest(from), rest(to))) {
    const words = changeWords(type, rest(from), rest(to));
    movements.push(said('unknown', type, from, to, words.startsWith(`${type} is now`)
      ? `the rule ${name} now matches ${shown(rest(to) as Json)}; before, ${shown(rest(from) as Json)}` : `the rule ${name} now matches otherwise: ${words}`));
  }
  return movements;
}

function compareOverrides(
  before: Json | undefined, after: Json | undefined, list: string,
  said: (direction: Direction, at: string, was: unknown, is: unknown, message: string) => RuleMovement, name: string, type: string,
): RuleMovement[] {
  const of = (value: Json | undefined) => new Map(listOf(value).map((entry) => [readable(member(entry, 'Name')),
    list === 'ExcludedRules' ? 'Count' : Object.keys(objectOf(member(entry, 'ActionToUse')))[0] ?? 'unknown']));
  const strength = (action: string | undefined) => ['Allow', 'Count', 'Challenge', 'Captcha', 'Block'].indexOf(action ?? 'Block');
  const [from, to] = [of(before), of(after)];
  return [...new Set([...from.keys(), ...to.keys()])].filter((rule) => from.get(rule) !== to.get(rule)).map((rule) => said(
    strength(to.get(rule)) >= strength(from.get(rule)) ? 'stronger' : 'weaker', `${type}.${list}`, from.get(rule), to.get(rule),
    `the rule ${rule} of ${name} is now ${to.has(rule) ? `set to ${to.get(rule)}` : 'as its vendor has it'}; before, ${from.has(rule) ? `set to ${from.get(rule)}` : 'as its vendor has it'}`));
}

/** Whether the one statement stands in the other beside others, so that both, or either, must match. */
function isPartOf(part: Json | undefined, whole: Json | undefined, kind: 'AndStatement' | 'OrStatement'): boolean {
  return listOf(member(member(whole, kind), 'Statements')).some((statement) => means(statement, part));
}

/** Order counts only between rules that end the evaluation in different ways. */
function compareOrder(pairs: readonly Pair[], from: readonly MetRule[], to: readonly MetRule[]): { direction: Direction; message: string }[] {
  const [was, is] = [from, to].map((rules) => new Map(rules.map((met, at) => [met, at])));
  const both = pairs.flatMap(({ old, young }) => (old && young ? [{ young, before: was!.get(old)!, after: is!.get(young)! }] : []));
  return both.filter(({ young }) => actionOf(young.rule) === 'allow').flatMap((one) => both.filter(({ young }) => ['block', 'group'].includes(actionOf(young.rule)))
    .filter((other) => (one.before < other.before) !== (one.after < other.after)).map((other) => ({
      direction: one.after < other.after ? 'weaker' as const : 'stronger' as const,
      message: `what the rule ${nameOfRule(one.young)} admits ${one.after < other.after ? 'no longer meets' : 'now meets'} the rule ${nameOfRule(other.young)} first`,
    })));
}

/** Statements of addresses alone: what they admit is found by trying. */
function isAddresses(statement: Json | undefined): boolean {
  const [type] = Object.keys(objectOf(statement));
  switch (type) {
    case 'IPSetReferenceStatement': return member(member(statement, type), 'IPSetForwardedIPConfig') === undefined;
    case 'NotStatement': return isAddresses(member(member(statement, type), 'Statement'));
    case 'AndStatement':
    case 'OrStatement': return listOf(member(member(statement, type), 'Statements')).every(isAddresses);
    default: return false;
  }
}

function isAddressesOnly(rule: Json): boolean {
  return isAddresses(member(rule, 'Statement'));
}

function nameOfRule({ rule }: MetRule): string {
  return isObject(rule) ? readable(rule.Name) : readable(rule);
}

function wordsOf(met: MetRule): string {
  return `${nameOfRule(met)} (${isForeign(met) ? 'a rule group that the app does not make: what its rules do is not known' : actionOf(met.rule)})`;
}

function verb(action: MetAction): string {
  return { allow: 'admits', count: 'only counts', challenge: 'challenges', block: 'blocks', group: 'lets its group decide on', unknown: 'does something that is not known with' }[action];
}
