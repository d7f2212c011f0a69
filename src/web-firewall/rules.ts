import { Lazy } from 'aws-cdk-lib';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';

/** What the rules of a web firewall depend on. */
export interface RuleSettings {
  /** Whether the rules count what they would otherwise block. */
  readonly observe: boolean;
  /** Most requests of one address in a window. */
  readonly rateLimit: number;
  /** Length of the window in seconds. */
  readonly rateLimitWindow: number;
  /** ARNs of the IP sets whose addresses are admitted: asked for late, since a list that grows needs more sets. */
  readonly addressSetArns: () => string[];
}

/** The name of the rate rule, and of its metric. */
export const RATE_LIMIT_RULE = 'RateLimit';

// Both break API clients: one blocks every body over 8 KB, the other every client without a User-Agent.
// https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
const COUNTED_CORE_RULES = ['SizeRestrictions_BODY', 'NoUserAgent_HEADER'];

/** What WAF does with a request that no rule decides on. */
export function defaultAction(observe: boolean): wafv2.CfnWebACL.DefaultActionProperty {
  return observe ? { allow: {} } : { block: {} };
}

/** The rules of a web firewall, in the order in which a request meets them. */
export function webFirewallRules(settings: RuleSettings): wafv2.CfnWebACL.RuleProperty[] {
  const { observe } = settings;
  return [
    rateLimit(settings),
    managedGroup('KnownBadInputs', 'AWSManagedRulesKnownBadInputsRuleSet', observe),
    managedGroup('SqlInjection', 'AWSManagedRulesSQLiRuleSet', observe),
    managedGroup('CoreRuleSet', 'AWSManagedRulesCommonRuleSet', observe, COUNTED_CORE_RULES),
    observe ? countUnlisted(settings) : admitListed(settings),
  ].map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) }));
}

/** Metrics and samples, both on. */
export function visibility(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}

type Rule = Omit<wafv2.CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;

function rateLimit({ observe, rateLimit: limit, rateLimitWindow }: RuleSettings): Rule {
  return {
    name: RATE_LIMIT_RULE,
    statement: { rateBasedStatement: { limit, evaluationWindowSec: rateLimitWindow, aggregateKeyType: 'IP' } },
    action: observe ? { count: {} } : { block: {} },
  };
}

function managedGroup(name: string, group: string, observe: boolean, countedRules: readonly string[] = []): Rule {
  return {
    name,
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ...countedRules.length === 0 ? {} : {
          ruleActionOverrides: countedRules.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        },
      },
    },
    overrideAction: observe ? { count: {} } : { none: {} },
  };
}

/** The last rule: if it is lost, nothing is admitted. */
function admitListed(settings: RuleSettings): Rule {
  return { name: 'AdmitListedAddresses', statement: listed(settings), action: { allow: {} } };
}

function countUnlisted(settings: RuleSettings): Rule {
  return { name: 'CountUnlistedAddresses', statement: { notStatement: { statement: listed(settings) } }, action: { count: {} } };
}

function listed({ addressSetArns }: RuleSettings): wafv2.CfnWebACL.StatementProperty {
  return {
    orStatement: { statements: Lazy.any({ produce: () => addressSetArns().map((arn) => ({ ipSetReferenceStatement: { arn } })) }) },
  };
}
