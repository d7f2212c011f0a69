import type { Resource } from '../../assembly/app';
import { hasUnknown } from '../../assembly/symbols';
import { type AlarmMetric, alarmsOf, isHeard } from '../../model/alarms';
import { guardsOf } from '../../model/associations';
import { emissionOf } from '../../model/metric-emitters';
import type { Posture } from '../../model/posture';
import { type Check, fail, pass, unsure } from '../check';

export const controlAlarm: Check = {
  id: 'control-alarm',
  title: 'Every firewall of an app with alarms has one',
  severity: 'warning',
  layer: 'audit',
  why: 'A firewall that blocks a caller by mistake, or an attacker by design, does both in silence.',
  fix: 'Add an alarm on BlockedRequests of the web ACL, and on DroppedPackets of each network firewall.',
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
    for (const { resource } of posture.derive(guardsOf)) {
      yield watched(({ namespace }) => namespace === 'AWS/WAFV2') ? pass(resource) : unwatched(resource, 'no alarm watches the web ACL');
    }
    for (const resource of posture.ofType('AWS::NetworkFirewall::Firewall')) {
      yield watched(({ namespace }) => namespace === 'AWS/NetworkFirewall') ? pass(resource) : unwatched(resource, 'no alarm watches the network firewall');
    }
  },
};
