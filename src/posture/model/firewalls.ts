import type { Posture } from './posture';
import { type Reading, known, read, unknownBecause } from './reading';
import type { RuleOrder } from '../../values/suricata';
import type { Resource } from '../assembly/app';
import { type Json, type JsonObject, isObject, listOf, member, objectOf, oneOrMany } from '../assembly/json';
import { asReference, hasUnknown, isUnknown } from '../assembly/symbols';

/** One rule group that a policy names. */
export interface GroupReference {
  /** Undefined where the app does not make it, as a group that AWS manages. */
  readonly group?: Resource;
  /** Where the policy names it. */
  readonly property: string;
  readonly arn: Json | undefined;
  /** As in `DROP_TO_ALERT`. */
  readonly override?: Json;
}

/** What a firewall policy says. */
export interface FirewallPolicy {
  readonly resource: Resource;
  readonly document: JsonObject;
  readonly order: Reading<RuleOrder>;
  readonly stateful: readonly GroupReference[];
  readonly stateless: readonly GroupReference[];
  /** Whether it drops what no stateful rule matches; undefined where that is not known. */
  readonly dropsByDefault: boolean | undefined;
  /** The firewalls that have it. */
  readonly firewalls: readonly Resource[];
}

export function firewallPoliciesOf(posture: Posture): readonly FirewallPolicy[] {
  return posture.ofType('AWS::NetworkFirewall::FirewallPolicy').map((resource) => policyOf(posture, resource));
}

/** The policies that name a rule group. */
export function policiesWith(posture: Posture, group: Resource): readonly FirewallPolicy[] {
  return posture.derive(firewallPoliciesOf)
    .filter(({ stateful, stateless }) => [...stateful, ...stateless].some((reference) => reference.group === group));
}

function policyOf(posture: Posture, resource: Resource): FirewallPolicy {
  const document = objectOf(resource.properties.FirewallPolicy);
  const references = (name: string) => listOf(document[name]).map((entry, index): GroupReference => {
    const arn = member(entry, 'ResourceArn');
    const override = member(member(entry, 'Override'), 'Action');
    const group = posture.target(arn);
    return { ...group ? { group } : {}, property: `FirewallPolicy.${name}[${index}]`, arn, ...override === undefined ? {} : { override } };
  });
  const order = orderOf(read(resource, 'FirewallPolicy.StatefulEngineOptions.RuleOrder'));
  return {
    resource,
    document,
    order,
    stateful: references('StatefulRuleGroupReferences'),
    stateless: references('StatelessRuleGroupReferences'),
    dropsByDefault: order.kind === 'unknown' || isUnknown(resource.properties.FirewallPolicy) ? undefined
      : order.kind === 'known' && order.value === 'STRICT_ORDER' ? drops(document.StatefulDefaultActions) : false,
    firewalls: posture.referrers(resource, 'AWS::NetworkFirewall::Firewall'),
  };
}

/** The order of rules; what AWS takes where none is said is the order of actions. */
export function orderOf(reading: Reading<Json>): Reading<RuleOrder> {
  return reading.kind === 'unknown' ? reading
    : reading.kind === 'absent' ? known('DEFAULT_ACTION_ORDER')
      : reading.value === 'STRICT_ORDER' || reading.value === 'DEFAULT_ACTION_ORDER' ? known(reading.value) : unknownBecause(reading.value);
}

function drops(actions: Json | undefined): boolean | undefined {
  const names = oneOrMany(actions).map(String);
  return names.some((name) => name.startsWith('aws:drop_')) ? true : names.some((name) => hasUnknown(name)) ? undefined : false;
}

/** Names of the firewall that a value is: by reference, or by the name that the app gives it. */
export function firewallAt(posture: Posture, properties: JsonObject): Resource | undefined {
  const direct = posture.target(properties.FirewallArn);
  return direct ?? posture.ofType('AWS::NetworkFirewall::Firewall').find((firewall) =>
    properties.FirewallName !== undefined && posture.same(firewall.properties.FirewallName, properties.FirewallName));
}

/** Whether a group is one that AWS manages. */
function isManaged({ arn }: GroupReference): boolean {
  return typeof arn === 'string' && arn.includes(':aws-managed:');
}

/** Whether a reference names a group that no template shows. */
export function isElsewhere(reference: GroupReference): boolean {
  return reference.group === undefined && !isManaged(reference) && asReference(reference.arn) === undefined;
}

/** The actions of a stateless list, with what the policy's own actions stand for: they publish a metric, and let nothing pass of themselves. */
export function statelessActions(value: Json | undefined): string[] {
  return oneOrMany(value).map((action) => (isObject(action) ? JSON.stringify(action) : String(action)));
}
