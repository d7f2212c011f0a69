import { isUnknown, readable } from '../../assembly/symbols';
import { firewallPoliciesOf, isElsewhere } from '../../model/firewalls';
import { type Check, fail, pass, unsure } from '../check';

export const firewallRuleGroups: Check = {
  id: 'firewall-rule-groups',
  title: 'A firewall policy names rule groups, and lets them drop',
  severity: 'error',
  layer: 'network',
  why: 'A policy without rules is a firewall in name only; one that turns a managed group\'s drops into alerts watches attacks pass.',
  fix: 'Name the rule groups in StatefulRuleGroupReferences, without Override.',
  owasp: ['API8:2023'],
  securityHub: ['NetworkFirewall.3'],
  * judge(posture) {
    for (const { resource, document, stateful, stateless } of posture.derive(firewallPoliciesOf)) {
      const property = 'FirewallPolicy.StatefulRuleGroupReferences';
      if (stateful.length === 0 && stateless.length === 0) {
        const { StatefulRuleGroupReferences, StatelessRuleGroupReferences } = document;
        const open = [resource.properties.FirewallPolicy, StatefulRuleGroupReferences, StatelessRuleGroupReferences]
          .some((value) => isUnknown(value));
        yield open ? unsure(resource, property, 'which rule groups the policy names') : fail(resource, property, 'the policy names no rule group', 'warning');
      }
      for (const reference of stateful) {
        const { override, arn } = reference;
        yield override !== undefined && isUnknown(override) ? unsure(resource, `${reference.property}.Override.Action`, 'whether drops are turned into alerts')
          : override !== undefined ? fail(resource, `${reference.property}.Override.Action`, `${String(override)}: what the group would drop passes with an alert`)
            : isElsewhere(reference) ? unsure(resource, `${reference.property}.ResourceArn`, `what the rule group ${readable(arn)} says, which the app does not make`)
              : pass(resource, reference.property);
      }
    }
  },
};
