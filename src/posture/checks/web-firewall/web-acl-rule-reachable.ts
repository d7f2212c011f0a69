import { type AddressSet, difference, intersection } from '../../model/address-set';
import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import type { WafMatch } from '../../model/waf-statement';
import type { WafRule, WebAcl } from '../../model/web-acl';
import { reachOf, widestMatch } from '../../model/web-acl-verdict';
import { type Check, type Judgement, fail, pass } from '../check';

export const webAclRuleReachable: Check = {
  id: 'web-acl-rule-reachable',
  title: 'No rule of a web ACL is shadowed by an earlier one',
  severity: 'error',
  layer: 'web-firewall',
  why: 'A rule whose requests an earlier rule has already admitted or blocked does nothing, though it looks as if it did.',
  fix: 'Move the rule before the one that shadows it, narrow that one, or remove the rule.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const acl of posture.derive(guardsOf)) {
      yield* acl.ordered ? judgeAcl(acl) : [];
    }
  },
};

function* judgeAcl(acl: WebAcl): Iterable<Judgement> {
  const reached = reachOf(acl);
  for (const [at, rule] of acl.flow.entries()) {
    const widest = widestMatch(rule);
    const shadow = widest.length === 0 ? undefined : shadowOf(acl.flow.slice(0, at), rule, widest, reached.get(rule) ?? []);
    yield shadow === undefined ? pass(acl.resource, rule.property)
      : fail(acl.resource, rule.property, `the rule is never reached: ${shadow} earlier rules already end every request that it is for`
        .replace('one earlier rules already end', 'an earlier rule already ends'));
  }
}

function shadowOf(before: readonly WafRule[], rule: WafRule, widest: AddressSet, reach: AddressSet): string | undefined {
  const terminating = before.filter(({ action }) => action === 'allow' || action === 'block');
  return terminating.some((earlier) => covers(earlier.match, rule.match)) ? 'one'
    : intersection(widest, reach).length === 0 && difference(widest, reach).length > 0 ? terminating.length === 1 ? 'one' : 'the' : undefined;
}

/** Whether a statement says the same, or is one of several that may hold, where the other needs all of several. */
function covers(wide: WafMatch, narrow: WafMatch): boolean {
  if (wide.kind === 'rate' || wide.kind === 'managed' || wide.kind === 'group' || wide.kind === 'unknown') {
    return false; // what they match changes from one request to the next
  }
  const conjuncts = narrow.kind === 'and' ? narrow.parts : [narrow];
  const disjuncts = wide.kind === 'or' ? wide.parts : [wide];
  return disjuncts.some((one) => conjuncts.some((other) => one.kind === other.kind && one.kind === 'content' && other.kind === 'content'
    && one.type === other.type && JSON.stringify(one.statement) === JSON.stringify(other.statement)));
}
