import { lintRules, type FindingCode } from '../../../values/suricata';
import { isBackedByDrop, type RuleGroup, ruleGroupsOf } from '../../model/firewall-rules';
import { type Check, type Severity, fail, pass } from '../check';

/** What a rule lets through, in words, and how bad that is. */
const OPEN: Partial<Record<FindingCode, readonly [string, Severity?]>> = {
  'pass-everything': ['passes everything from anywhere to anywhere'],
  'pass-internet': ['passes everything to the internet'],
  'pass-unnamed': ['passes web traffic to the internet, whatever the server'],
  'name-too-wide': ['passes a top-level domain, or every name'],
  'name-unanchored': ['passes every name that holds this one', 'warning'],
};

export const firewallRulesOpen: Check = {
  id: 'firewall-rules-open',
  title: 'The stateful rules of a network firewall pass named servers, and not everything',
  severity: 'error',
  layer: 'network',
  why: 'One rule that passes everything makes the rest of the firewall void, wherever it stands in the order of actions, and behind it in strict order.',
  fix: 'Pass what is needed: named servers by tls.sni with startswith or a dot before, and endswith; address ranges of one\'s own.',
  owasp: ['API7:2023', 'API8:2023'],
  * judge(posture) {
    for (const group of posture.derive(ruleGroupsOf)) {
      const { resource, property } = group;
      const found = findingsIn(group, isBackedByDrop(posture, group)).flatMap(({ code, lines, message }) => {
        const [words, severity] = OPEN[code] ?? [];
        return words === undefined ? [] : [fail(resource, property, `${group.unit} ${lines[0] ?? 0} ${words}: ${message.replace(/^.*?received: /s, '')}`, severity)];
      });
      yield* found.length > 0 ? found : [pass(resource, property)];
    }
  },
};

function findingsIn({ rules, order, variables }: RuleGroup, dropsByDefault: boolean): ReturnType<typeof lintRules> {
  return rules.kind === 'known' && order.kind === 'known' ? lintRules(rules.value.rules, { order: order.value, variables, dropsByDefault }) : [];
}
