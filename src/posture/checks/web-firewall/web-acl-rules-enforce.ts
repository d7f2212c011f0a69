import { readable } from '../../assembly/symbols';
import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import { type WafMatch, partsOf } from '../../model/waf-statement';
import { type WafRule, type WebAcl, overridesOf } from '../../model/web-acl';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** Rules of AWS that break API clients: one blocks every body over 8 KB, the other every client without a User-Agent. To count them is common practice. */
const COUNTED_BY_HABIT = ['SizeRestrictions_BODY', 'NoUserAgent_HEADER'];

export const webAclRulesEnforce: Check = {
  id: 'web-acl-rules-enforce',
  title: 'The rules of a web ACL block; they do not only count',
  severity: 'error',
  layer: 'web-firewall',
  why: 'A rule in Count looks like protection and stops nothing: what was counted for a trial is often left so.',
  fix: 'Set the rule\'s Action to Block, a group\'s OverrideAction to None, and remove overrides to Count. To try a rule first, say until when (mode OBSERVE).',
  owasp: ['API8:2023', 'API4:2023'],
  * judge(posture: Posture) {
    for (const acl of posture.derive(guardsOf)) {
      for (const rule of acl.rules.kind === 'known' ? acl.rules.value : []) {
        const found = [...judgeRule(acl, rule)];
        yield* found.length > 0 ? found : [pass(acl.resource, rule.property)];
      }
    }
  },
};

function* judgeRule(acl: WebAcl, rule: WafRule): Iterable<Judgement> {
  const { resource, observed } = acl;
  const { match, action, actionProperty } = rule;
  if (action === 'count' && isMeantToStop(rule, acl)) {
    yield observed === undefined ? fail(resource, actionProperty, `${what(match)} only counts`)
      : fail(resource, actionProperty, `${what(match)} only counts, until ${observed.until}: ${observed.reason}`, 'warning');
  } else if (action === 'unknown') {
    yield unsure(resource, actionProperty, 'what the rule does');
  }
  if (match.kind !== 'managed' && match.kind !== 'group') {
    return;
  }
  for (const [name, override] of overridesOf(match.group)) {
    const place = `${match.property}.${override.property}`;
    if (override.action === 'allow') {
      yield fail(resource, place, `what the group's rule ${readable(name)} would block is admitted, past all later rules`);
    } else if (override.action === 'count' && !COUNTED_BY_HABIT.includes(name)) {
      // One rule that hits a team's own requests is counted with good reason more often than not.
      yield fail(resource, place, `the group's rule ${readable(name)} only counts`, 'warning');
    }
  }
  if (match.kind === 'managed' && [...partsOf(match)].some(({ match: part, negated }) => !negated && isRare(part))) {
    yield fail(resource, `${match.property}.ScopeDownStatement`, 'the group looks only at requests with a header or argument that callers choose to send');
  }
}

/** A rule that counts on purpose gives a label to a later one, or looks at nothing that can be blocked. */
function isMeantToStop({ match, labels }: WafRule, { flow }: WebAcl): boolean {
  const used = flow.some((rule) => [...partsOf(rule.match)].some(({ match: part }) => part.kind === 'label' && labels.some((name) => part.key === name || part.key.endsWith(`:${name}`))));
  return !used && match.kind !== 'unknown';
}

function isRare(match: WafMatch): boolean {
  return match.kind === 'content' && ['SingleHeader', 'SingleQueryArgument'].includes(match.field.part) && match.type !== 'SizeConstraint';
}

function what(match: WafMatch): string {
  const kinds = [...partsOf(match)].map(({ match: part }) => part.kind);
  return match.kind === 'managed' ? `the managed group ${readable(match.name)}` : match.kind === 'group' ? 'the rule group'
    : kinds.includes('rate') ? 'the rate rule' : kinds.includes('addresses') ? 'the rule on addresses' : 'the rule';
}
