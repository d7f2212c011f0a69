import { type Json, isObject } from '../assembly/json';
import { renameReferences } from '../assembly/symbols';

/** What says nothing about who gets in: names and words for people, and what changes with every build. */
const COSMETIC = new Set(['Tags', 'UserPoolTags', 'Description', 'Metadata', 'tags', 'summary', 'description']);

/**
 * A value in the one spelling of its meaning: keys and lists sorted, a list of one as its entry, scalars as texts. CloudFormation's lists are
 * sets, but for those that diff/ compares by itself.
 */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) {
    const entries = (value as readonly Json[]).map(canonical).sort();
    return entries.length === 1 ? entries[0]! : `[${entries.join(',')}]`;
  }
  if (isObject(value)) {
    return `{${Object.entries(value).filter(([key, entry]) => entry !== undefined && !COSMETIC.has(key)).map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`)
      .sort().join(',')}}`;
  }
  return value === undefined || value === null ? 'null' : JSON.stringify(String(value));
}

/** Whether two values mean the same. */
export function means(one: Json | undefined, other: Json | undefined): boolean {
  return one === other || canonical(one) === canonical(other);
}

/** A value with what it refers to called by other keys, and the stacks whose parameters it names by other names. */
export function renamed<T extends Json | undefined>(value: T, names: ReadonlyMap<string, string>, stacks: ReadonlyMap<string, string>): T {
  return names.size === 0 && stacks.size === 0 ? value : renameReferences(value, (key) => names.get(key), (stack) => stacks.get(stack));
}
