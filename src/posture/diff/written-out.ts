import { means } from './canonical';
import { shown, valueAt } from './compare';
import { type Movement, type PropertyRule, own } from './rule';
import type { Resource } from '../assembly/app';
import type { Json } from '../assembly/json';
import { hasSecretMark } from '../assembly/secret-mark';
import { unknownsIn } from '../assembly/symbols';
import { isWrittenOut, writtenDefault } from '../model/secret-literal';

/** A secret: whoever reads the template reads it, where it stands there. */
export const SECRET: PropertyRule = own(compareSecret);

function compareSecret(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [was, is] = [stands(from), stands(to)];
  return means(from, to) ? [] : [{
    direction: was === is ? 'unknown' : is ? 'weaker' : 'stronger',
    property,
    before: from ?? null,
    after: to ?? null,
    message: was && is ? `another ${property} stands in the template now`
      : is ? `its ${property} now stands in the template` : was ? `its ${property} no longer stands in the template` : `${property} is now ${shown(to)}; before, ${shown(from)}`,
  }];
}

/** As a mark too: what is loaded from a file holds no secret any more. */
function stands(value: Json | undefined): boolean {
  return isWrittenOut(value) || unknownsIn(value).some(writtenDefault) || typeof value === 'string' && hasSecretMark(value.replace(/‹[^‹›]*›/g, ''));
}
