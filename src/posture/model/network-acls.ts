import { type AddressSet, addressesOf, intersection, isWithin } from './address-set';
import type { Posture } from './posture';
import { asNumber, readBoolean, readFrom, readNumber, readText } from './reading';
import { readCidr } from '../../values/cidr';
import type { Resource } from '../assembly/app';
import { member } from '../assembly/json';

/** One entry of a network ACL that the templates tell whole. */
export interface AclEntry {
  readonly resource: Resource;
  readonly number: number;
  readonly ingress: boolean;
  readonly allow: boolean;
  /** As a number; -1 is every protocol. */
  readonly protocol: number;
  readonly ports: readonly [number, number];
  readonly addresses: AddressSet;
}

/** A network ACL with its entries in the order in which they count. */
export interface NetworkAcl {
  readonly resource: Resource;
  readonly entries: readonly AclEntry[];
  /** Entries of which a part is not known, and that part. */
  readonly doubtful: readonly { readonly resource: Resource; readonly why: string }[];
  readonly subnets: readonly Resource[];
}

const EVERY_PORT = [0, 65_535] as const;
/** TCP and UDP: only they have ports. */
const WITH_PORTS = [6, 17];

export function networkAclsOf(posture: Posture): readonly NetworkAcl[] {
  const entries = posture.ofType('AWS::EC2::NetworkAclEntry');
  const associations = posture.ofType('AWS::EC2::SubnetNetworkAclAssociation');
  return posture.ofType('AWS::EC2::NetworkAcl').map((resource): NetworkAcl => {
    const own = entries.filter(({ properties }) => posture.target(properties.NetworkAclId) === resource)
      .map((entry) => ({ resource: entry, read: entryOf(entry) }));
    return {
      resource,
      entries: own.flatMap(({ read }) => (typeof read === 'string' ? [] : [read])).sort((one, other) => one.number - other.number),
      doubtful: own.flatMap(({ resource: entry, read }) => (typeof read === 'string' ? [{ resource: entry, why: read }] : [])),
      subnets: associations.filter(({ properties }) => posture.target(properties.NetworkAclId) === resource)
        .flatMap(({ properties }) => posture.target(properties.SubnetId) ?? []),
    };
  });
}

/** An entry, or what of it is not known. */
function entryOf(resource: Resource): AclEntry | string {
  const number = readNumber(resource, 'RuleNumber');
  const protocol = readNumber(resource, 'Protocol');
  const action = readText(resource, 'RuleAction');
  const egress = readBoolean(resource, 'Egress');
  const range = readText(resource, resource.properties.CidrBlock === undefined ? 'Ipv6CidrBlock' : 'CidrBlock');
  const block = range.kind === 'known' ? readCidr(range.value) : undefined;
  const unread = [number, protocol, action, egress, range].find(({ kind }) => kind === 'unknown');
  if (resource.condition !== undefined || unread?.kind === 'unknown') {
    return resource.condition === undefined ? (unread as { why: string }).why : `condition ${resource.condition}`;
  }
  if (number.kind !== 'known' || protocol.kind !== 'known' || action.kind !== 'known' || block === undefined) {
    return 'a range that cannot be read';
  }
  const [from, to] = ['From', 'To'].map((name) => asNumber(readFrom(member(resource.properties, 'PortRange'), name)));
  const ports = !WITH_PORTS.includes(protocol.value) || from!.kind !== 'known' || to!.kind !== 'known' ? EVERY_PORT : [from!.value, to!.value] as const;
  return {
    resource,
    number: number.value,
    ingress: !(egress.kind === 'known' && egress.value),
    allow: action.value.toLowerCase() === 'allow',
    protocol: protocol.value,
    ports,
    addresses: addressesOf([block]),
  };
}

/** Whether some traffic is meant by both. */
export function meet(one: AclEntry, other: AclEntry): boolean {
  return one.ingress === other.ingress && (one.protocol === -1 || other.protocol === -1 || one.protocol === other.protocol)
    && one.ports[0] <= other.ports[1] && other.ports[0] <= one.ports[1] && intersection(one.addresses, other.addresses).length > 0;
}

/** Whether all traffic that the other means is meant by the one. */
export function takesAll(one: AclEntry, other: AclEntry): boolean {
  return one.ingress === other.ingress && (one.protocol === -1 || one.protocol === other.protocol)
    && one.ports[0] <= other.ports[0] && other.ports[1] <= one.ports[1] && isWithin(other.addresses, one.addresses);
}
