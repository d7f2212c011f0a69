import { type Json, isObject, listOf, objectOf } from '../../assembly/json';
import { isUnknown, readable } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const webAclResponseUsed: Check = {
  id: 'web-acl-response-used',
  title: 'Every custom response body of a web ACL is used by a rule',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'An answer to those who are blocked, which no rule gives, is what is left of a rule that somebody took away: what it stopped now passes.',
  fix: 'Restore the rule that answers with the body (CustomResponseBodyKey), or take the body away with it.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const resource of posture.ofType('AWS::WAFv2::WebACL', 'AWS::WAFv2::RuleGroup')) {
      const { CustomResponseBodies: bodies, DefaultAction: standard, Rules: rules } = resource.properties;
      const used = new Set(keysIn([standard ?? '', rules ?? '']));
      const open = openIn(rules);
      for (const key of isUnknown(bodies) ? [] : Object.keys(objectOf(bodies))) {
        const property = `CustomResponseBodies.${key}`;
        yield used.has(key) ? pass(resource, property) : open === '' ? fail(resource, property, `no rule answers with the body ${readable(key)}`) : unsure(resource, property, open);
      }
    }
  },
};

function keysIn(value: Json): string[] {
  if (!isObject(value)) {
    return Array.isArray(value) ? listOf(value).flatMap(keysIn) : [];
  }
  return Object.entries(value).flatMap(([name, inner]) => (name === 'CustomResponseBodyKey' ? [String(inner)] : keysIn(inner ?? null)));
}
