import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { IAddressList } from './address-list';
import { RuleError, shown } from '../values/rule-error';

/** Which address of a forwarded header is the caller's. */
export enum ForwardedPosition {
  /** The first: right only where the proxy replaces the header. Where it appends, the caller writes the first address. */
  FIRST = 'FIRST',
  /** The last: what the proxy nearest to the API saw. */
  LAST = 'LAST',
}

/** How a web firewall behind proxies learns a caller's address. */
export interface ForwardedAddressOptions {
  /**
   * The addresses of the proxies themselves, from which alone requests are admitted: anybody can write a header.
   */
  readonly proxies: IAddressList;

  /**
   * The header that the proxies write, in any case: 1 to 255 letters, digits and hyphens.
   *
   * @default 'X-Forwarded-For'
   */
  readonly headerName?: string;

  /**
   * Which of its addresses is the caller's.
   *
   * @default ForwardedPosition.LAST
   */
  readonly position?: ForwardedPosition;
}

/**
 * The caller's address as proxies write it into a header: for a web firewall that sees only the proxies' own.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-forwarded-ip-address.html
 */
export class ForwardedAddress {
  /** @throws RuleError ForwardedAddress */
  public static by(options: ForwardedAddressOptions): ForwardedAddress {
    return new ForwardedAddress(options.proxies, options.headerName ?? 'X-Forwarded-For', options.position ?? ForwardedPosition.LAST);
  }

  private constructor(
    /** The proxies. */
    public readonly proxies: IAddressList,
    /** The header. */
    public readonly headerName: string,
    /** Which of its addresses is the caller's. */
    public readonly position: ForwardedPosition,
  ) {
    // Fewer characters than a header may have: https://docs.aws.amazon.com/waf/latest/APIReference/API_ForwardedIPConfig.html
    if (!/^[A-Za-z0-9-]{1,255}$/.test(headerName)) {
      throw new RuleError('ForwardedAddress', `a forwarded address stands in a header of 1 to 255 letters, digits and hyphens, received: ${shown(headerName)}`);
    }
  }

  /**
   * For statements on IP sets. A header that is no address never matches: nothing but a match admits.
   *
   * @internal
   */
  public _ofSets(position: ForwardedPosition | 'ANY' = this.position): wafv2.CfnWebACL.IPSetForwardedIPConfigurationProperty {
    return { headerName: this.headerName, fallbackBehavior: 'NO_MATCH', position };
  }

  /**
   * For countries, networks and rates, where WAF reads the first address. Requests without a readable one are counted together.
   *
   * @internal
   */
  public _ofFirst(fallbackBehavior: 'MATCH' | 'NO_MATCH'): wafv2.CfnWebACL.ForwardedIPConfigurationProperty {
    return { headerName: this.headerName, fallbackBehavior };
  }
}
