import { CfnOutput, Lazy, Names, Stack } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { type IAddressList, AddressList } from './address-list';
import { BLOCKED_METADATA, BLOCKED_RULE, BlockedAddresses, setName } from './blocked-addresses';
import { ManagedRuleGroup } from './managed-rule-group';
import { daysToExpiry, watchVersion } from './managed-version';
import type { RenderedRule, RuleContext } from './rendering';
import { WebFirewallRule } from './rule';
import { BLOCKED_FORWARDED_RULE, OUR_RULES, RATE_LIMIT_RULE, UNLISTED_RULE, bodiesOf, defaultAction, placed, reasonsOf, visibility, webFirewallRules } from './rules';
import { associate, checkHome, otherAssociations, stageId, stageKey } from './stage-association';
import { capacityOf, knownGroups, webAclProblems } from './web-acl-capacity';
import { DATA_PROTECTION, WebAclLog } from './web-acl-log';
import { addressQuery } from './web-acl-query';
import { WebFirewallMode } from './web-firewall-mode';
import type { WebFirewallProps } from './web-firewall-props';
import type { EncryptedLogGroup } from '../encryption/encrypted-log-group';
import { problem, refuse, warn, within } from '../validation';
import { coversWholeInternet, parseCidr } from '../values/cidr';
import { parseDay, today } from '../values/day';

/** A web ACL serves so many stages: https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html */
const MOST_STAGES = 100;

/**
 * A web ACL that blocks what no rule admits. In this order it blocks the addresses that an operator blocked, limits the rate of each
 * address, applies AWS's rule sets against known bad inputs, SQL injection and common attacks, asks the team's own rules, and admits the
 * addresses of an `AddressList`; everything else is blocked. It fails closed: when a rule is lost that admits, nothing is admitted. Blocked
 * and counted requests are logged, encrypted, without credentials.
 *
 * Two rules of the core rule set only count, since they break API clients: `SizeRestrictions_BODY` and `NoUserAgent_HEADER`.
 *
 * Creates 6 CloudFormation resources, 2 for an address list and 1 for a key of its own, and 1 for each protected stage. $11 a month
 * (web ACL $5, six rules $6), $0.60 per million requests, and the log.
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
   * The addresses that an operator blocks, without a deploy.
   *
   * @default - none are made where the web firewall is managed elsewhere
   */
  public readonly blockedAddresses?: BlockedAddresses;

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
  private readonly context: RuleContext;
  private readonly own: WebFirewallRule[] = [];
  private readonly versionAlarmTopic?: WebFirewallProps['versionAlarmTopic'];
  private readonly others: readonly WebFirewallRule[];
  private readonly admitted: IAddressList[] = [];
  private readonly stages = new Set<string>();
  private readonly associations: wafv2.CfnWebACLAssociation[] = [];

  /**
   * @throws ValidationError RateLimit, RateLimitWindow, RuleName, RuleStatement, WebFirewallManagedElsewhere
   */
  public constructor(scope: Construct, id: string, props: WebFirewallProps = {}) {
    super(scope, id);
    this.mode = props.mode ?? WebFirewallMode.OBSERVE;
    this.addressList = props.addressList;
    this.context = { observe: this.mode.observes, forwarded: props.forwardedAddress };
    this.versionAlarmTopic = props.versionAlarmTopic;
    const managed = props.managedRuleGroups ?? [ManagedRuleGroup.knownBadInputs(), ManagedRuleGroup.sqlInjection(), ManagedRuleGroup.coreRuleSet()];
    this.others = [
      WebFirewallRule.rate(RATE_LIMIT_RULE, { limit: props.rateLimit ?? 20_000, window: props.rateLimitWindow }),
      ...managed.map((group) => WebFirewallRule.managed(group)),
    ];
    this.others.forEach((rule) => within(this, () => rule._render(this.context)));
    if (this.mode.manager !== undefined) {
      Object.entries(this.mode._metadata()).forEach(([key, value]) => this.node.addMetadata(key, value));
      return;
    }
    if (props.mode === undefined) {
      warn(this, 'WebFirewallObserves', 'this web firewall blocks nothing: it counts what `mode: WebFirewallMode.ENFORCE` would block; name the mode that is meant');
    }
    const { observe } = this.context;
    const addressList = this.addressList = props.addressList ?? new AddressList(this, 'Addresses');
    const name = Names.uniqueResourceName(this, { maxLength: 128, separator: '-', allowedSpecialCharacters: '-_' });
    const blocked = this.blockedAddresses = props.blockedAddresses ?? new BlockedAddresses(this, 'Blocked', { setName: setName(this) });
    const webAcl: wafv2.CfnWebACL = this.webAcl = new wafv2.CfnWebACL(this, 'Resource', {
      name,
      scope: 'REGIONAL',
      description: observe ? 'Counts what it would block' : 'Blocks what no rule admits',
      defaultAction: defaultAction(observe),
      rules: Lazy.uncachedAny({ produce: () => placed(this.rules()) }),
      customResponseBodies: Lazy.uncachedAny({ produce: () => bodiesOf(this.rules()) }),
      // AWS's pages disagree on whether metrics carry the web ACL's name or its metric name: the two stay the same.
      visibilityConfig: visibility(Lazy.uncachedString({ produce: () => webAcl.name })),
      dataProtectionConfig: DATA_PROTECTION,
    });
    this.log = new WebAclLog(this, 'Log', { ...props.logs, webAclArn: webAcl.attrArn, webAclName: name, dataKey: props.dataKey });
    this.webAclArn = webAcl.attrArn;
    this.webAclName = Lazy.uncachedString({ produce: () => webAcl.name });
    this.logGroup = this.log.logGroup;
    props.rules?.forEach((rule) => this.addRule(rule));
    new logs.CfnQueryDefinition(this, 'Query', {
      name: `cdk-private-api/${this.webAclName}/addresses`,
      logGroupNames: [this.logGroup.logGroupName],
      queryString: Lazy.uncachedString({ produce: () => addressQuery(observe ? this.wouldBlock() : undefined, props.forwardedAddress?.headerName) }),
    });
    this.tell(blocked);
    managed.forEach((group) => watchVersion(this, group, props.versionAlarmTopic));
    if (props.outputs ?? false) {
      new CfnOutput(this, 'BlockedIpv4Set', { description: 'The IP set of IPv4 addresses that are blocked now', value: blocked.ipv4SetRef });
      new CfnOutput(this, 'BlockedIpv6Set', { description: 'The IP set of IPv6 addresses that are blocked now', value: blocked.ipv6SetRef });
    }
    this.node.addValidation({ validate: () => webAclProblems(this, webAcl, knownGroups(this, this.rules())) });
    this.node.addValidation({ validate: () => [...this.doubleProtection(), ...this.wholeInternet()] });
    this.node.addValidation({ validate: () => this.warnings(addressList) });
  }

  /**
   * The capacity units (WCU) of the rules: 1,106 for those of this construct. 1,500 are in the base price, 5,000 are the most.
   *
   * @default - there is none where the web firewall is managed elsewhere
   */
  public get capacity(): number | undefined {
    return this.webAcl && capacityOf(this, this.webAcl, knownGroups(this, this.rules())).units;
  }

  /**
   * Adds a rule of the team's own: behind the managed rule groups and the rules that were added before, and before the rule that admits the
   * address list. Where the web firewall is managed elsewhere, it changes nothing.
   *
   * @throws ValidationError RuleName, RuleStatement, and what the rule's parts throw
   */
  public addRule(rule: WebFirewallRule): void {
    const taken = [...OUR_RULES, ...[...this.others, ...this.own].map(({ name }) => name)];
    if (taken.includes(rule.name)) {
      refuse(this, 'RuleName', `a web ACL or rule group has each rule name once, received: "${rule.name}" again`);
    }
    within(this, () => rule._render(this.context));
    this.own.push(rule);
    if (this.webAcl !== undefined && rule._group !== undefined) {
      watchVersion(this, rule._group, this.versionAlarmTopic);
    }
  }

  /**
   * Admits the addresses of one more list beside those of `addressList`: that of an `AddressFeed`, or IP sets that exist. 1 WCU for each IP
   * set. Where the web firewall is managed elsewhere, it changes nothing.
   *
   * The security group in front of the API stays as it is: it must let these addresses through.
   */
  public admit(list: IAddressList): void {
    if (!this.admitted.includes(list) && list !== this.addressList) {
      this.admitted.push(list);
    }
  }

  /**
   * Associates the web ACL with a stage of a REST API. Where the web firewall is managed elsewhere, it makes nothing.
   *
   * A stage has one web ACL: an association that somebody else made, outside of this app, is replaced in silence.
   *
   * @param stage the stage: any L1, L2 or import of this account and Region
   * @throws ValidationError StageElsewhere, StageProtectedTwice, WebAclStages
   */
  public protect(stage: apigateway.IStageRef): void {
    checkHome(this, stage);
    const key = stageKey(this, stage);
    if (this.stages.has(key)) {
      refuse(this, 'StageProtectedTwice', `a stage is protected once, received: "${stage.node.path}" again`);
    }
    this.stages.add(key);
    if (this.stages.size > MOST_STAGES) {
      refuse(this, 'WebAclStages', `a web ACL protects at most 100 stages, received: "${stage.node.path}" as one more`);
    }
    if (this.webAcl === undefined || this.log === undefined) {
      return;
    }
    const association = associate(this, stageId(this, stage), stage, this.webAcl.attrArn, this.associations.at(-1));
    // Without a wait for the log, requests would pass that no log shows.
    association.addResourceDependency(this.log.configuration);
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
    return this.metric(this.mode.observes ? 'CountedRequests' : 'BlockedRequests', RATE_LIMIT_RULE, props);
  }

  /**
   * Requests that no rule admitted: in `ENFORCE` mode those that the default action blocked, in `OBSERVE` mode those of addresses that are not
   * listed, which `ENFORCE` would block.
   *
   * @default - sum over five minutes
   * @throws ValidationError WebFirewallManagedElsewhere
   */
  public metricUnlisted(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.mode.observes ? this.metric('CountedRequests', UNLISTED_RULE, props) : this.metric('BlockedRequests', 'Default_Action', props);
  }

  /**
   * Days until the version of a managed rule group expires. AWS counts them for named versions only.
   *
   * @default - the least of a day
   * @throws ValidationError ManagedRuleVersion
   */
  public metricDaysToExpiry(group: ManagedRuleGroup, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return daysToExpiry(this, group, props);
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

  /** Each list is narrow enough for itself; what the last rule admits is all of them. */
  private wholeInternet(): string[] {
    const lists = [this.addressList, ...this.admitted].filter((list) => list instanceof AddressList);
    return lists.length > 1 && coversWholeInternet(lists.flatMap(({ ranges }) => ranges.map(parseCidr))) ? [problem('CidrWholeInternet',
      `a web firewall never admits the whole internet, received: ${lists.map(({ node }) => node.path).join(' and ')}, whose ranges add up to it`)] : [];
  }

  private rules(context = this.context): RenderedRule[] {
    return webFirewallRules({
      context,
      admitted: [this.addressList!, ...this.admitted],
      blocked: WebFirewallRule._blocked(BLOCKED_RULE, BLOCKED_FORWARDED_RULE, this.blockedAddresses!),
      others: [...this.others, ...this.own],
    });
  }

  /** The rules that count now and would block in `ENFORCE` mode. */
  private wouldBlock(): string[] {
    const enforced = this.rules({ ...this.context, observe: false }).map(({ rule }) => rule);
    return [
      ...enforced.filter(({ action, overrideAction }) => overrideAction !== undefined || 'block' in (action ?? {})).map(({ name }) => name),
      UNLISTED_RULE,
    ];
  }

  /** What a reader of the template, and a command that knows the web ACL only, need to know. */
  private tell(blocked: BlockedAddresses): void {
    const { webAcl } = this;
    webAcl!.addMetadata(BLOCKED_METADATA, blocked._metadata());
    if (this.mode._end !== undefined) {
      webAcl!.addMetadata('cdk-private-api:observe', this.mode._end);
    }
    webAcl!.addMetadata('cdk-private-api', Lazy.uncachedAny({ produce: () => reasonsOf(this.rules()) }));
  }

  private doubleProtection(): string[] {
    return otherAssociations(this, this.associations).map(({ node }) => problem('StageProtectedTwice',
      `a stage has one web ACL, and an association replaces another in silence, received: "${node.path}" for the same stage`));
  }

  private warnings(addressList: AddressList): string[] {
    if (this.mode === WebFirewallMode.ENFORCE && addressList.ranges.length === 0 && this.admitted.length === 0) {
      warn(this, 'AddressListEmpty', 'the address list is empty: the web firewall blocks every request');
    }
    const { until } = this.mode;
    if (until !== undefined && parseDay(until)! < within(this, () => today(this.node.tryGetContext('cdk-private-api:now')))) {
      warn(this, 'ObserveEnded', `this web firewall was to observe until ${until}, and still blocks nothing`);
    }
    return [];
  }
}
