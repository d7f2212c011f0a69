import { type JsonObject, isObject, member, pointerOfRef, valueAt } from './openapi-json';

/** A schema behind a reference, or itself. */
interface Target {
  readonly schema: JsonObject;
  readonly pointer?: string;
}

/** Where a reference ends, without a word about what is wrong on the way. */
export function targetOf(document: JsonObject, schema: unknown): Target | undefined {
  let pointer: string | undefined;
  let value = schema;
  for (let steps = 0; isObject(value) && Object.hasOwn(value, '$ref') && steps < 100; steps++) {
    pointer = pointerOfRef(value.$ref);
    value = pointer === undefined ? undefined : valueAt(document, pointer);
  }
  return isObject(value) ? { schema: value, pointer } : undefined;
}

/** The properties that a schema, or a part of its `allOf`, calls read only. */
export function readOnlyProperties(document: JsonObject, schema: JsonObject, seen = new Set<string>()): string[] {
  const own = member(schema, 'properties');
  const parts = member(schema, 'allOf');
  const names = Object.entries(isObject(own) ? own : {})
    .filter(([, property]) => targetOf(document, property)?.schema.readOnly === true)
    .map(([name]) => name);
  const inherited = (Array.isArray(parts) ? parts : []).flatMap((part) => {
    const target = targetOf(document, part);
    if (target === undefined || (target.pointer !== undefined && seen.has(target.pointer))) {
      return [];
    }
    return readOnlyProperties(document, target.schema, target.pointer === undefined ? seen : seen.add(target.pointer));
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
  const target = targetOf(document, schema);
  if (target?.pointer === undefined) {
    return !Object.hasOwn(schema, '$ref') && Object.values(schema).some((entry) => reachesItself(document, entry, path, closed));
  }
  if (path.includes(target.pointer)) {
    return true;
  }
  if (closed.has(target.pointer)) {
    return false;
  }
  const reaches = reachesItself(document, target.schema, [...path, target.pointer], closed);
  closed.add(target.pointer);
  return reaches;
}
