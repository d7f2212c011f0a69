import { apiSubnetsOf } from '../../model/networks';
import { readBoolean } from '../../model/reading';
import { type Check, judged } from '../check';

export const subnetPublicAddresses: Check = {
  id: 'subnet-public-addresses',
  title: 'The subnets of a private API give out no public addresses',
  severity: 'warning',
  layer: 'network',
  why: 'What is started beside the endpoint gets an address of the internet, and is reached as soon as there is a gateway.',
  fix: 'Set MapPublicIpOnLaunch to false, or leave it out.',
  owasp: ['API8:2023'],
  securityHub: ['EC2.15'],
  * judge(posture) {
    const { endpoint, functions } = posture.derive(apiSubnetsOf);
    for (const subnet of new Set([...endpoint, ...functions])) {
      yield judged(subnet, 'MapPublicIpOnLaunch', readBoolean(subnet, 'MapPublicIpOnLaunch'), false, (value) =>
        (value ? 'is true: what is started in the subnet gets a public address' : undefined));
    }
  },
};
