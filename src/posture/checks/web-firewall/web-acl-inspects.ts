import { table } from '../../assembly/json';
import { guardsOf } from '../../model/associations';
import { type WafMatch, partsOf } from '../../model/waf-statement';
import { type Check, fail, pass, unsure } from '../check';

/** What AWS recommends for every use, and what each looks for: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html */
const BASELINE = table<string>({
  AWSManagedRulesCommonRuleSet: 'scripts, paths and addresses in what requests hold',
  AWSManagedRulesKnownBadInputsRuleSet: 'known exploits, as of Log4j',
});

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
      const inspecting = parts.filter(inspects);
      const open = parts.find((match) => match.kind === 'unknown');
      if (inspecting.length > 0) {
        // Groups of other vendors, and rules of one's own, may look for the same.
        const onlyOfAws = open === undefined && inspecting.every((match) => match.kind === 'managed' && match.vendor === 'AWS');
        const lacking = onlyOfAws ? Object.entries(BASELINE).filter(([name]) => !inspecting.some((match) => match.kind === 'managed' && match.name === name)) : [];
        yield lacking.length > 0 ? fail(resource, 'Rules', `the web ACL has no ${lacking.map(([name, what]) => `${name} (${what})`).join(' and no ')}`) : pass(resource, 'Rules');
      } else if (open?.kind === 'unknown') {
        yield unsure(resource, open.property, open.why);
      } else {
        yield flow.length === 0 ? pass(resource, 'Rules') // an empty one is another check's
          : fail(resource, 'Rules', 'no rule looks for attacks in requests');
      }
    }
  },
};

function inspects(match: WafMatch): boolean {
  return match.kind === 'managed' ? !OF_CALLERS.test(match.name) : match.kind === 'content' && (match.type === 'SqliMatch' || match.type === 'XssMatch');
}
