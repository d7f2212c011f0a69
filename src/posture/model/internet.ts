import { type Cidr, coversWholeInternet, countAddresses, readCidr, subtractCidrs } from '../../values/cidr';

/** Ranges that no route of the internet leads to. https://www.iana.org/assignments/iana-ipv4-special-registry */
const PRIVATE = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15',
  '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3', '::/3', '4000::/2', '8000::/1',
].map((text) => readCidr(text)!);

/** More public addresses than any one organization has: more than a /8 of IPv4, or a /19 of IPv6, the largest blocks that registries gave to one. */
const MORE_THAN_ANYBODY_HAS = { 4: 2n ** 24n, 6: 2n ** 109n } as const;

/** The internet addresses among blocks. */
export function publicPartOf(blocks: readonly Cidr[]): Cidr[] {
  return subtractCidrs(blocks, PRIVATE);
}

/** Whether blocks together hold so much of the internet that strangers are in it: all of it, half of it, or all but a few. */
export function admitsInternet(blocks: readonly Cidr[]): boolean {
  const open = publicPartOf(blocks);
  return coversWholeInternet(blocks) || ([4, 6] as const).some((version) =>
    countAddresses(open.filter((block) => block.version === version)) > MORE_THAN_ANYBODY_HAS[version]);
}
