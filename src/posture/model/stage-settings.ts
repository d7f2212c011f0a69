import type { Route } from './authorization';
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

/** What a stage sets for its methods, each setting once. */
export function settingsOf(properties: JsonObject, prefix: '' | 'StageDescription.'): MethodSetting[] {
  const list = properties.MethodSettings;
  return [
    // A Deployment may say it for every method without a list.
    ...prefix === '' ? [] : [{ at: 'StageDescription', path: '*', method: '*', values: properties }],
    ...isUnknown(list) ? [unknownSetting(`${prefix}MethodSettings`, list)] : listOf(list).map((setting, index) => settingOf(`${prefix}MethodSettings[${index}]`, setting)),
  ];
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
export function settingFor(settings: readonly MethodSetting[], route: Route): MethodSetting | undefined {
  return settings.find(({ path, method }) => path === route.path && (method === route.method || method === '*'))
    ?? settings.find(({ path, method }) => path === '*' && (method === '*' || method === route.method))
    ?? settings.find(({ path }) => isUnknown(path));
}
