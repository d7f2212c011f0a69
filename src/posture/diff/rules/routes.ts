import type { Resource } from '../../assembly/app';
import { type Json, type JsonObject, listOf, member, objectOf } from '../../assembly/json';
import { asReference, hasUnknown, isUnknown } from '../../assembly/symbols';
import { means } from '../canonical';
import type { Direction } from '../change';
import { shown, valueAt } from '../compare';
import { IGNORED, OPENING, POLICY, PRESENT, type Movement, type TypeRule, off, on, own, ranks } from '../rule';
import { compareAccessLogFormat } from './audit';

// From weak to strong: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
const TLS = [
  'TLS_1_0', 'TLS_1_2', 'SecurityPolicy_TLS13_1_2_2021_06', 'SecurityPolicy_TLS13_1_2_PQ_2025_09', 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09', 'SecurityPolicy_TLS13_1_3_2025_09', 'SecurityPolicy_TLS13_1_3_FIPS_2025_09',
];

/** Each setting of methods, and how its values stand to each other. */
const SETTINGS: Readonly<Record<string, (value: Json | undefined) => number>> = {
  ThrottlingRateLimit: throttle,
  ThrottlingBurstLimit: throttle,
  LoggingLevel: (value) => ['OFF', 'ERROR', 'INFO'].indexOf(String(value ?? 'OFF')),
  DataTraceEnabled: (value) => (String(value) === 'true' ? 0 : 1),
  MetricsEnabled: (value) => (String(value) === 'true' ? 1 : 0),
  CacheDataEncrypted: (value) => (String(value) === 'true' ? 1 : 0),
};

/** Left out, or -1, is no limit of the stage's own. */
function throttle(value: Json | undefined): number {
  return value === undefined || Number(value) < 0 ? -Infinity : -Number(value);
}

function compareSettings(before: Resource, after: Resource, property: string): Movement[] {
  const of = (stage: Resource) => new Map(listOf(valueAt(stage, property)).map((setting): [string, JsonObject] => [
    `${String(member(setting, 'HttpMethod'))} ${String(member(setting, 'ResourcePath')).replace(/^\/?~1/, '/').replace(/~1/g, '/')}`, objectOf(setting),
  ]));
  if (isUnknown(valueAt(before, property)) || isUnknown(valueAt(after, property))) {
    return means(valueAt(before, property), valueAt(after, property)) ? [] : [{
      direction: 'unknown', property, before: valueAt(before, property) ?? null, after: valueAt(after, property) ?? null, message: 'its method settings changed, and are not known',
    }];
  }
  const [from, to] = [of(before), of(after)];
  const all = (settings: ReadonlyMap<string, JsonObject>, name: string) => settings.get('* /*')?.[name];
  return [...new Set([...from.keys(), ...to.keys()])].sort().flatMap((key) => Object.entries(SETTINGS).flatMap(([name, rank]): Movement[] => {
    // A method without settings of its own has those of all methods.
    const [old, young] = [from.get(key)?.[name] ?? all(from, name), to.get(key)?.[name] ?? all(to, name)];
    const [was, is] = [old, young].map((value) => (hasUnknown(value) ? NaN : rank(value))) as [number, number];
    return Object.is(was, is) && !(Number.isNaN(was) && !means(old, young)) ? [] : [{
      direction: is === -Infinity ? 'weaker' : Number.isNaN(was) || Number.isNaN(is) ? 'unknown' : is > was ? 'stronger' : 'weaker',
      property: `${property} ${key}`,
      before: old ?? null,
      after: young ?? null,
      message: `${name} of ${key === '* /*' ? 'all methods' : key} is now ${shown(young)}; before, ${shown(old)}`,
    }];
  }));
}

/** Whether, and where to, calls are recorded. */
function compareDestination(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)].map((value) => (typeof value === 'string' ? value.replace(/:\*$/, '') : value));
  const direction: Direction = from === undefined ? 'stronger' : to === undefined ? 'weaker' : 'unknown';
  return means(from, to) ? [] : [{
    direction,
    property,
    before: from ?? null,
    after: to ?? null,
    message: to === undefined ? 'its calls are no longer recorded in an access log' : from === undefined ? `its calls are now recorded in ${shown(to)}` : `its calls are now recorded in ${shown(to)}; before, in ${shown(from)}`,
  }];
}

/** A new deployment is how a change goes live; one that the app does not make leaves the stage as it was. */
function compareDeployment(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const isMade = (value: Json | undefined) => asReference(value) !== undefined;
  return isMade(from) === isMade(to) || means(from, to) ? [] : [{
    direction: 'unknown', property, before: from ?? null, after: to ?? null, message: `it now shows ${isMade(to) ? 'the API as the app declares it' : `the deployment ${shown(to)}, whatever the app declares`}`,
  }];
}

/** A canary serves a part of the calls from another deployment; what one that the app does not make holds, nobody sees. */
function compareCanary(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const foreign = [from, to].map((canary) => member(canary, 'DeploymentId') !== undefined && asReference(member(canary, 'DeploymentId')) === undefined);
  return means(from, to) ? [] : [{
    direction: foreign[0] === foreign[1] ? 'unknown' : foreign[1] ? 'weaker' : 'stronger',
    property,
    before: from ?? null,
    after: to ?? null,
    message: to === undefined ? `it no longer serves calls from the deployment ${shown(member(from, 'DeploymentId'))}`
      : `it now serves ${shown(member(to, 'PercentTraffic') ?? 0)} % of its calls from the deployment ${shown(member(to, 'DeploymentId'))}${foreign[1] ? ', whatever the app declares' : ''}`,
  }];
}

/** Whether a gateway response lets any origin read it, or says what the authorizer knows. */
function tellsOthers({ ResponseParameters, ResponseTemplates }: JsonObject): boolean {
  return String(member(ResponseParameters, 'gatewayresponse.header.Access-Control-Allow-Origin')) === "'*'" || JSON.stringify(ResponseTemplates ?? '').includes('$context.authorizer');
}

export const ROUTES_RULES: Readonly<Record<string, TypeRule>> = {
  'AWS::ApiGateway::RestApi': {
    layer: 'routes',
    noun: 'API',
    role: 'part',
    properties: {
      // Routes, policy and authorizers are compared as what they mean, not as they are written.
      Body: IGNORED,
      BodyS3Location: IGNORED,
      Policy: IGNORED,
      EndpointConfiguration: IGNORED,
      DisableExecuteApiEndpoint: on(),
      SecurityPolicy: ranks('TLS_1_2', ...TLS),
      EndpointAccessMode: ranks('BASIC', 'BASIC', 'STRICT'),
      FailOnWarnings: on(),
      MinimumCompressionSize: IGNORED,
      Name: IGNORED,
      Mode: ranks('overwrite', 'merge', 'overwrite'),
      ApiKeySourceType: ranks('HEADER', 'AUTHORIZER', 'HEADER'),
      Parameters: IGNORED,
    },
  },
  'AWS::ApiGateway::Stage': {
    layer: 'routes',
    noun: 'stage',
    shows: ['StageName', 'RestApiId'],
    role: 'opens',
    properties: {
      'MethodSettings': own(compareSettings),
      'AccessLogSetting.DestinationArn': own(compareDestination),
      'AccessLogSetting.Format': compareAccessLogFormat,
      'TracingEnabled': on(),
      'ClientCertificateId': PRESENT,
      'CacheClusterEnabled': off(),
      'CacheClusterSize': IGNORED,
      'DeploymentId': own(compareDeployment),
      'CanarySetting': own(compareCanary),
      'DocumentationVersion': IGNORED,
    },
  },
  'AWS::ApiGateway::Deployment': {
    layer: 'routes', noun: 'stage of a deployment', role: 'part', roleOf: ({ properties }) => (properties.StageName === undefined ? 'part' : 'opens'), shows: ['StageName', 'RestApiId'], properties: { StageName: OPENING, Description: IGNORED, RestApiId: IGNORED },
  },
  'AWS::ApiGateway::GatewayResponse': {
    layer: 'routes', noun: 'gateway response', role: 'part', roleOf: ({ properties }) => (tellsOthers(properties) ? 'opens' : 'part'), properties: {},
  },
  'AWS::ApiGateway::DomainName': {
    layer: 'routes', noun: 'public domain of an API', role: 'opens', properties: { SecurityPolicy: ranks('TLS_1_2', ...TLS), MutualTlsAuthentication: PRESENT },
  },
  'AWS::ApiGateway::DomainNameV2': {
    layer: 'routes',
    noun: 'private domain of an API',
    role: 'part',
    properties: { SecurityPolicy: ranks('TLS_1_2', ...TLS), Policy: POLICY, EndpointAccessMode: ranks('BASIC', 'BASIC', 'STRICT') },
  },
  'AWS::ApiGateway::BasePathMapping': { layer: 'routes', noun: 'base path of a domain', role: 'opens', properties: {} },
  'AWS::ApiGateway::BasePathMappingV2': { layer: 'routes', noun: 'base path of a private domain', role: 'opens', properties: {} },
  'AWS::ApiGatewayV2::Api': { layer: 'routes', noun: 'public API', role: 'opens', properties: { Body: { kind: 'presence', stronger: false } } },
  'AWS::ApiGatewayV2::Route': { layer: 'routes', noun: 'route of a public API', role: 'opens', properties: { AuthorizationType: ranks('NONE', 'NONE', 'CUSTOM', 'JWT', 'AWS_IAM') } },
  'AWS::ApiGatewayV2::Stage': { layer: 'routes', noun: 'stage of a public API', role: 'opens', properties: { DeploymentId: IGNORED, AccessLogSettings: PRESENT } },
};
