import * as ipaddr from 'ipaddr.js';
import { RuleError, shown } from './rule-error';

/** A block of addresses: a network address and a prefix, canonical. */
export interface Cidr {
  readonly version: 4 | 6;
  /** The first address, as a number. */
  readonly first: bigint;
  /** The last address, as a number. */
  readonly last: bigint;
  readonly prefix: number;
  /** The canonical spelling: RFC 5952 for IPv6. */
  readonly text: string;
}

const BITS = { 4: 32, 6: 128 } as const;

/**
 * Reads one CIDR block, strictly: no bare address, no host bits, no /0, no zone, no octal or short IPv4.
 *
 * @param text the block, as in `10.20.0.0/16` or `fd00:20::/48`
 * @throws RuleError CidrMalformed, CidrHostBits, CidrWholeInternet
 */
export function parseCidr(text: string): Cidr {
  if (/\$\{Token\[/.test(text)) {
    throw new RuleError('CidrMalformed', 'an address list takes CIDR blocks that are known at synth, received: a reference (a token)');
  }
  const [address = '', prefixText, ...rest] = String(text).split('/');
  const version = addressVersion(address);
  if (version === undefined || rest.length > 0) {
    throw new RuleError('CidrMalformed', `an address list takes CIDR blocks, received: ${shown(text)}`);
  }
  if (prefixText === undefined) {
    throw new RuleError('CidrMalformed',
      `an address list takes CIDR blocks (one address is ${address}/${BITS[version]}), received: ${shown(text)}`);
  }
  const prefix = /^(0|[1-9]\d{0,2})$/.test(prefixText) ? Number(prefixText) : NaN;
  if (!(prefix <= BITS[version])) {
    throw new RuleError('CidrMalformed', `an address list takes CIDR blocks, received: ${shown(text)}`);
  }
  if (prefix === 0) {
    throw new RuleError('CidrWholeInternet', `an address list never holds the whole internet, received: ${shown(text)}`);
  }
  const block = cidrAt(version, numberOf(address), prefix);
  if (version === 6 && block.last >> 32n === 0xffffn) {
    throw new RuleError('CidrMalformed', `an address list takes IPv4 ranges as IPv4, not mapped into IPv6, received: ${shown(text)}`);
  }
  if (numberOf(address) !== block.first) {
    throw new RuleError('CidrHostBits',
      `a CIDR block has no bits set behind its prefix (did you mean ${block.text}?), received: ${shown(text)}`);
  }
  return block;
}

/** The block of a prefix that an address lies in. */
function cidrAt(version: 4 | 6, address: bigint, prefix: number): Cidr {
  const size = 1n << BigInt(BITS[version] - prefix);
  const first = address - (address % size);
  return { version, first, last: first + size - 1n, prefix, text: `${spell(version, first)}/${prefix}` };
}

/** Whether every address of the inner block lies in the outer one. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}

/**
 * The same set of addresses in the fewest blocks, IPv4 before IPv6, each in ascending order.
 * Two halves never grow to a /0: WAF takes none, so the whole internet stays visible as two blocks.
 */
export function mergeCidrs(blocks: readonly Cidr[]): Cidr[] {
  const sorted = [...blocks].sort((a, b) => a.version - b.version || compare(a.first, b.first) || a.prefix - b.prefix);
  const merged: Cidr[] = [];
  for (const block of sorted) {
    let next = block;
    for (let top = merged.at(-1); top !== undefined; top = merged.at(-1)) {
      if (contains(top, next)) {
        next = top;
      } else if (!areHalves(top, next)) {
        break;
      } else {
        next = cidrAt(top.version, top.first, top.prefix - 1);
      }
      merged.pop();
    }
    merged.push(next);
  }
  return merged;
}

/** The addresses that hosts on the internet have: IPv4 below multicast, and the global unicast block of IPv6. */
const INTERNET = {
  4: { first: 0n, last: (224n << 24n) - 1n },
  6: { first: 1n << 125n, last: (1n << 126n) - 1n },
} as const;

/** Whether the blocks together hold every internet address of one IP version: a /0, or as good as one, in pieces. */
export function coversWholeInternet(blocks: readonly Cidr[]): boolean {
  return ([4, 6] as const).some((version) => {
    const { first, last } = INTERNET[version];
    const held = mergeCidrs(blocks.filter((block) => block.version === version)).reduce((sum, block) => {
      const from = block.first > first ? block.first : first;
      const to = block.last < last ? block.last : last;
      return to >= from ? sum + to - from + 1n : sum;
    }, 0n);
    return held === last - first + 1n;
  });
}

function areHalves(low: Cidr, high: Cidr): boolean {
  return low.version === high.version && low.prefix === high.prefix && low.prefix > 1 && low.last + 1n === high.first
    && cidrAt(low.version, low.first, low.prefix - 1).first === low.first;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function addressVersion(text: string): 4 | 6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) {
    return 4;
  }
  // Dotted tails are refused: ipaddr.js takes `::10.20.0.7` for the mapped address `::ffff:10.20.0.7`.
  return text.includes(':') && !/[%.]/.test(text) && ipaddr.IPv6.isValid(text) ? 6 : undefined;
}

function numberOf(address: string): bigint {
  return ipaddr.parse(address).toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function spell(version: 4 | 6, address: bigint): string {
  const bytes: number[] = [];
  for (let shift = BITS[version] - 8; shift >= 0; shift -= 8) {
    bytes.push(Number((address >> BigInt(shift)) & 0xffn));
  }
  const parsed = ipaddr.fromByteArray(bytes);
  return parsed instanceof ipaddr.IPv6 ? parsed.toRFC5952String() : parsed.toString();
}
