import { apiFunctionsOf } from './api-functions';
import type { Posture } from './posture';
import { apiEndpointsOf } from './vpc-endpoints';
import type { Resource } from '../assembly/app';
import { type Json, listOf, member } from '../assembly/json';
import { hasUnknown, isUnknown } from '../assembly/symbols';

/** Where a route leads. */
export type RouteTarget =
  | 'internet-gateway' | 'nat-gateway' | 'egress-only-gateway' | 'transit-gateway' | 'peering' | 'vpn-gateway' | 'vpc-endpoint' | 'instance' | 'other' | 'unknown';

/** What route tables and gateways make of a VPC's subnets. */
export interface Networks {
  /** The routes of the table that a subnet is associated with; none where it has the main table of its VPC. */
  routesOf(subnet: Resource): readonly Resource[];
  /** Whether a subnet has a table of its own. */
  hasTable(subnet: Resource): boolean;
  /** The subnets of a VPC, by what names the VPC. */
  subnetsIn(vpc: Json | undefined): readonly Resource[];
}

export function networksOf(posture: Posture): Networks {
  const routes = new Map<string, Resource[]>();
  for (const route of posture.ofType('AWS::EC2::Route')) {
    const table = String(route.properties.RouteTableId);
    routes.set(table, [...routes.get(table) ?? [], route]);
  }
  const tables = new Map<string, string>();
  for (const { properties } of posture.ofType('AWS::EC2::SubnetRouteTableAssociation')) {
    const subnet = posture.target(properties.SubnetId);
    if (subnet) {
      tables.set(subnet.key, String(properties.RouteTableId));
    }
  }
  const subnets = new Map<string, Resource[]>();
  for (const subnet of posture.ofType('AWS::EC2::Subnet')) {
    const vpc = String(subnet.properties.VpcId);
    subnets.set(vpc, [...subnets.get(vpc) ?? [], subnet]);
  }
  return {
    routesOf: (subnet) => routes.get(tables.get(subnet.key) ?? '') ?? [],
    hasTable: (subnet) => tables.has(subnet.key),
    subnetsIn: (vpc) => subnets.get(String(vpc)) ?? [],
  };
}

/** The subnets of a list, as far as the app makes them. */
export function subnetsAt(posture: Posture, value: Json | undefined): Resource[] {
  return listOf(value).flatMap((id) => posture.target(id) ?? []).filter(({ type }) => type === 'AWS::EC2::Subnet');
}

/** The subnets in which APIs are met: those of their endpoints, and those of the functions that serve them. */
export function apiSubnetsOf(posture: Posture): { endpoint: ReadonlySet<Resource>; functions: ReadonlySet<Resource> } {
  return {
    endpoint: new Set(apiEndpointsOf(posture).flatMap(({ properties }) => subnetsAt(posture, properties.SubnetIds))),
    functions: new Set(posture.derive(apiFunctionsOf).flatMap(({ properties }) => subnetsAt(posture, member(properties.VpcConfig, 'SubnetIds')))),
  };
}

/** The VPCs that hold an endpoint for APIs, as far as the app makes them. */
export function apiVpcsOf(posture: Posture): readonly Resource[] {
  return [...new Set(apiEndpointsOf(posture).flatMap(({ properties }) => posture.target(properties.VpcId) ?? []))].filter(({ type }) => type === 'AWS::EC2::VPC');
}

const TARGETS: readonly (readonly [string, RouteTarget])[] = [
  ['NatGatewayId', 'nat-gateway'], ['EgressOnlyInternetGatewayId', 'egress-only-gateway'], ['TransitGatewayId', 'transit-gateway'], ['VpcPeeringConnectionId', 'peering'],
  ['VpcEndpointId', 'vpc-endpoint'], ['NetworkInterfaceId', 'instance'], ['InstanceId', 'instance'], ['CarrierGatewayId', 'internet-gateway'],
  ['LocalGatewayId', 'other'], ['CoreNetworkArn', 'other'],
];

/** Where a route leads, and the property that says so. */
export function targetOf(posture: Posture, { properties }: Resource): { kind: RouteTarget; property: string } {
  const named = TARGETS.find(([name]) => properties[name] !== undefined);
  if (named) {
    return { kind: named[1], property: named[0] };
  }
  const gateway = properties.GatewayId;
  const type = posture.target(gateway)?.type;
  const kind = type === 'AWS::EC2::InternetGateway' || type === 'AWS::EC2::VPCGatewayAttachment' || String(gateway).startsWith('igw-') ? 'internet-gateway'
    : type === 'AWS::EC2::VPNGateway' || String(gateway).startsWith('vgw-') ? 'vpn-gateway'
      : gateway === undefined || hasUnknown(gateway) || isUnknown(properties['*']) ? 'unknown' : 'other';
  return { kind, property: 'GatewayId' };
}

/** The addresses that a route is for, as they stand there. */
export function destinationOf({ properties }: Resource): Json | undefined {
  return properties.DestinationCidrBlock ?? properties.DestinationIpv6CidrBlock ?? properties.DestinationPrefixListId;
}
