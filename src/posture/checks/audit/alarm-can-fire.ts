import { listOf, member } from '../../assembly/json';
import { readable } from '../../assembly/symbols';
import { zeroFormula } from '../../model/alarm-formulas';
import { type Alarm, alarmsOf } from '../../model/alarms';
import type { Posture } from '../../model/posture';
import { readNumber } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** Requests, milliseconds or bytes of an API in a period: what is above is meant never to be reached. */
const BEYOND_REACH = 1_000_000;
/** What needs longer to be sure is told when the damage is done. */
const LATEST_HOURS = 6;
/** CloudWatch's bounds: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html */
const DAY = 86_400;
const WEEK = 7 * DAY;

/** What goes up when the API cannot keep up. */
const OF_LOAD = /Latency|Duration/;
/** Below the middle, a percentile says how the best of the requests fare. */
const LOWEST_PERCENTILE = 50;

/** What goes up when somebody tries. */
const OF_ABUSE = /4XX|5XX|Error|Block|Throttl|Refus|Denied|Drop|Risk|Count(ed)?Requests|Unauthorized|Forbidden/i;

export const alarmCanFire: Check = {
  id: 'alarm-can-fire',
  title: 'An alarm can fire, in time, and is quiet when all is well',
  severity: 'error',
  layer: 'audit',
  why: 'An alarm that waits for what cannot come tells nothing; one that is always red tells nothing either.',
  fix: 'Set a threshold that an attack reaches and normal use does not, over a few short periods.',
  owasp: ['API8:2023', 'API4:2023'],
  * judge(posture: Posture) {
    for (const alarm of posture.derive(alarmsOf)) {
      const found = [...judgeAlarm(alarm)];
      yield* found.length > 0 ? found : [pass(alarm.resource, 'Threshold')];
    }
  },
};

function* judgeAlarm(alarm: Alarm): Iterable<Judgement> {
  const { resource, computes } = alarm;
  const operator = String(resource.properties.ComparisonOperator);
  const threshold = readNumber(resource, 'Threshold');
  if (threshold.kind === 'known' && !computes) {
    const problem = thresholdProblem(alarm, operator, threshold.value);
    if (problem !== undefined) {
      yield fail(resource, problem.at, problem.message);
    }
  }
  const zero = zeroFormula(resource.properties.Metrics);
  if (zero !== undefined) {
    yield fail(resource, `Metrics[${zero.index}].Expression`, `the alarm looks at ${readable(zero.expression)}, which is 0 whatever the metrics are`);
  }
  if (threshold.kind === 'unknown') {
    yield unsure(resource, 'Threshold', threshold.why);
  }
  if (operator === 'LessThanLowerThreshold' && alarm.metrics.length === 1 && OF_ABUSE.test(String(alarm.metrics[0]?.name)) && isBandOf(alarm)) {
    yield fail(resource, 'ComparisonOperator', `the alarm tells of too few ${readable(String(alarm.metrics[0]!.name))}, not of many`);
  }
  yield* timing(alarm);
  if (resource.properties.TreatMissingData === 'ignore' && alarm.metrics.some(({ name }) => OF_ABUSE.test(String(name)))) {
    yield fail(resource, 'TreatMissingData', 'missing data are ignored: after its first time the alarm stays red, and tells of nothing new', 'warning');
  }
}

function thresholdProblem({ metrics, resource }: Alarm, operator: string, threshold: number): { at: string; message: string } | undefined {
  const [metric] = metrics;
  const name = String(metric?.name);
  const above = operator.startsWith('GreaterThan');
  const orEqual = operator.includes('OrEqualTo');
  // Every request is a 0 or a 1 of these.
  const isShare = metric?.namespace === 'AWS/ApiGateway' && /^[45]XXError$/.test(name) && /^(Average|Maximum|Minimum|p[\d.]+|tm|TM)/.test(metric.statistic);
  if (above && (threshold > BEYOND_REACH || isShare && (orEqual ? threshold > 1 : threshold >= 1))) {
    return { at: 'Threshold', message: isShare ? `the threshold is ${threshold}, and a share of requests is at most 1` : `the threshold is ${threshold}` };
  }
  if (above && OF_ABUSE.test(name) && metric?.statistic === 'Minimum') {
    return { at: 'Statistic', message: `the alarm looks at the minimum of ${readable(name)}` };
  }
  if (above && (orEqual ? threshold <= 0 : threshold < 0)) {
    return { at: 'Threshold', message: `the threshold is ${threshold}: the alarm is always red` };
  }
  if (operator.startsWith('LessThan') && (orEqual ? threshold < 0 : threshold <= 0)) {
    return { at: 'Threshold', message: `the threshold is ${threshold}, and the metric is never less` };
  }
  const percentile = /^(?:p|tm|wm|tc|ts)(\d+(?:\.\d+)?)$/i.exec(String(metric?.statistic))?.[1];
  if (above && percentile !== undefined && Number(percentile) < LOWEST_PERCENTILE) {
    return { at: 'ExtendedStatistic', message: `the alarm looks at the ${metric!.statistic} of ${readable(name)}, which says how the best requests fare` };
  }
  return operator.startsWith('LessThan') && !operator.includes('Lower') && (OF_ABUSE.test(name) || OF_LOAD.test(name)) && resource.properties.EvaluateLowSampleCountPercentile === undefined
    ? { at: 'ComparisonOperator', message: `the alarm tells of too few ${readable(name)}, not of many` } : undefined;
}

/** Whether all that it computes is the band of what it looks at. */
function isBandOf({ resource }: Alarm): boolean {
  return listOf(resource.properties.Metrics).every((entry) => /^(undefined|\s*ANOMALY_DETECTION_BAND\()/.test(String(member(entry, 'Expression'))));
}

function* timing({ resource, metrics }: Alarm): Iterable<Judgement> {
  const periods = readNumber(resource, 'EvaluationPeriods');
  const needed = readNumber(resource, 'DatapointsToAlarm');
  const period = metrics[0]?.period;
  if (periods.kind !== 'known' || needed.kind === 'unknown') {
    return;
  }
  const datapoints = needed.kind === 'known' ? needed.value : periods.value;
  if (datapoints > periods.value) {
    yield fail(resource, 'DatapointsToAlarm', `the alarm needs ${datapoints} of ${periods.value} periods`);
  }
  if (period?.kind === 'known') {
    const whole = period.value * periods.value;
    const longest = period.value >= 3600 ? WEEK : DAY;
    if (whole > longest) {
      yield fail(resource, 'EvaluationPeriods', `the alarm looks at ${periods.value} periods of ${period.value} seconds, more than CloudWatch takes`);
    } else if (datapoints * period.value > LATEST_HOURS * 3600 && metrics.some(({ name }) => isUrgent(String(name)))) {
      yield fail(resource, period.value > LATEST_HOURS * 3600 ? 'Period' : 'EvaluationPeriods', `the alarm needs ${datapoints * period.value / 3600} hours to tell`, 'warning');
    }
  }
}

function isUrgent(name: string): boolean {
  return OF_ABUSE.test(name) || OF_LOAD.test(name);
}
