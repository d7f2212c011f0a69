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

/** A table that is asked by words of a template: `constructor` is none of its entries. */
export function table<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T | undefined>> {
  return Object.assign(Object.create(null), entries) as Record<string, T>;
}

/** The own members of an object: `__proto__` and `constructor` of a hostile template stay data. */
export function member(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Members by which JavaScript makes a text of an object: as data they would keep it from doing so. */
const SPEAKING = ['toString', 'valueOf'];

/**
 * Data from outside, of which every object can be written into a text: a member `toString` is called `toString()` from here on. In place.
 *
 * @param deepest levels that the data may have
 * @returns undefined where it is nested deeper
 */
export function tamed(data: unknown, deepest: number): Json | undefined {
  let level: object[] = typeof data === 'object' && data !== null ? [data] : [];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) {
      return undefined;
    }
    const next = new Set<object>(); // what stands in two places is looked at once
    for (const value of level) {
      if (!Array.isArray(value)) {
        tame(value as Record<string, Json>);
      }
      for (const entry of Object.values(value) as unknown[]) {
        if (typeof entry === 'object' && entry !== null) {
          next.add(entry);
        }
      }
    }
    level = [...next];
  }
  return data as Json;
}

function tame(value: Record<string, Json>): void {
  for (const name of SPEAKING.filter((own) => Object.hasOwn(value, own))) {
    value[`${name}()`] = value[name]!;
    delete value[name];
  }
}

/** Deeper than any document that stands as a text in a template. */
const DEEPEST_TEXT = 300;

/** What a text of JSON says: undefined where it is none, or nested too deeply to be read. */
export function parsedText(text: string): Json | undefined {
  try {
    return tamed(JSON.parse(text), DEEPEST_TEXT);
  } catch {
    return undefined;
  }
}
