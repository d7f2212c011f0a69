import { isObject } from './openapi-json';

/** A reference of a schema to a model. */
export interface ModelReference {
  readonly ref: string;
  /** The model; none where the reference is to anything else. */
  readonly name?: string;
}

/** Every reference within a schema. */
export function modelReferences(schema: unknown): ModelReference[] {
  if (Array.isArray(schema)) {
    return schema.flatMap(modelReferences);
  }
  if (!isObject(schema)) {
    return [];
  }
  const { $ref: ref } = schema;
  return [
    ...typeof ref === 'string' ? [{ ref, name: /^#\/components\/schemas\/([A-Za-z0-9]+)$/.exec(ref)?.[1] }] : [],
    ...Object.values(schema).flatMap(modelReferences),
  ];
}
