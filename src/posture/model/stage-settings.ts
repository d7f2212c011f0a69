import { type Api, apisOf } from './api';
import type { Route } from './authorization';
import type { Posture } from './posture';
import type { Resource } from '../assembly/app';
import { type Json, type JsonObject, isObject, listOf, member } from '../assembly/json';
import { isUnknown } from '../assembly/symbols';

/** What a stage sets for the methods at a path. */
export interface MethodSetting {
  /** Where it stands, as in `MethodSettings[0]`. */
  readonly at: string;
  /** `*`, or as in `/payments/{id}`; a symbol where it is not known. */
  readonly path: string;
  readonly method: string;
  readonly values: JsonObject;
}

/** A stage: a resource of its own, or what a Deployment makes on the way. */
export interface Stage {
  readonly resource: Resource;
  /** Undefined where the API is not of this app. */
  readonly api: Api | undefined;
  /** Before each of its properties: empty, or `StageDescription.`. */
  readonly prefix: string;
  readonly name: Json | undefined;
  readonly properties: JsonObject;
  readonly settings: readonly MethodSetting[];
}

/** The stages of every REST API. */
export function stagesOf(posture: Posture): readonly Stage[] {
  const apis = posture.derive(apisOf);
  const apiOf = (id: Json | undefined) => apis.find(({ resource }) => resource === posture.target(id));
  const own = posture.ofType('AWS::ApiGateway::Stage').map((resource) => stageOf(resource, apiOf(resource.properties.RestApiId), '', resource.properties));
  const made = posture.ofType('AWS::ApiGateway::Deployment').filter(({ properties }) => properties.StageName !== undefined).map((resource) => {
    const description = isObject(resource.properties.StageDescription) ? resource.properties.StageDescription : {};
    return { ...stageOf(resource, apiOf(resource.properties.RestApiId), 'StageDescription.', description), name: resource.properties.StageName };
  });
  return [...own, ...made];
}

function stageOf(resource: Resource, api: Api | undefined, prefix: string, properties: JsonObject): Stage {
  const list = properties.MethodSettings;
  return {
    resource,
    api,
    prefix,
    name: properties.StageName,
    properties,
    settings: [
      // A Deployment may say it for every method without a list.
      ...prefix === '' ? [] : [{ at: 'StageDescription', path: '*', method: '*', values: properties }],
      ...isUnknown(list) ? [unknownSetting(`${prefix}MethodSettings`, list)] : listOf(list).map((setting, index) => settingOf(`${prefix}MethodSettings[${index}]`, setting)),
    ],
  };
}

function settingOf(at: string, value: Json): MethodSetting {
  if (!isObject(value)) {
    return unknownSetting(at, value);
  }
  const path = String(member(value, 'ResourcePath') ?? '/*').replace(/~1/g, '/').replace(/^\/\//, '/');
  return { at, path: path === '/*' ? '*' : path, method: String(member(value, 'HttpMethod') ?? '*').toUpperCase(), values: value };
}

function unknownSetting(at: string, value: Json): MethodSetting {
  return { at, path: String(value), method: String(value), values: { '*': value } };
}

/** The setting that counts for a route: its own, or that of all. Undefined where none does. */
export function settingFor({ settings }: Stage, route: Route): MethodSetting | undefined {
  return settings.find(({ path, method }) => path === route.path && (method === route.method || method === '*'))
    ?? settings.find(({ path, method }) => path === '*' && (method === '*' || method === route.method))
    ?? settings.find(({ path }) => isUnknown(path));
}
