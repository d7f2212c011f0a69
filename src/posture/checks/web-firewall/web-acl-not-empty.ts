import { guardsOf } from '../../model/associations';
import { type Check, fail, pass, unsure } from '../check';

export const webAclNotEmpty: Check = {
  id: 'web-acl-not-empty',
  title: 'A web ACL has rules',
  severity: 'error',
  layer: 'web-firewall',
  why: 'A web ACL without rules does its default action to every request: it admits everybody, or nobody.',
  fix: 'Add rules: a rate limit, AWS\'s groups against known attacks, and one that admits the callers\' addresses.',
  owasp: ['API8:2023'],
  securityHub: ['WAF.10'],
  * judge(posture) {
    for (const { resource, rules } of posture.derive(guardsOf)) {
      yield rules.kind === 'unknown' ? unsure(resource, 'Rules', rules.why)
        : rules.kind === 'absent' || rules.value.length === 0 ? fail(resource, 'Rules', 'the web ACL has no rules') : pass(resource, 'Rules');
    }
  },
};
