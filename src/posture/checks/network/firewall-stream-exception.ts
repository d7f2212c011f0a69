import { firewallPoliciesOf } from '../../model/firewalls';
import { readText } from '../../model/reading';
import { type Check, judged } from '../check';

export const firewallStreamException: Check = {
  id: 'firewall-stream-exception',
  title: 'A network firewall does not let through streams that it lost',
  severity: 'warning',
  layer: 'network',
  why: 'With CONTINUE, a flow whose beginning the engine did not see passes rules that need to see it: a name, a direction.',
  fix: 'Set StreamExceptionPolicy to DROP or REJECT.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const { resource } of posture.derive(firewallPoliciesOf)) {
      const property = 'FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy';
      yield judged(resource, property, readText(resource, property), 'DROP', (value) => (value === 'CONTINUE' ? 'is CONTINUE: streams that the engine lost pass' : undefined));
    }
  },
};
