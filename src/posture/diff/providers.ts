import type { Change } from './change';
import { shown, valueAt } from './compare';
import { accountOf, foreignAccountIn } from './foreign-code';
import type { Matches } from './match';
import { changeAt, nameOf } from './words';
import type { App, Resource } from '../assembly/app';

const OWN_TYPES = /^(Custom::|AWS::CloudFormation::CustomResource$)/;

/** Custom resources are made by a function that is told what they are to be, and answers what others take for true. */
export function compareProviders({ pairs, added, removed }: Matches, base: App, head: App): Change[] {
  return [
    ...added.map((after) => ({ before: undefined, after })),
    ...removed.map((before) => ({ before, after: undefined })),
    ...pairs,
  ].filter(({ before, after }) => OWN_TYPES.test((after ?? before!).type)).flatMap(({ before, after }): Change[] => {
    const token = (resource: Resource | undefined) => resource && valueAt(resource, 'ServiceToken');
    const was = before && foreignAccountIn(token(before), accountOf(before, base));
    const is = after && foreignAccountIn(token(after), accountOf(after, head));
    const resource = (after ?? before)!;
    return was === is ? [] : [changeAt(resource, 'identity', is === undefined ? 'stronger' : 'weaker', 'ServiceToken', token(before), token(after), is === undefined
      ? `custom resource ${nameOf(resource)}: ${shown(token(before))}, of the account ${was!}, no longer makes it`
      : `custom resource ${nameOf(resource)}: it is now made by ${shown(token(after))}, of the account ${is}`)];
  });
}
