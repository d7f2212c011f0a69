import { canonical, means } from './canonical';
import { shown, valueAt } from './compare';
import type { Movement } from './rule';
import type { Resource } from '../assembly/app';
import type { Json } from '../assembly/json';
import { free, referencesIn } from '../assembly/symbols';
import { covers } from '../policy/wildcard';

/** Which stages and methods of one API may call is the API's business. */
export function compareSource(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const apis = (value: Json | undefined) => canonical(referencesIn(value).filter((reference) => reference.attribute === 'Ref').map(({ key }) => key).slice(0, 1));
  return means(from, to) || isOfAnApi(before) && isOfAnApi(after) && apis(from) === apis(to) ? [] : [{
    direction: to === undefined ? 'weaker' : from === undefined ? 'stronger' : widthOf(withoutPartition(from), withoutPartition(to)),
    property,
    before: from ?? null,
    after: to ?? null,
    message: `it is now for ${to === undefined ? 'whoever asks the service' : shown(to)}; before, for ${shown(from)}`,
  }];
}

/** What may be done with a function, and by whom. */
export function comparePattern(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  return means(from, to) ? [] : [{
    direction: widthOf(from, to), property, before: from ?? null, after: to ?? null, message: `${property} is now ${shown(to)}; before, ${shown(from)}`,
  }];
}

/** Where one pattern takes in all that the other does, it is the weaker. */
function widthOf(from: Json | undefined, to: Json | undefined): Movement['direction'] {
  const [old, young] = [String(from), String(to)];
  return covers(young, old) === true ? 'weaker' : covers(old, young) === true ? 'stronger' : 'unknown';
}

const PARTITION = new RegExp(`^arn:${free(':')}:`);

/** In one app there is one partition, however it is written. */
function withoutPartition(arn: Json): string {
  return String(arn).replace(PARTITION, 'arn:');
}

/** API Gateway may call for one API: which routes it has, the API says. */
export function isOfAnApi({ properties }: Resource): boolean {
  return String(properties.Principal) === 'apigateway.amazonaws.com' && /execute-api:[^#]*#/.test(String(properties.SourceArn).slice(0, 2000));
}
