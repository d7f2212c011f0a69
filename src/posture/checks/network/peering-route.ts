import { readable } from '../../assembly/symbols';
import { admitsInternet } from '../../model/internet';
import { apiSubnetsOf, destinationOf, networksOf, targetOf } from '../../model/networks';
import { addressesOf } from '../../model/security-groups';
import { type Check, fail, pass, unsure } from '../check';

export const peeringRoute: Check = {
  id: 'peering-route',
  title: 'Routes to a peered VPC name its addresses',
  severity: 'warning',
  layer: 'network',
  why: 'A default route gives all that has no other way to the owner of the other VPC, whatever addresses that VPC takes later.',
  fix: 'Route the CIDR blocks of the peered VPC that are called from here, and no more.',
  owasp: ['API7:2023', 'API8:2023'],
  * judge(posture) {
    const { endpoint, functions } = posture.derive(apiSubnetsOf);
    const routes = new Set([...endpoint, ...functions].flatMap((subnet) => posture.derive(networksOf).routesOf(subnet)));
    for (const route of [...routes].filter((one) => targetOf(posture, one).kind === 'peering')) {
      const destination = destinationOf(route) ?? null;
      const peer = addressesOf([destination]);
      yield route.condition !== undefined ? unsure(route, 'VpcPeeringConnectionId', `whether the route exists: condition ${route.condition}`)
        : peer.kind === 'unknown' ? unsure(route, 'VpcPeeringConnectionId', peer.why)
          : peer.kind === 'addresses' && admitsInternet(peer.blocks) ? fail(route, 'VpcPeeringConnectionId', `${readable(destination)} is routed to a peered VPC`)
            : pass(route, 'VpcPeeringConnectionId');
    }
  },
};
