import type { AddressEntryOptions, WidestRanges } from './address-entry';
import type { IpVersion } from '../values/address';
import { type Cidr, mergeCidrs, parseCidr } from '../values/cidr';
import { parseDay } from '../values/day';
import { RuleError, shown } from '../values/rule-error';

/** A range of an address list, and what it is for. */
export interface AddressEntry extends AddressEntryOptions {
  readonly block: Cidr;
}

/** How wide the ranges of one IP version are without a reason at each. */
export interface Widest {
  /** The smallest prefix. */
  readonly prefix: number;
  /** Why it is smaller than by default. */
  readonly reason?: string;
}

// What one owner has as a rule: a VPC's IPv4 block is /16 at the widest, and an IPv6 site is a /48.
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html, https://www.rfc-editor.org/rfc/rfc6177
const DEFAULT_WIDEST = { 4: 16, 6: 48 } as const;
const LONGEST_PREFIX = { 4: 32, 6: 128 } as const;

/** @throws RuleError AddressListWidest, ReasonMissing */
export function widestOf({ ipv4 = DEFAULT_WIDEST[4], ipv6 = DEFAULT_WIDEST[6], reason }: WidestRanges = {}): Record<IpVersion, Widest> {
  const checked = (version: IpVersion, prefix: number): Widest => {
    if (!Number.isInteger(prefix) || prefix < 1 || prefix > LONGEST_PREFIX[version]) {
      throw new RuleError('AddressListWidest',
        `the widest range of an address list is a prefix of 1 to ${LONGEST_PREFIX[version]} for IPv${version}, received: ${shown(prefix)}`);
    }
    if (prefix >= DEFAULT_WIDEST[version]) {
      return { prefix };
    }
    if (isBlank(reason)) {
      throw new RuleError('ReasonMissing',
        `an address list that takes IPv${version} ranges wider than /${DEFAULT_WIDEST[version]} says why in \`widest.reason\`, received: /${prefix} without a reason`);
    }
    return { prefix, reason };
  };
  return { 4: checked(4, ipv4), 6: checked(6, ipv6) };
}

/**
 * Reads a range and what it is for.
 *
 * @throws RuleError AddressEntryApplication, AddressEntryEndDate, AddressRangeWide, ReasonMissing, CidrMalformed, CidrHostBits, CidrWholeInternet
 */
export function addressEntry(range: string, options: AddressEntryOptions, widest: Record<IpVersion, Widest>): AddressEntry {
  const { application, expires, wideRangeReason } = options;
  if (isBlank(application)) {
    throw new RuleError('AddressEntryApplication',
      `every range of an address list names the application it is for, received: ${shown(application)} for ${range}`);
  }
  if (expires !== undefined && parseDay(expires) === undefined) {
    throw new RuleError('AddressEntryEndDate',
      `an entry of an address list ends on an ISO date (YYYY-MM-DD), since a duration from now would never come, received: ${shown(expires)}`);
  }
  if (wideRangeReason !== undefined && isBlank(wideRangeReason)) {
    throw new RuleError('ReasonMissing', `a wide range is admitted for a reason, received: wideRangeReason ${shown(wideRangeReason)} for ${range}`);
  }
  const block = parseCidr(range);
  const limit = widest[block.version].prefix;
  if (block.prefix >= limit) {
    return { ...options, wideRangeReason: undefined, block };
  }
  if (wideRangeReason === undefined) {
    throw new RuleError('AddressRangeWide', `an address list takes IPv${block.version} ranges of /${limit} and narrower, `
      + `wider ones with a written reason (\`wideRangeReason\`), received: ${shown(range)} for ${application}`);
  }
  return { ...options, block };
}

/** What the template says of entries, by all but their range: ranges in one string, since a set may hold 10,000 of them. */
export function entriesMetadata(entries: readonly AddressEntry[]): Record<string, string>[] {
  return groupedBy(entries, saying).map(([, group]) => ({ ...saying(group[0]!), ranges: rangesOf(group) }));
}

/** The ranges of entries, canonical and merged. */
export function rangesOf(entries: readonly AddressEntry[]): string {
  return mergeCidrs(entries.map(({ block }) => block)).map(({ text }) => text).join(' ');
}

/** Groups what is alike by some values, in an order that does not depend on who came first. */
export function groupedBy<T>(items: readonly T[], by: (item: T) => unknown): [key: string, group: T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(by(item));
    const group = groups.get(key) ?? [];
    group.push(item);
    groups.set(key, group);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function saying({ application, owner, reason, expires, wideRangeReason }: AddressEntry): Record<string, string> {
  return {
    application,
    ...owner === undefined ? {} : { owner },
    ...reason === undefined ? {} : { reason },
    ...expires === undefined ? {} : { expires },
    ...wideRangeReason === undefined ? {} : { wideRangeReason },
  };
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}
