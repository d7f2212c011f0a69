import { listOf, member } from '../../assembly/json';
import { hasUnknown } from '../../assembly/symbols';
import { alarmsOf } from '../../model/alarms';
import { accessLogsOf, logTarget } from '../../model/audit-logs';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const metricFilterWatched: Check = {
  id: 'metric-filter-watched',
  title: 'An alarm or a dashboard watches what a metric filter counts in an access log',
  severity: 'warning',
  layer: 'audit',
  why: 'Somebody counted it because it matters. Without an alarm the count is there afterwards, for whoever thinks of looking.',
  fix: 'Add an alarm on the metric, or take the filter away.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    const logs = new Set(posture.derive(accessLogsOf).flatMap(({ target }) => target ?? []));
    const alarms = posture.derive(alarmsOf).flatMap(({ metrics }) => metrics);
    // The body of a dashboard is a text, and so are the queries of metric insights: the name of the metric in it counts.
    const texts = JSON.stringify([
      ...posture.ofType('AWS::CloudWatch::Dashboard').map(({ properties }) => properties.DashboardBody ?? ''),
      ...posture.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties.Metrics ?? ''),
    ]);
    for (const filter of posture.ofType('AWS::Logs::MetricFilter')) {
      const group = logTarget(posture, filter.properties.LogGroupName);
      if (alarms.length === 0 || group === undefined || !logs.has(group)) {
        continue;
      }
      for (const [index, transformation] of listOf(filter.properties.MetricTransformations).entries()) {
        const [name, namespace] = [member(transformation, 'MetricName'), member(transformation, 'MetricNamespace')];
        const watched = texts.includes(String(name))
          || alarms.some((metric) => posture.same(metric.name, name) && posture.same(metric.namespace, namespace));
        const open = [name, namespace].find((one) => hasUnknown(one));
        yield watched ? pass(filter, `MetricTransformations[${index}]`)
          : open !== undefined ? unsure(filter, `MetricTransformations[${index}]`, `which metric an alarm would watch: ${openIn(open)}`)
            : fail(filter, `MetricTransformations[${index}]`, `nothing watches the metric ${String(name)}`);
      }
    }
  },
};
