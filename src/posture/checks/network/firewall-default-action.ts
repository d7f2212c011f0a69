import type { SuricataRule } from '../../../values/suricata';
import { readable } from '../../assembly/symbols';
import { groupsOf } from '../../model/firewall-rules';
import { type FirewallPolicy, firewallPoliciesOf } from '../../model/firewalls';
import type { Posture } from '../../model/posture';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const firewallDefaultAction: Check = {
  id: 'firewall-default-action',
  title: 'A network firewall drops what no rule names',
  severity: 'error',
  layer: 'network',
  why: 'A firewall that alerts, or lists only what is bad, lets through whatever nobody thought of.',
  fix: 'Set StatefulEngineOptions.RuleOrder to STRICT_ORDER, and StatefulDefaultActions to aws:drop_established (or aws:drop_strict) with aws:alert_established.',
  owasp: ['API7:2023', 'API8:2023'],
  * judge(posture) {
    for (const policy of posture.derive(firewallPoliciesOf)) {
      yield judgePolicy(posture, policy);
    }
    for (const firewall of posture.ofType('AWS::NetworkFirewall::Firewall')) {
      if (posture.target(firewall.properties.FirewallPolicyArn) === undefined) {
        yield unsure(firewall, 'FirewallPolicyArn', `what the policy ${readable(firewall.properties.FirewallPolicyArn)} says, which the app does not make`);
      }
    }
  },
};

function judgePolicy(posture: Posture, policy: FirewallPolicy): Judgement {
  const { resource, document, order, dropsByDefault } = policy;
  const property = 'FirewallPolicy.StatefulDefaultActions';
  if (dropsByDefault === undefined) {
    return unsure(resource, property, order.kind === 'unknown' ? order.why : 'the default actions');
  }
  if (dropsByDefault) {
    return pass(resource, property);
  }
  if (order.kind === 'known' && order.value === 'STRICT_ORDER') {
    return fail(resource, property, document.StatefulDefaultActions === undefined ? 'is left out, so that AWS lets pass what no rule names'
      : `${readable(document.StatefulDefaultActions)}: what no rule names passes`);
  }
  const groups = groupsOf(posture, policy);
  const rules = groups.flatMap(({ rules: parsed }) => (parsed.kind === 'known' ? parsed.value.rules : []));
  const dropping = rules.filter(({ action }) => action === 'drop' || action === 'reject');
  const all = dropping.some(dropsTheRest);
  const orderProperty = 'FirewallPolicy.StatefulEngineOptions.RuleOrder';
  return all ? pass(resource, orderProperty)
    : groups.some(({ rules: parsed }) => parsed.kind !== 'known') ? unsure(resource, orderProperty, 'whether a rule drops the rest')
      : fail(resource, orderProperty, 'DEFAULT_ACTION_ORDER, and no rule that drops the rest: what no rule names passes', dropping.length > 0 ? 'warning' : undefined);
}

/** What a rule may say beside its header, and still drop all that the header names. */
const NO_CONDITION = ['msg', 'sid', 'rev', 'flow', 'classtype', 'metadata', 'priority', 'noalert'];

function dropsTheRest({ protocol, source, destination, options }: SuricataRule): boolean {
  return (protocol === 'ip' || protocol === 'tcp')
    && ['any', '$HOME_NET'].includes(source.addresses.text) && ['any', '$EXTERNAL_NET'].includes(destination.addresses.text)
    && source.ports.text === 'any' && destination.ports.text === 'any'
    && options.every(({ keyword }) => NO_CONDITION.includes(keyword));
}
