import { type Address, type IpVersion, areMapped, readAddress, spellAddress } from './address';
import { RuleError, shown } from './rule-error';

/** A block of addresses: a network address and a prefix, canonical. */
export interface Cidr {
  readonly version: IpVersion;
  /** The first address, as a number. */
  readonly first: bigint;
  /** The last address, as a number. */
  readonly last: bigint;
  readonly prefix: number;
  /** The canonical spelling: RFC 5952 for IPv6. */
  readonly text: string;
}

const BITS = { 4: 32, 6: 128 } as const;
const PREFIX = /^(0|[1-9]\d{0,2})$/;

/** The bits behind each prefix. */
const HOST_MASKS = { 4: hostMasks(BITS[4]), 6: hostMasks(BITS[6]) } as const;

function hostMasks(bits: number): readonly bigint[] {
  return Array.from({ length: bits + 1 }, (_, prefix) => (1n << BigInt(bits - prefix)) - 1n);
}

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
  const { address, prefix } = partsOf(String(text));
  if (address === undefined || Number.isNaN(prefix)) {
    throw new RuleError('CidrMalformed', `an address list takes CIDR blocks, received: ${shown(text)}`);
  }
  if (prefix === undefined) {
    throw new RuleError('CidrMalformed',
      `an address list takes CIDR blocks (one address is ${address.text}/${BITS[address.version]}), received: ${shown(text)}`);
  }
  if (prefix === 0) {
    throw new RuleError('CidrWholeInternet', `an address list never holds the whole internet, received: ${shown(text)}`);
  }
  const block = blockOf(address, prefix);
  if (block.version === 6 && (areMapped(block.first, block.last) || holdsMapped(block))) {
    throw new RuleError('CidrMalformed', `an address list takes IPv4 ranges as IPv4, not mapped into IPv6, received: ${shown(text)}`);
  }
  if (address.value !== block.first) {
    throw new RuleError('CidrHostBits',
      `a CIDR block has no bits set behind its prefix (did you mean ${block.text}?), received: ${shown(text)}`);
  }
  return block;
}

/**
 * Reads a block as templates of others have it: /0 is a block, a bare address is a block of one, and bits behind the prefix are cleared.
 *
 * @returns undefined if the text is no block of addresses
 */
export function readCidr(text: string): Cidr | undefined {
  const { address, prefix } = partsOf(text);
  return address === undefined || Number.isNaN(prefix) ? undefined : blockOf(address, prefix ?? BITS[address.version]);
}

/** Whether every address of the inner block lies in the outer one. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether two blocks share an address: then one contains the other. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.version === b.version && a.first <= b.last && b.first <= a.last;
}

/** How many addresses the blocks have together, each counted once. */
export function countAddresses(blocks: readonly Cidr[]): bigint {
  return mergeCidrs(blocks).reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}

/**
 * The same set of addresses in the fewest blocks, IPv4 before IPv6, each in ascending order.
 * Two halves never grow to a /0: WAF takes none, so the whole internet stays visible as two blocks.
 */
export function mergeCidrs(blocks: readonly Cidr[]): Cidr[] {
  const merged: Cidr[] = [];
  for (const block of [...blocks].sort(byPlace)) {
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

/** The addresses that are in some of the first blocks and in none of the second, in the fewest blocks, in the order of `mergeCidrs`. */
export function subtractCidrs(from: readonly Cidr[], taken: readonly Cidr[]): Cidr[] {
  const holes = mergeCidrs(taken);
  let passed = 0;
  return mergeCidrs(mergeCidrs(from).flatMap((block) => {
    while (holes[passed] !== undefined && isBefore(holes[passed]!, block)) {
      passed++;
    }
    const left: Cidr[] = [];
    let next = block.first;
    for (let at = passed; holes[at] !== undefined && overlaps(holes[at]!, block); at++) {
      left.push(...blocksBetween(block.version, next, holes[at]!.first - 1n));
      next = holes[at]!.last + 1n;
    }
    return next === block.first ? [block] : [...left, ...blocksBetween(block.version, next, block.last)];
  }));
}

/** The addresses that hosts on the internet have: IPv4 below multicast, and the global unicast block of IPv6. */
const INTERNET = {
  4: { first: 0n, last: (224n << 24n) - 1n },
  6: { first: 1n << 125n, last: (1n << 126n) - 1n },
} as const;

/**
 * Whether the blocks together hold the internet of one IP version: a /0, or as good as one, in pieces. Who leaves out a few addresses
 * means the same: three quarters are enough. One half is not, as `0.0.0.0/1` or `2000::/4`.
 */
export function coversWholeInternet(blocks: readonly Cidr[]): boolean {
  return ([4, 6] as const).some((version) => {
    const { first, last } = INTERNET[version];
    const held = mergeCidrs(blocks.filter((block) => block.version === version)).reduce((sum, block) => {
      const from = block.first > first ? block.first : first;
      const to = block.last < last ? block.last : last;
      return to >= from ? sum + to - from + 1n : sum;
    }, 0n);
    return held * 4n >= (last - first + 1n) * 3n;
  });
}

/** Whether a block holds all of IPv4, mapped, and not one address of the IPv6 internet: `::/3` to `::/80`. */
function holdsMapped({ first, prefix }: Cidr): boolean {
  return first === 0n && prefix > 2 && prefix <= 80;
}

/** The two sides of the slash. The prefix is undefined without a slash, and NaN if the address has no such prefix. */
function partsOf(text: string): { readonly address?: Address; readonly prefix?: number } {
  const slash = text.indexOf('/');
  if (slash === -1) {
    return { address: readAddress(text) };
  }
  const address = readAddress(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  const prefix = address !== undefined && PREFIX.test(digits) ? Number(digits) : NaN;
  return { address, prefix: address !== undefined && prefix <= BITS[address.version] ? prefix : NaN };
}

/** The block of a prefix that an address lies in. */
function blockOf({ version, value, text }: Address, prefix: number): Cidr {
  const mask = HOST_MASKS[version][prefix]!;
  return (value & mask) === 0n ? { version, first: value, last: value | mask, prefix, text: `${text}/${prefix}` } : cidrAt(version, value, prefix);
}

function cidrAt(version: IpVersion, value: bigint, prefix: number): Cidr {
  const mask = HOST_MASKS[version][prefix]!;
  const first = value - (value & mask);
  return { version, first, last: first | mask, prefix, text: `${spellAddress(version, first)}/${prefix}` };
}

/** A range of addresses in the fewest blocks. Empty if the last comes before the first. */
function blocksBetween(version: IpVersion, first: bigint, last: bigint): Cidr[] {
  const blocks: Cidr[] = [];
  let next = first;
  while (next <= last) {
    const prefix = HOST_MASKS[version].findIndex((mask) => (next & mask) === 0n && (next | mask) <= last);
    blocks.push(cidrAt(version, next, prefix));
    next = blocks.at(-1)!.last + 1n;
  }
  return blocks;
}

function areHalves(low: Cidr, high: Cidr): boolean {
  return low.version === high.version && low.prefix === high.prefix && low.prefix > 1 && low.last + 1n === high.first
    && (low.first & HOST_MASKS[low.version][low.prefix - 1]!) === 0n;
}

function isBefore(a: Cidr, b: Cidr): boolean {
  return a.version < b.version || (a.version === b.version && a.last < b.first);
}

/** IPv4 before IPv6, ascending, a block before those that it contains. */
function byPlace(a: Cidr, b: Cidr): number {
  return a.version - b.version || (a.first < b.first ? -1 : a.first > b.first ? 1 : a.prefix - b.prefix);
}
