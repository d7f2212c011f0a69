import type * as apigateway from 'aws-cdk-lib/aws-apigateway';

/**
 * How fast a consumer may call.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export interface ConsumerThrottle {
  /** Requests a second, on average: above 0. */
  readonly rateLimit: number;

  /** Requests at one moment: a whole number from 1. */
  readonly burstLimit: number;
}

/**
 * How often a consumer may call in a period.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export interface ConsumerQuota {
  /** Requests in a period: a whole number from 1 to 2,147,483,647. */
  readonly limit: number;

  /** The period after which the count starts anew. */
  readonly period: apigateway.Period;
}

/** Who an application is that has access, from where it calls, what, how often and until when. */
export interface ConsumerOptions {
  /** Who answers for the application, as in `billing-team@example.com`. */
  readonly owner: string;

  /**
   * The OAuth scopes that its tokens may carry, as in `payments/read`.
   *
   * @default - no OAuth client: it can only call routes that are open
   */
  readonly scopes?: string[];

  /**
   * The CIDR blocks it calls from, IPv4 and IPv6: what the web firewall admits.
   *
   * @default - none: only its VPC endpoints are named, and a web firewall that enforces admits it by nothing
   */
  readonly addresses?: string[];

  /**
   * Why it calls from ranges that are wider than the address list takes, /16 for IPv4 and /48 for IPv6, as a reviewer should read it.
   *
   * @default - wider ranges are refused
   */
  readonly wideRangeReason?: string;

  /**
   * Ids of the VPC endpoints of its own that it calls through, as in `vpce-0123456789abcdef0`; tokens work. The resource policy
   * admits them.
   *
   * @default - none: it calls through the endpoints of the API
   */
  readonly vpcEndpoints?: string[];

  /**
   * The usage tier whose plan counts its calls.
   *
   * @default - the default tier of the register
   */
  readonly tier?: string;

  /**
   * A rate of its own: the consumer gets a usage plan of its own, 1 more CloudFormation resource.
   *
   * @default - the rate of its tier, shared by nobody: a plan counts per key
   */
  readonly throttle?: ConsumerThrottle;

  /**
   * A quota of its own: the consumer gets a usage plan of its own, 1 more CloudFormation resource.
   *
   * @default - the quota of its tier
   */
  readonly quota?: ConsumerQuota;

  /**
   * The last day of its access, as an ISO date in UTC: `2027-06-30`. A synth warns from 30 days before; nothing is cut off.
   *
   * @default - access without an end date
   */
  readonly expires?: string;

  /**
   * Whether it has access. A consumer that is off keeps its API key, its client id and its secret, but gets no tokens, its key is
   * disabled and in no usage plan, and its addresses and endpoints are no more admitted for its sake. Tokens that exist live to their end.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/** A consumer with its name, as a consumers file holds it. */
export interface ConsumerDeclaration extends ConsumerOptions {
  /** The name of the consumer: a letter, then letters, digits, `_` and `-`; at most 64 characters. */
  readonly id: string;
}
