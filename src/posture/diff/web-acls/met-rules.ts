import type { Resource } from '../../assembly/app';
import { type Json, isObject, listOf, member, objectOf } from '../../assembly/json';
import { isUnknown } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';

/** A rule as requests meet it, and where it stands. */
export interface MetRule {
  readonly rule: Json;
  /** The web ACL, or the rule group of the app that has it. */
  readonly owner: Resource;
  /** As in `Rules[3]`, below the properties of its owner. */
  readonly property: string;
}

export type MetAction = 'allow' | 'block' | 'count' | 'challenge' | 'group' | 'unknown';

/** The rules of an ACL or a rule group in the order in which a request meets them, those of groups of the app in the place of their group. */
export function metRules(posture: Posture, resource: Resource): readonly MetRule[] {
  return rulesInOrder(resource).flatMap((met) => {
    const reference = member(member(met.rule, 'Statement'), 'RuleGroupReferenceStatement');
    const group = groupAt(posture, reference);
    return group === undefined || group === resource ? [met]
      : rulesInOrder(group).map((inner) => ({ ...inner, rule: overridden(inner.rule, met.rule, reference) }));
  });
}

/** The rules that a resource itself has, in their order. */
export function rulesInOrder(owner: Resource): readonly MetRule[] {
  return listOf(owner.properties.Rules).map((rule, index) => ({ rule, owner, property: `Rules[${index}]` }))
    .sort((a, b) => Number(member(a.rule, 'Priority')) - Number(member(b.rule, 'Priority')));
}

/** The rule group of the app that a reference leads to, where its rules are known. */
function groupAt(posture: Posture, reference: Json | undefined): Resource | undefined {
  const target = posture.target(member(reference, 'Arn'));
  return target?.type === 'AWS::WAFv2::RuleGroup' && target.condition === undefined && !isUnknown(target.properties.Rules) ? target : undefined;
}

/** Whether a rule stands for those of a group that the app does not make: what they do is not known, not even that they admit nobody. */
export function isForeign({ rule }: MetRule): boolean {
  return member(member(rule, 'Statement'), 'RuleGroupReferenceStatement') !== undefined;
}

/** What an ACL makes of a rule of a group. */
function overridden(rule: Json, outer: Json, reference: Json | undefined): Json {
  if (!isObject(rule)) {
    return rule;
  }
  const named = (list: string) => listOf(member(reference, list)).find((entry) => member(entry, 'Name') === rule.Name);
  const whole = member(outer, 'OverrideAction');
  const action = isUnknown(whole) ? whole : member(whole, 'Count') !== undefined || named('ExcludedRules') !== undefined ? { Count: {} } : member(named('RuleActionOverrides'), 'ActionToUse');
  return action === undefined ? rule : { ...rule, Action: action };
}

/** The IP sets that a value refers to. */
export function setsIn(posture: Posture, value: Json | undefined): Resource[] {
  return posture.targets(value).filter(({ type }) => type === 'AWS::WAFv2::IPSet');
}

/** The IP sets that the rules of an ACL look into. */
export function setsOf(posture: Posture, acl: Resource): Resource[] {
  return [...new Set(metRules(posture, acl).flatMap(({ rule }) => setsIn(posture, member(rule, 'Statement'))))];
}

/** What a rule does when it matches; a group that is not known one by one does what its rules do. */
export function actionOf(rule: Json): MetAction {
  const [action, override] = [member(rule, 'Action'), member(rule, 'OverrideAction')];
  if (isUnknown(action) || isUnknown(override) || isUnknown(rule)) {
    return 'unknown';
  }
  const has = (name: string) => member(action, name) !== undefined;
  return has('Allow') ? 'allow' : has('Block') ? 'block' : has('Count') || member(override, 'Count') !== undefined ? 'count'
    : has('Captcha') || has('Challenge') ? 'challenge' : isGroup(rule) || override !== undefined ? 'group' : 'unknown';
}

/** An override may be left out. */
function isGroup(rule: Json): boolean {
  return Object.keys(objectOf(member(rule, 'Statement'))).some((type) => /^(Managed)?RuleGroup(Reference)?Statement$/.test(type)) && member(rule, 'Action') === undefined;
}
