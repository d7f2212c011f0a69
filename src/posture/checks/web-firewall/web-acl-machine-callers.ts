import { guardsOf } from '../../model/associations';
import { type Check, fail, pass } from '../check';

export const webAclMachineCallers: Check = {
  id: 'web-acl-machine-callers',
  title: 'A web ACL asks no puzzles of machines',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'CAPTCHA and Challenge answer with a page for browsers: a program that calls the API fails, and a person with a browser passes what was to be blocked.',
  fix: 'Use Block, or Count together with a label that a later rule blocks.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const { resource, flow } of posture.derive(guardsOf)) {
      for (const { action, actionProperty } of flow) {
        yield action === 'captcha' || action === 'challenge' ? fail(resource, actionProperty, `the rule's action is ${action === 'captcha' ? 'CAPTCHA' : 'Challenge'}`) : pass(resource, actionProperty);
      }
    }
  },
};
