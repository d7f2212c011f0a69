import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import type { BundledFunction } from './bundled-function';
import { acknowledge, refuse } from '../validation';

/** When a feed runs, and how long its list may go without a run. */
export interface FeedSchedule {
  readonly interval: Duration;
  readonly staleAfter: Duration;
}

/** @throws ValidationError AddressFeedSchedule */
export function feedSchedule(scope: IConstruct, interval = Duration.minutes(15), staleAfter?: Duration): FeedSchedule {
  const minutes = interval.toMinutes({ integral: false });
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 720) {
    refuse(scope, 'AddressFeedSchedule', `a feed runs every 1 to 720 whole minutes, received: every ${minutes} minutes`);
  }
  const stale = staleAfter?.toMinutes({ integral: false }) ?? Math.min(4 * minutes, 1440);
  if (!Number.isInteger(stale) || (staleAfter !== undefined && stale < 2 * minutes) || stale > 1440) {
    refuse(scope, 'AddressFeedSchedule', `a list is stale after 2 intervals to a day, in whole minutes, received: ${stale} minutes for one of ${minutes}`);
  }
  return { interval: Duration.minutes(minutes), staleAfter: Duration.minutes(stale) };
}

/** Runs a feed, and again after each interval. */
export function runEvery(scope: Construct, interval: Duration, { functionArn }: BundledFunction, listName: string): void {
  const minutes = interval.toMinutes();
  const rule = new events.CfnRule(scope, 'Schedule', {
    description: `Runs the feed of ${listName}`,
    scheduleExpression: `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`,
    targets: [{ id: 'Feed', arn: functionArn }],
  });
  acknowledge(rule, 'A run that could not be started is followed by the next, and the list counts as stale when none comes.', 'Serverless-EventBusDLQ');
  new lambda.CfnPermission(scope, 'Invoke', {
    action: 'lambda:InvokeFunction', functionName: functionArn, principal: 'events.amazonaws.com', sourceArn: rule.attrArn,
  });
}
