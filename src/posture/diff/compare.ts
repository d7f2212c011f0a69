import { canonical, means } from './canonical';
import type { Direction } from './change';
import { comparePolicies } from './policies';
import type { Movement, PropertyRule, TypeRule } from './rule';
import type { Resource } from '../assembly/app';
import { type Json, type JsonObject, isObject, listOf, oneOrMany } from '../assembly/json';
import { hasUnknown, isUnknown, readable } from '../assembly/symbols';
import { type Reading, asBoolean, asNumber, readFrom, valueBelow } from '../model/reading';

/** What the properties of a resource say differently, each difference once. */
export function compareProperties(rule: TypeRule, before: Resource, after: Resource): Movement[] {
  const movements = Object.entries(rule.properties).flatMap(([path, property]) => compareProperty(path, property, before, after));
  return [...movements, ...restOf(rule, before, after), ...rule.keepsData ? comparePolicy(before, after) : []];
}

function compareProperty(path: string, rule: PropertyRule, before: Resource, after: Resource): Movement[] {
  if (rule.kind === 'own') {
    return rule.compare(before, after, path);
  }
  const [from, to] = [valueAt(before, path), valueAt(after, path)];
  if (rule.kind === 'ignored' || means(from, to)) {
    return [];
  }
  if (rule.kind === 'policy') {
    const changes = comparePolicies(from ?? rule.standard, to ?? rule.standard);
    return (rule.meaning ? changes.map((change) => rule.meaning!(change, false)) : changes)
      .map(({ direction, words }) => ({ direction, property: path, before: from ?? null, after: to ?? null, message: words }));
  }
  const said = (direction: Direction, message?: string): Movement[] => [{
    direction, property: path, before: from ?? null, after: to ?? null, message: message ?? `${label(path)} is now ${shown(to)}; before, ${shown(from)}`,
  }];
  const saidOf = (direction: Direction | undefined) => (direction === undefined ? [] : said(direction));
  switch (rule.kind) {
    case 'flag': return saidOf(towards(asBoolean(readFrom(before.properties, path)), asBoolean(readFrom(after.properties, path)), rule.standard,
      (value) => (value === rule.stronger ? 1 : 0)));
    case 'ranks': return saidOf(towards(readFrom(before.properties, path), readFrom(after.properties, path), rule.standard,
      (value) => (rule.ranks.includes(String(value)) ? rule.ranks.indexOf(String(value)) : NaN)));
    case 'number': return saidOf(towards(asNumber(readFrom(before.properties, path)), asNumber(readFrom(after.properties, path)), rule.standard,
      (value) => (rule.stronger === 'more' ? value : -value)));
    case 'target': return said('weaker', `it is no longer there for ${shown(from)}, but for ${shown(to)}`);
    case 'presence': return from === undefined || to === undefined
      ? said((to !== undefined) === rule.stronger ? 'stronger' : 'weaker', `${label(path)} is ${to === undefined ? 'gone' : 'new'}: ${shown(to ?? from)}`)
      : said('unknown');
    case 'set': return compareSets(path, rule.stronger, from, to);
  }
}

/** Where two values of an order stand to each other; undefined where both mean the same, as a default that is written out does. */
function towards<T>(before: Reading<T>, after: Reading<T>, standard: T, rank: (value: T) => number): Direction | undefined {
  const [from, to] = [before, after].map((reading) => (reading.kind === 'unknown' ? NaN : rank(reading.kind === 'known' ? reading.value : standard)));
  return Number.isNaN(from) || Number.isNaN(to) ? 'unknown' : from === to ? undefined : to! > from! ? 'stronger' : 'weaker';
}

/** What came into a list, and what left it. */
export function compareSets(path: string, stronger: 'more' | 'less', before: Json | undefined, after: Json | undefined): Movement[] {
  if (isUnknown(before) || isUnknown(after)) {
    // What may be in the one must not be taken for gone from the other.
    return [{ direction: 'unknown', property: path, before: before ?? null, after: after ?? null, message: `${label(path)} is now ${shown(after)}; before, ${shown(before)}` }];
  }
  const [from, to] = [before, after].map((list) => new Map(oneOrMany(list).map((entry) => [canonical(entry), entry])));
  const added = [...to!].filter(([key]) => !from!.has(key)).map(([, entry]) => entry);
  const removed = [...from!].filter(([key]) => !to!.has(key)).map(([, entry]) => entry);
  const said = (entries: readonly Json[], more: boolean): Movement[] => (entries.length === 0 ? [] : [{
    direction: entries.some((entry) => hasUnknown(entry)) ? 'unknown' : (stronger === 'more') === more ? 'stronger' : 'weaker',
    property: path,
    before: before ?? null,
    after: after ?? null,
    message: `${label(path)} ${more ? 'now has' : 'no longer has'} ${entries.slice(0, 5).map(shown).join(', ')}${entries.length > 5 ? ` and ${entries.length - 5} more` : ''}`,
  }]);
  return [...said(added, true), ...said(removed, false)];
}

/** What no rule speaks of: a reviewer is told, and not what to think of it. */
function restOf(rule: TypeRule, before: Resource, after: Resource): Movement[] {
  const [from, to] = [before, after].map(({ properties }) => Object.keys(rule.properties).reduce<JsonObject>((rest, path) => without(rest, path.split('.')), properties));
  const names = [...new Set([...Object.keys(from!), ...Object.keys(to!)])].sort();
  return names.filter((name) => !['Tags', 'Description'].includes(name) && !means(emptied(from![name]), emptied(to![name]))).map((name) => ({
    direction: 'unknown',
    property: name,
    before: from![name] ?? null,
    after: to![name] ?? null,
    message: changeWords(label(name), from![name], to![name]),
  }));
}

/** More than so many differences are no sentence. */
const MOST_DIFFERENCES = 3;

/** What is now, and was before; of long values that are alike, where they differ. */
export function changeWords(name: string, before: Json | undefined, after: Json | undefined): string {
  const isLong = [before, after].some((value) => isCut(value));
  const differences = isLong ? differencesOf(before, after) : [];
  return differences.length === 0 || differences.length > MOST_DIFFERENCES ? `${name} is now ${shown(after)}; before, ${shown(before)}`
    : differences.map(({ path, was, is }) => `${name}${path} is now ${shown(is)}; before, ${shown(was)}`).join('; ');
}

function differencesOf(before: Json | undefined, after: Json | undefined, path = ''): { path: string; was: Json | undefined; is: Json | undefined }[] {
  if (means(before, after)) {
    return [];
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((entry: Json, at) => differencesOf(entry, (after as readonly Json[])[at], `${path}[${at}]`));
  }
  return isObject(before) && isObject(after)
    ? [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => differencesOf(before[key], after[key], `${path}.${key}`))
    : [{ path, was: before, is: after }];
}

function isCut(value: Json | undefined): boolean {
  return shown(value).endsWith('...');
}

/** The policies by which CloudFormation keeps data. */
function comparePolicy(before: Resource, after: Resource): Movement[] {
  const names = ['deletionPolicy', 'updateReplacePolicy'] as const;
  return names.flatMap((name): Movement[] => {
    const [from, to] = [before[name] ?? 'Delete', after[name] ?? 'Delete'];
    return from === to ? [] : [{
      direction: to === 'Delete' ? 'weaker' : 'stronger',
      property: null,
      before: from,
      after: to,
      message: `its ${name === 'deletionPolicy' ? 'DeletionPolicy' : 'UpdateReplacePolicy'} is now ${to}; before, ${from}`,
    }];
  });
}

/** An object without the member at a path. */
function without(value: JsonObject, [name, ...rest]: readonly string[]): JsonObject {
  const inner = value[name!];
  if (inner === undefined) {
    return value;
  }
  if (rest.length > 0 && isObject(inner)) {
    return { ...value, [name!]: without(inner, rest) };
  }
  return rest.length > 0 ? value : Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

/** An object of which rules took everything is as good as none. */
function emptied(value: Json | undefined): Json | undefined {
  const inner = !isObject(value) ? value
    : Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, emptied(entry)]).filter(([, entry]) => entry !== undefined));
  return isObject(inner) && Object.keys(inner).length === 0 || Array.isArray(inner) && inner.length === 0 ? undefined : inner;
}

export function valueAt(resource: Resource, path: string): Json | undefined {
  return valueBelow(resource.properties, path) ?? undefined;
}

export function shown(value: unknown): string {
  if (value === undefined || value === null) {
    return 'nothing';
  }
  const text = readable(value as Json).replace(/\s+/g, ' ');
  return text.length > 120 ? `${text.slice(0, 117).replace(/\$\{[^}]*$/, '')}...` : text;
}

/** `EndpointConfiguration.Types` is what CloudFormation's readers know it by. */
function label(path: string): string {
  return listOf(path.split('.')).slice(-2).join('.');
}
