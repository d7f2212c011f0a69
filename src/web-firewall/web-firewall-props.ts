import type { Duration } from 'aws-cdk-lib';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { AddressList } from './address-list';
import type { BlockedAddresses } from './blocked-addresses';
import type { ForwardedAddress } from './forwarded-address';
import type { ManagedRuleGroup } from './managed-rule-group';
import type { WebFirewallRule } from './rule';
import type { WebFirewallMode } from './web-firewall-mode';
import type { IDataKey } from '../encryption/data-key';
import type { LogOptions } from '../encryption/encrypted-log-group';

/** Properties of a `WebFirewall`. */
export interface WebFirewallProps {
  /**
   * What happens to a request that no rule admits. A stage that is in use begins with being observed; `PrivateApi`, whose stage is new,
   * enforces.
   *
   * @default WebFirewallMode.OBSERVE - and a warning, until a mode is named
   */
  readonly mode?: WebFirewallMode;

  /**
   * The addresses that are admitted. `admit` adds lists that are fed, or exist.
   *
   * @default - an `AddressList` of its own, empty: nobody is admitted until `addressList.add` is called
   */
  readonly addressList?: AddressList;

  /**
   * The addresses that are blocked now, shared with other web firewalls: one command then blocks for all of them.
   *
   * @default - a `BlockedAddresses` of its own
   */
  readonly blockedAddresses?: BlockedAddresses;

  /**
   * Where callers' addresses come from behind proxies and load balancers.
   *
   * @default - the connection: the address of what connects to the endpoint
   */
  readonly forwardedAddress?: ForwardedAddress;

  /**
   * Most requests of one address in `rateLimitWindow`: 10 to 2,000,000,000. WAF's count is an estimate, and it reacts within about
   * half a minute. Behind a proxy or a load balancer, all callers share its addresses.
   *
   * @default 20,000 - about 67 a second over five minutes
   */
  readonly rateLimit?: number;

  /**
   * How long requests are counted for `rateLimit`: 60, 120, 300 or 600 seconds.
   *
   * @default Duration.minutes(5)
   */
  readonly rateLimitWindow?: Duration;

  /**
   * The managed rule groups, in their order.
   *
   * @default - known bad inputs, SQL injection and the core rule set, in the versions that AWS recommends
   */
  readonly managedRuleGroups?: ManagedRuleGroup[];

  /**
   * Rules of the team's own, in their order: behind the managed groups, before the rule that admits the address list. `addRule` adds more.
   *
   * @default - none
   */
  readonly rules?: WebFirewallRule[];

  /**
   * The topic that hears of it 30 days before a managed rule group's version expires. Its policy must admit CloudWatch.
   *
   * @default - nobody: a warning, where a version is named
   */
  readonly versionAlarmTopic?: sns.ITopicRef;

  /**
   * The key that encrypts the log.
   *
   * @default - a `DataKey` of its own
   */
  readonly dataKey?: IDataKey;

  /**
   * How the log is kept.
   *
   * @default - one year, retained
   */
  readonly logs?: LogOptions;

  /**
   * Whether the stack has outputs that name the two blocked sets (`NAME|ID|SCOPE`).
   *
   * @default false
   */
  readonly outputs?: boolean;
}
