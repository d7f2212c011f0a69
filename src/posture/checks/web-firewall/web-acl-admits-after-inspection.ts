import { type AddressSet, isWithin } from '../../model/address-set';
import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import type { WafRule, WebAcl } from '../../model/web-acl';
import { admittedBy, widestMatch } from '../../model/web-acl-verdict';
import { type Check, type Judgement, fail, pass } from '../check';

export const webAclAdmitsAfterInspection: Check = {
  id: 'web-acl-admits-after-inspection',
  title: 'A web ACL admits callers after it has inspected and counted their requests',
  severity: 'error',
  layer: 'web-firewall',
  why: 'An Allow ends the evaluation: rate limits and rules against attacks that come later never see those callers.',
  fix: 'Give rules that allow the highest priority numbers, behind rate rules and managed groups.',
  owasp: ['API8:2023', 'API4:2023'],
  * judge(posture: Posture) {
    for (const acl of posture.derive(guardsOf)) {
      yield* acl.ordered ? judgeAcl(acl) : [];
    }
  },
};

function* judgeAcl(acl: WebAcl): Iterable<Judgement> {
  for (const [at, rule] of acl.flow.entries()) {
    if (rule.action !== 'allow') {
      continue;
    }
    const skipped = acl.flow.slice(at + 1).filter(inspects);
    const early = widestMatch(rule);
    if (skipped.length === 0) {
      yield pass(acl.resource, rule.property);
      continue;
    }
    if (early.length === 0) {
      // A list that is empty in the template is one that something else fills.
      yield fail(acl.resource, rule.property, 'whoever comes onto the list that the rule admits, which is empty now, skips every rule that inspects or counts requests', 'warning');
      continue;
    }
    // Where nobody else is admitted later, what is skipped is in vain; a few trusted callers are a matter of judgement.
    const later: AddressSet = admittedBy(acl.flow.slice(at + 1), acl.defaultAction, acl.ordered, 'possible');
    yield fail(acl.resource, rule.property, `those whom the rule admits skip ${skipped.length === 1 ? 'the later rule' : `${skipped.length} later rules`} that inspect or count requests`,
      isWithin(later, early) ? undefined : 'warning');
  }
}

function inspects({ match, action }: WafRule): boolean {
  return match.kind === 'managed' || match.kind === 'rate' || action === 'block' && match.kind === 'content';
}
