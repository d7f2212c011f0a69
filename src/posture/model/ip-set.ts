import { type AddressSet, NO_ADDRESS, addressesOf } from './address-set';
import type { Posture } from './posture';
import { readList } from './reading';
import { type Cidr, readCidr } from '../../values/cidr';
import type { Resource } from '../assembly/app';
import type { Json } from '../assembly/json';
import { hasUnknown, readable } from '../assembly/symbols';

/** An IP set, as far as it is known. */
export interface IpSet {
  /** Undefined where the app does not make it. */
  readonly resource?: Resource;
  readonly blocks: readonly Cidr[];
  readonly addresses: AddressSet;
  /** What is not known of its addresses, in words. */
  readonly unknown?: string;
}

/** The IP sets of an app, each read once. */
export function ipSetsOf(posture: Posture): ReadonlyMap<Resource, IpSet> {
  return new Map(posture.ofType('AWS::WAFv2::IPSet').map((resource) => [resource, ipSetOf(resource)]));
}

/** The IP set that an ARN refers to. */
export function ipSetAt(posture: Posture, arn: Json | undefined): IpSet {
  const target = posture.target(arn);
  return (target && posture.derive(ipSetsOf).get(target))
    ?? { blocks: [], addresses: NO_ADDRESS, unknown: target ? `a resource of type ${target.type}` : `the addresses of ${readable(arn)}, which the app does not make` };
}

function ipSetOf(resource: Resource): IpSet {
  const list = readList(resource, 'Addresses');
  const entries = list.kind === 'known' ? list.value : [];
  const blocks = entries.flatMap((entry) => readCidr(String(entry)) ?? []);
  const open = entries.filter((entry) => hasUnknown(entry));
  const why = [
    ...list.kind === 'unknown' ? [list.why] : [],
    ...open.length > 0 ? [readable(open[0])] : [],
    ...resource.condition === undefined ? [] : [`condition ${resource.condition}`],
  ];
  return { resource, blocks, addresses: addressesOf(blocks), ...why.length === 0 ? {} : { unknown: why.join(', ') } };
}
