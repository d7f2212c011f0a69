import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { ManagedRuleGroup } from './managed-rule-group';
import { refuse, warn } from '../validation';

/** How long before its end a version is alarmed about, in days. */
const NOTICE = 30;

/** Sees to it that somebody hears of the end of a managed rule group's version, where one is named: an alarm, or a warning for want of a topic. */
export function watchVersion(scope: Construct, group: ManagedRuleGroup, topic?: sns.ITopicRef): void {
  const { name, vendor, groupName, version } = group;
  if (version === undefined) {
    return;
  }
  if (topic === undefined) {
    return warn(scope, 'ManagedRuleVersionUnwatched', 'a version of a managed rule group expires, and WAF then refuses every other change of the web ACL: name '
      + `\`versionAlarmTopic\`, which hears of it before, received: ${name} ${version}`);
  }
  const alarm = new cloudwatch.Alarm(scope, `Expiry-${name}`, {
    metric: daysToExpiry(scope, group),
    threshold: NOTICE,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `${vendor} ${groupName} ${version} expires within ${NOTICE} days: name a newer version, or none`,
  });
  alarm.addAlarmAction({ bind: () => ({ alarmActionArn: topic.topicRef.topicArn }) });
}

/** @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html */
export function daysToExpiry(scope: Construct, group: ManagedRuleGroup, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
  const { vendor, groupName, version } = group;
  if (version === undefined) {
    return refuse(scope, 'ManagedRuleVersion', `days to expiry are counted for a version that is named, received: ${groupName} without one`);
  }
  return new cloudwatch.Metric({
    namespace: 'AWS/WAFV2',
    metricName: 'DaysToExpiry',
    dimensionsMap: { ManagedRuleGroup: groupName, Vendor: vendor, Version: version, Region: Stack.of(scope).region },
    statistic: cloudwatch.Stats.MINIMUM,
    period: Duration.days(1),
    ...props,
  }).attachTo(scope);
}
