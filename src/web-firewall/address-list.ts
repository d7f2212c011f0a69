import { Lazy } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { type AddressEntry, type Widest, addressEntry, entriesMetadata, groupedBy, rangesOf, widestOf } from './address-entries';
import type { AddressEntryOptions, WidestRanges } from './address-entry';
import { checkArn } from './waf-arn';
import { problem, refuse, warn, within } from '../validation';
import type { IpVersion } from '../values/address';
import { type Cidr, coversWholeInternet, mergeCidrs } from '../values/cidr';
import { today } from '../values/day';
import { endNotice } from '../values/end-date';
import { RuleError } from '../values/rule-error';

// https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
const RANGES_PER_SET = 10_000;
// Of the 100 sets of an account and Region, and the 50 reference statements of a web ACL, one list leaves the most to others.
const SETS_PER_VERSION = 10;
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const TEMPLATE_BYTES = 1024 * 1024;

const VERSIONS = [4, 6] as const;

/** A list of addresses that web firewalls and their rules can name: an `AddressList`, an `AddressFeed`, or IP sets that exist. */
export interface IAddressList {
  /** ARNs of the IP sets that hold its IPv4 ranges. */
  readonly ipv4SetArns: string[];

  /** ARNs of the IP sets that hold its IPv6 ranges. */
  readonly ipv6SetArns: string[];
}

/** Properties of an `AddressList`. */
export interface AddressListProps {
  /**
   * The widest ranges that the list takes. A wider one is refused, unless its entry says why (`wideRangeReason`).
   *
   * @default - /16 for IPv4, /48 for IPv6
   */
  readonly widest?: WidestRanges;
}

/** What one IP set holds. */
interface Share {
  readonly blocks: readonly Cidr[];
  readonly entries: readonly AddressEntry[];
}

/**
 * The addresses that a web firewall admits, in IP sets that CloudFormation owns: one for IPv4 and one for IPv6, which always exist, and one
 * more for each further 10,000 different ranges. A deploy sets all of them to what the stack declares.
 *
 * Ranges are merged into the fewest CIDR blocks, and each set's `Metadata` says which application every range is for, and until when.
 *
 * Creates 2 CloudFormation resources, of no charge, and 1 more for each further 10,000 ranges, of the 100 IP sets of an account and Region.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-ip-set-creating.html
 */
export class AddressList extends Construct implements IAddressList {
  /**
   * Names IP sets that exist, of this account and Region: somebody else's list. What is in them is not known here.
   *
   * @param ipv4SetArns of IPv4 sets; none where callers have no IPv4 address
   * @param ipv6SetArns of IPv6 sets; none where callers have no IPv6 address
   * @throws RuleError WafArn, AddressListSets
   */
  public static fromIpSets(ipv4SetArns: string[], ipv6SetArns: string[]): IAddressList {
    const arns = [...ipv4SetArns, ...ipv6SetArns];
    arns.forEach((arn) => checkArn('ipset', arn));
    if (arns.length === 0 || new Set(arns).size < arns.length) {
      throw new RuleError('AddressListSets', `a list of IP sets that exist names one or more, each once, received: ${arns.length === 0 ? 'none' : arns.join(', ')}`);
    }
    return { ipv4SetArns: [...ipv4SetArns], ipv6SetArns: [...ipv6SetArns] };
  }

  private readonly widest: Record<IpVersion, Widest>;
  private readonly day: number;
  private readonly entries: AddressEntry[] = [];
  private readonly ending: AddressEntry[] = [];
  private readonly distinct = { 4: new Set<string>(), 6: new Set<string>() };
  private readonly sets: Record<IpVersion, wafv2.CfnIPSet[]> = { 4: [], 6: [] };

  /**
   * @throws ValidationError AddressListWidest, ReasonMissing, ClockMalformed
   */
  public constructor(scope: Construct, id: string, props: AddressListProps = {}) {
    super(scope, id);
    this.widest = within(this, () => widestOf(props.widest));
    this.day = within(this, () => today(this.node.tryGetContext('cdk-private-api:now')));
    VERSIONS.forEach((version) => this.addSet(version));
    this.node.addValidation({ validate: () => [...this.tooLong(), ...this.wholeInternet()] });
    this.node.addValidation({ validate: () => this.warnOfEnds() });
  }

  /** ARNs of the IP sets that hold the IPv4 ranges so far: one, and one more for each further 10,000 different ranges. */
  public get ipv4SetArns(): string[] {
    return this.sets[4].map((set) => set.attrArn);
  }

  /** ARNs of the IP sets that hold the IPv6 ranges so far: one, and one more for each further 10,000 different ranges. */
  public get ipv6SetArns(): string[] {
    return this.sets[6].map((set) => set.attrArn);
  }

  /** The ranges so far: canonical, merged, IPv4 before IPv6, ascending. */
  public get ranges(): string[] {
    return mergeCidrs(this.entries.map(({ block }) => block)).map(({ text }) => text);
  }

  /**
   * Admits one range.
   *
   * @param range a CIDR block, as in `10.20.0.0/16` or `fd00:20::/48`; one address is `10.20.0.7/32`; never a /0
   * @param entry what the range is for
   * @throws ValidationError CidrMalformed, CidrHostBits, CidrWholeInternet, AddressEntryApplication, AddressEntryEndDate, AddressRangeWide,
   * ReasonMissing, AddressListTooLong
   */
  public add(range: string, entry: AddressEntryOptions): void {
    const entries = this._read([range], entry);
    this._put(entries);
    this.ending.push(...entries.filter(({ expires }) => expires !== undefined));
  }

  /**
   * Reads ranges without admitting them, so that a caller can make other things once nothing can be refused any more.
   *
   * @internal
   */
  public _read(ranges: string[], entry: AddressEntryOptions): AddressEntry[] {
    return within(this, () => ranges.map((range) => addressEntry(range, entry, this.widest)));
  }

  /**
   * Admits what was read. The caller warns of ends.
   *
   * @internal
   */
  public _put(entries: AddressEntry[]): void {
    for (const entry of entries) {
      const { version, text } = entry.block;
      this.entries.push(entry);
      this.distinct[version].add(text);
      // Counted before merging, so that the number of sets depends on what is declared, and not on the order.
      if (this.distinct[version].size > this.sets[version].length * RANGES_PER_SET) {
        this.addSet(version);
      }
    }
  }

  private addSet(version: IpVersion): void {
    const sets = this.sets[version];
    const at = sets.length;
    if (at === SETS_PER_VERSION) {
      refuse(this, 'AddressListTooLong', 'an address list takes at most '
        + `${(SETS_PER_VERSION * RANGES_PER_SET).toLocaleString('en')} different ranges of an IP version, received: one more of IPv${version}`);
    }
    const set = new wafv2.CfnIPSet(this, at === 0 ? `Ipv${version}` : `Ipv${version}-${at + 1}`, {
      scope: 'REGIONAL',
      ipAddressVersion: `IPV${version}`,
      description: `IPv${version} addresses that the web firewall admits`,
      addresses: Lazy.uncachedList({ produce: () => this.shares(version)[at]!.blocks.map(({ text }) => text) }),
    });
    set.addMetadata('cdk-private-api:address-list',
      Lazy.uncachedAny({ produce: () => entriesMetadata(this.shares(version)[at]!.entries) }, { omitEmptyArray: true }));
    if (this.widest[version].reason !== undefined) {
      set.addMetadata('cdk-private-api:address-list-widest', this.widest[version]);
    }
    sets.push(set);
  }

  /** What each set of an IP version holds: the merged blocks in their order, and the entries that they come from. */
  private shares(version: IpVersion): Share[] {
    const entries = this.entries.filter(({ block }) => block.version === version);
    const merged = mergeCidrs(entries.map(({ block }) => block));
    const shares = this.sets[version].map((_, at) => {
      return { blocks: merged.slice(at * RANGES_PER_SET, (at + 1) * RANGES_PER_SET), entries: [] as AddressEntry[] };
    });
    for (const entry of entries) {
      // Blocks ascend from set to set, and every entry lies within one block.
      shares.find(({ blocks }) => blocks.length > 0 && entry.block.last <= blocks.at(-1)!.last)!.entries.push(entry);
    }
    return shares;
  }

  private tooLong(): string[] {
    const shares = VERSIONS.flatMap((version) => this.shares(version));
    const bytes = Buffer.byteLength(JSON.stringify(shares.map(({ blocks, entries }) => [blocks.map(({ text }) => text), entriesMetadata(entries)])));
    return bytes <= TEMPLATE_BYTES ? [] : [problem('AddressListTooLong',
      `a template holds at most ${TEMPLATE_BYTES.toLocaleString('en')} bytes, received: an address list of ${bytes.toLocaleString('en')} bytes, `
      + `${shares.reduce((sum, { blocks }) => sum + blocks.length, 0).toLocaleString('en')} ranges, merged`)];
  }

  private wholeInternet(): string[] {
    return VERSIONS.flatMap((version) => {
      const entries = this.entries.filter(({ block }) => block.version === version);
      if (!coversWholeInternet(entries.map(({ block }) => block))) {
        return [];
      }
      const applications = [...new Set(entries.map(({ application }) => application))].sort().join(', ');
      return [problem('CidrWholeInternet', 'an address list never holds the whole internet, received: '
        + `the ranges of ${applications} add up to ${rangesOf(entries).replaceAll(' ', ' and ')}`)];
    });
  }

  private warnOfEnds(): string[] {
    for (const [, group] of groupedBy(this.ending, ({ application, owner, expires }) => [application, owner, expires])) {
      const { application, owner, expires } = group[0]!;
      const notice = endNotice(expires!, this.day);
      if (notice !== undefined) {
        warn(this, 'AddressEntryEnding', `${application}: ${notice}; the list keeps ${rangesOf(group)} until it is taken out`
          + `${owner === undefined ? '' : ` (owner ${owner})`}`);
      }
    }
    return [];
  }
}
