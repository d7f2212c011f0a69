import { readCidr } from '../../../values/cidr';
import type { Resource } from '../../assembly/app';
import { addressesOf, difference } from '../../model/address-set';
import { type AclEntry, networkAclsOf } from '../../model/network-acls';
import { apiSubnetsOf } from '../../model/networks';
import type { Posture } from '../../model/posture';
import { type Check, fail, pass } from '../check';

const HTTPS = 443;
const EVERY_PORT = 65_535;

export const networkAclPorts: Check = {
  id: 'network-acl-ports',
  title: 'A network ACL that admits HTTPS alone to an API\'s endpoint makes no exception',
  severity: 'warning',
  layer: 'network',
  why: 'The other entries say that the subnet is for TCP 443 alone. One that admits every port makes that void for its addresses.',
  fix: 'Let the entry deny, or limit it to protocol 6 and port 443.',
  owasp: ['API8:2023'],
  * judge(posture) {
    const { endpoint, functions } = posture.derive(apiSubnetsOf);
    for (const { entries, subnets } of posture.derive(networkAclsOf)) {
      // What is called from within needs answers on other ports.
      if (!subnets.some((subnet) => endpoint.has(subnet)) || subnets.some((subnet) => functions.has(subnet))) {
        continue;
      }
      const admitting = entries.filter(({ ingress, allow }) => ingress && allow);
      const isLimited = admitting.some(({ protocol, ports }) => protocol === 6 && ports[0] === HTTPS && ports[1] === HTTPS);
      for (const entry of admitting) {
        yield isLimited && isWide(entry) && comesFromOutside(posture, entry, subnets[0]!)
          ? fail(entry.resource, 'Protocol', `${String(entry.resource.properties.CidrBlock ?? entry.resource.properties.Ipv6CidrBlock)} is admitted with every ${
            entry.protocol === -1 ? 'protocol' : 'port'}`)
          : pass(entry.resource, 'Protocol');
      }
    }
  },
};

function isWide({ protocol, ports }: AclEntry): boolean {
  return protocol === -1 || ports[0] <= 1 && ports[1] === EVERY_PORT;
}

function comesFromOutside(posture: Posture, { addresses }: AclEntry, { properties }: Resource): boolean {
  const own = readCidr(String(posture.target(properties.VpcId)?.properties.CidrBlock));
  return difference(addresses, own === undefined ? [] : addressesOf([own])).length > 0;
}
