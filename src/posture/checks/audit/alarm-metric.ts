import { alarmsOf } from '../../model/alarms';
import { emissionOf } from '../../model/metric-emitters';
import type { Posture } from '../../model/posture';
import { type Check, fail, pass, unsure } from '../check';

export const alarmMetric: Check = {
  id: 'alarm-metric',
  title: 'An alarm watches a metric that something emits',
  severity: 'error',
  layer: 'audit',
  why: 'CloudWatch takes any name: an alarm on a metric that nobody emits is quiet for ever, and looks well.',
  fix: 'Take namespace, metric and dimensions from the service\'s own list, and names from the resources.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const { resource, metrics } of posture.derive(alarmsOf)) {
      for (const metric of metrics) {
        const emission = emissionOf(posture, resource.stack, metric);
        const property = metric.property === '' ? 'MetricName' : metric.property;
        yield emission.kind === 'dead' ? fail(resource, property, `nothing emits the metric: ${emission.why}`)
          : emission.kind === 'unknown' ? unsure(resource, property, emission.why) : pass(resource, property);
      }
    }
  },
};
