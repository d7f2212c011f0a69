import { canonical } from './canonical';
import type { Change, Direction } from './change';
import { shown } from './compare';
import { type FirewallRule, rulesOf } from './firewall-rules';
import { changeAt, nameOf } from './words';
import type { Resource } from '../assembly/app';
import { type Json, listOf, member } from '../assembly/json';
import type { Posture } from '../model/posture';

/** A rule group that a policy names, and what its rules do. */
interface Group {
  readonly key: string;
  readonly name: string;
  /** Undefined where the app does not make it. */
  readonly rules?: readonly FirewallRule[];
}

const STATEFUL = 'StatefulRuleGroupReferences';
const STATELESS = 'StatelessRuleGroupReferences';

/** Which rule groups the policies of firewalls have, and in which order packets meet them. */
export function compareFirewallGroups(base: Posture, head: Posture): Change[] {
  const before = new Map(base.ofType('AWS::NetworkFirewall::FirewallPolicy').map((policy) => [policy.key, policy]));
  return head.ofType('AWS::NetworkFirewall::FirewallPolicy').flatMap((policy) => {
    const old = before.get(policy.key);
    return old === undefined ? [] : [
      ...isStrict(old) && isStrict(policy) ? compareOrder(old, policy, STATEFUL, base, head) : [],
      ...compareStateless(old, policy, base, head),
      ...compareOrder(old, policy, STATELESS, base, head),
    ];
  });
}

function isStrict({ properties }: Resource): boolean {
  return member(member(properties.FirewallPolicy, 'StatefulEngineOptions'), 'RuleOrder') === 'STRICT_ORDER';
}

function groupsOf(policy: Resource, property: string, posture: Posture): Group[] {
  const references = listOf(member(policy.properties.FirewallPolicy, property));
  return [...references].sort((a, b) => Number(member(a, 'Priority')) - Number(member(b, 'Priority'))).map((reference): Group => {
    const arn: Json = member(reference, 'ResourceArn') ?? null;
    const group = posture.target(arn);
    return group === undefined ? { key: canonical(arn), name: shown(arn) } : { key: group.key, name: nameOf(group), rules: rulesOf(group) };
  });
}

/** Of two groups of which one passes what the other drops, the first decides. */
function compareOrder(old: Resource, policy: Resource, property: string, base: Posture, head: Posture): Change[] {
  const [from, to] = [groupsOf(old, property, base), groupsOf(policy, property, head)];
  const place = (groups: readonly Group[], key: string) => groups.findIndex((group) => group.key === key);
  const turned = to.flatMap((first, at) => to.slice(at + 1).filter((later) => {
    const [one, other] = [place(from, first.key), place(from, later.key)];
    return one >= 0 && other >= 0 && one > other;
  }).map((later) => ({ first, later })));
  return turned.flatMap(({ first, later }) => directionsOf(first, later).map((direction) => changeAt(
    policy, 'network', direction, `FirewallPolicy.${property}`, from.map(({ name }) => name), to.map(({ name }) => name),
    `firewall policy ${nameOf(policy)}: packets now meet the rule group ${first.name} before ${later.name}`
      + `${direction === 'weaker' ? ': what it passes, the other no longer drops' : direction === 'stronger' ? ': what it drops, the other no longer passes' : ''}`)));
}

function directionsOf(first: Group, later: Group): Direction[] {
  if (first.rules === undefined || later.rules === undefined) {
    return ['unknown'];
  }
  return [
    ...passes(first.rules) && drops(later.rules) ? ['weaker' as const] : [],
    ...drops(first.rules) && passes(later.rules) ? ['stronger' as const] : [],
  ];
}

/** Stateless groups decide before any stateful rule: what they pass, no other rule sees. */
function compareStateless(old: Resource, policy: Resource, base: Posture, head: Posture): Change[] {
  const [from, to] = [groupsOf(old, STATELESS, base), groupsOf(policy, STATELESS, head)];
  const said = (group: Group, came: boolean) => {
    const opens = group.rules && (passes(group.rules) ? true : drops(group.rules) ? false : undefined);
    return changeAt(policy, 'network', opens === undefined ? 'unknown' : opens === came ? 'weaker' : 'stronger', `FirewallPolicy.${STATELESS}`,
      from.map(({ name }) => name), to.map(({ name }) => name), `firewall policy ${nameOf(policy)}: it ${came ? 'now has' : 'no longer has'} the stateless rule group ${group.name}`
        + `${opens === undefined ? '' : opens ? ', which passes packets that no other rule then sees' : ', which drops packets'}`);
  };
  return [
    ...to.filter(({ key }) => from.every((group) => group.key !== key)).map((group) => said(group, true)),
    ...from.filter(({ key }) => to.every((group) => group.key !== key)).map((group) => said(group, false)),
  ];
}

function passes(rules: readonly FirewallRule[]): boolean {
  return rules.some(({ action }) => action.toLowerCase() === 'pass');
}

function drops(rules: readonly FirewallRule[]): boolean {
  return rules.some(({ action }) => ['drop', 'reject'].includes(action.toLowerCase()));
}
