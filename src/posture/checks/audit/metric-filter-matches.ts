import type { Resource } from '../../assembly/app';
import { listOf, member } from '../../assembly/json';
import { hasUnknown, readable } from '../../assembly/symbols';
import { accessLogsOf, logTarget } from '../../model/audit-logs';
import type { Posture } from '../../model/posture';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** `$.status`, `$.identity.ip`, `$['status']`; what stands in quotes is a value. */
const SELECTOR = /\$((?:\.[\w-]+|\[\s*'[^']*'\s*\])+)/g;

export const metricFilterMatches: Check = {
  id: 'metric-filter-matches',
  title: 'A metric filter on an access log selects fields that the log has',
  severity: 'error',
  layer: 'audit',
  why: 'A filter on a field that no line has counts nothing: its alarm is quiet for ever, and looks well.',
  fix: 'Use the field names of the format of the access log.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const filter of posture.ofType('AWS::Logs::MetricFilter')) {
      yield* countsNothing(filter);
      yield* readsAnother(posture, filter);
      const group = logTarget(posture, filter.properties.LogGroupName);
      const formats = group === undefined ? [] : posture.derive(accessLogsOf).filter(({ target }) => target === group).map(({ format }) => format);
      const { FilterPattern: pattern } = filter.properties;
      // Lines of formats that are not known, or not JSON, may hold anything.
      if (typeof pattern !== 'string' || !pattern.trim().startsWith('{') || formats.length === 0 || !formats.every((format) => format.kind === 'known' && format.value.isJson)) {
        continue;
      }
      const fields = new Set(formats.flatMap((format) => (format.kind === 'known' ? [...format.value.fields] : [])));
      const selected = selectors(pattern);
      const missing = selected.filter((field) => !fields.has(field));
      const dead = missing.length > 0 && (!pattern.includes('||') || missing.length === selected.length) && !/NOT\s+EXISTS|!=/.test(pattern) && !hasUnknown(pattern);
      const excluded = excludedBy(pattern).find((field) => !fields.has(field));
      yield dead ? fail(filter, 'FilterPattern', `the access log has no field ${readable(missing[0])}`)
        : excluded !== undefined && !hasUnknown(pattern) ? fail(filter, 'FilterPattern', `the access log has no field ${readable(excluded)}, by which the filter leaves lines out`, 'warning')
          : pass(filter, 'FilterPattern');
    }
  },
};

/** An alarm adds up what each line counts. */
function* countsNothing(filter: Resource): Iterable<Judgement> {
  for (const [index, transformation] of listOf(filter.properties.MetricTransformations).entries()) {
    if (Number(member(transformation, 'MetricValue') ?? NaN) === 0) {
      yield fail(filter, `MetricTransformations[${index}].MetricValue`, 'each line counts 0');
    }
  }
}

/** A filter that names an API is about the access log of this API. */
function* readsAnother(posture: Posture, filter: Resource): Iterable<Judgement> {
  const { FilterPattern: pattern, LogGroupName: name } = filter.properties;
  const named = posture.targets(pattern).filter(({ type }) => type === 'AWS::ApiGateway::RestApi');
  const group = logTarget(posture, name);
  const targets = posture.derive(accessLogsOf).filter(({ stage }) => stage.api !== undefined && named.includes(stage.api.resource))
    .map(({ target }) => target);
  if (targets.length > 0 && targets.every((target) => target !== undefined && target !== group)) {
    yield hasUnknown(name) ? unsure(filter, 'LogGroupName', 'which log the filter reads')
      : fail(filter, 'LogGroupName', 'the filter names an API whose access log goes to another log group');
  }
}

/** The fields whose values a filter does not want. */
function excludedBy(pattern: string): string[] {
  return [...pattern.matchAll(/(\$[\w.[\]'-]+)\s*!=/g)].flatMap(([, selector]) => selectors(selector!));
}

/** CloudWatch Logs takes no longer pattern. */
const LONGEST = 1024;

function selectors(pattern: string): string[] {
  return [...pattern.slice(0, LONGEST).replace(/"(?:[^"\\]|\\.)*"/g, '""').matchAll(SELECTOR)].map(([, path]) => path!.replace(/\[\s*'([^']*)'\s*\]/g, '.$1').slice(1));
}
