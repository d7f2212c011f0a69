import { canonical } from './canonical';
import { shown, valueAt } from './compare';
import type { Movement } from './rule';
import type { App, Resource } from '../assembly/app';
import { type Json, isObject, listOf, member } from '../assembly/json';
import { free } from '../assembly/symbols';

const ARN = new RegExp(`^arn:${free(':')}:lambda:${free(':')}:(\\d{12}):`);

/** The account in an ARN that is written out; undefined where the app makes what it names. */
function accountIn(arn: Json | undefined): string | undefined {
  return ARN.exec(String(arn))?.[1];
}

const CALLED = new RegExp(`arn:${free(':')}:(?:lambda|sns):${free(':')}:(\\d{12}):`);

/** The account of the function, or topic, that a URI or a token names, where it surely is none of the own account. */
export function foreignAccountIn(named: Json | undefined, own: string | undefined): string | undefined {
  const account = CALLED.exec(String(named))?.[1];
  return account === own ? undefined : account;
}

/** The account in which a resource is made, where it is known. */
export function accountOf({ stack }: Resource, { stacks }: App): string | undefined {
  return stacks.find(({ name }) => name === stack)?.account;
}

/** A layer runs with the rights of the function. Which version of it does is code, and those of the app's own are too. */
export function compareLayers(before: Resource, after: Resource, property: string): Movement[] {
  const layers = (fn: Resource) => new Map(listOf(valueAt(fn, property)).filter((layer) => accountIn(layer) !== undefined)
    .map((layer) => [String(layer).replace(/:\d+$/, ''), layer]));
  const [from, to] = [layers(before), layers(after)];
  const said = (layer: Json, came: boolean): Movement => ({
    direction: came ? 'weaker' : 'stronger',
    property,
    before: valueAt(before, property) ?? null,
    after: valueAt(after, property) ?? null,
    message: `${came ? 'it now runs' : 'it no longer runs'} the layer ${shown(layer)}, of the account ${accountIn(layer)}`,
  });
  return [
    ...[...to].filter(([name]) => !from.has(name)).map(([, layer]) => said(layer, true)),
    ...[...from].filter(([name]) => !to.has(name)).map(([, layer]) => said(layer, false)),
  ];
}

/** Functions that a user pool calls: one before the token is made decides what stands in it. */
export function compareTriggers(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const names = [...new Set([...namesOf(from), ...namesOf(to)])].sort();
  return names.filter((name) => canonical(member(from, name)) !== canonical(member(to, name))).map((name): Movement => {
    const [old, young] = [member(from, name), member(to, name)];
    return {
      direction: accountIn(functionOf(young)) !== undefined ? 'weaker' : accountIn(functionOf(old)) !== undefined ? 'stronger' : 'unknown',
      property: `${property}.${name}`,
      before: old ?? null,
      after: young ?? null,
      message: `the function for ${name} is now ${shown(functionOf(young))}; before, ${shown(functionOf(old))}`,
    };
  });
}

function namesOf(triggers: Json | undefined): string[] {
  return isObject(triggers) ? Object.keys(triggers) : [];
}

function functionOf(trigger: Json | undefined): Json | undefined {
  return isObject(trigger) ? trigger.LambdaArn : trigger;
}
