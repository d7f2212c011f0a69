import { type Finding, finding } from './finding';
import { lintNames } from './names';
import { headerOf, lintReach } from './reach';
import type { SuricataRule } from './rule';
import { variablesOf } from './sets';
import { lintShadows, type RuleOrder } from './shadow';
import { isVariableDefined, type RuleVariables, Sets } from './variables';

/** What a group says beside its rules. */
export interface LintOptions {
  /** The order of the group and of its policy. */
  readonly order: RuleOrder;
  /** @default - the group defines none: HOME_NET and EXTERNAL_NET are those of the policy */
  readonly variables?: RuleVariables;
  /** How many rules the group is made for. @default - not compared */
  readonly capacity?: number;
  /** Whether the policy drops what no rule matches. @default false */
  readonly dropsByDefault?: boolean;
}

/**
 * Facts about the rules of one group. Never throws; where a group is too large to compare all rules with each other, it says so
 * (`shadow-unexamined`).
 *
 * https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html
 */
export function lintRules(rules: readonly SuricataRule[], options: LintOptions): Finding[] {
  const { order, variables = {}, capacity, dropsByDefault = false } = options;
  return [
    ...lintIds(rules),
    ...order === 'STRICT_ORDER' ? lintPriorities(rules) : [],
    ...capacity !== undefined && rules.length > capacity ? [finding('over-capacity', [], `${rules.length} rules for ${capacity}`)] : [],
    ...lintVariables(rules, variables),
    ...lintReach(rules, new Sets(variables, true)),
    ...lintNames(rules),
    ...lintShadows(rules, order, new Sets(variables, false)),
    ...dropsByDefault || rules.length === 0 || rules.some(({ action }) => action === 'drop' || action === 'reject')
      ? [] : [finding('nothing-dropped', rules.map(({ line }) => line), `${rules.length} rules that pass or alert`)],
  ];
}

function lintIds(rules: readonly SuricataRule[]): Finding[] {
  const first = new Map<number, number>();
  return rules.flatMap((rule) => {
    if (rule.sid === undefined) {
      return rule.options.some(({ keyword }) => keyword === 'sid') ? [] : [finding('sid-missing', [rule.line], headerOf(rule))];
    }
    const before = first.get(rule.sid);
    if (before !== undefined) {
      return [finding('sid-duplicate', [rule.line, before], `sid:${rule.sid}`)];
    }
    first.set(rule.sid, rule.line);
    return [];
  });
}

function lintPriorities(rules: readonly SuricataRule[]): Finding[] {
  return rules.flatMap(({ line, options }) => {
    const priority = options.find(({ keyword }) => keyword === 'priority');
    return priority ? [finding('priority-in-strict-order', [line], `priority:${priority.value}`)] : [];
  });
}

function lintVariables(rules: readonly SuricataRule[], variables: RuleVariables): Finding[] {
  return rules.flatMap(({ line, source, destination }) => {
    const named = (kind: 'addresses' | 'ports') => [source, destination].flatMap((end) => variablesOf(end[kind].expression))
      .filter((name) => !isVariableDefined(variables, name, kind));
    return [...new Set([...named('addresses'), ...named('ports')])].map((name) => finding('variable-undefined', [line], name));
  });
}
