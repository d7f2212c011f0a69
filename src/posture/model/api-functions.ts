import { apisOf } from './api';
import type { Posture } from './posture';
import type { Resource } from '../assembly/app';
import type { Json } from '../assembly/json';

/** The functions that serve APIs, or decide on their callers. */
export function apiFunctionsOf(posture: Posture): readonly Resource[] {
  const uris = posture.derive(apisOf).flatMap(({ routes, authorizers }) => [
    ...routes.map(({ integration }) => integration.uri),
    ...authorizers.map(({ uri }) => uri),
  ]);
  return [...new Set(uris.flatMap((uri) => functionsAt(posture, uri)))];
}

/** An alias or a version stands for its function. */
function functionsAt(posture: Posture, value: Json | undefined, hops = 0): Resource[] {
  return posture.targets(value).flatMap((target) => {
    switch (target.type) {
      case 'AWS::Lambda::Function':
      case 'AWS::Serverless::Function': return [target];
      case 'AWS::Lambda::Alias':
      case 'AWS::Lambda::Version': return hops < 3 ? functionsAt(posture, target.properties.FunctionName, hops + 1) : [];
      default: return [];
    }
  });
}
