import { apiSubnetsOf, destinationOf, networksOf, type RouteTarget, subnetsAt, targetOf } from './networks';
import { defaultOf } from './parameter-defaults';
import type { Posture } from './posture';
import { type Cidr, readCidr } from '../../values/cidr';
import type { Resource } from '../assembly/app';
import { type Json, listOf, member } from '../assembly/json';

/** A route out of a subnet, by what it leads to. */
export interface SubnetRoute {
  readonly route: Resource;
  readonly property: string;
  readonly kind: RouteTarget;
  /** The firewall whose endpoint it leads to. */
  readonly firewall?: Resource;
  /** Undefined where it is not known. */
  readonly block?: Cidr;
}

/** The subnets of a VPC with a firewall, by what they are for. */
export interface FirewallNetwork {
  readonly firewall: Resource;
  /** Those that hold an API's endpoint. */
  readonly endpoints: readonly Resource[];
  /** Those that hold endpoints or functions of APIs, or are routed to the firewall: not the firewall's own, nor those of attachments. */
  readonly inspected: readonly Resource[];
  /** The attachments to transit gateways, with their subnets: where traffic from other networks comes in. */
  readonly entrances: readonly { readonly attachment: Resource; readonly subnets: readonly Resource[] }[];
}

/** The firewall whose endpoint a value names, by its own list or by an association. */
export function firewallBehind(posture: Posture, value: Json | undefined): Resource | undefined {
  const [target] = posture.targets(value);
  return target?.type === 'AWS::NetworkFirewall::Firewall' ? target
    : target?.type === 'AWS::NetworkFirewall::VpcEndpointAssociation' ? posture.target(target.properties.FirewallArn) : undefined;
}

export function routesFrom(posture: Posture, subnet: Resource): SubnetRoute[] {
  return posture.derive(networksOf).routesOf(subnet).map((route): SubnetRoute => {
    const { kind, property } = targetOf(posture, route);
    const firewall = kind === 'vpc-endpoint' ? firewallBehind(posture, route.properties.VpcEndpointId) : undefined;
    const block = blockOf(destinationOf(route));
    return { route, property, kind, ...firewall === undefined ? {} : { firewall }, ...block === undefined ? {} : { block } };
  });
}

/** A range that is known; a parameter stands for its default. */
export function blockOf(value: Json | undefined): Cidr | undefined {
  return typeof value === 'string' ? readCidr(defaultOf(value) ?? value) : undefined;
}

export function firewallNetworksOf(posture: Posture): readonly FirewallNetwork[] {
  return posture.ofType('AWS::NetworkFirewall::Firewall').map((firewall) => networkOf(posture, firewall));
}

function networkOf(posture: Posture, firewall: Resource): FirewallNetwork {
  const own = [firewall, ...posture.referrers(firewall, 'AWS::NetworkFirewall::VpcEndpointAssociation')].flatMap(({ properties }) => [
    ...subnetsAt(posture, listOf(properties.SubnetMappings).map((mapping) => member(mapping, 'SubnetId') ?? null)),
    ...subnetsAt(posture, [member(properties.SubnetMapping, 'SubnetId') ?? null]),
  ]);
  const vpcs = new Set([firewall, ...own].map(({ properties }) => String(properties.VpcId)));
  const isInside = ({ properties }: Resource) => vpcs.has(String(properties.VpcId));
  const entrances = posture.ofType('AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayVpcAttachment').filter(isInside)
    .map((attachment) => ({ attachment, subnets: subnetsAt(posture, attachment.properties.SubnetIds) }));
  const apart = new Set([...own, ...entrances.flatMap(({ subnets }) => subnets)]);
  const { endpoint, functions } = posture.derive(apiSubnetsOf);
  const inspected = posture.ofType('AWS::EC2::Subnet').filter((subnet) => isInside(subnet) && !apart.has(subnet)
    && (endpoint.has(subnet) || functions.has(subnet) || routesFrom(posture, subnet).some((one) => one.firewall !== undefined)));
  return { firewall, inspected, endpoints: inspected.filter((subnet) => endpoint.has(subnet)), entrances };
}
