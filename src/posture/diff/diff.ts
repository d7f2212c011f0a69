import { isDeepStrictEqual } from 'node:util';
import type { Change } from './change';
import type { App, Resource } from '../assembly/app';

/** What differs between two versions of an app. Which way it goes is not judged here: every difference is unknown. */
export function diffApps(base: App, head: App): Change[] {
  const before = new Map(base.resources.map((resource) => [resource.key, resource]));
  const after = new Map(head.resources.map((resource) => [resource.key, resource]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key): Change[] => {
    const [old, now] = [before.get(key), after.get(key)];
    if (old && now) {
      return [...new Set([...Object.keys(old.properties), ...Object.keys(now.properties)])]
        .filter((property) => !isDeepStrictEqual(old.properties[property], now.properties[property]))
        .map((property) => change(now, property, old.properties[property], now.properties[property], 'changed'));
    }
    return [change((old ?? now)!, null, old?.properties, now?.properties, old ? 'is gone' : 'is new')];
  });
}

function change({ type, stack, logicalId, constructPath }: Resource, property: string | null, before: unknown, after: unknown, what: string): Change {
  return {
    direction: 'unknown',
    layer: 'network',
    stack,
    resource: logicalId,
    constructPath: constructPath ?? null,
    property,
    before: before ?? null,
    after: after ?? null,
    message: `${property ?? type} ${what}`,
  };
}
