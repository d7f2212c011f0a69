/** Plain data, as a template holds it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value as readonly Json[] : [];
}

/** A value that may stand alone or in a list, as in a policy's `Action`. */
export function oneOrMany(value: unknown): readonly Json[] {
  return value === undefined ? [] : Array.isArray(value) ? value as readonly Json[] : [value as Json];
}

/** The own members of an object: `__proto__` and `constructor` of a hostile template stay data. */
export function member(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
