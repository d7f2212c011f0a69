import type { Api } from './api';
import type { Route } from './authorization';
import { pointedTo, stepsOf } from './json-pointer';
import type { Posture } from './posture';
import type { Resource } from '../assembly/app';
import { type Json, type JsonObject, isObject, listOf, member, objectOf, parsedText } from '../assembly/json';
import { isUnknown } from '../assembly/symbols';

/** One schema of what callers may send, or a part of one. */
export interface RequestSchema {
  readonly resource: Resource;
  /** As in `Body.components.schemas.Payment.properties.amount`, or below a Model resource. */
  readonly property: string;
  readonly schema: JsonObject;
  /** Whether a POST or a PUT takes it: what a caller leaves out of a PATCH stays as it was. */
  readonly creates: boolean;
}

/** Deeper than any model that somebody wrote; only one that refers to itself comes here. */
const DEEPEST = 30;

/** Every part of the models of an API's requests, as far as the app tells, each once. */
export function requestSchemas(posture: Posture, api: Api): readonly RequestSchema[] {
  const found = new Map<string, RequestSchema>();
  for (const route of api.routes) {
    const creates = ['POST', 'PUT'].includes(route.method);
    for (const root of rootsOf(posture, api, route)) {
      walk(root, (place) => {
        const key = `${place.resource.key} ${place.property}`;
        const known = found.get(key);
        const isNew = known === undefined || creates && !known.creates;
        if (isNew) {
          found.set(key, { ...place, creates });
        }
        return isNew;
      });
    }
  }
  return [...found.values()];
}

/** Where a schema stands, and in which document its references lead somewhere. */
interface Place {
  readonly resource: Resource;
  readonly property: string;
  readonly schema: Json | undefined;
  readonly document: { readonly property: string; readonly content: Json };
}

function rootsOf(posture: Posture, { body }: Api, { resource, at, models }: Route): Place[] {
  if (at.length === 0) {
    return Object.values(models).flatMap((model) => {
      const target = posture.target(model);
      const content = target?.type === 'AWS::ApiGateway::Model' ? parsedSchema(target.properties.Schema) : undefined;
      return target === undefined || content === undefined ? [] : [{ resource: target, property: 'Schema', schema: content, document: { property: 'Schema', content } }];
    });
  }
  if (body.kind !== 'known') {
    return [];
  }
  const document = { property: 'Body', content: body.value };
  const operation = at.slice(1).reduce<Json | undefined>((from, step) => member(from, step), body.value);
  const request = followed({ resource, property: `${at.join('.')}.requestBody`, schema: member(operation, 'requestBody'), document });
  return [
    ...Object.entries(objectOf(member(request.schema, 'content'))).map(([type, media]) => ({
      ...request, property: `${request.property}.content.${type}.schema`, schema: member(media, 'schema'),
    })),
    ...listOf(member(operation, 'parameters')).flatMap((parameter, index) => (member(parameter, 'in') === 'body' ? [{
      ...request, property: `${at.join('.')}.parameters[${index}].schema`, schema: member(parameter, 'schema'),
    }] : [])),
  ];
}

/** The schema of a Model resource, which may be written as a text; undefined where it is not known. */
export function parsedSchema(schema: Json | undefined): Json | undefined {
  if (typeof schema !== 'string' || isUnknown(schema)) {
    return isObject(schema) ? schema : undefined;
  }
  return parsedText(schema);
}

/** @param visit says whether to go on below the schema */
function walk(place: Place, visit: (schema: Omit<RequestSchema, 'creates'>) => boolean, depth = 0): void {
  const { resource, property, schema, document } = followed(place);
  if (!isObject(schema) || depth > DEEPEST || member(schema, '$ref') !== undefined || !visit({ resource, property, schema })) {
    return;
  }
  const below = (name: string, value: Json | undefined) => walk({ resource, property: `${property}.${name}`, schema: value, document }, visit, depth + 1);
  Object.entries(objectOf(schema.properties)).forEach(([name, value]) => below(`properties.${name}`, value));
  below('items', schema.items);
}

function followed(place: Place): Place {
  let at = place;
  for (let hops = 0; hops < DEEPEST; hops++) {
    const pointer = member(at.schema, '$ref');
    const schema = pointedTo(place.document.content, pointer);
    if (schema === undefined) {
      return at;
    }
    at = { ...place, property: `${place.document.property}.${stepsOf(pointer)!.join('.')}`, schema };
  }
  return at;
}
