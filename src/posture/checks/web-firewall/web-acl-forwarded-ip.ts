import { readable } from '../../assembly/symbols';
import { guardsOf } from '../../model/associations';
import type { Posture } from '../../model/posture';
import { partsOf } from '../../model/waf-statement';
import { type Check, fail, pass } from '../check';

export const webAclForwardedIp: Check = {
  id: 'web-acl-forwarded-ip',
  title: 'A forwarded address is believed only where it closes something',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'A caller writes X-Forwarded-For as it likes unless a proxy of yours rewrites it, and a rule that reads a missing header is skipped.',
  fix: 'Match the connection\'s own address. Behind a proxy that rewrites the header, fall back to NO_MATCH where a rule allows and to MATCH where it blocks.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const { resource, flow } of posture.derive(guardsOf)) {
      for (const { match: whole, action, property } of flow) {
        for (const { match, negated } of partsOf(whole)) {
          if (!('forwarded' in match) || match.forwarded === undefined) {
            continue;
          }
          const { header, fallback } = match.forwarded;
          const opens = action === 'allow' ? !negated : negated;
          const wrong = fallback.startsWith('‹') ? undefined : opens === (fallback === 'MATCH');
          yield fail(resource, match.property, wrong ? `an address that cannot be read from ${readable(header)} counts as ${fallback}, which ${action === 'allow' ? 'admits' : 'passes'} it`
            : `the address is read from ${readable(header)}, which callers can write`, wrong ? 'error' : undefined);
        }
        yield pass(resource, property);
      }
    }
  },
};
