import { type Json, type JsonObject, isObject, listOf, member, objectOf, oneOrMany } from '../../assembly/json';
import { hasUnknown } from '../../assembly/symbols';
import type { Direction } from '../change';
import { shown } from '../compare';

/** One way in which a schema admits more, less or something else. */
export interface SchemaChange {
  readonly direction: Direction;
  /** As in `amount.maximum`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly words: string;
}

/** Words for people, and what only other schemas refer to. */
const SILENT = ['title', 'description', '$schema', 'id', '$id', '$comment', 'example', 'examples', 'default', 'deprecated', 'externalDocs', 'xml', 'discriminator', 'readOnly', 'writeOnly'];
const AT_MOST = ['maximum', 'maxLength', 'maxItems', 'maxProperties', 'exclusiveMaximum'];
const AT_LEAST = ['minimum', 'minLength', 'minItems', 'minProperties', 'exclusiveMinimum'];
/** What narrows by being there; whether one of two is the narrower cannot be told. */
const NARROWING = ['pattern', 'format', 'multipleOf', 'patternProperties', 'dependencies', 'not', 'contains', 'propertyNames'];
/** What holds schemas. */
const COMPOSED = ['properties', 'items', 'additionalProperties', 'allOf', 'anyOf', 'oneOf'];
const DEEPEST = 50;

/** What a schema admits that another did not, keyword by keyword: what narrows less is weaker. */
export function compareSchemas(before: Json | undefined, after: Json | undefined): SchemaChange[] {
  return compareAt(before, after, [], 0);
}

function compareAt(before: Json | undefined, after: Json | undefined, path: readonly string[], depth: number): SchemaChange[] {
  if (isSame(before, after)) {
    return [];
  }
  const whole = (direction: Direction, words: string) => [{ direction, path: path.join('.'), before, after, words }];
  const name = path.length === 0 ? 'it' : path.join('.');
  if (before === false || after === false) {
    return before === false ? whole('weaker', `${name} may be there now`) : whole('stronger', `${name} may no longer be there`);
  }
  const [from, to] = [before, after].map((schema) => (schema === undefined || schema === true ? {} : schema));
  // An unknown as a whole is a text, and no object.
  if (!isObject(from) || !isObject(to) || depth > DEEPEST || from.$ref !== undefined || to.$ref !== undefined) {
    return whole('unknown', `${name} is now ${shown(after)}; before, ${shown(before)}`);
  }
  return keywordsOf(from, to).flatMap((keyword) => compareKeyword(keyword, from, to, path, depth));
}

function keywordsOf(from: JsonObject, to: JsonObject): string[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((keyword) => !SILENT.includes(keyword) && !keyword.startsWith('x-') && !isSame(from[keyword], to[keyword]));
}

function compareKeyword(keyword: string, from: JsonObject, to: JsonObject, path: readonly string[], depth: number): SchemaChange[] {
  const [before, after] = [from[keyword], to[keyword]];
  const name = path.length === 0 ? 'the body' : path.join('.');
  const said = (direction: Direction | undefined, words = `${keyword} of ${name} is now ${shown(after)}; before, ${shown(before)}`): SchemaChange[] => (direction === undefined ? []
    : [{ direction, path: [...path, keyword].join('.'), before: before ?? null, after: after ?? null, words }]);
  if (!COMPOSED.includes(keyword) && (hasUnknown(before) || hasUnknown(after))) {
    return said('unknown');
  }
  if (AT_MOST.includes(keyword) || AT_LEAST.includes(keyword)) {
    const least = AT_LEAST.includes(keyword);
    const none = least ? keyword.startsWith('min') && keyword !== 'minimum' ? 0 : -Infinity : Infinity;
    return said(narrower(bound(before, none, least), bound(after, none, least), least));
  }
  if (NARROWING.includes(keyword)) {
    const [was, is] = [before, after].map((value) => value !== undefined && !(keyword === 'pattern' && isAnything(value)));
    return said(was === is ? (was ? 'unknown' : undefined) : is ? 'stronger' : 'weaker');
  }
  switch (keyword) {
    case 'type': return said(bySets(typesOf(before), typesOf(after)), `${name} may now be ${oneOf(after, 'of any type')}; before, ${oneOf(before, 'of any type')}`);
    case 'enum':
    case 'const': return said(bySets(valuesOf(keyword, before), valuesOf(keyword, after)), `${name} may now be ${oneOf(after, 'anything')}; before, ${oneOf(before, 'anything')}`);
    case 'required': return compareRequired(listOf(before).map(String), listOf(after).map(String), name, said);
    case 'nullable':
    case 'uniqueItems': return said((String(after) === 'true') === (String(before) === 'true') ? undefined : (String(after) === 'true') === (keyword === 'uniqueItems') ? 'stronger' : 'weaker');
    case 'additionalProperties': return compareOthers(before, after, name, said, () => compareAt(before, after, [...path, 'additionalProperties'], depth + 1));
    case 'properties': return compareProperties(from, to, path, depth);
    case 'items': return Array.isArray(before) || Array.isArray(after) ? said('unknown') : compareAt(before, after, [...path, 'items'], depth + 1);
    case 'allOf':
    case 'anyOf':
    case 'oneOf': return compareAlternatives(keyword, before, after, said, (one, other) => compareAt(one, other, [...path, keyword], depth + 1));
    default: return said('unknown');
  }
}

type Said = (direction: Direction | undefined, words?: string) => SchemaChange[];

function bound(value: Json | undefined, none: number, least: boolean): number {
  // In draft 4 exclusive bounds are a flag beside the bound: https://json-schema.org/draft-04/json-schema-validation
  return value === undefined || value === false ? none : value === true ? (least ? 0 : 1) : Number(value);
}

function narrower(was: number, is: number, least: boolean): Direction | undefined {
  return Number.isNaN(was) || Number.isNaN(is) ? 'unknown' : was === is ? undefined : (is > was) === least ? 'stronger' : 'weaker';
}

/** Whether every text has it. */
function isAnything(pattern: Json): boolean {
  return /^\^?(\.\*|\(\.\*\)|\[\\s\\S\]\*|)\$?$/.test(String(pattern));
}

/** A set of what is admitted; undefined for everything. */
function bySets(was: ReadonlySet<string> | undefined, is: ReadonlySet<string> | undefined): Direction {
  if (was === undefined || is === undefined) {
    return is === undefined ? 'weaker' : 'stronger';
  }
  const [lost, won] = [[...was].filter((value) => !is.has(value)), [...is].filter((value) => !was.has(value))];
  return lost.length === 0 ? 'weaker' : won.length === 0 ? 'stronger' : 'unknown';
}

function typesOf(value: Json | undefined): ReadonlySet<string> | undefined {
  // Every integer is a number.
  return value === undefined ? undefined : new Set(oneOrMany(value).flatMap((type) => (type === 'number' ? ['number', 'integer'] : [String(type)])));
}

function valuesOf(keyword: string, value: Json | undefined): ReadonlySet<string> | undefined {
  return value === undefined ? undefined : new Set((keyword === 'const' ? [value] : listOf(value)).map((entry) => JSON.stringify(entry)));
}

function oneOf(value: Json | undefined, none: string): string {
  return value === undefined ? none : oneOrMany(value).map(shown).join(' or ');
}

function compareRequired(was: readonly string[], is: readonly string[], name: string, said: Said): SchemaChange[] {
  const [lost, won] = [was.filter((field) => !is.includes(field)), is.filter((field) => !was.includes(field))];
  return [
    ...lost.length === 0 ? [] : said('weaker', `${name} may come without ${lost.join(', ')}`),
    ...won.length === 0 ? [] : said('stronger', `${name} needs ${won.join(', ')}`),
  ];
}

function compareOthers(before: Json | undefined, after: Json | undefined, name: string, said: Said, inner: () => SchemaChange[]): SchemaChange[] {
  const rank = (value: Json | undefined) => (String(value) === 'false' ? 2 : isObject(value) && Object.keys(value).length > 0 ? 1 : 0);
  const [was, is] = [rank(before), rank(after)];
  if (was === is) {
    return was === 1 ? inner() : [];
  }
  return said(is > was ? 'stronger' : 'weaker', is === 2 ? `${name} may no longer have fields that it does not name`
    : is === 1 ? `fields that ${name} does not name are now ${shown(after)}` : `${name} may now have any field that it does not name`);
}

/** A field that is named, or not any more, is bound by what other fields are. */
function compareProperties(from: JsonObject, to: JsonObject, path: readonly string[], depth: number): SchemaChange[] {
  const [before, after] = [objectOf(from.properties), objectOf(to.properties)];
  const others = (schema: JsonObject): Json => (String(schema.additionalProperties) === 'false' ? false : isObject(schema.additionalProperties) ? schema.additionalProperties : true);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) => compareAt(
    member(before, field) ?? others(from), member(after, field) ?? others(to), [...path, field], depth + 1));
}

/** Where one entry changed, what changed in it; else which came and went. */
function compareAlternatives(
  keyword: string, before: Json | undefined, after: Json | undefined, said: Said, inner: (one: Json, other: Json) => SchemaChange[],
): SchemaChange[] {
  if (before === undefined || after === undefined) {
    return said(after === undefined ? 'weaker' : 'stronger');
  }
  const without = (some: readonly Json[], others: readonly Json[]) => some.filter((entry) => !others.some((other) => isSame(entry, other)));
  const [lost, won] = [without(listOf(before), listOf(after)), without(listOf(after), listOf(before))];
  if (lost.length === 1 && won.length === 1) {
    return inner(lost[0]!, won[0]!);
  }
  const more = keyword === 'allOf' ? 'stronger' : 'weaker';
  return said(lost.length === 0 && won.length === 0 ? undefined : lost.length === 0 ? more : won.length === 0 ? (more === 'weaker' ? 'stronger' : 'weaker') : 'unknown');
}

/** Whether two schemas say the same, in whatever order; what is only for people does not count. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return spelled(one) === spelled(other);
}

function spelled(value: Json | undefined): string {
  if (Array.isArray(value)) {
    return `[${(value as readonly Json[]).map(spelled).sort().join(',')}]`;
  }
  // A number or a flag may have become a text on its way through a template.
  return isObject(value) ? `{${Object.entries(value).filter(([key, entry]) => entry !== undefined && !(SILENT.includes(key) && typeof entry !== 'object') && key !== '$schema')
    .map(([key, entry]) => `${JSON.stringify(key)}:${spelled(entry)}`).sort().join(',')}}` : value === undefined ? 'undefined' : JSON.stringify(String(value));
}
