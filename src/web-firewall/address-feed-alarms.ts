import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** Properties of `AddressFeedAlarms`. */
export interface AddressFeedAlarmsProps {
  readonly listName: string;
  readonly interval: Duration;
  readonly staleAfter: Duration;
  readonly age: cloudwatch.Metric;
  readonly refused: cloudwatch.Metric;
  readonly functionName: string;
  readonly topic: sns.ITopicRef;
}

/** Lambda tries a run of the schedule three times: at once, a minute and two later. Runs of five minutes each begin within 15 minutes, and waits. */
const TRIES = 3;

/** Three alarms of one feed: stale, failed, refused. 3 CloudFormation resources. */
export class AddressFeedAlarms extends Construct {
  public constructor(scope: Construct, id: string, { listName, interval, staleAfter, age, refused, functionName, topic }: AddressFeedAlarmsProps) {
    super(scope, id);
    const action: cloudwatch.IAlarmAction = { bind: () => ({ alarmActionArn: topic.topicRef.topicArn }) };
    const alarm = (name: string, props: Omit<cloudwatch.AlarmProps, 'evaluationPeriods' | 'comparisonOperator'>): void => {
      new cloudwatch.Alarm(this, name, {
        ...props, evaluationPeriods: 1, comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      }).addAlarmAction(action);
    };
    const run = `cdk-private-api addresses sync --list ${listName} --dry-run`;
    alarm('Stale', {
      // The largest age: the smallest would ring only when every run of the period was stale.
      metric: age.with({ statistic: cloudwatch.Stats.MAXIMUM, period: staleAfter }),
      threshold: staleAfter.toSeconds(),
      // A feed that does not run at all tells no age.
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
      alarmDescription: `${listName}: no run has taken every source for ${staleAfter.toHumanString()}, or none ran. The last good list stays in force. `
        + `Look at the log of the function, then at \`${run}\` (docs/address-feeds.md).`,
    });
    alarm('Failed', {
      metric: new cloudwatch.Metric({
        namespace: 'AWS/Lambda', metricName: 'Errors', dimensionsMap: { FunctionName: functionName }, statistic: cloudwatch.Stats.SUM, period: Duration.minutes(30),
      }),
      threshold: TRIES - 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: `${listName}: a run and both repetitions failed. The last good list stays in force. The log of the function names the source or the call of AWS.`,
    });
    alarm('Refused', {
      metric: refused.with({ statistic: cloudwatch.Stats.SUM, period: Duration.minutes(Math.max(15, interval.toMinutes())) }),
      threshold: 0,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: `${listName}: a change beyond the bounds was refused. The last good list stays in force. \`${run}\` shows the change, and with which \`--accept\` to take it once.`,
    });
  }
}
