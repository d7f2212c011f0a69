import { readCidr } from '../../../values/cidr';
import type { Resource } from '../../assembly/app';
import { isObject, listOf } from '../../assembly/json';
import { addressesOf, difference } from '../../model/address-set';
import { type IpSet, ipSetsOf } from '../../model/ip-set';
import type { Posture } from '../../model/posture';
import { few } from '../../model/words';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** Where an `AddressList` says which application each of its ranges is for. */
const REGISTER = 'cdk-private-api:address-list';

export const ipSetRegister: Check = {
  id: 'ip-set-register',
  title: 'An IP set with a register holds only ranges for which the register names an application',
  severity: 'error',
  layer: 'web-firewall',
  why: 'A range that stands in the set alone is nobody\'s: it came in past the register, by an override or a transform, and no owner and no end will take it out.',
  fix: 'Add the range to the register of consumers, or to the address list, for an application, and leave the set to it.',
  owasp: ['API8:2023', 'API9:2023'],
  * judge(posture: Posture) {
    for (const [resource, set] of posture.derive(ipSetsOf)) {
      const entries = resource.metadata[REGISTER];
      if (Array.isArray(entries)) {
        yield judgeSet(resource, set, namedIn(resource));
      }
    }
  },
};

function judgeSet(resource: Resource, { blocks, addresses, unknown }: IpSet, named: readonly string[]): Judgement {
  const [first] = difference(addresses, addressesOf(named.flatMap((range) => readCidr(range) ?? [])));
  const strange = first && blocks.find((block) => block.version === first.version && block.first <= first.first && first.first <= block.last);
  return strange !== undefined ? fail(resource, 'Addresses', `the set holds ${strange.text}, and its register names ${few(named)}`)
    : unknown !== undefined ? unsure(resource, 'Addresses', unknown) : pass(resource, 'Addresses');
}

/** Ranges stand in one text an application. */
function namedIn({ metadata }: Resource): string[] {
  return listOf(metadata[REGISTER]).flatMap((entry) => (isObject(entry) && typeof entry.ranges === 'string' ? entry.ranges.split(' ') : []));
}
