import { Duration, Lazy, Names, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { AddressList } from './address-list';
import { RATE_LIMIT_RULE, defaultAction, visibility, webFirewallRules } from './rules';
import { otherAssociations, stageArn, stageId, stageKey, stageResources } from './stage-association';
import { DATA_PROTECTION, WebAclLog } from './web-acl-log';
import { WebFirewallMode } from './web-firewall-mode';
import type { IDataKey } from '../encryption/data-key';
import type { EncryptedLogGroup, LogOptions } from '../encryption/encrypted-log-group';
import { problem, refuse, warn } from '../validation';
import { WEB_ACL_CAPACITY, capacityOfRules, capacitySurcharge } from '../values/waf-capacity';

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
   * The addresses that are admitted.
   *
   * @default - an `AddressList` of its own, empty: nobody is admitted until `addressList.add` is called
   */
  readonly addressList?: AddressList;

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
}

/**
 * A web ACL that blocks what no rule admits. In this order it limits the rate of each address, applies AWS's rule sets against known
 * bad inputs, SQL injection and common attacks, and admits the addresses of an `AddressList`; everything else is blocked. It
 * fails closed: when a rule is lost, less is admitted. Blocked and counted requests are logged, encrypted, without credentials.
 *
 * Two rules of the core rule set only count, since they break API clients: `SizeRestrictions_BODY` and `NoUserAgent_HEADER`.
 *
 * Creates 3 CloudFormation resources, 2 for an address list and 1 for a key of its own, and 1 for each protected stage. $10 a month
 * (web ACL $5, five rules $5), $0.60 per million requests, and the log.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html
 */
export class WebFirewall extends Construct {
  /** What happens to a request that no rule admits. */
  public readonly mode: WebFirewallMode;

  /**
   * The addresses that are admitted.
   *
   * @default - none is made where the web firewall is managed elsewhere
   */
  public readonly addressList?: AddressList;

  /**
   * ARN of the web ACL.
   *
   * @default - there is none where the web firewall is managed elsewhere
   */
  public readonly webAclArn?: string;

  /**
   * Name of the web ACL, which is the name of its metrics too: unique in an account and Region.
   *
   * @default - there is none where the web firewall is managed elsewhere
   */
  public readonly webAclName?: string;

  /**
   * The log group that WAF writes to; its name begins with `aws-waf-logs-`.
   *
   * @default - there is none where the web firewall is managed elsewhere
   */
  public readonly logGroup?: EncryptedLogGroup;

  private readonly webAcl?: wafv2.CfnWebACL;
  private readonly log?: WebAclLog;
  private readonly stages = new Set<string>();
  private readonly associations: wafv2.CfnWebACLAssociation[] = [];

  /**
   * @throws ValidationError RateLimit, RateLimitWindow, WebFirewallManagedElsewhere
   */
  public constructor(scope: Construct, id: string, props: WebFirewallProps = {}) {
    super(scope, id);
    this.mode = props.mode ?? WebFirewallMode.OBSERVE;
    this.addressList = props.addressList;
    const rateLimit = this.checkedRateLimit(props.rateLimit ?? 20_000);
    const rateLimitWindow = this.checkedWindow(props.rateLimitWindow ?? Duration.minutes(5));
    if (this.mode.manager !== undefined) {
      const { owner, reason } = this.mode.manager;
      if (owner.trim() === '' || reason.trim() === '') {
        refuse(this, 'WebFirewallManagedElsewhere',
          `a web firewall that is managed elsewhere says by whom and why, received: owner "${owner}", reason "${reason}"`);
      }
      for (const [key, value] of Object.entries(this.mode._metadata())) {
        this.node.addMetadata(key, value);
      }
      return;
    }
    const observe = this.mode === WebFirewallMode.OBSERVE;
    if (props.mode === undefined) {
      warn(this, 'WebFirewallObserves', 'this web firewall blocks nothing: it counts what `mode: WebFirewallMode.ENFORCE` would block; name the mode that is meant');
    }
    const addressList = props.addressList ?? new AddressList(this, 'Addresses');
    const name = Names.uniqueResourceName(this, { maxLength: 128, separator: '-', allowedSpecialCharacters: '-_' });
    const webAcl: wafv2.CfnWebACL = new wafv2.CfnWebACL(this, 'Resource', {
      name,
      scope: 'REGIONAL',
      description: observe ? 'Counts what it would block' : 'Blocks what no rule admits',
      defaultAction: defaultAction(observe),
      rules: webFirewallRules({
        observe, rateLimit, rateLimitWindow, addressSetArns: () => [...addressList.ipv4SetArns, ...addressList.ipv6SetArns],
      }),
      // AWS's pages disagree on whether metrics carry the web ACL's name or its metric name: the two stay the same.
      visibilityConfig: visibility(Lazy.string({ produce: () => webAcl.name })),
      dataProtectionConfig: DATA_PROTECTION,
    });
    this.log = new WebAclLog(this, 'Log', { ...props.logs, webAclArn: webAcl.attrArn, webAclName: name, dataKey: props.dataKey });
    this.webAcl = webAcl;
    this.addressList = addressList;
    this.webAclArn = webAcl.attrArn;
    this.webAclName = Lazy.string({ produce: () => webAcl.name });
    this.logGroup = this.log.logGroup;
    this.node.addValidation({ validate: () => [...this.capacityErrors(), ...this.doubleProtection()] });
    this.node.addValidation({ validate: () => this.warnOfEmptyList(addressList) });
  }

  /**
   * The capacity units (WCU) of the rules: 1,104 for those of this construct. 1,500 are in the base price, 5,000 are the most.
   *
   * @default - there is none where the web firewall is managed elsewhere
   */
  public get capacity(): number | undefined {
    return this.webAcl && capacityOfRules(Stack.of(this).resolve(this.webAcl.rules)).units;
  }

  /**
   * Associates the web ACL with a stage of a REST API. Where the web firewall is managed elsewhere, it makes nothing.
   *
   * A stage has one web ACL: an association that somebody else made, outside of this app, is replaced in silence.
   *
   * @param stage the stage: any L1, L2 or import of this account and Region
   * @throws ValidationError StageProtectedTwice
   */
  public protect(stage: apigateway.IStageRef): void {
    const key = stageKey(this, stage);
    if (this.stages.has(key)) {
      refuse(this, 'StageProtectedTwice', `a stage is protected once, received: "${stage.node.path}" again`);
    }
    this.stages.add(key);
    if (this.webAcl === undefined || this.log === undefined) {
      return;
    }
    const association = new wafv2.CfnWebACLAssociation(this, stageId(this, stage), {
      resourceArn: stageArn(this, stage),
      webAclArn: this.webAcl.attrArn,
    });
    // Without a wait for the stage, WAF may not find it; without a wait for the log, it would pass requests that no log shows.
    stageResources(this, stage).forEach((resource) => association.addResourceDependency(resource));
    association.addResourceDependency(this.log.configuration);
    // WAF takes one association in two seconds.
    const before = this.associations.at(-1);
    if (before !== undefined) {
      association.addResourceDependency(before);
    }
    this.associations.push(association);
  }

  /**
   * Requests that were blocked, by any rule or by none.
   *
   * @default - sum over five minutes
   * @throws ValidationError WebFirewallManagedElsewhere
   */
  public metricBlockedRequests(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('BlockedRequests', 'ALL', props);
  }

  /**
   * Requests that a rule counted: in `OBSERVE` mode, those that `ENFORCE` would block (and those that the two counted rules of the
   * core rule set found).
   *
   * @default - sum over five minutes
   * @throws ValidationError WebFirewallManagedElsewhere
   */
  public metricCountedRequests(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('CountedRequests', 'ALL', props);
  }

  /**
   * Requests over the rate limit: blocked ones, or counted ones in `OBSERVE` mode.
   *
   * @default - sum over five minutes
   * @throws ValidationError WebFirewallManagedElsewhere
   */
  public metricRateLimited(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(this.mode === WebFirewallMode.OBSERVE ? 'CountedRequests' : 'BlockedRequests', RATE_LIMIT_RULE, props);
  }

  private metric(metricName: string, rule: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    if (this.webAclName === undefined) {
      return refuse(this, 'WebFirewallManagedElsewhere',
        `a web firewall that is managed elsewhere has no metrics here, received: a call for ${metricName}, which ${this.mode.manager?.owner} can see`);
    }
    return new cloudwatch.Metric({
      namespace: 'AWS/WAFV2',
      metricName,
      dimensionsMap: { WebACL: this.webAclName, Rule: rule, Region: Stack.of(this).region },
      statistic: cloudwatch.Stats.SUM,
      ...props,
    }).attachTo(this);
  }

  private checkedRateLimit(limit: number): number {
    if (!Number.isInteger(limit) || limit < 10 || limit > 2_000_000_000) {
      refuse(this, 'RateLimit', `a rate limit is a whole number of requests, 10 to 2,000,000,000, received: ${limit}`);
    }
    return limit;
  }

  private checkedWindow(window: Duration): number {
    const seconds = window.toSeconds({ integral: false });
    if (![60, 120, 300, 600].includes(seconds)) {
      refuse(this, 'RateLimitWindow', `a rate limit counts over 60, 120, 300 or 600 seconds, received: ${seconds} seconds`);
    }
    return seconds;
  }

  private capacityErrors(): string[] {
    const { units, unknown } = capacityOfRules(Stack.of(this).resolve(this.webAcl?.rules));
    const { maximum, included } = WEB_ACL_CAPACITY;
    if (unknown.length > 0) {
      warn(this, 'WebAclCapacityUnknown', `the capacity of some rules could not be counted: ${unknown.join(', ')}`);
    }
    if (units > maximum) {
      return [problem('WebAclCapacity', `a web ACL has at most 5,000 capacity units, received: ${units}`)];
    }
    if (units > included) {
      warn(this, 'WebAclCapacityPrice',
        `over 1,500 capacity units a web ACL costs more: ${units} units add ${capacitySurcharge(units).toFixed(2)} USD per million requests`);
    }
    return [];
  }

  private doubleProtection(): string[] {
    return otherAssociations(this, this.associations).map(({ node }) => problem('StageProtectedTwice',
      `a stage has one web ACL, and an association replaces another in silence, received: "${node.path}" for the same stage`));
  }

  private warnOfEmptyList(addressList: AddressList): string[] {
    if (this.mode === WebFirewallMode.ENFORCE && addressList.ranges.length === 0) {
      warn(this, 'AddressListEmpty', 'the address list is empty: the web firewall blocks every request');
    }
    return [];
  }
}
