import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import { partsOf } from '../../model/waf-statement';
import type { WebAcl } from '../../model/web-acl';
import { strangers } from '../../model/web-acl-verdict';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const webAclClosed: Check = {
  id: 'web-acl-closed',
  title: 'A web ACL blocks the addresses that it does not name',
  severity: 'error',
  layer: 'web-firewall',
  why: 'Every host that reaches the VPC endpoint, from a compromised laptop to a neighbouring team\'s workload, gets through to the API.',
  fix: 'Set DefaultAction to Block and admit the callers\' addresses by a last rule, or block with a NotStatement over their IP sets.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const acl of posture.derive(guardsOf)) {
      yield judgeAcl(acl);
    }
  },
};

function judgeAcl(acl: WebAcl): Judgement {
  const { resource, observed, defaultAction, flow } = acl;
  if (strangers(acl, 'plain').length > 0) {
    return observed === undefined ? fail(resource, defaultAction === 'allow' ? 'DefaultAction' : admittingRule(acl), message(acl))
      : fail(resource, 'DefaultAction', `the web ACL only observes, until ${observed.until}: ${observed.reason}`, 'warning');
  }
  if (strangers(acl, 'chosen').length > 0) {
    return pass(resource, 'DefaultAction'); // what the caller writes admits it: another check
  }
  if (strangers(acl, 'possible').length === 0) {
    return pass(resource, 'DefaultAction');
  }
  if (defaultAction === 'unknown') {
    return unsure(resource, 'DefaultAction', 'the default action, without which nothing closes the web ACL');
  }
  const open = flow.flatMap((rule) => [...partsOf(rule.match)].flatMap(({ match }) => (match.kind === 'unknown' ? [{ at: match.property, why: match.why }]
    : match.kind === 'addresses' && match.set.unknown !== undefined ? [{ at: match.property, why: match.set.unknown }]
      : match.kind === 'label' ? [{ at: match.property, why: 'who has the label' }] : [])))[0];
  return unsure(resource, open?.at ?? 'Rules', open?.why ?? 'the order of the rules');
}

function message({ defaultAction, flow }: WebAcl): string {
  return defaultAction === 'allow'
    ? `the default action is Allow, and ${flow.length === 0 ? 'there are no rules' : 'no rule blocks the addresses that the rules do not name'}`
    : 'a rule admits addresses that no rule names';
}

function admittingRule(acl: WebAcl): string {
  const index = acl.flow.findIndex((_, at) => strangers({ ...acl, flow: acl.flow.slice(0, at + 1) }, 'plain').length > 0);
  return acl.flow[index]?.property ?? 'Rules';
}
