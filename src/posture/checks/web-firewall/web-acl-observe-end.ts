import { parseDay } from '../../../values/day';
import { readable } from '../../assembly/symbols';
import type { Posture } from '../../model/posture';
import { type WebAcl, webAclsOf } from '../../model/web-acl';
import { type Check, type Judgement, fail, pass } from '../check';

/** Whatever runs once a year has been seen by then. */
const LONGEST_TRIAL_DAYS = 366;

export const webAclObserveEnd: Check = {
  id: 'web-acl-observe-end',
  title: 'A web ACL that only observes does so until a day that is still to come',
  severity: 'error',
  layer: 'web-firewall',
  why: 'A trial that nobody ends lets everybody pass for years, and looks like a web firewall.',
  fix: 'Look at what was counted, add the callers that are missing, and set the mode to ENFORCE; or say until when, and why, in the metadata cdk-private-api:observe (WebFirewallMode.observeUntil).',
  owasp: ['API8:2023'],
  * judge(posture: Posture, today?: number) {
    for (const acl of posture.derive(webAclsOf)) {
      yield* judgeAcl(acl, today);
    }
  },
};

function* judgeAcl({ resource, observed }: WebAcl, today: number | undefined): Iterable<Judgement> {
  const end = observed && parseDay(observed.until);
  if (observed === undefined || today === undefined && end !== undefined) {
    return;
  }
  yield end === undefined ? fail(resource, undefined, `the web ACL only observes, and its end is no date: ${readable(observed.until)}`)
    : end < today! ? fail(resource, undefined, `the web ACL still only observes, and was to do so until ${observed.until}: ${observed.reason}`)
      : end - today! > LONGEST_TRIAL_DAYS ? fail(resource, undefined, `the web ACL only observes until ${observed.until}, for more than a year`, 'warning') : pass(resource);
}
