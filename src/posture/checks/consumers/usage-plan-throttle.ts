import type { Resource } from '../../assembly/app';
import { type Json, objectOf } from '../../assembly/json';
import { isUnknown, readable } from '../../assembly/symbols';
import { ACCOUNT_BURST, ACCOUNT_RATE } from '../../model/limits';
import { asNumber, openIn, read, readFrom } from '../../model/reading';
import { type UsagePlan, usagePlansOf } from '../../model/usage-plans';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const usagePlanThrottle: Check = {
  id: 'usage-plan-throttle',
  title: 'A usage plan limits how many requests a second each consumer makes',
  severity: 'error',
  layer: 'consumers',
  why: 'One consumer in a loop otherwise takes what the API has for all of them.',
  fix: `Set Throttle.RateLimit and Throttle.BurstLimit to what one consumer needs: below ${ACCOUNT_RATE} a second and ${ACCOUNT_BURST} at one moment, which is all that an account has.`,
  owasp: ['API4:2023'],
  * judge(posture) {
    for (const plan of posture.derive(usagePlansOf)) {
      yield judgeThrottle(plan.resource, 'Throttle', plan.resource.properties.Throttle);
      yield* judgeMethods(plan);
    }
  },
};

function judgeThrottle(resource: Resource, at: string, throttle: Json | undefined, what = 'the plan'): Judgement {
  const rate = asNumber(readFrom(throttle, 'RateLimit'));
  const burst = asNumber(readFrom(throttle, 'BurstLimit'));
  if (rate.kind === 'unknown' || burst.kind === 'unknown') {
    return unsure(resource, rate.kind === 'unknown' ? `${at}.RateLimit` : `${at}.BurstLimit`, rate.kind === 'unknown' ? rate.why : burst.kind === 'unknown' ? burst.why : '');
  }
  if (rate.kind === 'absent') {
    // With a quota there is a limit, if only in the long run.
    return fail(resource, at, `${what} has no rate limit`, read(resource, 'Quota.Limit').kind === 'known' ? 'warning' : undefined);
  }
  return rate.value < 0 || rate.value >= ACCOUNT_RATE ? fail(resource, `${at}.RateLimit`, `${what} has ${rate.value} requests a second, no less than the account has (${ACCOUNT_RATE})`)
    : burst.kind === 'known' && (burst.value < 0 || burst.value >= ACCOUNT_BURST)
      ? fail(resource, `${at}.BurstLimit`, `${what} has ${burst.value} requests at one moment, no less than the account has (${ACCOUNT_BURST})`)
      : burst.kind === 'absent' ? fail(resource, at, `${what} has no burst limit: ${ACCOUNT_BURST} requests may come at one moment, all that the account has`, 'warning') : pass(resource, at);
}

/** Limits of single methods count in place of the plan's. */
function* judgeMethods({ resource, stages }: UsagePlan): Iterable<Judgement> {
  const plan = asNumber(read(resource, 'Throttle.RateLimit'));
  for (const { at, throttle } of stages) {
    if (isUnknown(throttle)) {
      yield unsure(resource, `${at}.Throttle`, openIn(throttle));
    }
    for (const [method, limits] of Object.entries(objectOf(throttle))) {
      const place = `${at}.Throttle.${method}`;
      const own = asNumber(readFrom(limits, 'RateLimit'));
      const judgement = judgeThrottle(resource, place, limits, readable(method));
      yield judgement.outcome === 'pass' && own.kind === 'known' && plan.kind === 'known' && own.value > plan.value
        ? fail(resource, `${place}.RateLimit`, `${readable(method)} has ${own.value} requests a second, more than the plan (${plan.value})`, 'warning') : judgement;
    }
  }
}
