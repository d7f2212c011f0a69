/** A JSON object of unknown members. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own member: a document may well have a schema that is called `constructor`. */
export function member(object: unknown, key: string): unknown {
  return isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A text, or an empty one for what is none: `String` runs what a document calls `toString`. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The JSON pointer (RFC 6901) of something below another pointer. */
export function below(pointer: string, ...segments: (string | number)[]): string {
  return [pointer, ...segments.map((segment) => String(segment).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}

/** The segments of a JSON pointer. */
export function segmentsOf(pointer: string): string[] {
  return pointer.split('/').slice(1).map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What a JSON pointer points to. */
export function valueAt(document: unknown, pointer: string): unknown {
  return segmentsOf(pointer).reduce((value, segment) => Array.isArray(value) && /^(0|[1-9]\d*)$/.test(segment)
    ? value[Number(segment)]
    : member(value, segment), document);
}

/** The JSON pointer that a `$ref` within the document holds, canonical; nothing if it leaves the document. */
export function pointerOfRef(ref: unknown): string | undefined {
  if (typeof ref !== 'string' || !/^#\/./.test(ref)) {
    return undefined;
  }
  try {
    return below('', ...segmentsOf(decodeURIComponent(ref.slice(1))));
  } catch {
    return undefined;
  }
}
