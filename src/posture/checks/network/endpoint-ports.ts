import { endpointIngress } from '../../model/endpoint-ingress';
import { type Check, fail, pass, unsure } from '../check';

const HTTPS = 443;

export const endpointPorts: Check = {
  id: 'endpoint-ports',
  title: 'The security groups of the API\'s VPC endpoint admit TCP 443 alone',
  severity: 'warning',
  layer: 'network',
  why: 'The endpoint answers on TCP 443 alone. A wider rule does more than anybody needs, and opens whatever else gets the group later.',
  fix: 'Set IpProtocol to tcp, FromPort and ToPort to 443.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const { resource, property, protocol, ports } of posture.derive(endpointIngress)) {
      const at = property.includes('.') ? `${property.slice(0, property.lastIndexOf('.') + 1)}${protocol === 'tcp' ? 'FromPort' : 'IpProtocol'}` : property;
      if (protocol === 'tcp' && ports !== undefined && (ports[0] !== HTTPS || ports[1] !== HTTPS)) {
        yield fail(resource, at, `ports ${ports[0]} to ${ports[1]} are open`);
      } else if (protocol !== 'tcp' && !protocol.includes('‹')) {
        yield fail(resource, at, `${protocol === '-1' ? 'every protocol' : protocol} is open`);
      } else if (protocol !== 'tcp' || ports === undefined) {
        yield unsure(resource, at, 'which ports are open');
      } else {
        yield pass(resource, at);
      }
    }
  },
};
