import { table } from '../../assembly/json';
import { readable } from '../../assembly/symbols';
import { guardsOf } from '../../model/associations';
import { type WafMatch, partsOf } from '../../model/waf-statement';
import type { WebAcl } from '../../model/web-acl';
import { strangers } from '../../model/web-acl-verdict';
import { type Check, fail, pass } from '../check';

export const webAclAdmitsByAddress: Check = {
  id: 'web-acl-admits-by-address',
  title: 'A web ACL admits callers by their address, not by what they write or where on earth they are',
  severity: 'error',
  layer: 'web-firewall',
  why: 'Headers, paths, methods and forwarded addresses are written by the caller: whoever guesses them passes the web firewall from anywhere.',
  fix: 'Admit by an IP set alone, or by an AndStatement that holds one.',
  owasp: ['API8:2023', 'API2:2023'],
  * judge(posture) {
    for (const acl of posture.derive(guardsOf)) {
      const places = strangers(acl, 'plain').length > 0 || strangers(acl, 'chosen').length === 0 ? [] : openings(acl);
      if (places.length === 0) {
        yield pass(acl.resource, 'Rules');
      }
      for (const { property, by } of places) {
        yield fail(acl.resource, property, `${by} admits callers from addresses that no rule names`);
      }
    }
  },
};

/** The rules that open it: those without which it is not as open. */
function openings(acl: WebAcl): { property: string; by: string }[] {
  const alone = acl.flow.filter((rule, at) => rule.action === 'allow'
    && strangers({ ...acl, defaultAction: 'block', flow: acl.flow.filter((other, place) => place === at || place < at && other.action !== 'allow') }, 'chosen').length > 0);
  return alone.length === 0 ? [{ property: 'DefaultAction', by: 'the default action behind rules that a caller can avoid' }]
    : alone.map((rule) => ({ property: rule.property, by: [...new Set([...partsOf(rule.match)].flatMap(({ match }) => said(match) ?? []))].join(' and ') || 'a rule' }));
}

function said(match: WafMatch): string | undefined {
  switch (match.kind) {
    case 'content': return match.field.name === undefined ? `the ${PARTS[match.field.part] ?? match.field.part}` : `${PARTS[match.field.part] ?? match.field.part} ${readable(match.field.name)}`;
    case 'addresses': return match.forwarded && `an address in the header ${readable(match.forwarded.header)}`;
    case 'place': return 'a country or network';
    case 'label': return 'a label';
    case 'rate': return 'a rate';
    default: return undefined;
  }
}

const PARTS = table({
  SingleHeader: 'the header',
  UriPath: 'path',
  Method: 'method',
  SingleQueryArgument: 'the query argument',
  QueryString: 'query',
  Body: 'body',
  JsonBody: 'body',
  Cookies: 'cookies',
  Headers: 'headers',
  AllQueryArguments: 'query',
});
