import { means } from './canonical';
import type { Change } from './change';
import { shown } from './compare';
import type { Matches } from './match';
import { changeAt, few, nameOf } from './words';
import type { Resource } from '../assembly/app';
import { type Json, isObject } from '../assembly/json';
import { type Elsewhere, elsewhereOf } from '../model/elsewhere';
import type { Posture } from '../model/posture';
import { isSecretName } from '../model/secret-literal';

/** Says nothing of what it holds. */
const ABOUT_IT = ['Tags', 'NotificationARNs', 'TimeoutInMinutes'];

/** What is known of neither version, or of one only: of a change there, nobody can say what it opens. Each place is told once. */
export function compareElsewhere(before: Posture, after: Posture, { pairs, added, removed }: Matches): Change[] {
  const [were, are] = [before, after].map((posture) => new Map(posture.derive(elsewhereOf).map((one) => [one.resource, one])));
  return [
    ...pairs.flatMap((pair) => comparePair(pair.before, pair.after, were!.get(pair.before), are!.get(pair.after))),
    ...added.flatMap((resource) => told(are!.get(resource), 'is new: what it holds is not known', null, resource.properties.TemplateURL)),
    ...removed.flatMap((resource) => told(were!.get(resource), 'is gone: what it held is not known', resource.properties.TemplateURL, null)),
  ];
}

function comparePair(before: Resource, after: Resource, was: Elsewhere | undefined, is: Elsewhere | undefined): Change[] {
  if (was === undefined || is === undefined) {
    return told(is, 'is no longer read: what it holds is not known', null, after.properties.TemplateURL)
      .concat(told(was, 'is read now: what it held is not known', before.properties.TemplateURL, null));
  }
  const [from, to] = [before, after].map(settingsOf);
  const names = [...new Set([...Object.keys(from!), ...Object.keys(to!)])].filter((name) => !means(from![name], to![name])).sort();
  const words = names.map((name) => [name, from![name], to![name]] as const).map(([name, old, young]) => (name === '*' ? 'what it says changed'
    : isShown(name, old) && isShown(name, young) ? `${name} is now ${shown(young)}; before, ${shown(old)}` : `${name} changed`));
  const values = (all: Readonly<Record<string, Json | undefined>>) =>
    Object.fromEntries(names.filter((name) => isShown(name, all[name])).map((name) => [name, all[name] ?? null]));
  return names.length === 0 ? []
    : told(is, `${few(words, 'more of its settings', 'one more of its settings')}: what it holds is not known`, values(from!), values(to!));
}

/** What decides on what it holds, each parameter by its name. */
function settingsOf({ properties: { Parameters, ...properties } }: Resource): Readonly<Record<string, Json | undefined>> {
  const rest = Object.fromEntries(Object.entries(properties).filter(([name]) => !ABOUT_IT.includes(name)));
  return isObject(Parameters) ? { ...rest, ...Object.fromEntries(Object.entries(Parameters).map(([name, value]) => [`its parameter ${name}`, value])) }
    : { ...rest, ...Parameters === undefined ? {} : { Parameters } };
}

/** A report is no place for secrets, nor for what nobody reads. */
function isShown(name: string, value: Json | undefined): boolean {
  return !isSecretName(name) && (value === undefined || typeof value !== 'object');
}

function told(elsewhere: Elsewhere | undefined, words: string, before: unknown, after: unknown): Change[] {
  if (elsewhere === undefined) {
    return [];
  }
  const { resource, noun, name } = elsewhere;
  return [changeAt(resource, 'routes', 'unknown', null, before, after, `${noun} ${resource.constructPath === undefined ? name : nameOf(resource)}: ${words}`)];
}
