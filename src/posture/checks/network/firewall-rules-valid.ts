import { ruleGroupsOf, whyUnknown } from '../../model/firewall-rules';
import { type Check, fail, pass, unsure } from '../check';

/** More faults of one group are no news. */
const MOST = 5;

export const firewallRulesValid: Check = {
  id: 'firewall-rules-valid',
  title: 'The stateful rules of a network firewall are rules that it can read',
  severity: 'error',
  layer: 'network',
  why: 'A rule that Network Firewall cannot read fails the deploy, or is skipped without a word: what it should drop passes.',
  fix: 'Mend the rule at the line that is named.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const group of posture.derive(ruleGroupsOf)) {
      const { resource, property, rules, partial, unit } = group;
      if (rules.kind !== 'known') {
        yield unsure(resource, property, whyUnknown(group));
        continue;
      }
      const problems = rules.value.problems;
      const [first] = problems.length === 0 && partial ? [whyUnknown(group)] : [];
      for (const { severity, line, message } of problems.slice(0, MOST)) {
        const words = `${unit} ${line}: ${message}`;
        yield severity === 'error' && !partial ? fail(resource, property, words) : unsure(resource, property, words);
      }
      if (problems.length > MOST) {
        yield fail(resource, property, `${problems.length - MOST} more faults`);
      }
      if (first !== undefined) {
        yield unsure(resource, property, first);
      } else if (problems.length === 0) {
        yield pass(resource, property);
      }
    }
  },
};
