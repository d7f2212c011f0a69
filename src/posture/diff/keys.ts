import { means } from './canonical';
import { shown, valueAt } from './compare';
import { type Movement, type PropertyRule, own } from './rule';
import type { Resource } from '../assembly/app';
import type { Json } from '../assembly/json';

/** The key that encrypts something: one of the account is stronger than one of AWS, whose policy nobody sets. */
export const KEY: PropertyRule = own(compareKey);

function compareKey(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [was, is] = [strength(from), strength(to)];
  return means(from, to) ? [] : [{
    direction: is === was ? 'unknown' : is > was ? 'stronger' : 'weaker',
    property,
    before: from ?? null,
    after: to ?? null,
    message: from === undefined || to === undefined ? `${property} is ${to === undefined ? 'gone' : 'new'}: ${shown(to ?? from)}` : `${property} is now ${shown(to)}; before, ${shown(from)}`,
  }];
}

function strength(key: Json | undefined): number {
  return key === undefined ? 0 : /(^|:)alias\/aws\//.test(String(key)) ? 1 : 2;
}
