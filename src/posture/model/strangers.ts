import { type Origin, STRANGER, namedIn } from './admission';
import { spellAddress } from '../../values/address';
import { readCidr } from '../../values/cidr';
import type { Policy } from '../policy/policy';

/** An IPv6 address that no policy names. */
const IPV6 = '2001:db8:77::77/128';
/** Headers that no policy asks for. */
const NOTHING_NAMED = { 'aws:useragent': 'stranger', 'aws:referer': 'stranger' } as const;
/** Ranges that are looked at; beyond, they say the same of strangers. */
const MOST = 40;

/**
 * From where strangers may call who read a policy: through an endpoint of their own, in a VPC of their own, whose addresses they choose as
 * they like, those that the policy names too; with an id that one of its wildcards takes; and with the headers that it asks for.
 */
export function strangersTo(policy: Policy): Origin[] {
  const { endpoints, vpcs, ranges } = namedIn(policy);
  const within = ranges.slice(0, MOST).flatMap((range) => {
    const block = readCidr(range);
    return block === undefined ? [] : [`${spellAddress(block.version, block.last)}/${block.version === 4 ? 32 : 128}`];
  });
  const { endpoint, vpc, address } = STRANGER;
  const origins = [
    ...[address, IPV6, ...within].map((from) => ({ endpoint, vpc, address: from })),
    ...drawn(endpoints).map((taken) => ({ endpoint: taken, vpc, address })),
    ...spared(policy).map((signedBy) => ({ endpoint, vpc, address, signedBy })),
    ...drawn(vpcs).map((taken) => ({ endpoint, vpc: taken, address })),
  ];
  return [
    ...origins.map((origin) => ({ ...origin, written: NOTHING_NAMED })),
    ...writings(policy).map((written) => ({ endpoint, vpc, address, written })),
  ];
}

/** Headers that the policy asks for, as whoever has read it writes them. */
function writings({ statements }: Policy): Record<string, string>[] {
  return statements.flatMap(({ conditions }) => conditions).filter(({ key }) => Object.hasOwn(NOTHING_NAMED, key))
    .flatMap(({ key, values }) => values.filter((value) => !value.includes('‹')).slice(0, MOST)
      .map((value) => ({ ...NOTHING_NAMED, [key]: value.replace(/[*?]/g, 'x') })));
}

/** Identities that a Deny makes an exception of, wherever they call from. */
function spared({ statements }: Policy): string[] {
  return statements.filter(({ effect, notPrincipals }) => effect === 'Deny' && notPrincipals)
    .flatMap(({ principals = [] }) => principals.filter(({ type }) => type === 'AWS').map(({ value }) => value));
}

/** Ids that the wildcards among the values take: whoever makes endpoints until one fits has one. */
function drawn(values: readonly string[]): string[] {
  return values.filter((value) => !value.includes('‹') && /[*?]/.test(value)).slice(0, MOST).map((value) => value.replace(/\*/g, '0stranger').replace(/\?/g, '0'));
}
