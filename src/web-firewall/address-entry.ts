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

  /**
   * The last day of the entry, as an ISO date in UTC: `2027-06-30`. A synth warns from 30 days before; the list keeps the range until it
   * is taken out.
   *
   * @default - an entry without an end date
   */
  readonly expires?: string;

  /**
   * Why a range is admitted that is wider than the list takes, as a reviewer should read it.
   *
   * @default - a range that is wider than `widest` of the list is refused
   */
  readonly wideRangeReason?: string;
}

/** The widest ranges that an address list takes without a reason at each of them. */
export interface WidestRanges {
  /**
   * The smallest prefix of an IPv4 range: 1 to 32.
   *
   * @default 16 - the widest IPv4 block of a VPC
   */
  readonly ipv4?: number;

  /**
   * The smallest prefix of an IPv6 range: 1 to 128.
   *
   * @default 48 - one site
   */
  readonly ipv6?: number;

  /**
   * Why the list takes wider ranges than by default, as a reviewer should read it.
   *
   * @default - a prefix smaller than the default is refused
   */
  readonly reason?: string;
}
