import { Lazy } from 'aws-cdk-lib';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import type { IAddressList } from './address-list';
import { BLOCKED_RULE } from './blocked-addresses';
import type { ForwardedAddress } from './forwarded-address';
import { type RenderedRule, type RuleContext, type Statement, allOf, anyOf, fromProxies, inSet, not, setsOf } from './rendering';
import { RequestPart } from './request-part';
import type { WebFirewallRule } from './rule';
import { WebFirewallAction } from './rule-action';
import { SizeComparison, WebFirewallStatement } from './statement';

/** What the rules of a web firewall depend on. */
export interface RuleSettings {
  readonly context: RuleContext;
  /** Whose addresses are admitted. */
  readonly admitted: readonly IAddressList[];
  /** Asked first. */
  readonly blocked: WebFirewallRule;
  /** Asked in their order: the rate rule, managed groups, the team's own. */
  readonly others: readonly WebFirewallRule[];
}

/** The name of the rate rule, and of its metric. */
export const RATE_LIMIT_RULE = 'RateLimit';

/** The name of the last rule where nothing is blocked, and of its metric. */
export const UNLISTED_RULE = 'CountUnlistedAddresses';

/** The name of the rule that blocks addresses of the forwarded header. */
export const BLOCKED_FORWARDED_RULE = 'BlockedForwardedAddresses';

/** Names that rules of the team's own cannot have. */
export const OUR_RULES = [BLOCKED_RULE, BLOCKED_FORWARDED_RULE, 'MissingForwardedHeader', RATE_LIMIT_RULE, 'AdmitListedAddresses', UNLISTED_RULE];

/** What WAF does with a request that no rule decides on. */
export function defaultAction(observe: boolean): wafv2.CfnWebACL.DefaultActionProperty {
  return observe ? { allow: {} } : { block: {} };
}

/** The rules of a web firewall, in the order in which a request meets them. */
export function webFirewallRules({ context, admitted, blocked, others }: RuleSettings): RenderedRule[] {
  const { forwarded, observe } = context;
  return [
    ...blocked._render(context),
    ...forwarded ? [missingHeader(forwarded, observe)] : [],
    ...others.flatMap((rule) => rule._render(context)),
    observe ? countUnlisted(admitted, forwarded) : admitListed(admitted, forwarded),
  ];
}

/** Rules with their places: in a web ACL the order is the priority. */
export function placed(rules: readonly RenderedRule[], first = 0): wafv2.CfnWebACL.RuleProperty[] {
  return rules.map(({ rule }, at) => ({ ...rule, priority: first + at, visibilityConfig: visibility(rule.name) }));
}

/** The bodies of custom responses, by the rules that send them; nothing where there is none. */
export function bodiesOf(rules: readonly RenderedRule[]): Record<string, wafv2.CfnWebACL.CustomResponseBodyProperty> | undefined {
  const bodies = rules.flatMap(({ rule, body }) => (body ? [[rule.name, body] as const] : []));
  return bodies.length === 0 ? undefined : Object.fromEntries(bodies);
}

/** Why something passes that would not pass otherwise, by rule, for `Metadata`; nothing where there is none. */
export function reasonsOf(rules: readonly RenderedRule[]): { reasons: Record<string, unknown> } | undefined {
  const reasons = rules.flatMap(({ rule, reason }) => (reason === undefined ? [] : [[rule.name, reason] as const]));
  return reasons.length === 0 ? undefined : { reasons: Object.fromEntries(reasons) };
}

/** Metrics and samples, both on. */
export function visibility(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}

/**
 * Rules for a web ACL or rule group of others: behind proxies, first of all those that keep out what does not come through them. No last rule
 * of ours stands there that would ask who connects.
 */
export function rulesForOthers(rules: readonly WebFirewallRule[], forwarded?: ForwardedAddress): RenderedRule[] {
  const context = { observe: false, forwarded };
  return [
    ...forwarded ? [missingHeader(forwarded, false), { rule: { name: 'NotFromProxies', statement: not(fromProxies(forwarded)), action: { block: {} } } }] : [],
    ...rules.flatMap((rule) => rule._render(context)),
  ];
}

/**
 * The same rules, each with a statement that is rendered when the template is: by then a list that a rule names may be longer by a set. How
 * many rules there are and what they are called does not depend on lists.
 */
export function growing(render: () => RenderedRule[]): RenderedRule[] {
  return render().map((rendered, at) => {
    const statement = Lazy.uncachedAny({ produce: () => render()[at]!.rule.statement });
    return { ...rendered, rule: { ...rendered.rule, statement } };
  });
}

/** A request without the header meets none of the rules that read it, the rate rule among them. */
function missingHeader({ headerName }: ForwardedAddress, observe: boolean): RenderedRule {
  const statement = WebFirewallStatement.not(WebFirewallStatement.size(RequestPart.header(headerName), SizeComparison.GT, 0));
  return { rule: { name: 'MissingForwardedHeader', statement: statement._render({}), action: WebFirewallAction.block()._action('', observe) } };
}

/** The last rule: if it is lost, nothing is admitted. */
function admitListed(admitted: readonly IAddressList[], forwarded?: ForwardedAddress): RenderedRule {
  return { rule: { name: 'AdmitListedAddresses', statement: listed(admitted, forwarded), action: { allow: {} } } };
}

function countUnlisted(admitted: readonly IAddressList[], forwarded?: ForwardedAddress): RenderedRule {
  return { rule: { name: UNLISTED_RULE, statement: not(listed(admitted, forwarded)), action: { count: {} } } };
}

/** Behind proxies: the connection is one of theirs, and the address that it hands on is listed. Skipped for want of the header, it admits nobody. */
function listed(admitted: readonly IAddressList[], forwarded?: ForwardedAddress): Statement {
  const caller = anyOf(admitted.flatMap(setsOf).map((arn) => inSet(arn, forwarded)));
  return forwarded ? allOf([fromProxies(forwarded), caller]) : caller;
}
