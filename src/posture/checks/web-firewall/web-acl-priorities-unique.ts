import { webAclsOf } from '../../model/web-acl';
import { type Check, fail, pass, unsure } from '../check';

export const webAclPrioritiesUnique: Check = {
  id: 'web-acl-priorities-unique',
  title: 'Every rule of a web ACL has a priority of its own',
  severity: 'error',
  layer: 'web-firewall',
  why: 'WAF refuses two rules of one priority: the deploy fails, and what runs stays as it was.',
  fix: 'Number the rules in the order in which they are to be asked.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const { resource, rules } of posture.derive(webAclsOf)) {
      const seen = new Map<number, string>();
      for (const { priority, property, name } of rules.kind === 'known' ? rules.value : []) {
        if (priority.kind !== 'known') {
          yield priority.kind === 'unknown' ? unsure(resource, `${property}.Priority`, priority.why) : fail(resource, `${property}.Priority`, 'the rule has no priority');
          continue;
        }
        const before = seen.get(priority.value);
        yield before === undefined ? pass(resource, `${property}.Priority`)
          : fail(resource, `${property}.Priority`, `the rule has the priority ${priority.value}, which the rule ${before} has too`);
        seen.set(priority.value, before ?? name);
      }
    }
  },
};
