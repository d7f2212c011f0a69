import { RuleError } from '../values/rule-error';

/** An alarm's numbers. */
export interface AlarmRule {
  readonly unit: 'share' | 'milliseconds' | 'requests';
  readonly threshold: number;
  readonly minutes: number;
  readonly evaluationPeriods: number;
  /** All periods, where it is not given. */
  readonly datapointsToAlarm?: number;
}

/** Why there is no alarm. */
export interface AlarmOff {
  readonly offReason: string;
}

const MINUTES_A_DAY = 24 * 60;

/** @throws RuleError AlarmThreshold */
export function checkedRule(rule: AlarmRule): AlarmRule {
  const problem = problemOf(rule);
  if (problem) {
    throw new RuleError('AlarmThreshold', problem);
  }
  return rule;
}

function problemOf({ unit, threshold, minutes, evaluationPeriods, datapointsToAlarm = evaluationPeriods }: AlarmRule): string | undefined {
  if (!Number.isFinite(threshold) || threshold < 0) {
    return `an alarm's threshold is a number of 0 or more, received: ${threshold}`;
  }
  if (unit === 'share' && threshold >= 1) {
    return `this alarm's threshold is a share of the requests, from 0 to below 1 (1 could never be exceeded), received: ${threshold}`;
  }
  if (!Number.isInteger(minutes) || minutes < 1) {
    return `an alarm's period is of whole minutes, received: ${minutes} minutes`;
  }
  if (!Number.isInteger(evaluationPeriods) || evaluationPeriods < 1 || evaluationPeriods * minutes > MINUTES_A_DAY) {
    return `an alarm looks at 1 or more periods of together at most a day, received: ${evaluationPeriods} periods of ${minutes} minutes`;
  }
  if (!Number.isInteger(datapointsToAlarm) || datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods) {
    return `an alarm needs 1 to ${evaluationPeriods} of ${evaluationPeriods} periods above its threshold, received: ${datapointsToAlarm}`;
  }
  return undefined;
}
