import { type Kind, type Operator, type Rule } from './operator';
import { means, type Node, nodesOf, type Path, replaced, spell } from './path';
import { TABLE } from './table';
import { isObject, type Json, type JsonObject, objectOf } from '../../src/posture/assembly/json';
import type { Layer } from '../../src/posture/checks/check';

/** A template that is weakened in one place. */
export interface Mutant {
  readonly layer: Layer;
  readonly kind: Kind;
  readonly type: string;
  readonly logicalId: string;
  /** Below `Properties`; empty where the resource as a whole is taken away. */
  readonly property: string;
  readonly what: string;
  readonly leftOut?: Rule;
  /** The resource afterwards; without it where it is gone. */
  readonly resource?: JsonObject;
}

/** What stands beside the properties of a resource and is weakened like them. */
export const ATTRIBUTES = ['DeletionPolicy', 'UpdateReplacePolicy'];

/** The properties of a resource, with the attributes that stand beside them. */
export function viewOf(resource: JsonObject): JsonObject {
  return {
    ...objectOf(resource.Properties),
    ...Object.fromEntries(ATTRIBUTES.filter((name) => resource[name] !== undefined).map((name) => [`@${name}`, resource[name]])),
  };
}

/** Every mutant of a template: each property, each way of weakening it, one at a time. */
export function mutantsOf(template: JsonObject): Mutant[] {
  return Object.entries(objectOf(template.Resources)).flatMap(([logicalId, resource]) => {
    const rows = isObject(resource) ? TABLE[String(resource.Type)] : undefined;
    if (!isObject(resource) || rows === undefined) {
      return [];
    }
    const about = { layer: rows.layer, type: String(resource.Type), logicalId };
    const view = viewOf(resource);
    const nodes = nodesOf(view);
    const weakened = Object.entries(rows.relevant).flatMap(([pattern, operators]) => nodes.filter(({ path }) => means(pattern, path))
      .flatMap((node) => operators.flatMap((operator) => variantsOf(view, node, operator))))
      .map(({ property, value, ...variant }): Mutant => ({
        ...about, ...variant, property: spell(property), resource: changed(resource, property, value),
      }));
    const removal: Mutant[] = rows.removal !== true ? [] : [{
      ...about, kind: 'remove a resource', property: '', what: 'taken away', ...isReferred(template, logicalId) ? { leftOut: 'referred' } : {},
    }];
    return [...weakened, ...removal];
  });
}

function variantsOf(properties: JsonObject, { path, value }: Node, operator: Operator) {
  return operator.variants(value, { properties, path })
    .filter((variant) => JSON.stringify(variant.value) !== JSON.stringify(value))
    .map((variant) => ({ ...variant, kind: operator.kind, property: path, value: variant.value }));
}

function changed(resource: JsonObject, [first, ...rest]: Path, value: Json | undefined): JsonObject {
  const name = String(first);
  return objectOf(name.startsWith('@') ? replaced(resource, [name.slice(1), ...rest], value) : replaced(resource, ['Properties', name, ...rest], value));
}

/** The template with a mutant in it. */
export function withMutant(template: JsonObject, { logicalId, resource }: Mutant): JsonObject {
  const resources = objectOf(template.Resources);
  const others = Object.entries(resources).filter(([id]) => id !== logicalId);
  return {
    ...template,
    Resources: resource ? { ...resources, [logicalId]: resource }
      : Object.fromEntries(others.map(([id, other]) => [id, independent(objectOf(other), logicalId)])),
  };
}

/** What only waits for a resource that is gone does not wait any more. */
function independent(resource: JsonObject, gone: string): JsonObject {
  const { DependsOn: waits, ...rest } = resource;
  return waits === undefined ? resource : { ...rest, DependsOn: (Array.isArray(waits) ? waits as Json[] : [waits]).filter((id) => id !== gone) };
}

function isReferred(template: JsonObject, logicalId: string): boolean {
  const { Resources: resources, Outputs: outputs } = template;
  const others = Object.entries(objectOf(resources)).filter(([id]) => id !== logicalId)
    .map(([, resource]) => ({ ...objectOf(resource), DependsOn: undefined }));
  return new RegExp(`"Ref":"${logicalId}"|"Fn::GetAtt":\\["${logicalId}"|\\$\\{${logicalId}[.}]`).test(JSON.stringify([others, outputs]));
}

