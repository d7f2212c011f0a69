import { type AlarmMetric, alarmsOf, isHeard } from '../../model/alarms';
import { emissionOf } from '../../model/metric-emitters';
import type { Posture } from '../../model/posture';
import { stagesOf } from '../../model/stages';
import { type Check, fail, pass, unsure } from '../check';

/** What tells how fast an API is. */
const OF_SPEED = ['Latency', 'IntegrationLatency'];

export const failureAlarm: Check = {
  id: 'failure-alarm',
  title: 'An API with an alarm on its latency has one on its failures too',
  severity: 'warning',
  layer: 'audit',
  why: 'A request that fails is answered fast. An outage, or an attack that breaks the backend, leaves an alarm on latency green.',
  fix: 'Add an alarm on 5XXError of the API and its stage.',
  owasp: ['API4:2023', 'API8:2023'],
  * judge(posture: Posture) {
    const alarms = posture.derive(alarmsOf).filter(({ resource }) => isHeard(posture, resource) !== false);
    const watching = (names: readonly string[]) => alarms.filter(({ resource, metrics }) => metrics.some((metric) => isOfApi(metric)
      && names.includes(String(metric.name)) && emissionOf(posture, resource.stack, metric).kind !== 'dead'));
    const [ofSpeed, ofFailures] = [watching(OF_SPEED), watching(['5XXError'])];
    const certain = ofFailures.some(({ resource }) => resource.condition === undefined);
    for (const { resource } of ofSpeed.length === 0 ? [] : posture.derive(stagesOf).filter(({ isPrivate }) => isPrivate)) {
      yield certain ? pass(resource) : ofFailures[0] !== undefined ? unsure(ofFailures[0].resource, undefined, `condition ${ofFailures[0].resource.condition}`)
        : fail(resource, undefined, 'an alarm watches how fast the API answers, and none watches its failures');
    }
  },
};

function isOfApi({ namespace }: AlarmMetric): boolean {
  return namespace === 'AWS/ApiGateway';
}
