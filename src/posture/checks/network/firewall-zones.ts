import { readList } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const firewallZones: Check = {
  id: 'firewall-zones',
  title: 'A network firewall stands in two Availability Zones or more',
  severity: 'warning',
  layer: 'network',
  why: 'When the one zone fails, traffic stops, and somebody will route it past the firewall.',
  fix: 'Add a subnet of a second Availability Zone to SubnetMappings.',
  owasp: ['API8:2023'],
  securityHub: ['NetworkFirewall.1'],
  * judge(posture) {
    for (const firewall of posture.ofType('AWS::NetworkFirewall::Firewall')) {
      const property = firewall.properties.AvailabilityZoneMappings === undefined ? 'SubnetMappings' : 'AvailabilityZoneMappings';
      const zones = readList(firewall, property);
      if (zones.kind === 'unknown') {
        yield unsure(firewall, property, zones.why);
      } else {
        const count = zones.kind === 'known' ? zones.value.length : 0;
        yield count >= 2 ? pass(firewall, property) : fail(firewall, property, `the firewall stands in ${count === 1 ? 'one zone' : 'no zone'}`);
      }
    }
  },
};
