import { createHash } from 'node:crypto';
import { canonical } from './canonical';
import type { Resource } from '../assembly/app';
import { type Json, isObject } from '../assembly/json';
import { referencesIn, renameReferences } from '../assembly/symbols';

/** How far around a resource is looked: two log groups that say the same differ by who writes into them, or by whom that serves. */
const STEPS = 3;

/**
 * Tells resources of one version apart by what they say, what they refer to and what refers to them, wherever they stand: for each number of
 * steps, from the farthest to none, a text that is the same for what is alike so far.
 *
 * @param nameOf the name of what has a match
 */
export function identitiesOf(resources: readonly Resource[], nameOf: (resource: Resource) => string | undefined): ReadonlyMap<Resource, string>[] {
  const open = resources.filter((resource) => nameOf(resource) === undefined);
  const byKey = new Map(resources.map((resource) => [resource.key, resource]));
  const referrers = new Map<string, { by: Resource; place: string }[]>();
  for (const by of resources) {
    for (const [place, key] of placesOf(by)) {
      referrers.set(key, [...referrers.get(key) ?? [], { by, place: place.replace(/\[\d+\]|:\d+/g, '') }]);
    }
  }
  let last = new Map<Resource, string>(open.map((resource) => [resource, resource.type]));
  const called = (resource: Resource) => nameOf(resource) ?? last.get(resource)!;
  const rounds: Map<Resource, string>[] = [];
  for (let step = 0; step <= STEPS; step++) {
    last = new Map(open.map((resource): [Resource, string] => {
      const says = canonical(renameReferences(resource.properties as Json, (key) => (byKey.has(key) ? called(byKey.get(key)!) : key), () => ''));
      const around = step === 0 ? [] : (referrers.get(resource.key) ?? []).map(({ by, place }) => `${by.type} ${place} ${called(by)}`).sort();
      return [resource, `${resource.type}#${createHash('sha256').update(JSON.stringify([says, around])).digest('hex')}`];
    }));
    rounds.unshift(last);
  }
  return rounds;
}

/** Where a resource refers to what: the path of the property, lists by position, and the key. */
export function placesOf(resource: Resource): Map<string, string> {
  const places = new Map<string, string>();
  const walk = (value: Json | undefined, path: string): void => {
    if (typeof value === 'string') {
      referencesIn(value).forEach(({ key, attribute }, at) => places.set(`${path}:${at}:${attribute}`, key));
    } else if (Array.isArray(value)) {
      (value as readonly Json[]).forEach((entry, at) => walk(entry, `${path}[${at}]`));
    } else if (isObject(value)) {
      Object.entries(value).forEach(([name, entry]) => walk(entry, `${path}.${name}`));
    }
  };
  walk(resource.properties, '');
  return places;
}
