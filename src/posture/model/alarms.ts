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
      return stat === undefined ? [] : [metricOf(member(stat, 'Metric'), member(stat, 'Stat'), member(stat, 'Period'), `Metrics[${index}].MetricStat.Metric`)];
    });
    return {
      resource,
      metrics: several.length > 0 ? metrics : [metricOf(properties, properties.Statistic ?? properties.ExtendedStatistic, properties.Period, '')],
      computes: several.some((entry) => member(entry, 'Expression') !== undefined),
    };
  });
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
  const { ActionsEnabled: enabled, AlarmActions: actions } = alarm.properties;
  if (String(enabled).toLowerCase() === 'false') {
    return false;
  }
  return isUnknown(enabled) || isUnknown(actions) ? undefined
    : listOf(actions).length > 0 || posture.referrers(alarm).some(({ type }) => LOOK_AT_ALARMS.includes(type));
}

const LOOK_AT_ALARMS = [
  'AWS::CloudWatch::CompositeAlarm', 'AWS::CodeDeploy::DeploymentGroup', 'AWS::AppConfig::Environment', 'AWS::Events::Rule', 'AWS::ECS::Service',
  'AWS::Route53::HealthCheck', 'AWS::FIS::ExperimentTemplate', 'AWS::SSMIncidents::ResponsePlan',
];
