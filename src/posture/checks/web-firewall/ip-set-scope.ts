import type { Resource } from '../../assembly/app';
import { readable } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import { readText } from '../../model/reading';
import { partsOf } from '../../model/waf-statement';
import { webAclsOf } from '../../model/web-acl';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const ipSetScope: Check = {
  id: 'ip-set-scope',
  title: 'A web ACL refers to IP sets of its own scope',
  severity: 'error',
  layer: 'web-firewall',
  why: 'WAF refuses a set of another scope: the deploy fails, and the list that runs is an old one.',
  fix: 'Set Scope to REGIONAL on the IP set and on the web ACL: CLOUDFRONT is for distributions.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const { resource, flow } of posture.derive(webAclsOf)) {
      const sets = flow.flatMap((rule) => [...partsOf(rule.match)].flatMap(({ match }) => (match.kind === 'addresses' ? match.set.resource ?? [] : [])));
      for (const set of new Set(sets)) {
        yield judgeSet(resource, set);
      }
    }
  },
};

function judgeSet(acl: Resource, set: Resource): Judgement {
  const [own, wanted] = [readText(set, 'Scope'), readText(acl, 'Scope')];
  return own.kind === 'unknown' ? unsure(set, 'Scope', own.why)
    : wanted.kind === 'unknown' ? unsure(set, 'Scope', `the scope of the web ACL: ${wanted.why}`)
      : own.kind === 'known' && wanted.kind === 'known' && own.value !== wanted.value
        ? fail(set, 'Scope', `the IP set has the scope ${readable(own.value)}, the web ACL ${readable(wanted.value)}`) : pass(set, 'Scope');
}
