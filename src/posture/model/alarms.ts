import type { Posture } from './posture';
import { type Reading, asNumber, readFrom } from './reading';
import type { Resource } from '../assembly/app';
import { type Json, listOf, member } from '../assembly/json';
import { isUnknown } from '../assembly/symbols';

/** A metric that an alarm looks at. */
export interface AlarmMetric {
  readonly namespace: Json | undefined;
  readonly name: Json | undefined;
  /** In the order of the template. */
  readonly dimensions: ReadonlyMap<string, Json>;
  readonly statistic: string;
  readonly period: Reading<number>;
  /** Below the properties of the alarm: empty, or as in `Metrics[0].MetricStat`. */
  readonly property: string;
  /** Where it is not of the alarm's own account. */
  readonly account?: Json;
  /** Whether a query finds it, over all dimensions. */
  readonly queried?: boolean;
}

/** An alarm on metrics. */
export interface Alarm {
  readonly resource: Resource;
  readonly metrics: readonly AlarmMetric[];
  /** Whether it computes what it compares from its metrics. */
  readonly computes: boolean;
}

/** The alarms of an app. */
export function alarmsOf(posture: Posture): readonly Alarm[] {
  return posture.ofType('AWS::CloudWatch::Alarm').map((resource) => {
    const { properties } = resource;
    const several = listOf(properties.Metrics);
    const metrics = several.flatMap((entry, index): AlarmMetric[] => {
      const stat = member(entry, 'MetricStat');
      const account = member(entry, 'AccountId');
      return stat === undefined ? queryOf(entry, `Metrics[${index}].Expression`)
        : [{ ...metricOf(member(stat, 'Metric'), member(stat, 'Stat'), member(stat, 'Period'), `Metrics[${index}].MetricStat.Metric`), ...account === undefined ? {} : { account } }];
    });
    return {
      resource,
      metrics: several.length > 0 ? metrics : [metricOf(properties, properties.Statistic ?? properties.ExtendedStatistic, properties.Period, '')],
      computes: several.some((entry) => member(entry, 'Expression') !== undefined),
    };
  });
}

/** More than names a metric; what follows says of which resource. */
const LONGEST_QUERY = 500;

/** `SELECT SUM("4XXError") FROM SCHEMA("AWS/ApiGateway", ApiName)`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html */
function queryOf(entry: Json, property: string): AlarmMetric[] {
  const [, statistic, name, namespace] = /^\s*SELECT\s+(\w+)\(\s*"?([^"()]+?)"?\s*\)\s+FROM\s+(?:SCHEMA\(\s*)?"?([^"(),\s]+)/i.exec(String(member(entry, 'Expression')).slice(0, LONGEST_QUERY)) ?? [];
  return name === undefined || namespace === undefined ? []
    : [{ ...metricOf({ MetricName: name, Namespace: namespace }, statistic, member(entry, 'Period'), property), queried: true }];
}

function metricOf(metric: Json | undefined, statistic: Json | undefined, period: Json | undefined, property: string): AlarmMetric {
  return {
    namespace: member(metric, 'Namespace'),
    name: member(metric, 'MetricName'),
    dimensions: new Map(listOf(member(metric, 'Dimensions')).map((entry) => [String(member(entry, 'Name')), member(entry, 'Value') ?? ''])),
    statistic: String(statistic),
    period: asNumber(readFrom({ period }, 'period')),
    property,
  };
}

/** Whether somebody hears of an alarm: by an action of its own, or because something else looks at it. */
export function isHeard(posture: Posture, alarm: Resource): boolean | undefined {
  const open = [alarm];
  const seen = new Set(open);
  let sure = true;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { ActionsEnabled: enabled, AlarmActions: actions } = next.properties;
    if (String(enabled).toLowerCase() === 'false') {
      continue;
    }
    if (isUnknown(enabled) || isUnknown(actions)) {
      sure = false;
      continue;
    }
    const lookers = posture.referrers(next).filter(({ type }) => LOOK_AT_ALARMS.includes(type));
    if (listOf(actions).length > 0 || lookers.some(({ type }) => type !== COMPOSITE)) {
      return true;
    }
    for (const looker of lookers.filter((one) => !seen.has(one))) {
      seen.add(looker);
      open.push(looker);
    }
  }
  return sure ? false : undefined;
}

const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';

const LOOK_AT_ALARMS = [
  COMPOSITE, 'AWS::CodeDeploy::DeploymentGroup', 'AWS::AppConfig::Environment', 'AWS::Events::Rule', 'AWS::ECS::Service',
  'AWS::Route53::HealthCheck', 'AWS::FIS::ExperimentTemplate', 'AWS::SSMIncidents::ResponsePlan',
];
