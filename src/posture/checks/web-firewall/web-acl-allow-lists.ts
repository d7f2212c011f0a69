import { holdsInternet, union } from '../../model/address-set';
import { type AdmissionList, admissionLists } from '../../model/admission-lists';
import type { Posture } from '../../model/posture';
import type { WebAcl } from '../../model/web-acl';
import { few } from '../../model/words';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const webAclAllowLists: Check = {
  id: 'web-acl-allow-lists',
  title: 'The lists that a web ACL admits do not add up to the internet',
  severity: 'error',
  layer: 'web-firewall',
  why: 'A half of the internet in one list and the other half in another admit everybody, and each list looks narrower than it is.',
  fix: 'Let the lists hold the subnets of the applications that call, and nothing else.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    const lists = new Map<WebAcl, AdmissionList[]>();
    for (const list of posture.derive(admissionLists)) {
      lists.set(list.acl, [...lists.get(list.acl) ?? [], list]);
    }
    for (const [acl, all] of lists) {
      yield judgeAcl(acl, all);
    }
  },
};

function judgeAcl({ resource }: WebAcl, lists: readonly AdmissionList[]): Judgement {
  const sets = [...new Set(lists.map(({ set }) => set))];
  // Of one list that holds it all another check speaks.
  const parts = sets.filter(({ addresses }) => !holdsInternet(addresses));
  if (parts.length > 1 && holdsInternet(union(...parts.map(({ addresses }) => addresses)))) {
    const names = parts.flatMap((part) => part.blocks.map(({ text }) => text));
    return fail(resource, ruleOf(lists), `the ${parts.length} lists that the web ACL admits are the whole internet together: ${few(names)}`);
  }
  const open = lists.find(({ set }) => set.unknown !== undefined);
  return open === undefined ? pass(resource, 'Rules') : unsure(resource, open.property, open.set.unknown!);
}

/** The one rule whose lists suffice, or all rules. */
function ruleOf(lists: readonly AdmissionList[]): string {
  const ofRule = (property: string) => /^Rules\[\d+\]/.exec(property)?.[0] ?? 'Rules';
  const rules = [...new Set(lists.map(({ property }) => ofRule(property)))];
  return rules.find((rule) => holdsInternet(union(...lists.filter(({ property }) => ofRule(property) === rule).map(({ set }) => set.addresses)))) ?? 'Rules';
}
