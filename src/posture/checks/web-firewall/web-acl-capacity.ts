import { WEB_ACL_CAPACITY, capacityOfRules } from '../../../values/waf-capacity';
import type { Posture } from '../../model/posture';
import { webAclsOf } from '../../model/web-acl';
import { type Check, fail, pass } from '../check';

export const webAclCapacity: Check = {
  id: 'web-acl-capacity',
  title: 'The rules of a web ACL need at most 5,000 capacity units',
  severity: 'error',
  layer: 'web-firewall',
  why: 'WAF refuses the web ACL: the deploy fails, and what runs stays as it was.',
  fix: 'Leave out groups against what the API does not use, and text transformations; the rule groups\' own pages say what each costs.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const { resource, rules } of posture.derive(webAclsOf)) {
      if (rules.kind === 'known') {
        // What cannot be counted only adds: the bound is one from below.
        const { units } = capacityOfRules(resource.properties.Rules);
        yield units > WEB_ACL_CAPACITY.maximum ? fail(resource, 'Rules', `the rules need ${units} capacity units or more`) : pass(resource, 'Rules');
      }
    }
  },
};
