import { withoutDefaults } from './defaults';
import type { App, Resource } from '../assembly/app';
import { type Json, isObject, listOf, member } from '../assembly/json';
import { replaceSymbols } from '../assembly/symbols';

/** An app in one spelling, where CloudFormation has two for the same thing. */
export function normalForm(app: App): App {
  const scopes = new Map(app.resources.filter(({ type }) => type === 'AWS::Cognito::UserPoolResourceServer')
    .map(({ key, properties }) => [`${key}.Ref`, properties.Identifier]));
  return {
    ...app,
    resources: app.resources.map((resource) => {
      const written = scopes.size === 0 ? resource.properties : replaceSymbols(resource.properties, (symbol) => {
        const identifier = scopes.get(symbol);
        return typeof identifier === 'string' ? identifier : undefined;
      });
      const properties = withoutDefaults(resource.type, written);
      return resource.type === 'AWS::CloudWatch::Alarm' ? alarm({ ...resource, properties }) : { ...resource, properties };
    }),
  };
}

/** An alarm on one metric of a list is an alarm on that metric. */
function alarm(resource: Resource): Resource {
  const [only, ...more] = listOf(resource.properties.Metrics);
  const stat = member(only, 'MetricStat');
  const metric = member(stat, 'Metric');
  if (more.length > 0 || !isObject(stat) || !isObject(metric)) {
    return resource;
  }
  const { Metrics: _metrics, ...properties } = resource.properties;
  const { Namespace, MetricName, Dimensions } = metric;
  const inner: Record<string, Json | undefined> = { Namespace, MetricName, Dimensions, Period: stat.Period, Statistic: stat.Stat, Unit: stat.Unit };
  return { ...resource, properties: { ...properties, ...Object.fromEntries(Object.entries(inner).filter(([, value]) => value !== undefined)) } };
}
