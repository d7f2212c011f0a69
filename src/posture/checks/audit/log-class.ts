import { logTarget } from '../../model/audit-logs';
import { readText } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const logClass: Check = {
  id: 'log-class',
  title: 'A log group that metric filters or subscriptions read is of the class STANDARD',
  severity: 'error',
  layer: 'audit',
  why: 'Other classes take no metric filters and no subscriptions: the alarms behind them never fire.',
  fix: 'Make a log group of the class STANDARD: the class of one that exists cannot change.',
  owasp: ['API8:2023'],
  * judge(posture) {
    const readers = posture.ofType('AWS::Logs::MetricFilter', 'AWS::Logs::SubscriptionFilter');
    for (const group of new Set(readers.flatMap(({ properties }) => logTarget(posture, properties.LogGroupName) ?? []))) {
      const own = readText(group, 'LogGroupClass');
      yield own.kind === 'unknown' ? unsure(group, 'LogGroupClass', own.why)
        : own.kind === 'known' && own.value !== 'STANDARD' ? fail(group, 'LogGroupClass', `the class is ${own.value}, which takes no filters`) : pass(group, 'LogGroupClass');
    }
  },
};
