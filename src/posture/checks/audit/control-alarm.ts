import type { Resource } from '../../assembly/app';
import { hasUnknown } from '../../assembly/symbols';
import { type AlarmMetric, alarmsOf, isHeard } from '../../model/alarms';
import { guardsOf } from '../../model/associations';
import { emissionOf } from '../../model/metric-emitters';
import type { Posture } from '../../model/posture';
import { type Check, fail, pass, unsure } from '../check';

export const controlAlarm: Check = {
  id: 'control-alarm',
  title: 'In an app with alarms, every firewall has one',
  severity: 'warning',
  layer: 'audit',
  why: 'A firewall that blocks a caller by mistake, or an attacker by design, does both in silence.',
  fix: 'Add an alarm on BlockedRequests of the web ACL (Rule ALL), and on DroppedPackets of each network firewall.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    const alarms = posture.derive(alarmsOf).filter(({ resource }) => isHeard(posture, resource) !== false);
    const watched = (fits: (metric: AlarmMetric) => boolean) =>
      alarms.some(({ resource, metrics }) => metrics.some((metric) => fits(metric) && emissionOf(posture, resource.stack, metric).kind !== 'dead'));
    if (alarms.length === 0) {
      return; // that there are none at all is said of the API
    }
    const isOpen = alarms.some(({ metrics }) => metrics.some(({ namespace }) => hasUnknown(namespace)));
    const unwatched = (resource: Resource, words: string) => (isOpen ? unsure(resource, undefined, 'which metric an alarm of the app watches') : fail(resource, undefined, words));
    for (const { resource, defaultAction } of posture.derive(guardsOf)) {
      yield !watched(({ namespace }) => namespace === 'AWS/WAFV2') ? unwatched(resource, 'no alarm watches the web ACL')
        // One that is open by default blocks by single rules alone.
        : defaultAction === 'block' && !watched((metric) => metric.namespace === 'AWS/WAFV2' && !isOfOneRule(metric))
          ? unwatched(resource, 'the alarms on the web ACL are each for one of its rules: of what the others block, and of strangers, nobody hears') : pass(resource);
    }
    for (const resource of posture.ofType('AWS::NetworkFirewall::Firewall')) {
      yield watched(({ namespace }) => namespace === 'AWS/NetworkFirewall') ? pass(resource) : unwatched(resource, 'no alarm watches the network firewall');
    }
  },
};

function isOfOneRule({ dimensions }: AlarmMetric): boolean {
  const rule = dimensions.get('Rule');
  return rule !== undefined && !hasUnknown(rule) && rule !== 'ALL' && rule !== 'Default_Action';
}
