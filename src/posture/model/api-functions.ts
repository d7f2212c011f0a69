import { apisOf } from './api';
import { functionsAt } from './backends';
import type { Posture } from './posture';
import type { Resource } from '../assembly/app';

/** The functions that serve APIs, or decide on their callers. */
export function apiFunctionsOf(posture: Posture): readonly Resource[] {
  return [...new Set(posture.derive(functionsByApi).flat())];
}

/** The functions of each API: what is usual in one says nothing of another. */
function functionsByApi(posture: Posture): readonly (readonly Resource[])[] {
  return posture.derive(apisOf).map(({ routes, authorizers }) => {
    const uris = [...routes.map(({ integration }) => integration.uri), ...authorizers.map(({ uri }) => uri)];
    return [...new Set(uris.flatMap((uri) => functionsAt(posture, uri)))];
  });
}

/** The functions of the APIs in which at least one is so. */
export function besideOneThat(posture: Posture, isSo: (fn: Resource) => boolean): readonly Resource[] {
  return [...new Set(posture.derive(functionsByApi).filter((functions) => functions.some(isSo)).flat())];
}
