import type { Resource } from '../../assembly/app';
import { type Json, listOf, member } from '../../assembly/json';
import { hasUnknown, readable } from '../../assembly/symbols';
import { firewallBehind } from '../../model/firewall-paths';
import { destinationOf, networksOf } from '../../model/networks';
import type { Posture } from '../../model/posture';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const firewallRouteZone: Check = {
  id: 'firewall-route-zone',
  title: 'A subnet is routed to the firewall\'s endpoint in its own Availability Zone',
  severity: 'warning',
  layer: 'network',
  why: 'The endpoint of another zone sees one direction of a flow only, drops what it does not know, and fails with its zone.',
  fix: 'Take the endpoint id by the name of the zone: EndpointIds holds zone:id pairs in no order.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const subnet of posture.ofType('AWS::EC2::Subnet')) {
      for (const route of posture.derive(networksOf).routesOf(subnet)) {
        const firewall = firewallBehind(posture, route.properties.VpcEndpointId);
        yield* firewall ? [judgeRoute(posture, firewall, subnet, route)] : [];
      }
    }
  },
};

function judgeRoute(posture: Posture, firewall: Resource, subnet: Resource, route: Resource): Judgement {
  const property = 'VpcEndpointId';
  const own = subnet.properties.AvailabilityZone ?? subnet.properties.AvailabilityZoneId;
  const other = zoneOf(posture, firewall, route.properties.VpcEndpointId);
  if (own !== undefined && own === other) {
    return pass(route, property);
  }
  const isKnown = own !== undefined && other !== undefined && (isPlace(own) && isPlace(other) || !hasUnknown(own) && !hasUnknown(other));
  return isKnown ? fail(route, property, `${readable(destinationOf(route))} is routed from the zone ${readable(own)} to the firewall's endpoint in ${readable(other)}`)
    : unsure(route, property, other === undefined ? 'in which zone the firewall\'s endpoint stands: the list of its ids has no order' : 'in which zone the subnet stands');
}

/** A place in the list of zones: two of them are two zones. */
function isPlace(zone: Json): boolean {
  return typeof zone === 'string' && /^‹\?\d+ of Availability Zones›$/.test(zone);
}

/** The zone of an endpoint of a firewall, by the text at which its list is split, or by the one subnet that it can stand in. */
function zoneOf(posture: Posture, firewall: Resource, endpoint: Json | undefined): Json | undefined {
  const [, named] = /\.EndpointIds⟩ by ([\w-]+):/.exec(String(endpoint)) ?? [];
  const association = posture.targets(endpoint).find(({ type }) => type === 'AWS::NetworkFirewall::VpcEndpointAssociation');
  const mappings = association ? [association.properties.SubnetMapping] : listOf(firewall.properties.SubnetMappings);
  const subnet = mappings.length === 1 ? posture.target(member(mappings[0], 'SubnetId')) : undefined;
  return named ?? subnet?.properties.AvailabilityZone ?? subnet?.properties.AvailabilityZoneId;
}
