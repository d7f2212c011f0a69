import { apisOf } from './api';
import { isMeantPrivate } from './meant-private';
import type { Posture } from './posture';
import type { Resource } from '../assembly/app';
import type { Json } from '../assembly/json';
import { free } from '../assembly/symbols';

/** An alias may lead to an alias in a template that was never deployed; none leads further. */
const MOST_HOPS = 3;

/** The functions that a value leads to: by reference, by an alias or a version, or by the name that the app gives them. */
export function functionsAt(posture: Posture, value: Json | undefined, hops = 0): Resource[] {
  const referred = posture.targets(value).flatMap((target) => {
    switch (target.type) {
      case 'AWS::Lambda::Function':
      case 'AWS::Serverless::Function': return [target];
      case 'AWS::Lambda::Alias':
      case 'AWS::Lambda::Version': return hops < MOST_HOPS ? functionsAt(posture, target.properties.FunctionName, hops + 1) : [];
      default: return [];
    }
  });
  return referred.length > 0 || typeof value !== 'string' ? referred : functionsNamed(posture, value);
}

const FUNCTION_ARN = new RegExp(`:lambda:${free(':')}:(\\d{12}|‹AWS::AccountId›):function:([\\w-]+)`);

/** By a name that is written out: alone, or in an ARN of the account that the function is made in. */
function functionsNamed(posture: Posture, text: string): Resource[] {
  const [, account, inArn] = FUNCTION_ARN.exec(text) ?? [];
  const name = inArn ?? (/^[\w-]+$/.test(text) ? text : undefined);
  return (name === undefined ? [] : posture.derive(byName).get(name) ?? [])
    .filter(({ stack }) => account === undefined || account.startsWith('‹') || posture.app.stacks.some((one) => one.name === stack && one.account === account));
}

function byName(posture: Posture): ReadonlyMap<Json | undefined, Resource[]> {
  const functions = posture.ofType('AWS::Lambda::Function', 'AWS::Serverless::Function');
  const names = new Set(functions.map(({ properties }) => properties.FunctionName).filter((name) => name !== undefined));
  return new Map([...names].map((name) => [name, functions.filter(({ properties }) => properties.FunctionName === name)]));
}

/** The functions that serve the routes of private APIs. */
export function privateBackends(posture: Posture): ReadonlySet<Resource> {
  return new Set(posture.derive(apisOf).filter((api) => isMeantPrivate(posture, api))
    .flatMap(({ routes }) => [...new Set(routes.map(({ integration }) => integration.uri))]).flatMap((uri) => functionsAt(posture, uri)));
}
