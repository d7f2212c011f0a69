import { table } from '../../assembly/json';
import { asNumber, asText, read } from '../../model/reading';
import { usagePlansOf } from '../../model/usage-plans';
import { type Check, fail, pass, unsure } from '../check';

const DAY = 86_400;
const SECONDS = table<number>({ DAY, WEEK: 7 * DAY, MONTH: 30 * DAY });

export const usagePlanQuota: Check = {
  id: 'usage-plan-quota',
  title: 'A usage plan has a quota that can be reached',
  severity: 'warning',
  layer: 'consumers',
  why: 'A rate limit stops a burst, not somebody who copies the whole data set in a week: only a quota does. One beyond what the rate allows never counts.',
  fix: 'Set Quota.Limit and Quota.Period to a few times what a consumer uses. API Gateway says of quotas that they are a best effort.',
  owasp: ['API4:2023', 'API6:2023'],
  * judge(posture) {
    for (const { resource } of posture.derive(usagePlansOf)) {
      const quota = asNumber(read(resource, 'Quota.Limit'));
      const period = asText(read(resource, 'Quota.Period'));
      const rate = asNumber(read(resource, 'Throttle.RateLimit'));
      const seconds = period.kind === 'known' ? SECONDS[period.value.toUpperCase()] : undefined;
      if (quota.kind !== 'known') {
        yield quota.kind === 'unknown' ? unsure(resource, 'Quota.Limit', quota.why) : fail(resource, 'Quota', 'the plan has no quota');
      } else if (period.kind === 'unknown' || rate.kind === 'unknown') {
        yield unsure(resource, 'Quota.Limit', `whether the quota can be reached (${period.kind === 'unknown' ? period.why : rate.kind === 'unknown' ? rate.why : ''})`);
      } else {
        const most = rate.kind === 'known' && seconds !== undefined ? rate.value * seconds : Infinity;
        yield quota.value > most ? fail(resource, 'Quota.Limit', `the quota of ${quota.value} a ${String(period.kind === 'known' ? period.value.toLowerCase() : '')} is never reached: the rate limit allows ${most}`)
          : pass(resource, 'Quota.Limit');
      }
    }
  },
};
