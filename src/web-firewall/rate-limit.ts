import type { Duration } from 'aws-cdk-lib';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { StatementContext } from './rendering';
import { checkName } from './request-part';
import type { WebFirewallStatement } from './statement';
import { type TextTransformation, numbered } from './text-transformation';
import { RuleError, shown } from '../values/rule-error';

/** One part of what a rate rule counts by. A request that lacks a part is not counted. */
export class RateKey {
  /** The caller's address. */
  public static readonly ADDRESS = new RateKey(({ forwarded }) => (forwarded ? { forwardedIp: {} } : { ip: {} }));

  /** The network (autonomous system) of the caller's public address. */
  public static readonly NETWORK = new RateKey(() => ({ asn: {} }));

  /** The method. */
  public static readonly METHOD = new RateKey(() => ({ httpMethod: {} }));

  /**
   * The value of a header: `x-api-key` or `authorization` tell callers apart that share an address.
   *
   * @throws RuleError RequestPart
   */
  public static header(name: string, ...transformations: TextTransformation[]): RateKey {
    checkName('header', name);
    return new RateKey(() => ({ header: { name, textTransformations: numbered(transformations) } }));
  }

  /**
   * The value of a cookie.
   *
   * @throws RuleError RequestPart
   */
  public static cookie(name: string, ...transformations: TextTransformation[]): RateKey {
    checkName('cookie', name);
    return new RateKey(() => ({ cookie: { name, textTransformations: numbered(transformations) } }));
  }

  /**
   * The value of a query parameter.
   *
   * @throws RuleError RequestPart
   */
  public static queryArgument(name: string, ...transformations: TextTransformation[]): RateKey {
    checkName('query parameter', name);
    return new RateKey(() => ({ queryArgument: { name, textTransformations: numbered(transformations) } }));
  }

  /** The whole query string. */
  public static queryString(...transformations: TextTransformation[]): RateKey {
    return new RateKey(() => ({ queryString: { textTransformations: numbered(transformations) } }));
  }

  /** The path. */
  public static uriPath(...transformations: TextTransformation[]): RateKey {
    return new RateKey(() => ({ uriPath: { textTransformations: numbered(transformations) } }));
  }

  /**
   * Each label of a namespace that rules before this one gave the request.
   *
   * @param namespace with its last colon, as in `team:`
   * @throws RuleError RateKeys
   */
  public static labelNamespace(namespace: string): RateKey {
    if (!/^[\w:-]{0,1023}:$/.test(namespace)) {
      throw new RuleError('RateKeys', `a rate is counted by a namespace of labels that ends in a colon, as in team:, received: ${shown(namespace)}`);
    }
    return new RateKey(() => ({ labelNamespace: { namespace } }));
  }

  private constructor(private readonly render: (context: StatementContext) => wafv2.CfnWebACL.RateBasedStatementCustomKeyProperty) {}

  /** @internal */
  public _render(context: StatementContext): wafv2.CfnWebACL.RateBasedStatementCustomKeyProperty {
    return this.render(context);
  }
}

/** A rate rule: which requests, counted by what, how many, in how long. */
export interface RateLimitOptions {
  /** Most requests in the window: 10 to 2,000,000,000. */
  readonly limit: number;

  /**
   * How long requests are counted: 60, 120, 300 or 600 seconds.
   *
   * @default Duration.minutes(5)
   */
  readonly window?: Duration;

  /**
   * What is counted by: 1 to 5 keys, of 30 WCU each. The address goes with other keys; by the address alone, leave them out.
   *
   * @default - the caller's address, which costs no more
   */
  readonly keys?: RateKey[];

  /**
   * Counts all requests together: needs `only`, and no `keys`.
   *
   * @default false
   */
  readonly together?: boolean;

  /**
   * Counts only requests that match.
   *
   * @default - all requests
   */
  readonly only?: WebFirewallStatement;
}

/** @throws RuleError RateLimit, RateLimitWindow, RateKeys */
export function rateStatement(options: RateLimitOptions, context: StatementContext): wafv2.CfnWebACL.StatementProperty {
  const { keys, together = false, only } = options;
  if (together && (only === undefined || keys !== undefined)) {
    throw new RuleError('RateKeys', `a rate of all requests together says which ones, and has no keys, received: ${only ? '' : 'no '}"only", ${keys?.length ?? 'no'} keys`);
  }
  if (keys !== undefined && (keys.length === 0 || keys.length > 5)) {
    throw new RuleError('RateKeys', `a rate is counted by 1 to 5 keys, received: ${keys.length}`);
  }
  const customKeys = keys?.map((key) => key._render(context));
  checkKeys(customKeys ?? []);
  const { forwarded } = context;
  const byForwarded = customKeys === undefined ? !together : customKeys.some((key) => key.forwardedIp !== undefined || key.asn !== undefined);
  return {
    rateBasedStatement: {
      limit: checkedLimit(options.limit),
      evaluationWindowSec: checkedWindow(options.window),
      aggregateKeyType: together ? 'CONSTANT' : customKeys ? 'CUSTOM_KEYS' : forwarded ? 'FORWARDED_IP' : 'IP',
      customKeys,
      forwardedIpConfig: byForwarded ? forwarded?._ofFirst('MATCH') : undefined,
      scopeDownStatement: only?._render(context),
    },
  };
}

function checkKeys(keys: readonly wafv2.CfnWebACL.RateBasedStatementCustomKeyProperty[]): void {
  const [key] = keys;
  if (keys.length === 1 && (key!.ip !== undefined || key!.forwardedIp !== undefined)) {
    throw new RuleError('RateKeys', 'a rate is counted by the address alone where `keys` are left out, received: the address as the only key');
  }
  const texts = keys.map((each) => JSON.stringify(each));
  const again = texts.find((text, at) => texts.indexOf(text) !== at);
  if (again !== undefined) {
    throw new RuleError('RateKeys', `a rate is counted by each key once, received: ${again} again`);
  }
}

function checkedLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 10 || limit > 2_000_000_000) {
    throw new RuleError('RateLimit', `a rate limit is a whole number of requests, 10 to 2,000,000,000, received: ${limit}`);
  }
  return limit;
}

function checkedWindow(window: Duration | undefined): number {
  const seconds = window?.toSeconds({ integral: false }) ?? 300;
  if (![60, 120, 300, 600].includes(seconds)) {
    throw new RuleError('RateLimitWindow', `a rate limit counts over 60, 120, 300 or 600 seconds, received: ${seconds} seconds`);
  }
  return seconds;
}
