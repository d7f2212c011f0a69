import { lintRules, type FindingCode } from '../../../values/suricata';
import { isBackedByDrop, type RuleGroup, ruleGroupsOf } from '../../model/firewall-rules';
import { administrationPorts } from '../../model/remote-administration';
import { type Check, type Judgement, type Severity, fail, pass, unsure } from '../check';

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
    // Of rules that are not known another check says so.
    for (const group of posture.derive(ruleGroupsOf).filter(({ rules }) => rules.kind === 'known')) {
      const { resource, property, order } = group;
      if (order.kind === 'unknown') {
        yield unsure(resource, 'RuleGroup.StatefulRuleOptions.RuleOrder', order.why);
        continue;
      }
      const findings = findingsIn(group, isBackedByDrop(posture, group)).filter(({ code }) => OPEN[code] !== undefined);
      const found = findings.flatMap(({ code, lines, message }) => {
        const [words, severity] = OPEN[code] ?? [];
        return words === undefined ? [] : [fail(resource, property, `${group.unit} ${lines[0] ?? 0} ${words}: ${message.replace(/^.*?received: /s, '')}`, severity)];
      });
      found.push(...administration(group, findings.flatMap(({ lines }) => lines)));
      yield* found.length > 0 ? found : [pass(resource, property)];
    }
  },
};

/** @param told the lines that pass more than this */
function administration({ rules, resource, property, unit }: RuleGroup, told: readonly number[]): Judgement[] {
  const passes = rules.kind === 'known' ? rules.value.rules.filter(({ action, line }) => action === 'pass' && !told.includes(line)) : [];
  return passes.flatMap((rule) => {
    const ports = administrationPorts(rule);
    return ports.length === 0 ? [] : [fail(resource, property, `${unit} ${rule.line} passes remote administration between networks: TCP ${ports.join(', ')}`, 'warning')];
  });
}

function findingsIn({ rules, order, variables }: RuleGroup, dropsByDefault: boolean): ReturnType<typeof lintRules> {
  return rules.kind === 'known' && order.kind === 'known' ? lintRules(rules.value.rules, { order: order.value, variables, dropsByDefault }) : [];
}
