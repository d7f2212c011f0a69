export type IpVersion = 4 | 6;

/** One address of a host. */
export interface Address {
  readonly version: IpVersion;
  /** The address as a number. */
  readonly value: bigint;
  /** The canonical spelling: RFC 5952 for IPv6. */
  readonly text: string;
}

const DOT = '.'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
/** The value of each hexadecimal digit by its character code, -1 for other characters. */
const HEX_DIGITS = Array.from({ length: 128 }, (_, code) => '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()));
const GROUPS = 8;

/** The addresses `::ffff:0:0/96`, which are IPv4 addresses spelled as IPv6. */
const MAPPED = { first: 0xffff_0000_0000n, last: 0xffff_ffff_ffffn } as const;

/**
 * The address that a text spells, or undefined: no prefix, no zone, no octal or short IPv4. IPv6 is read in groups alone: tools disagree on what a dotted tail means.
 *
 * Feeds have tens of thousands of addresses: `ipaddr.js` takes 200 ms for 10,000 of IPv6. The tests hold this reader and
 * `spellAddress` against it.
 */
export function readAddress(text: string): Address | undefined {
  if (text.includes(':')) {
    const groups = ipv6Groups(text);
    return groups && { version: 6, value: ipv6Value(groups), text: spellIpv6(groups) };
  }
  const value = ipv4Value(text);
  // Without leading zeros there is one spelling.
  return value === undefined ? undefined : { version: 4, value, text };
}

/** Whether a range of IPv6 addresses lies within `::ffff:0:0/96`. */
export function areMapped(first: bigint, last: bigint): boolean {
  return MAPPED.first <= first && last <= MAPPED.last;
}

/** The canonical spelling of an address: RFC 5952 for IPv6. */
export function spellAddress(version: IpVersion, value: bigint): string {
  if (version === 4) {
    const number = Number(value);
    return `${octetOf(number, 2 ** 24)}.${octetOf(number, 2 ** 16)}.${octetOf(number, 2 ** 8)}.${number % 256}`;
  }
  const hex = value.toString(16).padStart(GROUPS * 4, '0');
  return spellIpv6(Array.from({ length: GROUPS }, (_, at) => parseInt(hex.slice(at * 4, at * 4 + 4), 16)));
}

function octetOf(address: number, unit: number): number {
  return Math.floor(address / unit) % 256;
}

function ipv4Value(text: string): bigint | undefined {
  let value = 0;
  let octets = 0;
  let octet = 0;
  let digits = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at === text.length ? DOT : text.charCodeAt(at);
    const digit = code - ZERO;
    if (code === DOT && digits > 0 && octet < 256) {
      value = value * 256 + octet;
      octets++;
      octet = 0;
      digits = 0;
    } else if (digit >= 0 && digit <= 9 && (digits === 0 || octet > 0)) { // no leading zero: it may mean octal
      octet = octet * 10 + digit;
      digits++;
    } else {
      return undefined;
    }
  }
  return octets === 4 ? BigInt(value) : undefined;
}

/** The eight groups of an IPv6 address, as numbers. */
function ipv6Groups(text: string): number[] | undefined {
  const gap = text.indexOf('::');
  if (gap === -1) {
    const groups = groupsOf(text, 0, text.length);
    return groups?.length === GROUPS ? groups : undefined;
  }
  const head = groupsOf(text, 0, gap);
  const tail = groupsOf(text, gap + 2, text.length);
  if (head === undefined || tail === undefined || head.length + tail.length >= GROUPS) {
    return undefined;
  }
  const from = GROUPS - tail.length;
  for (let at = head.length; at < GROUPS; at++) {
    head.push(at < from ? 0 : tail[at - from]!);
  }
  return head;
}

/** The groups between two places of a text: none where there is no text. */
function groupsOf(text: string, from: number, to: number): number[] | undefined {
  const groups: number[] = [];
  let group = 0;
  let digits = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    const digit = code < HEX_DIGITS.length ? HEX_DIGITS[code]! : -1;
    if (digit >= 0 && digits < 4) {
      group = group * 16 + digit;
      digits++;
    } else if (code === COLON && digits > 0) {
      groups.push(group);
      group = 0;
      digits = 0;
    } else {
      return undefined;
    }
  }
  if (digits > 0) {
    groups.push(group);
  }
  return digits > 0 || from === to ? groups : undefined;
}

function ipv6Value(groups: readonly number[]): bigint {
  return (BigInt(numberOf(groups, 0, 2)) << 96n) + (BigInt(numberOf(groups, 2, 5)) << 48n) + BigInt(numberOf(groups, 5, 8));
}

/** Three groups at most: a number holds their 48 bits exactly, and is much faster than a bigint. */
function numberOf(groups: readonly number[], from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    value = value * 65536 + groups[at]!;
  }
  return value;
}

function spellIpv6(groups: readonly number[]): string {
  const { at, length } = longestRun(groups);
  return length < 2 ? join(groups, 0, GROUPS) : `${join(groups, 0, at)}::${join(groups, at + length, GROUPS)}`;
}

function join(groups: readonly number[], from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) {
    text += at === from ? groups[at]!.toString(16) : `:${groups[at]!.toString(16)}`;
  }
  return text;
}

/** The first of the longest runs of zero groups. */
function longestRun(groups: readonly number[]): { readonly at: number; readonly length: number } {
  let longest = { at: 0, length: 0 };
  let length = 0;
  for (let end = 0; end < GROUPS; end++) {
    length = groups[end] === 0 ? length + 1 : 0;
    if (length > longest.length) {
      longest = { at: end - length + 1, length };
    }
  }
  return longest;
}
