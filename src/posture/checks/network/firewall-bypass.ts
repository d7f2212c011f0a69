import { type Cidr, contains, overlaps } from '../../../values/cidr';
import type { Resource } from '../../assembly/app';
import { readable } from '../../assembly/symbols';
import { blockOf, type FirewallNetwork, firewallNetworksOf, routesFrom, type SubnetRoute } from '../../model/firewall-paths';
import { admitsInternet, publicPartOf } from '../../model/internet';
import { apiSubnetsOf, destinationOf, type RouteTarget } from '../../model/networks';
import type { Posture } from '../../model/posture';
import { few } from '../../model/words';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** What a route leads to beside the firewall, in words. */
const BESIDE: Partial<Record<RouteTarget, string>> = {
  'internet-gateway': 'an internet gateway',
  'nat-gateway': 'a NAT gateway',
  'egress-only-gateway': 'an egress-only internet gateway',
  'transit-gateway': 'a transit gateway',
  'peering': 'a peered VPC',
  'vpn-gateway': 'a VPN gateway',
  'instance': 'an instance',
};

export const firewallBypass: Check = {
  id: 'firewall-bypass',
  title: 'What a network firewall inspects has no way past it, in either direction',
  severity: 'error',
  layer: 'network',
  why: 'A firewall sees what is routed to it. One route beside it, and the rules count for nobody who takes it.',
  fix: 'Route to the firewall\'s endpoint, in the subnets that call and are called, and in those of the transit gateway\'s attachment.',
  owasp: ['API7:2023', 'API8:2023'],
  * judge(posture) {
    for (const network of posture.derive(firewallNetworksOf)) {
      for (const subnet of network.inspected) {
        yield* judgeSubnet(posture, network, subnet);
      }
      yield* judgeEntrances(posture, network);
    }
  },
};

function* judgeSubnet(posture: Posture, network: FirewallNetwork, subnet: Resource): Iterable<Judgement> {
  const routes = routesFrom(posture, subnet);
  const through = routes.filter(({ firewall }) => firewall !== undefined);
  const comesThrough = entersThrough(posture, network, subnet);
  for (const one of routes.filter(({ kind }) => BESIDE[kind] !== undefined)) {
    const { route, property, kind, block } = one;
    const way = `${readable(destinationOf(route))} is routed to ${BESIDE[kind]!}`;
    const isAnswer = comesThrough && (kind === 'transit-gateway' || kind === 'vpn-gateway');
    if (through.length === 0 && !isAnswer || isSaidElsewhere(posture, subnet, one)) {
      yield pass(route, property);
    } else if (route.condition !== undefined || block === undefined) {
      yield unsure(route, property, route.condition === undefined ? 'which addresses are routed past the firewall' : `whether the route exists: condition ${route.condition}`);
    } else {
      const named = through.find((other) => other.block !== undefined && contains(other.block, block)
        && (!admitsInternet([other.block]) || isOut(one) && publicPartOf([block]).length > 0));
      yield named ? fail(route, property, `${way}, past the firewall that the rest of ${readable(destinationOf(named.route))} goes through`)
        : isAnswer ? fail(route, property, `${way}: answers go past the firewall that calls come through`)
          : admitsInternet([block]) ? fail(route, property, `${way}, past the firewall`) : pass(route, property);
    }
  }
}

/** What the check of routes to the internet already calls an error. */
function isSaidElsewhere(posture: Posture, subnet: Resource, route: SubnetRoute): boolean {
  const { endpoint, functions } = posture.derive(apiSubnetsOf);
  return isOut(route) && (endpoint.has(subnet) || functions.has(subnet) && route.kind === 'internet-gateway');
}

function isOut({ kind }: SubnetRoute): boolean {
  return kind === 'internet-gateway' || kind === 'nat-gateway' || kind === 'egress-only-gateway';
}

/** Whether a transit gateway's traffic for a subnet goes through the firewall, by the routes of the attachment's subnets. */
function entersThrough(posture: Posture, { entrances }: FirewallNetwork, subnet: Resource): boolean {
  const own = blockOf(subnet.properties.CidrBlock);
  return entrances.some(({ subnets }) => subnets.some((entrance) => leadsThrough(posture, entrance, own)));
}

function leadsThrough(posture: Posture, entrance: Resource, own: Cidr | undefined): boolean {
  return routesFrom(posture, entrance).some(({ firewall, block }) =>
    firewall !== undefined && (own === undefined || block === undefined || overlaps(block, own) && !admitsInternet([block])));
}

/** Where answers of an endpoint go through the firewall, calls have to come through it. */
function* judgeEntrances(posture: Posture, network: FirewallNetwork): Iterable<Judgement> {
  const answering = network.endpoints.filter((subnet) => routesFrom(posture, subnet)
    .some(({ firewall, block }) => firewall !== undefined && (block === undefined || !admitsInternet([block]))));
  for (const { attachment, subnets } of network.entrances) {
    const open = answering.filter((subnet) => subnets.some((entrance) => !leadsThrough(posture, entrance, blockOf(subnet.properties.CidrBlock))));
    yield open.length === 0 ? pass(attachment, 'SubnetIds')
      : fail(attachment, 'SubnetIds', `calls of ${few(open.map(({ properties }) => properties.CidrBlock ?? 'a subnet'))} come in past the firewall that answers go through`);
  }
}
