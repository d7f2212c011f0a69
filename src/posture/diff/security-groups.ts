import { addressWords, placeWords } from './addresses';
import type { Change } from './change';
import { changeAt, few, nameOf } from './words';
import { type Cidr, readCidr, subtractCidrs } from '../../values/cidr';
import type { Resource } from '../assembly/app';
import { type Json, member, oneOrMany, table } from '../assembly/json';
import { hasUnknown, isUnknown, readable } from '../assembly/symbols';
import type { Posture } from '../model/posture';

/** One rule of a security group: to whom which ports are open. */
interface Rule {
  readonly ingress: boolean;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly peer: Cidr | string;
  /** Whether the peer stands for addresses, and not for whoever has a group. */
  readonly isPlace: boolean;
}

const PEERS = ['CidrIp', 'CidrIpv6', 'SourceSecurityGroupId', 'DestinationSecurityGroupId', 'SourcePrefixListId', 'DestinationPrefixListId', 'SourceSecurityGroupName'];
const LISTS = ['SecurityGroupIngress', 'SecurityGroupEgress'] as const;
const EVERYTHING = table({ '-1': true });

/** How the security groups moved, wherever their rules are written. */
export function compareSecurityGroups(base: Posture, head: Posture): Change[] {
  const [before, after] = [base, head].map((posture) => new Map(posture.ofType('AWS::EC2::SecurityGroup').map((group) => [group.key, { group, rules: rulesOf(posture, group) }])));
  return [
    ...[...after!].flatMap(([key, { group, rules }]) => {
      const old = before!.get(key);
      return old ? [...withoutDoubt(compareRules(group, old.rules, rules), group), ...compareOpen(old.group, group)] : [];
    }),
    ...looseRules(base, head),
  ];
}

/** What may still be there is not closed. */
function withoutDoubt(changes: readonly Change[], group: Resource): Change[] {
  return changes.filter(({ direction, property }) => direction !== 'stronger' || openRules(group, property as (typeof LISTS)[number]).length === 0);
}

/** Rules of a group, in both directions, that the templates leave open. */
function openRules({ properties }: Resource, list: (typeof LISTS)[number]): readonly Json[] {
  return oneOrMany(properties[list]).filter(isUnknown);
}

/** A rule that may be there now, and surely was not, is weaker. */
function compareOpen(before: Resource, after: Resource): Change[] {
  return LISTS.flatMap((list) => {
    const [from, to] = [openRules(before, list), openRules(after, list)];
    const [gone, came] = [from.filter((rule) => !to.includes(rule)), to.filter((rule) => !from.includes(rule))];
    const what = list === 'SecurityGroupIngress' ? `may be opened of the security group ${nameOf(after)}` : `whoever has the security group ${nameOf(after)} may open`;
    return gone.length + came.length === 0 ? [] : [changeAt(after, 'network', from.length === 0 ? 'weaker' : 'unknown', list, before.properties[list], after.properties[list],
      `it is ${came.length > 0 ? 'no longer' : 'now'} known what ${what}: ${few([...came, ...gone].map((rule) => readable(rule)), 'more rules', 'one more rule')}`)];
  });
}

/** Rules of groups that the app does not make. */
function looseRules(base: Posture, head: Posture): Change[] {
  const of = (posture: Posture) => new Map(posture.ofType('AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress')
    .filter(({ properties }) => posture.target(properties.GroupId) === undefined).map((rule) => [rule.key, rule]));
  const [before, after] = [of(base), of(head)];
  const ruleOf = (posture: Posture, resource: Resource | undefined) =>
    (resource ? rulesFrom(posture, resource.properties, resource.type.endsWith('Ingress')) : []);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) =>
    compareRules((after.get(key) ?? before.get(key))!, ruleOf(base, before.get(key)), ruleOf(head, after.get(key))));
}

function rulesOf(posture: Posture, group: Resource): Rule[] {
  const own = LISTS.flatMap((list, at) => oneOrMany(group.properties[list]).filter((rule) => !isUnknown(rule))
    .flatMap((rule) => rulesFrom(posture, rule, at === 0)));
  const others = posture.ofType('AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress')
    .filter(({ properties }) => posture.target(properties.GroupId) === group);
  const egress = others.some(({ type }) => type.endsWith('Egress'));
  // Without a rule of its own, a group lets everything out.
  const standard: Rule[] = egress || group.properties.SecurityGroupEgress !== undefined ? [] : ['0.0.0.0/0', '::/0'].map((range) => ({
    ingress: false, protocol: '-1', from: 0, to: 65_535, peer: readCidr(range)!, isPlace: true,
  }));
  return [...own, ...others.flatMap(({ type, properties }) => rulesFrom(posture, properties, type.endsWith('Ingress'))), ...standard];
}

/** A rule, or one for each address of the prefix list of the app that it names. */
function rulesFrom(posture: Posture, rule: Json, ingress: boolean): Rule[] {
  const protocol = String(member(rule, 'IpProtocol') ?? '-1').toLowerCase();
  const all = EVERYTHING[protocol] || Number(member(rule, 'FromPort') ?? -1) < 0;
  const name = PEERS.find((property) => member(rule, property) !== undefined) ?? '';
  const peer = member(rule, name);
  const list = posture.target(peer);
  const entries = list?.type === 'AWS::EC2::PrefixList' ? list.properties.Entries ?? [] : undefined;
  const peers = entries === undefined ? [peer] : oneOrMany(entries).map((entry) => (isUnknown(entry) ? entry : member(entry, 'Cidr')));
  return peers.map((one) => ({
    ingress,
    protocol: protocol === '6' ? 'tcp' : protocol === '17' ? 'udp' : protocol,
    from: all ? 0 : Number(member(rule, 'FromPort')),
    to: all ? 65_535 : Number(member(rule, 'ToPort') ?? member(rule, 'FromPort')),
    peer: (typeof one === 'string' ? readCidr(one) : undefined) ?? String(one),
    isPlace: /^Cidr|PrefixListId$/.test(name),
  }));
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
    // An address that is not known may be among what is left.
    const perhaps = !opened && isRange && covering.some(({ peer, isPlace }) => isPlace && typeof peer === 'string' && hasUnknown(peer));
    if (perhaps || (isRange ? left.length === 0 : covering.some(({ peer }) => peer === rule.peer))) {
      return [];
    }
    const who = isRange ? `anyone ${placeWords(left)}` : `${rule.isPlace ? 'anyone in' : 'whoever has'} ${readable(rule.peer as string)}`;
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
