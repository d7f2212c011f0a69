import type { Duration } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { ApiAlarmSettings } from './audit/api-alarms';
import type { ApiGatewayLogging } from './audit/api-gateway-logging';
import type { UsageTier } from './consumers/usage-tier';
import type { LogOptions } from './encryption/encrypted-log-group';
import type { IApiNetwork } from './network/api-network';
import type { IsolatedNetworkProps } from './network/isolated-network';
import type { CanaryOptions } from './routes/api-stage';
import type { ApiCorsOptions } from './routes/cors';
import type { RouteThrottle } from './routes/route-options';
import type { TlsPolicy } from './routes/tls-policy';
import type { BlockedAddresses } from './web-firewall/blocked-addresses';
import type { ForwardedAddress } from './web-firewall/forwarded-address';
import type { ManagedRuleGroup } from './web-firewall/managed-rule-group';
import type { WebFirewallRule } from './web-firewall/rule';
import type { WebFirewallMode } from './web-firewall/web-firewall-mode';

/** How the web firewall of a `PrivateApi` works. */
export interface ApiWebFirewallOptions {
  /**
   * Whether it blocks, counts, or is somebody else's.
   *
   * @default WebFirewallMode.ENFORCE
   */
  readonly mode?: WebFirewallMode;

  /**
   * Most requests of one address in `rateLimitWindow`: 10 to 2,000,000,000.
   *
   * @default 20,000
   */
  readonly rateLimit?: number;

  /**
   * How long requests are counted for `rateLimit`: 60, 120, 300 or 600 seconds.
   *
   * @default Duration.minutes(5)
   */
  readonly rateLimitWindow?: Duration;

  /**
   * The managed rule groups, in their order. An alarm at `alarmTopic` tells 30 days before a named version expires.
   *
   * @default - known bad inputs, SQL injection and the core rule set, in the versions that AWS recommends
   */
  readonly managedRuleGroups?: ManagedRuleGroup[];

  /**
   * Rules of the team's own, in their order, before the rule that admits the register's addresses.
   *
   * @default - none
   */
  readonly rules?: WebFirewallRule[];

  /**
   * Where callers' addresses come from behind proxies and load balancers.
   *
   * @default - the connection: the address of what connects to the endpoint
   */
  readonly forwardedAddress?: ForwardedAddress;

  /**
   * The addresses that are blocked now, shared with other web firewalls.
   *
   * @default - a `BlockedAddresses` of its own
   */
  readonly blockedAddresses?: BlockedAddresses;
}

/** Properties of a `PrivateApi`: every default is the safe one. */
export interface PrivateApiProps {
  /**
   * Name of the API, 1 to 200 characters. CloudWatch keeps metrics by it, so it is unique in the account and Region.
   *
   * @default - the stack's name and the construct's path in it
   */
  readonly apiName?: string;

  /**
   * What the API is for, as the console shows it.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Name of the stage, the first segment of every path.
   *
   * @default 'live'
   */
  readonly stageName?: string;

  /**
   * The network whose `execute-api` endpoint leads to the API: an `IsolatedNetwork`, or an existing endpoint (`ExistingNetwork`).
   *
   * @default - an `IsolatedNetwork` of its own, whose endpoint admits the addresses of the register
   */
  readonly network?: IApiNetwork;

  /**
   * How the network of its own is made: in an existing VPC, with more endpoints, with other ranges.
   *
   * @default - a new VPC over two zones, with the `execute-api` endpoint only, which admits the addresses of the register only
   */
  readonly networkOptions?: IsolatedNetworkProps;

  /**
   * An existing key for logs, secrets, user pool and alarm topic. Its policy is not changed: a warning names the services it must admit.
   *
   * @default - a `DataKey` of its own ($1 a month)
   */
  readonly key?: kms.IKeyRef;

  /**
   * An existing user pool, without a domain, that issues the tokens.
   *
   * @default - a `MachineTokenIssuer` with a user pool of its own
   */
  readonly userPool?: cognito.IUserPoolRef;

  /**
   * How long an access token lives: 5 minutes to 1 day.
   *
   * @default Duration.minutes(30)
   */
  readonly accessTokenValidity?: Duration;

  /**
   * The web firewall.
   *
   * @default - one of its own, which blocks everything that the register does not admit
   */
  readonly webFirewall?: ApiWebFirewallOptions;

  /**
   * TLS versions and cipher suites.
   *
   * @default TlsPolicy.TLS_1_2 - TLS 1.2 and 1.3
   */
  readonly tlsPolicy?: TlsPolicy;

  /**
   * Web pages that may call the API from a browser.
   *
   * @default - none
   */
  readonly cors?: ApiCorsOptions;

  /**
   * The limit of each route that sets none itself, for all callers together.
   *
   * @default - 100 requests a second, bursts of 200
   */
  readonly throttle?: RouteThrottle;

  /**
   * The usage tiers that consumers may be in; the first is the default.
   *
   * @default - UsageTier.standard()
   */
  readonly tiers?: UsageTier[];

  /**
   * An existing log group for the access log.
   *
   * @default - an encrypted one, kept for a year and retained
   */
  readonly accessLogGroup?: logs.ILogGroupRef;

  /**
   * How the logs made here are kept.
   *
   * @default - one year, retained
   */
  readonly logs?: LogOptions;

  /**
   * What the execution log holds. Bodies never.
   *
   * @default apigateway.MethodLoggingLevel.ERROR
   */
  readonly loggingLevel?: apigateway.MethodLoggingLevel;

  /**
   * Metrics for each route: about $1.50 a month each route.
   *
   * @default false
   */
  readonly detailedMetrics?: boolean;

  /**
   * The account-wide logging role of API Gateway, where this app sets it: the stage then waits for it, and it, within one stack, for the
   * API, without which a new account refuses it.
   *
   * @default - the account has it from elsewhere; a warning says that the stage cannot be made without it
   */
  readonly accountLogging?: ApiGatewayLogging;

  /**
   * An existing topic that hears of alarms.
   *
   * @default - an encrypted `AlarmTopic` of its own
   */
  readonly alarmTopic?: sns.ITopicRef;

  /**
   * E-mail addresses that the topic of its own sends alarms to.
   *
   * @default - nobody: subscribe to `alarmTopic`
   */
  readonly alarmSubscribers?: string[];

  /**
   * Thresholds of the alarms, and alarms that are turned off with a reason.
   *
   * @default - every alarm, as docs/audit.md lists them
   */
  readonly alarms?: ApiAlarmSettings;

  /**
   * Whether deployments stay when a newer one replaces them: a canary needs the stable one.
   *
   * @default false
   */
  readonly retainDeployments?: boolean;

  /**
   * A canary that is on.
   *
   * @default - all traffic goes to the newest deployment
   */
  readonly canary?: CanaryOptions;

  /**
   * Whether the stack has outputs: URL, headers and issuer, and one output with everything a consumer needs for each consumer.
   *
   * @default false
   */
  readonly outputs?: boolean;
}
