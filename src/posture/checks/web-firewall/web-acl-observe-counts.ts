import type { Posture } from '../../model/posture';
import { type WebAcl, webAclsOf } from '../../model/web-acl';
import { strangers } from '../../model/web-acl-verdict';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const webAclObserveCounts: Check = {
  id: 'web-acl-observe-counts',
  title: 'A web ACL that only observes counts the callers whom it is to block',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'The trial is there to show who would be blocked. Where no rule counts the addresses that the lists leave out, nobody learns of them, and the end of the trial comes as a surprise.',
  fix: 'Count the addresses outside of the lists: a rule with the action Count and a NotStatement over the callers\' IP sets.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const acl of posture.derive(webAclsOf)) {
      if (acl.observed !== undefined || seemsToObserve(acl)) {
        yield judgeAcl(acl);
      }
    }
  },
};

function seemsToObserve({ defaultAction, flow }: WebAcl): boolean {
  return defaultAction === 'allow' && flow.some(({ action }) => action === 'count') && !flow.some(({ match, action }) => action === 'block' && match.kind === 'not');
}

/** What is counted now is what is blocked then. */
function judgeAcl(acl: WebAcl): Judgement {
  const enforced: WebAcl = { ...acl, flow: acl.flow.map((rule) => (rule.action === 'count' ? { ...rule, action: 'block' } : rule)) };
  return strangers(enforced, 'plain').length > 0 ? fail(acl.resource, 'Rules', 'no rule counts the addresses that the lists leave out')
    : strangers(enforced, 'possible').length > 0 ? unsure(acl.resource, 'Rules', 'whether the rules count the addresses that the lists leave out') : pass(acl.resource, 'Rules');
}
