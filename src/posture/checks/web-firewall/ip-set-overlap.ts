import { type Cidr, contains } from '../../../values/cidr';
import { admittedSets } from '../../model/admission-lists';
import type { Posture } from '../../model/posture';
import { type Check, fail, pass, unsure } from '../check';

export const ipSetOverlap: Check = {
  id: 'ip-set-overlap',
  title: 'No range of an allow list lies within another one of it',
  severity: 'warning',
  layer: 'web-firewall',
  why: 'Either the wide range is a slip that lets in more than anybody meant, or taking the narrow one away, when its caller goes, closes nothing.',
  fix: 'List each caller\'s range once, as narrow as it is, and take out the wide one.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const [resource, { blocks, unknown }] of posture.derive(admittedSets)) {
      const pair = nested(blocks);
      yield pair !== undefined ? fail(resource, 'Addresses', `the allow list holds ${pair.inner.text} beside ${pair.outer.text}, which holds it too`)
        : unknown !== undefined ? unsure(resource, 'Addresses', unknown) : pass(resource, 'Addresses');
    }
  },
};

/** The first range that another one holds. Sorted, the one that may hold a range is the last wide one before it. */
function nested(blocks: readonly Cidr[]): { readonly outer: Cidr; readonly inner: Cidr } | undefined {
  const sorted = [...blocks].sort((a, b) => a.version - b.version || (a.first < b.first ? -1 : a.first > b.first ? 1 : a.prefix - b.prefix));
  let outer: Cidr | undefined;
  for (const inner of sorted) {
    if (outer !== undefined && outer.prefix !== inner.prefix && contains(outer, inner)) {
      return { outer, inner };
    }
    outer = inner;
  }
  return undefined;
}
