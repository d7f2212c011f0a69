import type { Resource } from '../assembly/app';
import { type Json, isObject, member } from '../assembly/json';
import { hasUnknown, isUnknown, unknownsIn } from '../assembly/symbols';

/** A value of a template: known, left out, or unknown with the name of what is not known. */
export type Reading<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly why: string };

export const ABSENT = { kind: 'absent' } as const;

export function known<T>(value: T): Reading<T> {
  return { kind: 'known', value };
}

export function unknownBecause(value: Json | undefined): { kind: 'unknown'; why: string } {
  return { kind: 'unknown', why: openIn(value) || 'a value of another type' };
}

/** Why a resource may not exist, or undefined where it does. */
export function conditionOf(resource: Resource): string | undefined {
  return resource.condition === undefined ? undefined : `condition ${resource.condition}`;
}

/** The unknowns of a value as one text. */
export function openIn(value: Json | undefined): string {
  return [...new Set(unknownsIn(value))].join(', ');
}

/**
 * The value at a path of a resource's properties.
 *
 * @param path as in `EndpointConfiguration.Types[0]`; a name that holds dots is one step of a list
 */
export function read(resource: Resource, path: string | readonly string[]): Reading<Json> {
  return readFrom(resource.properties, path);
}

/** The value at a path below any value. */
export function readFrom(from: Json | undefined, path: string | readonly string[]): Reading<Json> {
  const value = valueBelow(from, path);
  return isUnknown(value) ? unknownBecause(value) : value === undefined || value === null ? ABSENT : known(value);
}

/** The value as it stands at a path: where something above it is unknown, that unknown. */
export function valueBelow(from: Json | undefined, path: string | readonly string[]): Json | undefined {
  let value: Json | undefined = from;
  for (const step of typeof path === 'string' ? path.split(/[.[\]]+/).filter((part) => part !== '') : path) {
    if (isUnknown(value)) {
      return value;
    }
    if (isObject(value) && member(value, step) === undefined && isUnknown(member(value, '*'))) {
      return member(value, '*'); // properties that a macro makes
    }
    value = Array.isArray(value) ? (value as readonly Json[])[Number(step)] : member(value, step);
  }
  return value;
}

/** A boolean, also as CloudFormation takes it in quotes. */
export function readBoolean(resource: Resource, path: string | readonly string[]): Reading<boolean> {
  return asBoolean(read(resource, path));
}

export function asBoolean(reading: Reading<Json>): Reading<boolean> {
  if (reading.kind !== 'known') {
    return reading;
  }
  const text = String(reading.value).toLowerCase();
  return text === 'true' ? known(true) : text === 'false' ? known(false) : unknownBecause(reading.value);
}

/** A number, also as CloudFormation takes it in quotes. */
export function readNumber(resource: Resource, path: string | readonly string[]): Reading<number> {
  return asNumber(read(resource, path));
}

export function asNumber(reading: Reading<Json>): Reading<number> {
  if (reading.kind !== 'known') {
    return reading;
  }
  const number = typeof reading.value === 'number' ? reading.value : typeof reading.value === 'string' && reading.value.trim() !== '' ? Number(reading.value) : NaN;
  return Number.isFinite(number) ? known(number) : unknownBecause(reading.value);
}

/** A text that may hold references; one that has an unknown part is unknown. */
export function readText(resource: Resource, path: string | readonly string[]): Reading<string> {
  return asText(read(resource, path));
}

export function asText(reading: Reading<Json>): Reading<string> {
  return reading.kind !== 'known' ? reading
    : typeof reading.value === 'object' || hasUnknown(reading.value) ? unknownBecause(reading.value)
      : known(String(reading.value));
}

/** A list; a single value counts as a list of one, as CloudFormation takes it. */
export function readList(resource: Resource, path: string | readonly string[]): Reading<readonly Json[]> {
  const reading = read(resource, path);
  return reading.kind !== 'known' ? reading : known(Array.isArray(reading.value) ? reading.value as readonly Json[] : [reading.value]);
}
