import { type Cidr, contains, readCidr } from '../../../values/cidr';
import type { Resource } from '../../assembly/app';
import { holdsInternet } from '../../model/address-set';
import { admissionLists } from '../../model/admission-lists';
import type { IpSet } from '../../model/ip-set';
import type { Posture } from '../../model/posture';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** The widest blocks that one organization's private network can be: 10.0.0.0/8, and a ULA prefix of /32 (RFC 4193 gives a site a /48). */
const WIDEST = { 4: 8, 6: 32 } as const;

/** RFC 1918, RFC 6598, link-local, RFC 4193: what hosts of private networks have. */
const PRIVATE: readonly Cidr[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8', 'fc00::/7', 'fe80::/10']
  .map((text) => readCidr(text)!);

export const ipSetAllowListWidth: Check = {
  id: 'ip-set-allow-list-width',
  title: 'The addresses that a private API\'s web ACL admits are those of callers, not the world\'s',
  severity: 'error',
  layer: 'web-firewall',
  why: 'An allow list that holds the internet, in one block or in pieces, admits everybody and looks like a list.',
  fix: 'List the subnets of the applications that call. Public ranges have no place on a private API, unless a network uses them inside.',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    const seen = new Set<object>();
    for (const { acl, set, property } of posture.derive(admissionLists)) {
      const resource = set.resource ?? acl.resource;
      if (!seen.has(resource)) {
        seen.add(resource);
        yield set.resource === undefined ? unsure(acl.resource, property, set.unknown ?? 'its addresses') : judgeSet(set, set.resource);
      }
    }
  },
};

function judgeSet(set: IpSet, resource: Resource): Judgement {
  if (holdsInternet(set.addresses)) {
    return fail(resource, 'Addresses', `the allow list holds the whole internet: ${shown(set.blocks)}`);
  }
  const wide = set.blocks.find(({ version, prefix }) => prefix < WIDEST[version]);
  if (wide !== undefined) {
    return fail(resource, 'Addresses', `the allow list holds ${wide.text}, wider than any private network`);
  }
  const foreign = set.blocks.find((block) => !PRIVATE.some((range) => contains(range, block)));
  return foreign !== undefined ? fail(resource, 'Addresses', `the allow list of a private API holds the public range ${foreign.text}`, 'warning')
    : set.unknown !== undefined ? unsure(resource, 'Addresses', set.unknown) : pass(resource, 'Addresses');
}

function shown(blocks: readonly Cidr[]): string {
  const texts = blocks.map(({ text }) => text);
  return texts.length <= 4 ? texts.join(', ') : `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more`;
}
