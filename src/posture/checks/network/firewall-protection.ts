import { readBoolean } from '../../model/reading';
import { type Check, judged } from '../check';

const PROTECTIONS = {
  DeleteProtection: 'the firewall can be deleted',
  SubnetChangeProtection: 'the firewall can be taken out of its subnets',
  FirewallPolicyChangeProtection: 'the firewall can be given another policy',
} as const;

export const firewallProtection: Check = {
  id: 'firewall-protection',
  title: 'A network firewall is protected from being deleted, moved and given another policy',
  severity: 'warning',
  layer: 'network',
  why: 'One call takes the firewall away, or its policy, and nothing that is deployed differs from the template by name.',
  fix: 'Set DeleteProtection, SubnetChangeProtection and FirewallPolicyChangeProtection to true.',
  owasp: ['API8:2023'],
  securityHub: ['NetworkFirewall.9', 'NetworkFirewall.10'],
  * judge(posture) {
    for (const firewall of posture.ofType('AWS::NetworkFirewall::Firewall')) {
      for (const [property, harm] of Object.entries(PROTECTIONS)) {
        yield judged(firewall, property, readBoolean(firewall, property), undefined, (value) =>
          (value === true ? undefined : value === false ? `is false: ${harm}` : `is left out, so that AWS takes false: ${harm}`));
      }
    }
  },
};
