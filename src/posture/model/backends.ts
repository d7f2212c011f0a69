import { apisOf } from './api';
import { isMeantPrivate } from './meant-private';
import type { Posture } from './posture';
import type { Resource } from '../assembly/app';
import type { Json } from '../assembly/json';

/** The function that a value leads to, by an alias or a version too. */
export function functionsAt(posture: Posture, value: Json | undefined): Resource[] {
  return posture.targets(value).flatMap((target) => (target.type === 'AWS::Lambda::Function' || target.type === 'AWS::Serverless::Function' ? [target]
    : target.type === 'AWS::Lambda::Alias' || target.type === 'AWS::Lambda::Version' ? functionsAt(posture, target.properties.FunctionName) : []));
}

/** The functions that serve the routes of private APIs. */
export function privateBackends(posture: Posture): ReadonlySet<Resource> {
  return new Set(posture.derive(apisOf).filter((api) => isMeantPrivate(posture, api))
    .flatMap(({ routes }) => [...new Set(routes.map(({ integration }) => integration.uri))]).flatMap((uri) => functionsAt(posture, uri)));
}
