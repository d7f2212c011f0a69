import { apisOf } from './api';
import { functionsAt } from './backends';
import type { Posture } from './posture';
import type { Resource } from '../assembly/app';

/** The functions that serve APIs, or decide on their callers. */
export function apiFunctionsOf(posture: Posture): readonly Resource[] {
  const uris = posture.derive(apisOf).flatMap(({ routes, authorizers }) => [
    ...routes.map(({ integration }) => integration.uri),
    ...authorizers.map(({ uri }) => uri),
  ]);
  return [...new Set(uris.flatMap((uri) => functionsAt(posture, uri)))];
}
