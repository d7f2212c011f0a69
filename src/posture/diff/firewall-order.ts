import type { Change, Direction } from './change';
import { changeAt, nameOf } from './words';
import type { Resource } from '../assembly/app';
import { type Json, listOf, member } from '../assembly/json';
import { hasUnknown, readable } from '../assembly/symbols';
import { ruleGroupsOf } from '../model/firewall-rules';
import { firewallPoliciesOf } from '../model/firewalls';
import type { Posture } from '../model/posture';

const REFERENCES = 'FirewallPolicy.StatefulRuleGroupReferences';

/** Packets that a stateless group passes meet no stateful rule. */
export function compareStatelessGroups(base: Posture, head: Posture): Change[] {
  const before = new Map(base.derive(firewallPoliciesOf).map((policy) => [policy.resource.key, policy]));
  return head.derive(firewallPoliciesOf).flatMap(({ resource, stateless }) => {
    const old = before.get(resource.key);
    const [from, to] = [old?.stateless ?? [], stateless].map((groups) => groups.map(({ arn }) => arn ?? null));
    const said = (arn: Json, came: boolean) => {
      const passes = passesStateless(came ? head : base, arn);
      return changeAt(resource, 'network', passes === came ? 'weaker' : passes === undefined ? 'unknown' : 'stronger', 'FirewallPolicy.StatelessRuleGroupReferences',
        came ? null : arn, came ? arn : null,
        `firewall policy ${nameOf(resource)} ${came ? 'now has' : 'no longer has'} the stateless rules of ${nameAt(came ? head : base, arn)}${passes === true ? ', which pass packets that then meet no stateful rule' : ''}`);
    };
    return old === undefined ? [] : [
      ...to!.filter((arn) => !from!.includes(arn)).map((arn) => said(arn, true)),
      ...from!.filter((arn) => !to!.includes(arn)).map((arn) => said(arn, false)),
    ];
  });
}

/** Undefined where the rules are not known. */
function passesStateless(posture: Posture, arn: Json): boolean | undefined {
  const group = posture.target(arn)?.properties.RuleGroup;
  return group === undefined || hasUnknown(group) ? undefined : JSON.stringify(group).includes('aws:pass');
}

/** Rule groups of a policy that trade places: in strict order the first that decides on a packet decides. */
export function compareFirewallOrder(base: Posture, head: Posture): Change[] {
  const before = new Map(base.derive(firewallPoliciesOf).map((policy) => [policy.resource.key, policy]));
  return head.derive(firewallPoliciesOf).flatMap(({ resource, order }) => {
    const old = before.get(resource.key);
    if (old === undefined || order.kind === 'known' && order.value !== 'STRICT_ORDER') {
      return [];
    }
    const [from, to] = [inOrder(old.resource), inOrder(resource)];
    const places = (first: Json, second: Json) => from.indexOf(first) < from.indexOf(second);
    return to.flatMap((first, at) => to.slice(at + 1).filter((second) => from.includes(first) && from.includes(second) && !places(first, second))
      .flatMap((second) => {
        const direction = directionOf(effectsOf(head, first), effectsOf(head, second));
        return direction === undefined ? [] : [changeAt(resource, 'network', direction, REFERENCES, from.map(readable), to.map(readable),
          `firewall policy ${nameOf(resource)}: the rules of ${nameAt(head, first)} now decide before those of ${nameAt(head, second)}`)];
      }));
  });
}

function inOrder(policy: Resource): Json[] {
  const references = listOf(member(policy.properties.FirewallPolicy, 'StatefulRuleGroupReferences'));
  return [...references].sort((a, b) => Number(member(a, 'Priority')) - Number(member(b, 'Priority'))).map((reference) => member(reference, 'ResourceArn') ?? null);
}

interface Effects {
  readonly passes: boolean;
  readonly stops: boolean;
}

/** Undefined where the rules are not known. */
function effectsOf(posture: Posture, reference: Json): Effects | undefined {
  const target = posture.target(reference);
  const group = posture.derive(ruleGroupsOf).find(({ resource }) => resource === target);
  const actions = group?.rules.kind === 'known' ? group.rules.value.rules.map(({ action }) => action.toLowerCase()) : undefined;
  return actions && { passes: actions.includes('pass'), stops: actions.some((action) => ['drop', 'reject'].includes(action)) };
}

/** What came first and passes is weaker before what stops; undefined where the order of the two does not count. */
function directionOf(first: Effects | undefined, second: Effects | undefined): Direction | undefined {
  if (first === undefined || second === undefined) {
    return 'unknown';
  }
  const [weaker, stronger] = [first.passes && second.stops, first.stops && second.passes];
  return weaker && stronger ? 'unknown' : weaker ? 'weaker' : stronger ? 'stronger' : undefined;
}

function nameAt(posture: Posture, reference: Json): string {
  const target = posture.target(reference);
  return target === undefined ? readable(reference) : `the rule group ${nameOf(target)}`;
}
