import { type Json, isObject, listOf, member } from '../../assembly/json';
import { apisOf } from '../../model/api';
import type { Route } from '../../model/authorization';
import type { Posture } from '../../model/posture';
import { canonical } from '../canonical';

/** Deeper than any model that somebody wrote; only one that refers to itself comes here. */
const DEEPEST = 30;

/**
 * Models by content type, as the schemas that they are: a model that is a resource, and one of the body, may be the same, and what a model
 * refers to is a part of it.
 */
export function schemasOf(route: Route, posture: Posture): Record<string, string> {
  const body = posture.derive(apisOf).find(({ resource }) => resource === route.resource)?.body;
  const document = body?.kind === 'known' ? body.value : undefined;
  return Object.fromEntries(Object.entries(route.models).map(([type, model]) => {
    const target = posture.target(model);
    return [type, canonical(withoutNames(target?.type === 'AWS::ApiGateway::Model' ? target.properties.Schema : inlined(model, document)))];
  }));
}

function inlined(value: Json, document: Json | undefined, depth = 0): Json {
  if (Array.isArray(value)) {
    return listOf(value).map((entry) => inlined(entry, document, depth));
  }
  if (!isObject(value)) {
    return value;
  }
  const pointer = member(value, '$ref');
  const target = depth < DEEPEST && typeof pointer === 'string' && pointer.startsWith('#/')
    ? pointer.slice(2).split('/').reduce<Json | undefined>((at, step) => member(at, step.replace(/~1/g, '/').replace(/~0/g, '~')), document) : undefined;
  return target !== undefined ? inlined(target, document, depth + 1)
    : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inlined(inner ?? null, document, depth)]));
}

function withoutNames(schema: Json | undefined): Json | undefined {
  return isObject(schema) ? Object.fromEntries(Object.entries(schema).filter(([name]) => !['$schema', 'title'].includes(name))) : schema;
}
