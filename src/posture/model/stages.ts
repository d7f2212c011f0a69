import { type Api, apiAt, privateSigns } from './api';
import type { Posture } from './posture';
import { type MethodSetting, settingsOf } from './stage-settings';
import type { Resource } from '../assembly/app';
import { type Json, type JsonObject, isObject, member } from '../assembly/json';
import { free, hasUnknown, isUnknown } from '../assembly/symbols';
import type { Answer } from '../policy/wildcard';

/** A stage of a REST API: a resource of its own, or made by a deployment. */
export interface Stage {
  readonly resource: Resource;
  /** Undefined where the API is not of this app. */
  readonly api: Api | undefined;
  readonly apiId: Json | undefined;
  readonly name: Json | undefined;
  /** What it is made with: of a deployment, what its `StageDescription` says. */
  readonly properties: JsonObject;
  /** Before each of its properties: empty, or `StageDescription.`. */
  readonly prefix: '' | 'StageDescription.';
  readonly settings: readonly MethodSetting[];
  /** Whether it is, or seems to be, one of a private API. */
  readonly isPrivate: boolean;
}

/** The stages of the REST APIs of an app. */
export function stagesOf(posture: Posture): readonly Stage[] {
  const stage = (resource: Resource, properties: JsonObject, prefix: Stage['prefix']): Stage => {
    const { RestApiId: apiId, StageName: name } = resource.properties;
    const api = apiAt(posture, apiId);
    return {
      resource,
      api,
      apiId,
      name,
      properties,
      prefix,
      settings: settingsOf(properties, prefix),
      isPrivate: api === undefined || seemsPrivate(posture, api),
    };
  };
  return [
    ...posture.ofType('AWS::ApiGateway::Stage').map((resource) => stage(resource, resource.properties, '')),
    ...posture.ofType('AWS::ApiGateway::Deployment').filter(({ properties }) => properties.StageName !== undefined)
      .map((resource) => stage(resource, described(resource.properties.StageDescription), 'StageDescription.')),
  ];
}

/** One that is not known as a whole may say anything. */
function described(value: Json | undefined): JsonObject {
  return isObject(value) ? value : isUnknown(value) ? { '*': value } : {};
}

function seemsPrivate(posture: Posture, api: Api): boolean {
  return api.isPrivate.kind === 'unknown' || api.isPrivate.kind === 'known' && api.isPrivate.value || privateSigns(posture, api).length > 0;
}

const STAGE_ARN = new RegExp(`/restapis/(${free('/')})/stages/(${free('/')})$`);

/** Whether an ARN is that of a stage, as in `arn:aws:apigateway:eu-central-1::/restapis/abc123/stages/prod`. */
export function isStageArn(posture: Posture, arn: Json | undefined, stage: Stage): Answer {
  if (typeof arn !== 'string') {
    return false;
  }
  const [, api, name] = STAGE_ARN.exec(arn) ?? [];
  if (api === undefined || name === undefined) {
    return hasUnknown(arn) ? undefined : false;
  }
  const isApi = hasUnknown(api) || hasUnknown(stage.apiId) ? maybe(api === stage.apiId) : posture.same(api, stage.apiId);
  const isName = posture.target(name) === stage.resource || name === stage.name ? true
    : hasUnknown(name) || hasUnknown(stage.name) ? undefined
      // A name that is a reference to another resource may be the same text.
      : posture.target(name) !== undefined && nameOf(posture, name) === undefined ? undefined : (nameOf(posture, name) ?? name) === stage.name;
  return isApi === false || isName === false ? false : isApi && isName ? true : undefined;
}

function maybe(same: boolean): Answer {
  return same ? true : undefined;
}

function nameOf(posture: Posture, reference: string): Json | undefined {
  const target = posture.target(reference);
  return target?.type === 'AWS::ApiGateway::Stage' ? target.properties.StageName : undefined;
}

/** Who manages the web firewall of a stage instead of the app, as the app says. */
export function managedElsewhere(posture: Posture, stage: Stage): string | undefined {
  const note = member(stage.resource.metadata['cdk-private-api:web-firewall'], 'managedElsewhere');
  if (isObject(note)) {
    return `the web firewall is managed elsewhere, by ${String(note.owner)}: ${String(note.reason)}`;
  }
  const manager = posture.ofType('AWS::FMS::Policy').find(({ properties }) => /"?WAFV2"?/.test(JSON.stringify(properties.SecurityServicePolicyData ?? ''))
    && /ApiGateway::Stage/.test(JSON.stringify([properties.ResourceType, properties.ResourceTypeList])));
  return manager && 'a policy of Firewall Manager decides which web ACL the stage has';
}
