import { guardsOf } from '../../model/associations';
import { partsOf } from '../../model/waf-statement';
import { type Check, fail, pass, unsure } from '../check';

/** What AWS names as the least for every web application: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html */
const BASELINE = ['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'];

/** Groups that judge who calls, not what the request holds. */
const OF_CALLERS = /IpReputation|AnonymousIp|BotControl|AntiDDoS|ATPRuleSet|ACFPRuleSet/;

export const webAclInspects: Check = {
  id: 'web-acl-inspects',
  title: 'A web ACL inspects what requests hold',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'A caller who is admitted may be taken over. Injection and known exploits then reach the backend unseen.',
  fix: 'Add AWSManagedRulesKnownBadInputsRuleSet, AWSManagedRulesCommonRuleSet, and the group for what the backend speaks, as AWSManagedRulesSQLiRuleSet.',
  owasp: ['API8:2023', 'API10:2023'],
  * judge(posture) {
    for (const { resource, flow } of posture.derive(guardsOf)) {
      const parts = flow.flatMap((rule) => [...partsOf(rule.match)].map(({ match }) => match));
      const looks = parts.some((match) => match.kind === 'managed' ? !OF_CALLERS.test(match.name) : match.kind === 'content' && (match.type === 'SqliMatch' || match.type === 'XssMatch'));
      const open = parts.find((match) => match.kind === 'unknown');
      const names = parts.flatMap((match) => (match.kind === 'managed' ? [match.name] : []));
      // Groups of other vendors, and rules of one's own, may look for the same.
      const onlyAws = parts.every((match) => match.kind !== 'content' && match.kind !== 'group' && match.kind !== 'unknown' && (match.kind !== 'managed' || match.vendor === 'AWS'));
      const missing = BASELINE.filter((name) => !names.includes(name));
      yield looks ? missing.length > 0 && onlyAws ? fail(resource, 'Rules', `the web ACL has no ${missing.join(' and no ')}`) : pass(resource, 'Rules') : open?.kind === 'unknown' ? unsure(resource, open.property, open.why)
        : flow.length === 0 ? pass(resource, 'Rules') // an empty one is another check's
          : fail(resource, 'Rules', 'no rule looks for attacks in requests');
    }
  },
};
