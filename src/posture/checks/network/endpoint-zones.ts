import { readList } from '../../model/reading';
import { apiEndpointsOf, isInterface } from '../../model/vpc-endpoints';
import { type Check, fail, pass, unsure } from '../check';

export const endpointZones: Check = {
  id: 'endpoint-zones',
  title: 'The API\'s VPC endpoint stands in two Availability Zones or more',
  severity: 'warning',
  layer: 'network',
  why: 'When the one zone fails, nobody reaches the API, and somebody will make it reachable another way.',
  fix: 'Add a subnet of a second Availability Zone to SubnetIds.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const endpoint of posture.derive(apiEndpointsOf).filter(isInterface)) {
      const subnets = readList(endpoint, 'SubnetIds');
      yield subnets.kind === 'unknown' ? unsure(endpoint, 'SubnetIds', subnets.why)
        : subnets.kind === 'known' && subnets.value.length >= 2 ? pass(endpoint, 'SubnetIds')
          : fail(endpoint, 'SubnetIds', `the endpoint stands in ${subnets.kind === 'known' && subnets.value.length === 1 ? 'one zone' : 'no zone'}`);
    }
  },
};
