import type { BlockedAddresses } from './blocked-addresses';
import type { ManagedRuleGroup } from './managed-rule-group';
import { type RateLimitOptions, rateStatement } from './rate-limit';
import { type RenderedRule, type RuleContext, type Statement, allOf, anyOf, fromProxies, inSet } from './rendering';
import { type RouteLimits, outsideOf } from './route-limits';
import { WebFirewallAction } from './rule-action';
import type { WebFirewallStatement } from './statement';
import { checkArn } from './waf-arn';
import { RuleError, shown } from '../values/rule-error';

/** What a rule of one's own looks for, and what it does. */
export interface WebFirewallRuleOptions {
  /** What it looks for. */
  readonly statement: WebFirewallStatement;

  /**
   * What happens to a request that matches.
   *
   * @default WebFirewallAction.block()
   */
  readonly action?: WebFirewallAction;

  /**
   * Labels that a request gets which matches, for rules behind this one: as in `internal` or `team:internal`.
   *
   * @default - none
   */
  readonly labels?: string[];
}

/** A rate rule of one's own. */
export interface RateRuleOptions extends RateLimitOptions {
  /**
   * What happens to requests over the limit: blocked or counted.
   *
   * @default WebFirewallAction.block()
   */
  readonly action?: WebFirewallAction;

  /**
   * Labels that a request over the limit gets.
   *
   * @default - none
   */
  readonly labels?: string[];
}

/**
 * A rule of a web firewall or of a rule group. Rules are asked in the order in which they are added; the first that blocks or admits decides.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rules.html
 */
export class WebFirewallRule {
  /**
   * A rule that looks for something.
   *
   * @param name name of the rule and of its metric: 1 to 128 letters, digits, `_` and `-`
   * @throws RuleError RuleName, RuleLabel
   */
  public static match(name: string, options: WebFirewallRuleOptions): WebFirewallRule {
    return own(name, (context) => options.statement._render(context), options.action, options.labels);
  }

  /**
   * A rule that limits how often requests come. WAF's count is an estimate, and it reacts within about half a minute.
   *
   * @throws RuleError RuleName, RuleLabel, RateAction
   */
  public static rate(name: string, options: RateRuleOptions): WebFirewallRule {
    if (options.action?._admits) {
      throw new RuleError('RateAction', `a rate rule blocks or counts, and never admits, received: allow in ${name}`);
    }
    return own(name, (context) => rateStatement(options, context), options.action, options.labels);
  }

  /**
   * A rule that limits a route to callers, methods or sizes, and blocks the rest.
   *
   * @param route `METHOD /path` as the API has it, as in `GET /payments/{id}` or `ANY /admin/{proxy+}`; the stage, or a base path, may stand before it
   * @throws RuleError RuleName, RouteMalformed, RouteLimits, RegexPattern
   */
  public static route(name: string, route: string, limits: RouteLimits): WebFirewallRule {
    const statement = outsideOf(route, limits);
    return own(name, (context) => statement._render(context), WebFirewallAction.block(limits.response));
  }

  /** A rule that asks a managed rule group. */
  public static managed(group: ManagedRuleGroup): WebFirewallRule {
    const reasons = group._reasons;
    return new WebFirewallRule(group.name, (context) => [{
      rule: { name: group.name, statement: group._statement(context), overrideAction: context.observe ? { count: {} } : { none: {} } },
      ...reasons.length === 0 ? {} : { reason: Object.fromEntries(reasons) },
      ...group._capacity === undefined ? {} : { group: { reference: `${group.vendor} ${group.groupName}`, units: group._capacity } },
    }], group);
  }

  /**
   * A rule that asks a rule group: that of a `WebFirewallRuleGroup`, or one that another team gives out.
   *
   * @param ruleGroupArn its ARN
   * @param capacity its capacity units, 1 to 5,000; left out, a warning says that they could not be counted
   * @throws RuleError RuleName, RuleGroupCapacity, WafArn
   */
  public static ruleGroup(name: string, ruleGroupArn: string, capacity?: number): WebFirewallRule {
    if (capacity !== undefined && (!Number.isInteger(capacity) || capacity < 1 || capacity > 5000)) {
      throw new RuleError('RuleGroupCapacity', `a rule group has 1 to 5,000 capacity units, received: ${capacity}`);
    }
    checkArn('rulegroup', ruleGroupArn);
    return new WebFirewallRule(name, ({ observe }) => [{
      rule: { name, statement: { ruleGroupReferenceStatement: { arn: ruleGroupArn } }, overrideAction: observe ? { count: {} } : { none: {} } },
      ...capacity === undefined ? {} : { group: { reference: ruleGroupArn, units: capacity } },
    }]);
  }

  /**
   * A rule that blocks the addresses of a blocked set, whatever the mode: for web ACLs of others. A `WebFirewall` has it. Behind proxies it is
   * two rules, one for the connection and one, called by the name with `-Forwarded` behind it, for every address of the header.
   *
   * @throws RuleError RuleName
   */
  public static blocked(name: string, addresses: BlockedAddresses): WebFirewallRule {
    return WebFirewallRule._blocked(name, `${name}-Forwarded`, addresses);
  }

  /**
   * WAF skips the whole of a rule that reads a header where the header is missing: a rule that blocks reads the connection or the header,
   * never both.
   *
   * @internal
   */
  public static _blocked(name: string, forwardedName: string, { _arns: arns }: BlockedAddresses): WebFirewallRule {
    checkRuleName(forwardedName);
    const rule = (ruleName: string, statement: Statement): RenderedRule => ({ rule: { name: ruleName, statement, action: { block: {} } } });
    return new WebFirewallRule(name, ({ forwarded }) => [
      rule(name, anyOf(arns.map((arn) => inSet(arn)))),
      ...forwarded ? [rule(forwardedName, anyOf(arns.map((arn) => inSet(arn, forwarded, 'ANY'))))] : [],
    ]);
  }

  /** @internal */
  public static _own(
    name: string, statement: (context: RuleContext) => Statement, action: WebFirewallAction, labels: readonly string[],
  ): WebFirewallRule {
    checkLabels(labels);
    const body = action._body;
    const reason = action._reason;
    // A header that somebody forged admits nobody: what admits behind proxies asks who connects, too.
    const guarded = (context: RuleContext) => (action._admits && context.forwarded
      ? allOf([fromProxies(context.forwarded), statement(context)]) : statement(context));
    return new WebFirewallRule(name, (context) => [{
      rule: {
        name,
        statement: guarded(context),
        action: action._action(name, context.observe),
        ...labels.length === 0 ? {} : { ruleLabels: labels.map((label) => ({ name: label })) },
      },
      // Nothing refers to a body where blocking is only counted.
      ...body === undefined || context.observe ? {} : { body },
      ...reason === undefined ? {} : { reason },
    }]);
  }

  private constructor(
    /** Name of the rule and of its metric. */
    public readonly name: string,
    private readonly render: (context: RuleContext) => RenderedRule[],
    private readonly group?: ManagedRuleGroup,
  ) {
    checkRuleName(name);
  }

  /**
   * The managed rule group that it asks.
   *
   * @internal
   */
  public get _group(): ManagedRuleGroup | undefined {
    return this.group;
  }

  /** @internal */
  public _render(context: RuleContext): RenderedRule[] {
    return this.render(context);
  }
}

function checkRuleName(name: string): void {
  if (!/^[\w-]{1,128}$/.test(name) || ['All', 'ALL', 'Default_Action'].includes(name)) {
    throw new RuleError('RuleName', `a rule is named by 1 to 128 letters, digits, _ and -, and not All or Default_Action, received: ${shown(name)}`);
  }
}

function own(
  name: string, statement: (context: RuleContext) => Statement, action = WebFirewallAction.block(), labels: readonly string[] = [],
): WebFirewallRule {
  return WebFirewallRule._own(name, statement, action, labels);
}

// https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-requirements.html
const RESERVED = ['awswaf', 'aws', 'waf', 'rulegroup', 'webacl', 'regexpatternset', 'ipset', 'managed'];

function checkLabels(labels: readonly string[]): void {
  const wrong = labels.find((label) => {
    const parts = label.split(':');
    return parts.length > 6 || parts.some((part) => !/^[\w-]{1,128}$/.test(part) || RESERVED.includes(part));
  });
  if (wrong !== undefined || new Set(labels).size < labels.length) {
    throw new RuleError('RuleLabel', 'a rule adds each label once, a name behind at most 5 namespaces, of letters, digits, _ and -, and none of '
      + `${RESERVED.join(', ')}, received: ${shown(wrong ?? labels)}`);
  }
}
