import { type Json, listOf, member } from '../../assembly/json';
import { type Alarm, type AlarmMetric, alarmsOf, isHeard } from '../../model/alarms';
import { emissionOf } from '../../model/metric-emitters';
import type { Posture } from '../../model/posture';
import { type Stage, stagesOf } from '../../model/stages';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

const OF_COGNITO = /Throttle|Risk|OverrideBlock/;
/** What code calls a metric of refusals. */
const NAMED_SO = /4xx|40[13]|429|refus|den(y|ied)|forbid|unauth|auth\w{0,40}fail|reject|throttl|block/i;
/** Statuses of callers who are refused, and what the web firewall says of them. */
const REFUSAL = /4(\d\d|XX|\*)|WAF_BLOCK|BLOCK|\.status\s*>=\s*"?400/;

export const abuseAlarm: Check = {
  id: 'abuse-alarm',
  title: 'An alarm tells of callers who are refused',
  severity: 'error',
  layer: 'audit',
  why: 'Somebody who tries keys, tokens and paths is refused a thousand times before one succeeds, and nobody hears of it.',
  fix: 'Add an alarm on the API\'s 4XXError, on BlockedRequests of the web ACL, or on a metric filter for 401, 403 and 429 in the access log.',
  owasp: ['API4:2023', 'API2:2023', 'API6:2023'],
  * judge(posture: Posture) {
    const alarms = posture.derive(alarmsOf);
    const others = posture.ofType('AWS::CloudWatch::LogAlarm', 'AWS::Logs::LogAnomalyDetector')[0];
    const those = alarms.filter((alarm) => tellsOfAbuse(posture, alarm));
    const perhaps = alarms.find((alarm) => isHeard(posture, alarm.resource) !== false
      && alarm.metrics.some((metric) => NAMED_SO.test(String(metric.name))
      && !String(metric.namespace).startsWith('AWS/') && emissionOf(posture, alarm.resource.stack, metric).kind === 'unknown'));
    for (const stage of posture.derive(stagesOf).filter(({ isPrivate }) => isPrivate)) {
      yield those.some(({ resource }) => resource.condition === undefined) ? pass(stage.resource)
        : those[0] !== undefined ? unsure(those[0].resource, undefined, `condition ${those[0].resource.condition}`)
          : perhaps !== undefined ? unsure(perhaps.resource, undefined, 'what its metric counts, which code writes')
            : others !== undefined ? unsure(others, undefined, 'what the query finds') : missing(stage, alarms);
    }
  },
};

function missing({ resource }: Stage, alarms: readonly Alarm[]): Judgement {
  return fail(resource, undefined, alarms.length === 0 ? 'the app has no alarm' : 'no alarm tells of refused or blocked callers');
}

/** It watches what goes up when somebody tries, the metric lives, and somebody hears of it. */
function tellsOfAbuse(posture: Posture, { resource, metrics }: Alarm): boolean {
  return isHeard(posture, resource) !== false && metrics.some((metric) => isOfAbuse(posture, metric) && emissionOf(posture, resource.stack, metric).kind !== 'dead');
}

function isOfAbuse(posture: Posture, { namespace, name }: AlarmMetric): boolean {
  switch (namespace) {
    case 'AWS/ApiGateway': return name === '4XXError';
    case 'AWS/WAFV2': return name === 'BlockedRequests' || name === 'CountedRequests';
    case 'AWS/Cognito': return OF_COGNITO.test(String(name));
    default: return filtersRefusals(posture, namespace, name);
  }
}

function filtersRefusals(posture: Posture, namespace: Json | undefined, name: Json | undefined): boolean {
  return posture.ofType('AWS::Logs::MetricFilter').some(({ properties }) => REFUSAL.test(String(properties.FilterPattern))
    && listOf(properties.MetricTransformations).some((to) => posture.same(member(to, 'MetricNamespace'), namespace) && posture.same(member(to, 'MetricName'), name)));
}
