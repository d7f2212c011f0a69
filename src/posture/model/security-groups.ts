import { defaultOf } from './parameter-defaults';
import type { Posture } from './posture';
import { asNumber, openIn, readFrom } from './reading';
import { type Cidr, readCidr } from '../../values/cidr';
import type { Resource } from '../assembly/app';
import { type Json, isObject, member, oneOrMany, table } from '../assembly/json';
import { hasUnknown, isUnknown, unknown } from '../assembly/symbols';

/** Who stands at the other end of a rule. */
export type Peer =
  | { readonly kind: 'addresses'; readonly blocks: readonly Cidr[]; readonly fromDefault: boolean }
  /** Whoever has a group, or an address of a VPC of the app. */
  | { readonly kind: 'inside' }
  | { readonly kind: 'unknown'; readonly why: string };

/** One rule of a security group, wherever it is written. */
export interface GroupRule {
  /** The group, or the resource that is the rule. */
  readonly resource: Resource;
  /** Where its peer is said. */
  readonly property: string;
  readonly ingress: boolean;
  /** In lower case, as in `tcp`; `-1` is every protocol; a symbol where it is not known. */
  readonly protocol: string;
  /** Undefined where it is not known. */
  readonly ports?: readonly [number, number];
  readonly peer: Peer;
}

/** The rules of a group. */
export interface GroupRules {
  readonly ingress: readonly GroupRule[];
  readonly egress: readonly GroupRule[];
}

const ALL_PORTS = [0, 65_535] as const;
const NAMES = table({ 6: 'tcp', 17: 'udp', 1: 'icmp', 58: 'icmpv6', all: '-1' });

/** The rules of every group that the app makes, by the group's key; those of other groups stand under the text that names them. */
export function groupRulesOf(posture: Posture): ReadonlyMap<string, GroupRules> {
  const groups = new Map<string, { ingress: GroupRule[]; egress: GroupRule[] }>();
  const at = (key: string) => groups.get(key) ?? groups.set(key, { ingress: [], egress: [] }).get(key)!;
  for (const group of posture.ofType('AWS::EC2::SecurityGroup')) {
    const rules = at(group.key);
    rules.ingress.push(...inlineRules(posture, group, 'SecurityGroupIngress'));
    rules.egress.push(...inlineRules(posture, group, 'SecurityGroupEgress'));
  }
  for (const rule of posture.ofType('AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress')) {
    const ingress = rule.type.endsWith('Ingress');
    const rules = at(posture.target(rule.properties.GroupId)?.key ?? String(rule.properties.GroupId));
    rules[ingress ? 'ingress' : 'egress'].push(ruleOf(posture, rule, '', rule.properties, ingress));
  }
  for (const group of posture.ofType('AWS::EC2::SecurityGroup')) {
    const rules = at(group.key);
    if (rules.egress.length === 0 && group.properties.SecurityGroupEgress === undefined) {
      rules.egress.push(everythingOut(group)); // what EC2 gives a group without a rule of its own
    }
  }
  return groups;
}

function everythingOut(resource: Resource): GroupRule {
  const blocks = ['0.0.0.0/0', '::/0'].map((text) => readCidr(text)!);
  return { resource, property: 'SecurityGroupEgress', ingress: false, protocol: '-1', ports: ALL_PORTS, peer: { kind: 'addresses', blocks, fromDefault: false } };
}

function inlineRules(posture: Posture, group: Resource, name: 'SecurityGroupIngress' | 'SecurityGroupEgress'): GroupRule[] {
  const ingress = name === 'SecurityGroupIngress';
  const value = group.properties[name];
  if (isUnknown(value)) {
    return [unknownRule(group, name, ingress, value)];
  }
  const at = (index: number) => (Array.isArray(value) ? `${name}[${index}]` : name); // CloudFormation takes one rule for a list of one
  return oneOrMany(value).map((rule, index) => (isObject(rule) ? ruleOf(posture, group, `${at(index)}.`, rule, ingress) : unknownRule(group, at(index), ingress, rule)));
}

function unknownRule(resource: Resource, property: string, ingress: boolean, value: Json): GroupRule {
  return { resource, property, ingress, protocol: unknown('protocol'), peer: { kind: 'unknown', why: openIn(value) || 'a value of another type' } };
}

function ruleOf(posture: Posture, resource: Resource, path: string, rule: Json, ingress: boolean): GroupRule {
  const word = String(member(rule, 'IpProtocol') ?? '-1').toLowerCase();
  const protocol = NAMES[word] ?? word;
  const from = asNumber(readFrom(rule, 'FromPort'));
  const to = asNumber(readFrom(rule, 'ToPort'));
  const some = protocol === 'tcp' || protocol === 'udp';
  const ports = !some || from.kind === 'absent' || from.kind === 'known' && from.value < 0 ? ALL_PORTS
    : from.kind === 'known' && to.kind !== 'unknown' ? [from.value, to.kind === 'known' ? to.value : from.value] as const : undefined;
  const { name, peer } = peerOf(posture, rule);
  return { resource, property: `${path}${name}`, ingress, protocol, ...ports === undefined ? {} : { ports }, peer };
}

const PREFIX_LISTS = ['SourcePrefixListId', 'DestinationPrefixListId'];

function peerOf(posture: Posture, rule: Json): { name: string; peer: Peer } {
  for (const name of ['CidrIp', 'CidrIpv6']) {
    const value = member(rule, name);
    if (value !== undefined) {
      return { name, peer: addressesOf([value]) };
    }
  }
  for (const name of PREFIX_LISTS) {
    const value = member(rule, name);
    if (value !== undefined) {
      const list = posture.target(value);
      const entries = list?.type === 'AWS::EC2::PrefixList' ? list.properties.Entries : undefined;
      return {
        name,
        peer: Array.isArray(entries) ? addressesOf(entries.map((entry: Json) => member(entry, 'Cidr') ?? null))
          : { kind: 'unknown', why: `the addresses of the prefix list ${typeof value === 'string' ? openIn(value) || value.replace(/[‹›]/g, '') : ''}`.trim() },
      };
    }
  }
  return { name: member(rule, 'SourceSecurityGroupName') === undefined ? 'SourceSecurityGroupId' : 'SourceSecurityGroupName', peer: { kind: 'inside' } };
}

/** The blocks of a list. Where one is a parameter, its default counts for what is known: a default that is open is open. */
export function addressesOf(values: readonly Json[]): Peer {
  const read = values.map((value) => ({ value, block: typeof value === 'string' && !hasUnknown(value) ? readCidr(value) : undefined }));
  const open = read.filter(({ block }) => block === undefined);
  const defaults = open.map(({ value }) => readCidr(defaultOf(value) ?? ''));
  if (open.length === 0 || defaults.every((block) => block !== undefined && block.prefix === 0)) {
    return { kind: 'addresses', blocks: [...read.flatMap(({ block }) => block ?? []), ...defaults.flatMap((block) => block ?? [])], fromDefault: open.length > 0 };
  }
  // The address of a VPC or a subnet of the app is a private one: EC2 takes no other without a pool of one's own.
  const why = open.map(({ value }) => openIn(value) || (typeof value === 'string' && /^‹[^‹›?]*\.CidrBlock›$/.test(value) ? '' : 'a range that cannot be read'));
  return why.every((text) => text === '') ? { kind: 'inside' } : { kind: 'unknown', why: [...new Set(why.filter((text) => text !== ''))].join(', ') };
}
