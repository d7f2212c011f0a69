import { type LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { type LookupFunction, BlockList, isIPv6 } from 'node:net';
import { RuleError } from '../../values/rule-error';

/** Where no source stands, whatever a resolver says: this machine, its link with AWS's metadata, groups, and ways around these names. */
const NOWHERE = blocks(
  ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '224.0.0.0/3'],
  ['::/96', '64:ff9b::/32', '2002::/16', 'fd00:ec2::/32', 'fe80::/10', 'ff00::/8'],
);
/** The networks of companies: RFC 1918, RFC 6598 and RFC 4193. */
const PRIVATE = blocks(['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'], ['fc00::/7']);

/** Looks a name up: all addresses. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

/** Whether an address leads to this machine, its link, or to nobody. */
export function leadsNowhere(address: string): boolean {
  return NOWHERE.check(address, familyOf(address));
}

/**
 * Refuses addresses that the host of a source cannot have. All of them: one wrong answer makes the resolver suspect.
 *
 * @param privateHost whether the host stands in a network of companies, and not in the internet
 * @throws RuleError FeedUnread
 */
export function refuseReach(host: string, addresses: readonly string[], privateHost: boolean): void {
  const wrong = addresses.find((address) => leadsNowhere(address) || PRIVATE.check(address, familyOf(address)) !== privateHost);
  if (wrong !== undefined) {
    throw new RuleError('FeedUnread', `the host of this source has ${privateHost ? 'private' : 'public'} addresses only, received: ${wrong} for ${host}`);
  }
}

/** A lookup for `https.request`: what it gives is what was checked, so that no second answer slips in between. */
export function guardedLookup(privateHost: boolean, resolve: Resolve = (host) => lookup(host, { all: true })): LookupFunction {
  return (host, { all }, done) => {
    resolve(host).then((found) => {
      refuseReach(host, found.map(({ address }) => address), privateHost);
      const [first] = found;
      return all === true || first === undefined ? done(null, found) : done(null, first.address, first.family);
    }).catch((error: Error) => done(error, []));
  };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

function blocks(ipv4: readonly string[], ipv6: readonly string[]): BlockList {
  const list = new BlockList();
  for (const [family, cidrs] of [['ipv4', ipv4], ['ipv6', ipv6]] as const) {
    for (const cidr of cidrs) {
      const [network = '', prefix] = cidr.split('/');
      list.addSubnet(network, Number(prefix), family);
    }
  }
  return list;
}
