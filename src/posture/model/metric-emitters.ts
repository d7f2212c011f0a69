import { type AlarmMetric, alarmsOf } from './alarms';
import { type Api, apisOf } from './api';
import { methodSettings } from './audit-logs';
import type { Posture } from './posture';
import { stagesOf } from './stages';
import { type WebAcl, webAclsOf } from './web-acl';
import type { Resource } from '../assembly/app';
import { type Json, listOf, member, objectOf, table } from '../assembly/json';
import { hasUnknown, pseudoParameter, readable } from '../assembly/symbols';

/** Whether something emits a metric: undefined where nothing speaks against it, else why not. */
export type Emission = { readonly kind: 'emitted' } | { readonly kind: 'dead'; readonly why: string } | { readonly kind: 'unknown'; readonly why: string };

const EMITTED: Emission = { kind: 'emitted' };
const dead = (why: string): Emission => ({ kind: 'dead', why });
const open = (why: string): Emission => ({ kind: 'unknown', why });

/** Dimensions of AWS WAF besides web ACL, rule and Region: https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html */
const OF_WEB_ACLS = [
  'RuleGroup', 'ManagedRuleGroup', 'ManagedRuleGroupRule', 'LabelNamespace', 'LabelName', 'Label', 'Context', 'Country', 'Attack', 'Device', 'Resource', 'ResourceType',
  'VerificationStatus', 'VerificationToken', 'BotCategory', 'BotName', 'BotOrganization', 'Intent', 'Signal', 'Method', 'ContentType', 'IP',
];

/** Names of the metrics of services whose lists are complete: docs of each service, "metrics and dimensions". */
const METRICS = table<readonly string[]>({
  'AWS/ApiGateway': ['4XXError', '5XXError', 'Count', 'Latency', 'IntegrationLatency', 'CacheHitCount', 'CacheMissCount'],
  'AWS/WAFV2': ['AllowedRequests', 'BlockedRequests', 'CountedRequests', 'PassedRequests', 'CaptchaRequests', 'ChallengeRequests', 'RequestsWithValidCaptchaToken',
    'RequestsWithValidChallengeToken', 'CaptchasAttempted', 'CaptchasSolved', 'CaptchasAttemptedSdk', 'CaptchasSolvedSdk', 'DaysToExpiry'],
});

/** Whether something of the app emits the metric of an alarm. */
export function emissionOf(posture: Posture, stack: string, metric: AlarmMetric): Emission {
  const { namespace, name } = metric;
  if (hasUnknown(namespace) || hasUnknown(name) || namespace === undefined || name === undefined) {
    return open(readable(namespace === undefined || hasUnknown(namespace) ? namespace : name));
  }
  if (metric.account !== undefined && metric.account !== pseudoParameter('AWS::AccountId')) {
    return open(`what account ${readable(metric.account)} emits`);
  }
  const known = METRICS[String(namespace)];
  if (known !== undefined && !known.includes(String(name)) && !metric.dimensions.has('ApiId')) {
    return dead(`${String(namespace)} has no metric ${readable(name)}`);
  }
  if (metric.queried) {
    return EMITTED; // of whatever has it
  }
  switch (namespace) {
    case 'AWS/ApiGateway': return ofApi(posture, metric);
    case 'AWS/WAFV2': return ofWebAcl(posture, stack, metric);
    case 'AWS/WAF': return posture.resources.some(({ type }) => /^AWS::WAF(Regional)?::/.test(type)) ? EMITTED : dead('AWS/WAF is of WAF Classic, of which the app has nothing');
    case 'AWS/NetworkFirewall': return ofNamed(posture, metric, 'FirewallName', 'AWS::NetworkFirewall::Firewall', 'FirewallName', ['AvailabilityZone', 'Engine']);
    case 'AWS/Lambda': return ofNamed(posture, metric, 'FunctionName', 'AWS::Lambda::Function', 'FunctionName', []);
    default: return String(namespace).startsWith('AWS/') ? EMITTED : ofFilter(posture, metric);
  }
}

function ofApi(posture: Posture, { dimensions }: AlarmMetric): Emission {
  if (dimensions.has('ApiId')) {
    return EMITTED; // an HTTP or WebSocket API
  }
  const name = dimensions.get('ApiName');
  const extra = [...dimensions.keys()].filter((key) => !['ApiName', 'Stage', 'Method', 'Resource'].includes(key));
  if (name === undefined || extra.length > 0) {
    return dead(name === undefined ? 'the dimension ApiName is missing' : `API Gateway has no dimension ${extra[0]!}`);
  }
  const apis = posture.derive(apisOf);
  const own = apis.filter((api) => isName(posture, nameOf(api), name));
  if (own.length === 0) {
    return apis.length === 0 || hasUnknown(name) || apis.some((api) => hasUnknown(nameOf(api))) ? open(`whether an API has the name ${readable(name)}`)
      : dead(`no API has the name ${readable(name)}`);
  }
  const stage = dimensions.get('Stage');
  const stages = posture.derive(stagesOf).filter(({ api }) => api !== undefined && own.includes(api));
  const those = stages.filter((candidate) => posture.target(stage) === candidate.resource || isName(posture, candidate.name, stage ?? ''));
  if (stage !== undefined && those.length === 0) {
    return stages.length === 0 || hasUnknown(stage) || stages.some((candidate) => hasUnknown(candidate.name)) ? open(`whether the API has a stage ${readable(stage)}`)
      : dead(`the API has no stage ${readable(stage)}`);
  }
  const detailed = dimensions.has('Method') || dimensions.has('Resource');
  if (detailed && (!dimensions.has('Method') || !dimensions.has('Resource') || stage === undefined)) {
    return dead('metrics of single methods have the dimensions ApiName, Stage, Method and Resource');
  }
  return detailed && !those.some((candidate) => methodSettings(candidate).some(({ settings }) => String(member(settings, 'MetricsEnabled')) !== 'false' && member(settings, 'MetricsEnabled') !== undefined))
    ? dead('the stage has no detailed metrics, which single methods need') : EMITTED;
}

/** The name under which an API's metrics stand. */
function nameOf({ resource, body }: Api): Json | undefined {
  return resource.properties.Name ?? (body.kind === 'known' ? member(member(body.value, 'info'), 'title') : undefined);
}

function ofWebAcl(posture: Posture, stack: string, { dimensions }: AlarmMetric): Emission {
  const others = [...dimensions.keys()].filter((key) => !['WebACL', 'Rule', 'Region'].includes(key));
  const strange = others.find((key) => !OF_WEB_ACLS.includes(key));
  if (others.length > 0) {
    return strange === undefined ? EMITTED : open(`whether AWS WAF has a dimension ${readable(strange)}`);
  }
  const [name, rule, region] = [dimensions.get('WebACL'), dimensions.get('Rule'), dimensions.get('Region')];
  const missing = Object.entries({ WebACL: name, Rule: rule, Region: region }).find(([, value]) => value === undefined);
  if (missing !== undefined) {
    return dead(`the dimension ${missing[0]} is missing`);
  }
  const acls = posture.derive(webAclsOf);
  const own = acls.find((acl) => namesOfAcl(acl).some((own_) => isName(posture, own_, name!)) || posture.target(name) === acl.resource);
  if (own === undefined) {
    return acls.length === 0 || hasUnknown(name) || acls.some((acl) => namesOfAcl(acl).some((text) => hasUnknown(text))) ? open(`whether a web ACL has the name ${readable(name)}`)
      : dead(`no web ACL has the name ${readable(name)}`);
  }
  if (region !== undefined && !hasUnknown(region) && !/‹/.test(String(region)) && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(String(region))) {
    return dead(`${readable(region)} is no Region`);
  }
  const here = posture.app.stacks.find((candidate) => candidate.name === stack)?.region;
  if (here !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(String(region)) && region !== here) {
    return dead(`the web ACL is in ${here}, the dimension Region says ${readable(region)}`);
  }
  const rules = own.flow.flatMap((one) => [one.visibility.MetricName, one.name]).concat(own.rules.kind === 'known' ? own.rules.value.flatMap((one) => [one.visibility.MetricName, one.name]) : []);
  return rule === 'ALL' || rule === 'Default_Action' || rules.some((text) => isName(posture, text, rule!)) ? EMITTED
    : hasUnknown(rule) || own.flow.some(({ match }) => match.kind === 'unknown') ? open(`whether the web ACL has a rule ${readable(rule)}`) : dead(`the web ACL has no rule ${readable(rule)}`);
}

function namesOfAcl({ resource }: WebAcl): (Json | undefined)[] {
  return [resource.properties.Name, objectOf(resource.properties.VisibilityConfig).MetricName];
}

function ofNamed(
  posture: Posture, { dimensions }: AlarmMetric, dimension: string, type: string, property: string, more: readonly string[],
): Emission {
  const name = dimensions.get(dimension);
  const missing = more.find((key) => !dimensions.has(key));
  if (name === undefined) {
    return dimension === 'FunctionName' && dimensions.size === 0 ? EMITTED : dead(`the dimension ${dimension} is missing`);
  }
  if (missing !== undefined) {
    return dead(`the dimension ${missing} is missing`);
  }
  const own = posture.ofType(type);
  return posture.targets(name).length > 0 || own.some((resource) => isName(posture, resource.properties[property], name)) ? EMITTED
    : open(`whether ${readable(name)} exists, which the app does not make`);
}

/** A namespace of the app's own: metric filters fill it, or code does, of which templates say nothing. */
function ofFilter(posture: Posture, { namespace, name, dimensions }: AlarmMetric): Emission {
  const transformations = posture.ofType('AWS::Logs::MetricFilter').flatMap((filter: Resource) =>
    listOf(filter.properties.MetricTransformations).map((transformation) => ({ filter, transformation })));
  const near = transformations.filter(({ transformation }) => posture.same(member(transformation, 'MetricNamespace'), namespace));
  const those = near.filter(({ transformation }) => posture.same(member(transformation, 'MetricName'), name));
  if (near.length === 0) {
    return open(`whether something writes the metric ${readable(name)} of ${readable(namespace)}`);
  }
  const keys = (transformation: Json) => listOf(member(transformation, 'Dimensions')).map((entry) => String(member(entry, 'Key'))).sort().join();
  const wanted = [...dimensions.keys()].sort().join();
  if (those.length === 0) {
    // Code may write into the namespace too: a misspelled name is one that looks like a filter's metric that nobody watches.
    const idle = near.some(({ transformation }) => keys(transformation) === wanted && !isWatched(posture, transformation));
    return !idle ? open(`whether something writes the metric ${readable(name)} of ${readable(namespace)}`) : dead(`no metric filter writes the metric ${readable(name)} of ${readable(namespace)}`);
  }
  return those.some(({ transformation }) => keys(transformation) === wanted) ? EMITTED
    : dead(`the metric filter writes the metric ${wanted === '' ? `with the dimensions ${keys(those[0]!.transformation)}` : `without the dimensions ${wanted}`}`);
}

function isWatched(posture: Posture, transformation: Json): boolean {
  return posture.derive(alarmsOf).some(({ metrics }) => metrics.some(({ namespace, name }) => posture.same(member(transformation, 'MetricNamespace'), namespace)
    && posture.same(member(transformation, 'MetricName'), name)));
}

function isName(posture: Posture, own: Json | undefined, given: Json): boolean {
  return own !== undefined && posture.same(own, given);
}
