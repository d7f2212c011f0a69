import { addressWords, placeWords } from './addresses';
import type { Change } from './change';
import { changeAt, nameOf } from './words';
import { type Cidr, readCidr, subtractCidrs } from '../../values/cidr';
import type { Resource } from '../assembly/app';
import { type Json, listOf, member } from '../assembly/json';
import { hasUnknown, readable } from '../assembly/symbols';
import type { Posture } from '../model/posture';

/** One rule of a security group: to whom which ports are open. */
interface Rule {
  readonly ingress: boolean;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly peer: Cidr | string;
}

const PEERS = ['CidrIp', 'CidrIpv6', 'SourceSecurityGroupId', 'DestinationSecurityGroupId', 'SourcePrefixListId', 'DestinationPrefixListId', 'SourceSecurityGroupName'];
const EVERYTHING = { '-1': true } as Record<string, boolean>;

/** How the security groups moved, wherever their rules are written. */
export function compareSecurityGroups(base: Posture, head: Posture): Change[] {
  const [before, after] = [base, head].map((posture) => new Map(posture.ofType('AWS::EC2::SecurityGroup').map((group) => [group.key, { group, rules: rulesOf(posture, group) }])));
  return [
    ...[...after!].flatMap(([key, { group, rules }]) => {
      const old = before!.get(key);
      return old ? compareRules(group, old.rules, rules) : [];
    }),
    ...looseRules(base, head),
  ];
}

/** Rules of groups that the app does not make. */
function looseRules(base: Posture, head: Posture): Change[] {
  const of = (posture: Posture) => new Map(posture.ofType('AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress')
    .filter(({ properties }) => posture.target(properties.GroupId) === undefined).map((rule) => [rule.key, rule]));
  const [before, after] = [of(base), of(head)];
  const ruleOf = (resource: Resource | undefined) => (resource ? [ruleFrom(resource.properties, resource.type.endsWith('Ingress'))] : []);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) =>
    compareRules((after.get(key) ?? before.get(key))!, ruleOf(before.get(key)), ruleOf(after.get(key))));
}

function rulesOf(posture: Posture, group: Resource): Rule[] {
  const own = [true, false].flatMap((ingress) => listOf(group.properties[ingress ? 'SecurityGroupIngress' : 'SecurityGroupEgress']).map((rule) => ruleFrom(rule, ingress)));
  const others = posture.ofType('AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress')
    .filter(({ properties }) => posture.target(properties.GroupId) === group)
    .map(({ type, properties }) => ruleFrom(properties, type.endsWith('Ingress')));
  const egress = [...own, ...others].some(({ ingress }) => !ingress);
  // Without a rule of its own, a group lets everything out.
  const standard: Rule[] = egress || group.properties.SecurityGroupEgress !== undefined ? [] : ['0.0.0.0/0', '::/0'].map((range) => ({
    ingress: false, protocol: '-1', from: 0, to: 65_535, peer: readCidr(range)!,
  }));
  return [...own, ...others, ...standard];
}

function ruleFrom(rule: Json | undefined, ingress: boolean): Rule {
  const protocol = String(member(rule, 'IpProtocol') ?? '-1').toLowerCase();
  const all = EVERYTHING[protocol] || Number(member(rule, 'FromPort') ?? -1) < 0;
  const peer = PEERS.map((name) => member(rule, name)).find((value) => value !== undefined);
  return {
    ingress,
    protocol: protocol === '6' ? 'tcp' : protocol === '17' ? 'udp' : protocol,
    from: all ? 0 : Number(member(rule, 'FromPort')),
    to: all ? 65_535 : Number(member(rule, 'ToPort') ?? member(rule, 'FromPort')),
    peer: (typeof peer === 'string' ? readCidr(peer) : undefined) ?? String(peer),
  };
}

function compareRules(group: Resource, before: readonly Rule[], after: readonly Rule[]): Change[] {
  return [...moved(group, before, after, true), ...moved(group, after, before, false)];
}

/** What the second has that the first does not cover. */
function moved(group: Resource, first: readonly Rule[], second: readonly Rule[], opened: boolean): Change[] {
  return second.flatMap((rule) => {
    const covering = first.filter((other) => other.ingress === rule.ingress
      && (EVERYTHING[other.protocol] || other.protocol === rule.protocol) && other.from <= rule.from && rule.to <= other.to);
    const isRange = typeof rule.peer !== 'string';
    const ranges = covering.map(({ peer }) => peer).filter((peer): peer is Cidr => typeof peer !== 'string');
    const left = isRange ? subtractCidrs([rule.peer as Cidr], ranges) : [];
    if (isRange ? left.length === 0 : covering.some(({ peer }) => peer === rule.peer)) {
      return [];
    }
    const who = isRange ? `anyone ${placeWords(left)}` : `whoever has ${readable(rule.peer as string)}`;
    const ports = EVERYTHING[rule.protocol] ? 'everything' : `${rule.protocol.toUpperCase()} ${rule.from === rule.to ? rule.from : `${rule.from} to ${rule.to}`}`;
    const had = opened && ranges.length > 0 && isRange ? `; before, only ${addressWords(ranges)}` : '';
    const words = rule.ingress ? `${who} may ${opened ? 'now' : 'no longer'} open ${ports} of the security group ${nameOf(group)}${had}`
      : `whoever has the security group ${nameOf(group)} may ${opened ? 'now' : 'no longer'} open ${ports} of ${isRange ? addressWords(left) : readable(rule.peer as string)}`;
    const doubtful = typeof rule.peer === 'string' && hasUnknown(rule.peer) || Number.isNaN(rule.from);
    const value = `${ports} ${isRange ? (rule.peer as Cidr).text : readable(rule.peer as string)}`;
    return [changeAt(group, 'network', doubtful ? 'unknown' : opened ? 'weaker' : 'stronger', rule.ingress ? 'SecurityGroupIngress' : 'SecurityGroupEgress',
      opened ? ranges.map(({ text }) => text).join(', ') || null : value, opened ? value : null, words)];
  });
}
