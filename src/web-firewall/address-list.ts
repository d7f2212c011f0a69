import { Lazy } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { problem, refuse, within } from '../validation';
import { type Cidr, coversWholeInternet, mergeCidrs, parseCidr } from '../values/cidr';

// https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
const MOST_RANGES = 10_000;

/** What a range of an address list is for. */
export interface AddressEntryOptions {
  /** The application whose requests come from the range, as in `Billing`. */
  readonly application: string;

  /**
   * Who answers for the entry, as in `billing-team@example.com`.
   *
   * @default - the template names no owner
   */
  readonly owner?: string;

  /**
   * Why the range is admitted, as a reviewer should read it.
   *
   * @default - the template names no reason
   */
  readonly reason?: string;
}

interface Entry extends AddressEntryOptions {
  readonly block: Cidr;
}

/**
 * The addresses that a web firewall admits: two IP sets that CloudFormation owns, one for IPv4 and one for IPv6. Both always exist,
 * and a deploy sets both to what the stack declares.
 *
 * Ranges are merged into the fewest CIDR blocks, and each set's `Metadata` says which application every range is for.
 *
 * Creates 2 CloudFormation resources, of no charge, and uses 2 of the 100 IP sets of an account and Region.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-ip-set-creating.html
 */
export class AddressList extends Construct {
  /** ARN of the IP set that holds the IPv4 ranges. */
  public readonly ipv4SetArn: string;
  /** ARN of the IP set that holds the IPv6 ranges. */
  public readonly ipv6SetArn: string;
  private readonly entries: Entry[] = [];

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.ipv4SetArn = this.ipSet(4).attrArn;
    this.ipv6SetArn = this.ipSet(6).attrArn;
    this.node.addValidation({ validate: () => [...this.tooLong(), ...this.tooWide()] });
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
   * @throws ValidationError CidrMalformed, CidrHostBits, CidrWholeInternet, AddressEntryApplication
   */
  public add(range: string, entry: AddressEntryOptions): void {
    if (entry.application.trim() === '') {
      refuse(this, 'AddressEntryApplication', `every range of an address list names the application it is for, received: "" for ${range}`);
    }
    this.entries.push({ ...entry, block: within(this, () => parseCidr(range)) });
  }

  private ipSet(version: 4 | 6): wafv2.CfnIPSet {
    const set = new wafv2.CfnIPSet(this, `Ipv${version}`, {
      scope: 'REGIONAL',
      ipAddressVersion: `IPV${version}`,
      description: `IPv${version} addresses that the web firewall admits`,
      addresses: Lazy.list({ produce: () => this.blocks(version).map(({ text }) => text) }),
    });
    set.addMetadata('cdk-private-api:address-list', Lazy.any({ produce: () => this.applications(version) }, { omitEmptyArray: true }));
    return set;
  }

  private blocks(version: 4 | 6): Cidr[] {
    return mergeCidrs(this.entries.map(({ block }) => block).filter((block) => block.version === version));
  }

  /** Who the ranges of one IP version are for, by application: ranges in one string, since a set may hold 10,000 of them. */
  private applications(version: 4 | 6): Record<string, string>[] {
    const groups = new Map<string, Entry[]>();
    for (const entry of this.entries.filter(({ block }) => block.version === version)) {
      const key = JSON.stringify([entry.application, entry.owner, entry.reason]);
      const group = groups.get(key) ?? [];
      group.push(entry);
      groups.set(key, group);
    }
    return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entries]) => {
      const { application, owner, reason } = entries[0]!;
      return {
        application,
        ...owner === undefined ? {} : { owner },
        ...reason === undefined ? {} : { reason },
        ranges: mergeCidrs(entries.map(({ block }) => block)).map(({ text }) => text).join(' '),
      };
    });
  }

  private tooLong(): string[] {
    return ([4, 6] as const).flatMap((version) => {
      const { length } = this.blocks(version);
      return length <= MOST_RANGES ? [] : [
        problem('AddressListTooLong', `an IP set holds at most 10,000 address ranges, received: ${length} IPv${version} ranges, merged`),
      ];
    });
  }

  private tooWide(): string[] {
    return ([4, 6] as const).filter((version) => coversWholeInternet(this.blocks(version))).map((version) => {
      const pieces = this.blocks(version).map(({ text }) => text).join(' and ');
      const applications = [...new Set(this.entries.filter(({ block }) => block.version === version).map((entry) => entry.application))];
      return problem('CidrWholeInternet',
        `an address list never holds the whole internet, received: the ranges of ${applications.sort().join(', ')} add up to ${pieces}`);
    });
  }
}
