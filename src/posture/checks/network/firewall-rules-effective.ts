import { type Finding, type FindingCode, lintRules } from '../../../values/suricata';
import { isBackedByDrop, type RuleGroup, ruleGroupsOf } from '../../model/firewall-rules';
import { policiesWith } from '../../model/firewalls';
import type { Posture } from '../../model/posture';
import { type Check, type Judgement, type Severity, fail, pass, unsure } from '../check';

/** What makes rules void, or refused, in words. */
const FAULTS: Partial<Record<FindingCode, readonly [string, Severity?]>> = {
  'sid-missing': ['has no sid: Network Firewall refuses it'],
  'sid-duplicate': ['has the sid of another rule: Network Firewall refuses it'],
  'priority-in-strict-order': ['has a priority, which strict order refuses'],
  'variable-undefined': ['has a variable that the group does not define'],
  'shadowed': ['decides nothing: an earlier rule matches all that it does', 'warning'],
};

export const firewallRulesEffective: Check = {
  id: 'firewall-rules-effective',
  title: 'Every stateful rule of a network firewall can take effect',
  severity: 'error',
  layer: 'network',
  why: 'A rule that is refused, or stands behind one that matches more, protects nobody, and looks as if it did.',
  fix: 'Give each rule a sid of its own and defined variables; put rules that drop before those that pass more; give group and policy one order.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const group of posture.derive(ruleGroupsOf)) {
      const { resource, property, order, rules } = group;
      const found = [...faultsIn(posture, group), ...otherOrder(posture, group), ...overCapacity(group), ...homeNet(group)];
      if (found.length > 0 || rules.kind !== 'known') {
        yield* found; // of rules that are not known another check says so
      } else {
        yield order.kind === 'unknown' ? unsure(resource, 'RuleGroup.StatefulRuleOptions.RuleOrder', order.why) : pass(resource, property);
      }
    }
  },
};

function faultsIn(posture: Posture, group: RuleGroup): Judgement[] {
  const { rules, order, variables, resource, property, unit } = group;
  if (rules.kind !== 'known' || order.kind !== 'known') {
    return [];
  }
  const dropsByDefault = isBackedByDrop(posture, group);
  return lintRules(rules.value.rules, { order: order.value, variables, dropsByDefault }).flatMap((finding: Finding) => {
    const [words, severity] = FAULTS[finding.code] ?? [];
    const [line, behind] = finding.lines.map((number) => rules.value.rules.find((rule) => rule.line === number));
    // A drop that a pass makes void is a hole, not untidiness.
    const hole = finding.code === 'shadowed' && behind?.action === 'pass' && line?.action !== 'pass' && line?.action !== 'alert';
    return words === undefined ? []
      : [fail(resource, property, `${unit} ${finding.lines[0] ?? 0} ${words}: ${finding.message.replace(/^.*?received: /s, '')}`, hole ? undefined : severity)];
  });
}

function otherOrder(posture: Posture, { resource, order }: RuleGroup): Judgement[] {
  return policiesWith(posture, resource).flatMap((policy) => (policy.order.kind === 'known' && order.kind === 'known' && policy.order.value !== order.value
    ? [fail(resource, 'RuleGroup.StatefulRuleOptions.RuleOrder', `the group has ${order.value}, its policy ${policy.order.value}: Network Firewall refuses that`)] : []));
}

function overCapacity({ resource, rules, capacity }: RuleGroup): Judgement[] {
  return rules.kind === 'known' && capacity.kind === 'known' && rules.value.rules.length > capacity.value
    ? [fail(resource, 'Capacity', `is ${capacity.value} for ${rules.value.rules.length} rules: Network Firewall refuses that`)] : [];
}

/** Where the home network is everything, what is outside of it is nothing: rules about EXTERNAL_NET never match. */
function homeNet({ resource, variables }: RuleGroup): Judgement[] {
  const wide = variables.addresses?.HOME_NET?.find((range) => /^(any|0\.0\.0\.0\/[01]|::\/[01])$/.test(range));
  return wide === undefined ? [] : [fail(resource, 'RuleGroup.RuleVariables.IPSets.HOME_NET.Definition', `HOME_NET holds ${wide}: EXTERNAL_NET is then nothing`)];
}
