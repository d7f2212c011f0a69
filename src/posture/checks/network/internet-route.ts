import type { Resource } from '../../assembly/app';
import { readable } from '../../assembly/symbols';
import { type RouteTarget, apiSubnetsOf, apiVpcsOf, destinationOf, networksOf, targetOf } from '../../model/networks';
import type { Posture } from '../../model/posture';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

const WAYS_OUT: Partial<Record<RouteTarget, string>> = {
  'internet-gateway': 'an internet gateway', 'nat-gateway': 'a NAT gateway', 'egress-only-gateway': 'an egress-only internet gateway',
};

export const internetRoute: Check = {
  id: 'internet-route',
  title: 'No route leads from the subnets of a private API to the internet',
  severity: 'error',
  layer: 'network',
  why: 'A route to an internet gateway makes a subnet public: what stands beside the endpoint can be reached, and data has a way out that nobody watches.',
  fix: 'Take the route out: endpoints and their answers need none. What has to go out goes through a firewall, from subnets of its own.',
  owasp: ['API7:2023', 'API8:2023'],
  * judge(posture) {
    const { endpoint, functions } = posture.derive(apiSubnetsOf);
    for (const subnet of new Set([...endpoint, ...functions])) {
      yield* judgeSubnet(posture, subnet, endpoint.has(subnet));
    }
    yield* gateways(posture);
  },
};

function* judgeSubnet(posture: Posture, subnet: Resource, isOfEndpoint: boolean): Iterable<Judgement> {
  const networks = posture.derive(networksOf);
  const routes = networks.routesOf(subnet);
  if (routes.length === 0) {
    // The main table of a VPC that the app makes leads nowhere.
    yield networks.hasTable(subnet) || posture.target(subnet.properties.VpcId) !== undefined ? pass(subnet)
      : unsure(subnet, undefined, 'which routes the main table of its VPC has, since it has no table of its own');
  }
  for (const route of routes) {
    const { kind, property } = targetOf(posture, route);
    const way = WAYS_OUT[kind];
    const to = readable(destinationOf(route));
    if (kind === 'unknown') {
      yield unsure(route, property, `where ${to} is routed`);
    } else if (way === undefined) {
      yield pass(route, property);
    } else if (route.condition !== undefined) {
      yield unsure(route, property, `whether the route to ${way} exists: condition ${route.condition}`);
    } else {
      // Functions that call others through a NAT gateway are common, and can't be called from outside.
      yield fail(route, property, `${to} is routed to ${way} from a subnet of the API's ${isOfEndpoint ? 'VPC endpoint' : 'functions'}`,
        isOfEndpoint || kind === 'internet-gateway' ? undefined : 'warning');
    }
  }
}

/** A gateway on the VPC is a way in as soon as somebody adds a route. */
function* gateways(posture: Posture): Iterable<Judgement> {
  for (const attachment of posture.ofType('AWS::EC2::VPCGatewayAttachment')) {
    const vpc = posture.target(attachment.properties.VpcId);
    if (attachment.properties.InternetGatewayId !== undefined && vpc && posture.derive(apiVpcsOf).includes(vpc)) {
      yield fail(attachment, 'InternetGatewayId', 'an internet gateway is attached to the VPC of the API\'s endpoint', 'warning');
    }
  }
}
