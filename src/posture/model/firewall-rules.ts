import { firewallPoliciesOf, orderOf, policiesWith } from './firewalls';
import type { Posture } from './posture';
import { type Reading, known, openIn, read, readNumber, unknownBecause } from './reading';
import { parseRules, type ParsedRules, readDomainList, readStatefulRules, type RuleOrder, type RuleVariables } from '../../values/suricata';
import type { Resource } from '../assembly/app';
import { type Json, isObject, member, objectOf, table } from '../assembly/json';
import { hasUnknown, isUnknown } from '../assembly/symbols';

/** A stateful rule group with its rules as they are read. */
export interface RuleGroup {
  readonly resource: Resource;
  /** Where the rules stand. */
  readonly property: string;
  readonly order: Reading<RuleOrder>;
  readonly capacity: Reading<number>;
  readonly variables: RuleVariables;
  readonly rules: Reading<ParsedRules>;
  /** Whether parts of the rules are not known, so that a fault may be none. */
  readonly partial: boolean;
  /** How a line is called: of a text, or of a list. */
  readonly unit: 'line' | 'rule' | 'target';
}

export function ruleGroupsOf(posture: Posture): readonly RuleGroup[] {
  return posture.ofType('AWS::NetworkFirewall::RuleGroup').filter(isStateful).map((resource) => ruleGroupOf(posture, resource));
}

function isStateful({ properties }: Resource): boolean {
  return String(properties.Type).toUpperCase() !== 'STATELESS';
}

const SOURCE = 'RuleGroup.RulesSource';
/** What stands for parts that only a deploy knows. */
const LIKELY = table({ 'AWS::Region': 'us-east-1', 'AWS::AccountId': '111122223333', 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' });

function ruleGroupOf(posture: Posture, resource: Resource): RuleGroup {
  const order = orderOf(read(resource, 'RuleGroup.StatefulRuleOptions.RuleOrder'));
  const base = { resource, order, capacity: readNumber(resource, 'Capacity'), variables: variablesOf(posture, resource) };
  const text = read(resource, `${SOURCE}.RulesString`);
  const structured = read(resource, `${SOURCE}.StatefulRules`);
  const domains = read(resource, `${SOURCE}.RulesSourceList`);
  if (text.kind === 'known') {
    return {
      ...base,
      property: `${SOURCE}.RulesString`,
      unit: 'line',
      partial: hasUnknown(text.value),
      rules: typeof text.value === 'string' ? known(parseRules(withoutSymbols(text.value))) : unknownBecause(text.value),
    };
  }
  if (structured.kind === 'known') {
    return { ...base, property: `${SOURCE}.StatefulRules`, unit: 'rule', partial: hasUnknown(structured.value), rules: known(readStatefulRules(structured.value)) };
  }
  if (domains.kind === 'known') {
    return {
      ...base,
      property: `${SOURCE}.RulesSourceList`,
      unit: 'target',
      partial: hasUnknown(domains.value),
      rules: order.kind === 'known' ? known(readDomainList(likely(domains.value), order.value)) : order.kind === 'unknown' ? order : unknownBecause(undefined),
    };
  }
  const open = Object.entries({ RulesString: text, StatefulRules: structured, RulesSourceList: domains }).find(([, { kind }]) => kind === 'unknown');
  return {
    ...base,
    property: open ? `${SOURCE}.${open[0]}` : 'RuleGroup',
    unit: 'line',
    partial: true,
    rules: open?.[1].kind === 'unknown' ? open[1] : { kind: 'unknown', why: 'rules that stand elsewhere' },
  };
}

function withoutSymbols(text: string): string {
  return text.replace(/‹([^‹›]*)›/g, (_, symbol: string) => LIKELY[symbol] ?? 'unknown');
}

function likely(value: Json): Json {
  return typeof value === 'string' ? (isUnknown(value) ? value : withoutSymbols(value))
    : Array.isArray(value) ? value.map((entry: Json) => likely(entry))
      : isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, likely(entry ?? null)])) : value;
}

function variablesOf(posture: Posture, group: Resource): RuleVariables {
  const own = objectOf(member(member(group.properties.RuleGroup, 'RuleVariables'), 'IPSets'));
  const [policy] = policiesWith(posture, group);
  const inherited = objectOf(member(member(policy?.document.PolicyVariables, 'RuleVariables'), 'IPSets') ?? member(policy?.document.PolicyVariables, 'RuleVariables'));
  const references = objectOf(member(member(group.properties.RuleGroup, 'ReferenceSets'), 'IPSetReferences'));
  const ports = objectOf(member(member(group.properties.RuleGroup, 'RuleVariables'), 'PortSets'));
  const sets = (values: Readonly<Record<string, Json | undefined>>) => Object.fromEntries(Object.entries(values).map(([name, set]) => [name, membersOf(member(set, 'Definition') ?? set)]));
  return {
    addresses: { ...sets(inherited), ...sets(own), ...Object.fromEntries(Object.keys(references).map((name) => [`@${name}`, undefined])) },
    ports: sets(ports),
  };
}

function membersOf(definition: Json | undefined): string[] | undefined {
  return Array.isArray(definition) && definition.every((entry: Json) => typeof entry === 'string' && !entry.includes('‹')) ? definition.map(String) : undefined;
}

/** Whether the policies of a group drop what no rule matches; a group whose policy is not known is not blamed for what the policy lacks. */
export function isBackedByDrop(posture: Posture, { resource }: RuleGroup): boolean {
  const policies = policiesWith(posture, resource);
  return policies.length === 0 || policies.every(({ dropsByDefault }) => dropsByDefault !== false);
}

/** The groups of a policy, in its order of them. */
export function groupsOf(posture: Posture, policy: ReturnType<typeof firewallPoliciesOf>[number]): RuleGroup[] {
  const groups = posture.derive(ruleGroupsOf);
  return policy.stateful.flatMap(({ group }) => groups.find(({ resource }) => resource === group) ?? []);
}

/** What is not known of a group's rules. */
export function whyUnknown({ rules, property, resource }: RuleGroup): string {
  return rules.kind === 'unknown' ? rules.why : openIn(member(member(resource.properties.RuleGroup, 'RulesSource'), property.split('.').at(-1)!));
}
