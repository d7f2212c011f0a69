import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { elsewhere } from './elsewhere';
import type { RenderedRule } from './rendering';
import { problem, warn } from '../validation';
import { type Capacity, type KnownGroups, WEB_ACL_CAPACITY, capacityOfRules, capacityPerRule, capacitySurcharge, groupKey } from '../values/waf-capacity';
import { type HOLDERS, limitProblems } from '../values/waf-limits';

/** What a web ACL or a rule group holds, as its resource has it: lists may be lazy. */
export interface HeldRules {
  readonly rules: unknown;
  readonly customResponseBodies: unknown;
}

/** The capacities of rule groups that somebody said. */
export function knownGroups(scope: IConstruct, rules: readonly RenderedRule[]): KnownGroups {
  return new Map(rules.flatMap(({ group }) => (group ? [[groupKey(Stack.of(scope).resolve(group.reference)), group.units] as const] : [])));
}

/** The capacity units of the rules that a resource has in the end, whoever set them. */
export function capacityOf(scope: IConstruct, held: HeldRules, groups: KnownGroups): Capacity {
  return capacityOfRules(Stack.of(scope).resolve(held.rules), groups);
}

/** Everything that WAF would refuse in a web ACL, as problems of a synth; what costs more, or cannot be counted, as warnings. */
export function webAclProblems(scope: IConstruct, held: HeldRules, groups: KnownGroups): string[] {
  const { units, unknown } = capacityOf(scope, held, groups);
  const { maximum, included } = WEB_ACL_CAPACITY;
  if (unknown.length > 0) {
    warn(scope, 'WebAclCapacityUnknown', `the capacity of some rules could not be counted: ${unknown.join(', ')}`);
  }
  if (units > included && units <= maximum) {
    warn(scope, 'WebAclCapacityPrice',
      `over 1,500 capacity units a web ACL costs more: ${units} units add ${capacitySurcharge(units).toFixed(2)} USD per million requests (${perRule(scope, held, groups)})`);
  }
  return [
    ...units > maximum ? [problem('WebAclCapacity', `a web ACL has at most 5,000 capacity units, received: ${units} (${perRule(scope, held, groups)})`)] : [],
    ...problemsOf(scope, held, 'WEB_ACL'),
  ];
}

/** Everything that WAF would refuse in a set of rules, capacity apart. */
export function problemsOf(scope: IConstruct, held: HeldRules, holder: keyof typeof HOLDERS): string[] {
  const { rules, customResponseBodies } = Stack.of(scope).resolve({ rules: held.rules, customResponseBodies: held.customResponseBodies });
  return [...limitProblems(rules, holder, customResponseBodies).map(({ id, message }) => problem(id, message)), ...elsewhere(scope, rules)];
}

/** Where the units go, the dearest rules first. */
export function perRule(scope: IConstruct, held: HeldRules, groups: KnownGroups): string {
  const rules = capacityPerRule(Stack.of(scope).resolve(held.rules), groups);
  return [...rules].sort((a, b) => b.units - a.units).slice(0, 5).map(({ name, units }) => `${name} ${units}`).join(', ');
}
