import { means } from './canonical';
import { shown, valueAt } from './compare';
import { type Movement, own } from './rule';
import type { Json } from '../assembly/json';

/** Of a key that AWS manages for a service nobody in the account says who may use it. */
const MANAGED = /(^|:)alias\/aws\//;

/** By which key something is encrypted: none, one that AWS manages, one of the account's own. */
export const KEY = own((before, after, property): Movement[] => {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [old, young] = [worth(from), worth(to)];
  const name = property.split('.').at(-1)!;
  return means(from, to) ? [] : [{
    direction: old === young ? 'unknown' : young > old ? 'stronger' : 'weaker',
    property,
    before: from ?? null,
    after: to ?? null,
    message: to === undefined ? `${name} is gone: ${shown(from)}` : from === undefined ? `${name} is new: ${shown(to)}`
      : `${name} is now ${shown(to)}${young < old ? ', a key that AWS manages' : ''}; before, ${shown(from)}`,
  }];
});

function worth(key: Json | undefined): number {
  return key === undefined ? 0 : MANAGED.test(String(key)) ? 1 : 2;
}
