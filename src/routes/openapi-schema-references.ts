import { type JsonObject, isObject, member } from './openapi-json';
import { chainOf } from './openapi-references';

/** The properties that a schema, or a part of its `allOf`, calls read only. */
export function readOnlyProperties(document: JsonObject, schema: JsonObject, seen = new Set<string>()): string[] {
  const own = member(schema, 'properties');
  const parts = member(schema, 'allOf');
  const names = Object.entries(isObject(own) ? own : {})
    .filter(([, property]) => member(chainOf(document, property).end?.value, 'readOnly') === true)
    .map(([name]) => name);
  const inherited = (Array.isArray(parts) ? parts : []).flatMap((part) => {
    const { references, end } = chainOf(document, part);
    if (end === undefined || !isObject(end.value) || seen.has(end.pointer)) {
      return [];
    }
    return readOnlyProperties(document, end.value, references.length === 0 ? seen : seen.add(end.pointer));
  });
  return [...names, ...inherited];
}

/** Whether a schema, written out, would hold itself or one of those it stands in. */
export function reachesItself(document: JsonObject, schema: unknown, path: readonly string[], closed = new Set<string>()): boolean {
  if (Array.isArray(schema)) {
    return schema.some((entry) => reachesItself(document, entry, path, closed));
  }
  if (!isObject(schema)) {
    return false;
  }
  const { references, end } = chainOf(document, schema);
  if (references.length === 0) {
    return Object.values(schema).some((entry) => reachesItself(document, entry, path, closed));
  }
  if (end === undefined || closed.has(end.pointer)) {
    return false;
  }
  if (path.includes(end.pointer)) {
    return true;
  }
  const reaches = reachesItself(document, end.value, [...path, end.pointer], closed);
  closed.add(end.pointer);
  return reaches;
}
