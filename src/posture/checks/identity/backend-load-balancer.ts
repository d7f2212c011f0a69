import { readable } from '../../assembly/symbols';
import { backendLoadBalancers } from '../../model/load-balancers';
import { readText } from '../../model/reading';
import { type Check, judged } from '../check';

export const backendLoadBalancer: Check = {
  id: 'backend-load-balancer',
  title: 'A load balancer behind a private API is internal',
  severity: 'error',
  layer: 'identity',
  why: 'One that faces the internet leads to the same backend without the API: network, web firewall, tokens and keys count for nothing there.',
  fix: 'Set Scheme to internal. Give public callers a load balancer and a target of their own.',
  owasp: ['API2:2023', 'API9:2023'],
  * judge(posture) {
    for (const resource of posture.derive(backendLoadBalancers)) {
      const scheme = readText(resource, 'Scheme');
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
      yield judged(resource, 'Scheme', scheme, 'internet-facing', (value) => (value?.toLowerCase() === 'internal' ? undefined
        : scheme.kind === 'absent' ? 'the scheme is left out, so that AWS takes internet-facing' : `the scheme is ${readable(value)}`));
    }
  },
};
