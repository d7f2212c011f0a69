import type { Cidr } from '../../../values/cidr';
import { type AddressSet, addressesOf, isWithin, union } from '../../model/address-set';
import { admissionLists } from '../../model/admission-lists';
import { endpointIngress } from '../../model/endpoint-ingress';
import type { GroupRule } from '../../model/security-groups';
import { type Check, fail, type Judgement, pass, unsure } from '../check';

/** As wide as one VPC can be in IPv4, and one site in IPv6 (RFC 4193). */
const SITE = { 4: 16, 6: 48 } as const;

export const endpointRangeWidth: Check = {
  id: 'endpoint-range-width',
  title: 'The security groups of the API\'s VPC endpoint admit no wide network of which the web ACL admits a part only',
  severity: 'warning',
  layer: 'network',
  why: 'The network lets in far more than may call: when the web ACL is gone, or counts only, the rest of the company is in.',
  fix: 'Admit the ranges that the web ACL\'s allow list has.',
  owasp: ['API8:2023'],
  * judge(posture) {
    const lists = posture.derive(admissionLists).map(({ set }) => set);
    const listed = union(...lists.map(({ addresses }) => addresses));
    const open = lists.find(({ unknown }) => unknown !== undefined)?.unknown;
    for (const rule of lists.length === 0 ? [] : posture.derive(endpointIngress)) {
      yield judgeRule(rule, listed, open);
    }
  },
};

function judgeRule({ resource, property, peer }: GroupRule, listed: AddressSet, open: string | undefined): Judgement {
  const blocks = peer.kind === 'addresses' ? peer.blocks : [];
  const wide = blocks.find((block) => isWide(block) && !isWithin(addressesOf([block]), listed));
  return peer.kind === 'unknown' ? unsure(resource, property, peer.why)
    : wide === undefined ? pass(resource, property)
      : open !== undefined ? unsure(resource, property, `whether the web ACL admits all of ${wide.text}: ${open}`)
        : fail(resource, property, `${wide.text} may connect, and the web ACL admits a part of it at most`);
}

function isWide({ version, prefix }: Cidr): boolean {
  return prefix < SITE[version];
}
