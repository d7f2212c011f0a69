import { canonical, means } from './canonical';
import type { Direction } from './change';
import { shown, valueAt } from './compare';
import type { Movement } from './rule';
import { type Endpoint, type SuricataRule, parseRules } from '../../values/suricata';
import type { Resource } from '../assembly/app';
import { type JsonObject, isObject, listOf, member, table } from '../assembly/json';
import { hasUnknown } from '../assembly/symbols';

const STRENGTH = table({ pass: 0, alert: 1, reject: 2, drop: 3 });

/** What the packets that no stateless rule decides on meet. */
export function compareStatelessActions(before: Resource, after: Resource, property: string): Movement[] {
  const strength = (resource: Resource) => {
    const actions = JSON.stringify(valueAt(resource, property) ?? '');
    return /aws:pass/.test(actions) ? 0 : /aws:forward_to_sfe/.test(actions) ? 1 : /aws:drop/.test(actions) ? 2 : NaN;
  };
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [old, young] = [strength(before), strength(after)];
  return means(from, to) ? [] : [{
    direction: old === young || Number.isNaN(old) || Number.isNaN(young) ? 'unknown' : young > old ? 'stronger' : 'weaker',
    property,
    before: from ?? null,
    after: to ?? null,
    message: `packets that no stateless rule decides on now meet ${shown(to)}; before, ${shown(from)}`,
  }];
}

/** One rule of a group, whatever form it has: what it does, and to what. */
export interface FirewallRule {
  readonly action: string;
  readonly matcher: string;
  /** For people; the matcher, where that can be read. */
  readonly words?: string;
}

/** What a rule says to people, and which edition it is, is not what it does. */
const FOR_PEOPLE = ['msg', 'rev', 'metadata', 'reference', 'classtype', 'gid'];

function parsedRule({ action, protocol, source, direction, destination, options }: SuricataRule): FirewallRule {
  const message = options.find(({ keyword }) => keyword === 'msg')?.value;
  return {
    action,
    matcher: JSON.stringify({
      protocol,
      source: endpoint(source),
      direction,
      destination: endpoint(destination),
      options: options.filter(({ keyword }) => !FOR_PEOPLE.includes(keyword)).map(({ keyword, value, negated }) => [keyword, negated, value]),
    }, (_, value: unknown) => (typeof value === 'bigint' ? value.toString(16) : value)),
    words: `${protocol} ${message ?? options.map(({ keyword, value }) => `${keyword}${value === undefined ? '' : `:${value}`}`).join('; ')}`,
  };
}

/** By what it means; by how it is written where that is not known. */
function endpoint({ addresses, ports }: Endpoint): unknown {
  return [addresses, ports].map(({ text, expression }) => (JSON.stringify(expression, (_, value: unknown) => (typeof value === 'bigint' ? value.toString(16) : value)).includes('"unknown"') ? text : expression));
}

/** The rules that came, went, or do something else. Their order only counts where it changed. */
export function compareRuleGroups(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  if (canonical(from) === canonical(to)) {
    return [];
  }
  if (hasUnknown(from) || hasUnknown(to)) {
    return [{ direction: 'unknown', property, before: from ?? null, after: to ?? null, message: 'its rules changed, and are not known' }];
  }
  const [was, is] = [faultOf(from), faultOf(to)];
  if ((was === undefined) !== (is === undefined)) {
    return [{ direction: is === undefined ? 'stronger' : 'weaker', property, before: was ?? null, after: is ?? null, message: is === undefined ? 'its rules can be read now' : `its rules cannot be read any more: ${is}` }];
  }
  const [old, young] = [rulesOf(before), rulesOf(after)];
  const movements: Movement[] = [];
  const said = (direction: Direction, one: FirewallRule | undefined, other: FirewallRule | undefined, message: string) => movements.push({
    direction, property, before: one ? `${one.action} ${one.words ?? one.matcher}` : null, after: other ? `${other.action} ${other.words ?? other.matcher}` : null, message,
  });
  const left = [...young];
  for (const rule of old) {
    const at = left.findIndex((other) => other.matcher === rule.matcher && other.action === rule.action);
    const changed = at >= 0 ? at : left.findIndex((other) => other.matcher === rule.matcher);
    const other = left[changed];
    if (other === undefined) {
      said(weight(rule) > 0 ? 'weaker' : 'stronger', rule, undefined, `it no longer has the rule "${shown(`${rule.action} ${rule.words ?? rule.matcher}`)}"`);
    } else {
      left.splice(changed, 1);
      if (other.action !== rule.action) {
        said(weight(other) > weight(rule) ? 'stronger' : 'weaker', rule, other, `the rule "${shown(rule.words ?? rule.matcher)}" now has the action ${other.action}; before, ${rule.action}`);
      }
    }
  }
  left.forEach((rule) => said(weight(rule) > 0 ? 'stronger' : 'weaker', undefined, rule, `it now has the rule "${shown(`${rule.action} ${rule.words ?? rule.matcher}`)}"`));
  const both = (rules: readonly FirewallRule[], others: readonly FirewallRule[]) =>
    rules.map(({ matcher }) => matcher).filter((matcher) => others.some((other) => other.matcher === matcher)).join('\n');
  if (movements.length === 0 && both(old, young) !== both(young, old)) {
    movements.push({ direction: 'unknown', property, before: from ?? null, after: to ?? null, message: 'its rules stand in another order' });
  }
  return movements;
}

function weight({ action }: FirewallRule): number {
  return STRENGTH[action.toLowerCase()] ?? 1;
}

/** Why the firewall refuses a text of rules. */
function faultOf(source: unknown): string | undefined {
  const text = member(source, 'RulesString');
  return typeof text === 'string' ? parseRules(text).problems.find(({ severity }) => severity === 'error')?.message : undefined;
}

const SOURCE = 'RuleGroup.RulesSource';
/** What lists of names do with the names on them. */
const LISTS = table<string>({ ALLOWLIST: 'pass', DENYLIST: 'drop', REJECTLIST: 'reject', ALERTLIST: 'alert' });

/** The rules of a group, in whichever of the forms it has them. */
export function rulesOf(group: Resource): FirewallRule[] {
  const source = valueAt(group, SOURCE);
  const text = member(source, 'RulesString');
  if (typeof text === 'string') {
    const { rules, problems } = parseRules(text);
    return problems.every(({ severity }) => severity !== 'error') && rules.length > 0 ? rules.map(parsedRule) : text.replace(/\\\r?\n/g, ' ').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')).map((line) => {
      const [action = '', ...rest] = line.split(/\s+/);
      return { action, matcher: rest.join(' ') };
    });
  }
  const list = member(source, 'RulesSourceList');
  if (isObject(list)) {
    return namesOf(group, list);
  }
  const stateful = listOf(member(source, 'StatefulRules')).map((rule) => ({
    action: String(member(rule, 'Action')), matcher: canonical({ header: member(rule, 'Header'), options: member(rule, 'RuleOptions') }),
  }));
  const stateless = listOf(member(member(source, 'StatelessRulesAndCustomActions'), 'StatelessRules')).map((rule) => {
    const actions = listOf(member(member(rule, 'RuleDefinition'), 'Actions')).join(',');
    return {
      action: actions.includes('pass') ? 'pass' : actions.includes('drop') ? 'drop' : 'alert',
      matcher: canonical({ match: member(member(rule, 'RuleDefinition'), 'MatchAttributes'), priority: member(rule, 'Priority') }),
    };
  });
  return [...stateful, ...stateless];
}

/**
 * A list of names. One of those that are allowed drops all others, but for the written order, where the policy's default decides:
 * https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateful-rule-groups-domain-names.html
 */
function namesOf(group: Resource, list: JsonObject): FirewallRule[] {
  const action = LISTS[String(list.GeneratedRulesType)] ?? 'alert';
  const types = listOf(list.TargetTypes).map(String).sort();
  const names = listOf(list.Targets).map((target) => ({ action, matcher: `${String(target)} (${types.join(', ')})` }));
  const others = action === 'pass' && valueAt(group, 'RuleGroup.StatefulRuleOptions.RuleOrder') !== 'STRICT_ORDER';
  return [...names, ...others ? types.map((type) => ({ action: 'drop', matcher: `every name that is not on the list (${type})` })) : []];
}
