import { ipSetAt } from './ip-set';
import type { Posture } from './posture';
import { type Reading, asBoolean, asNumber, openIn, read, readFrom } from './reading';
import { type WafMatch, readStatement } from './waf-statement';
import type { Resource } from '../assembly/app';
import { type Json, type JsonObject, isObject, listOf, member, objectOf, table } from '../assembly/json';
import { isUnknown, readable } from '../assembly/symbols';

/** What a rule does with what it matches. `group`: what the rules of its group do. */
export type WafAction = 'allow' | 'block' | 'count' | 'captcha' | 'challenge' | 'group' | 'unknown';

/** One rule of a web ACL, or of a rule group. */
export interface WafRule {
  readonly name: string;
  readonly priority: Reading<number>;
  /** As in `Rules[3]`, below the properties of the web ACL. */
  readonly property: string;
  readonly match: WafMatch;
  readonly action: WafAction;
  readonly actionProperty: string;
  readonly labels: readonly string[];
  readonly visibility: JsonObject;
}

/** A web ACL of the app. */
export interface WebAcl {
  readonly resource: Resource;
  readonly defaultAction: 'allow' | 'block' | 'unknown';
  /** As they stand in the template. */
  readonly rules: Reading<readonly WafRule[]>;
  /** Every rule that looks at requests, in the order in which they do, those of rule groups of the app in the place of their group. */
  readonly flow: readonly WafRule[];
  /** Whether their order is known. */
  readonly ordered: boolean;
  /** Until when, and why, it only counts what it would block: the app's own word. */
  readonly observed?: { readonly until: string; readonly reason: string };
}

const ACTIONS = table<WafAction>({ Allow: 'allow', Block: 'block', Count: 'count', Captcha: 'captcha', Challenge: 'challenge' });

/** The web ACLs of an app. */
export function webAclsOf(posture: Posture): readonly WebAcl[] {
  return posture.ofType('AWS::WAFv2::WebACL').map((resource) => webAclOf(posture, resource));
}

function webAclOf(posture: Posture, resource: Resource): WebAcl {
  const written = rulesOf(posture, resource);
  const rules = written.kind === 'known' ? written.value : [];
  const action = read(resource, 'DefaultAction');
  const named = action.kind === 'known' ? Object.keys(objectOf(action.value)) : [];
  const observe = objectOf(resource.metadata['cdk-private-api:observe']);
  const flow = inOrder(rules).flatMap((rule) => effective(posture, rule));
  return {
    resource,
    defaultAction: named.length === 1 && named[0] === 'Allow' ? 'allow' : named.length === 1 && named[0] === 'Block' ? 'block' : 'unknown',
    rules: written,
    flow: written.kind === 'unknown' ? [unknownRule(written.why, 'Rules')] : flow,
    ordered: rules.every(({ priority }) => priority.kind === 'known'),
    ...typeof observe.until === 'string' ? { observed: { until: observe.until, reason: typeof observe.reason === 'string' ? observe.reason : 'no reason is given' } } : {},
  };
}

function rulesOf(posture: Posture, resource: Resource): Reading<readonly WafRule[]> {
  const rules = read(resource, 'Rules');
  return rules.kind !== 'known' ? rules
    : { kind: 'known', value: listOf(rules.value).map((rule, index) => ruleOf(posture, rule, `Rules[${index}]`)) };
}

function ruleOf(posture: Posture, value: Json, property: string): WafRule {
  if (!isObject(value)) {
    return unknownRule(openIn(value) || 'a rule of another type', property);
  }
  const grouped = value.Action === undefined;
  return {
    name: String(value.Name),
    priority: asNumber(readFrom(value, 'Priority')),
    property,
    match: readStatement(value.Statement, `${property}.Statement`, (arn) => ipSetAt(posture, arn)),
    action: grouped ? overrideOf(value.OverrideAction) : actionOf(value.Action),
    actionProperty: `${property}.${grouped ? 'OverrideAction' : 'Action'}`,
    labels: listOf(value.RuleLabels).map((label) => String(member(label, 'Name'))),
    visibility: objectOf(value.VisibilityConfig),
  };
}

function unknownRule(why: string, property: string): WafRule {
  return {
    name: property,
    priority: { kind: 'unknown', why },
    property,
    match: { kind: 'unknown', why, property },
    action: 'unknown',
    actionProperty: property,
    labels: [],
    visibility: {},
  };
}

function actionOf(action: Json | undefined): WafAction {
  const [name, ...more] = Object.keys(objectOf(action));
  return more.length === 0 && name !== undefined ? ACTIONS[name] ?? 'unknown' : 'unknown';
}

/** Without an override a group does what its rules do. */
function overrideOf(override: Json | undefined): WafAction {
  return isUnknown(override) ? 'unknown' : member(override, 'Count') === undefined ? 'group' : 'count';
}

function inOrder(rules: readonly WafRule[]): readonly WafRule[] {
  return [...rules].sort((a, b) => (a.priority.kind === 'known' && b.priority.kind === 'known' ? a.priority.value - b.priority.value : 0));
}

/** The rules of a group that the app makes in the place of the group, with what the web ACL overrides. */
function effective(posture: Posture, rule: WafRule): readonly WafRule[] {
  if (rule.match.kind !== 'group') {
    // A managed group blocks or counts; its rules are not known, and none of them allows.
    return [rule.match.kind === 'managed' && rule.action === 'group' ? { ...rule, action: 'block' } : rule];
  }
  const { arn, group } = rule.match;
  const target = posture.target(arn);
  const inner = target?.type === 'AWS::WAFv2::RuleGroup' && target.condition === undefined ? rulesOf(posture, target) : undefined;
  if (inner?.kind !== 'known') {
    const why = target?.condition === undefined ? `the rules of ${readable(arn)}` : `condition ${target.condition}`;
    return [{ ...rule, match: { kind: 'unknown', why, property: rule.property }, action: rule.action === 'count' ? 'count' : 'unknown' }];
  }
  const overrides = overridesOf(group);
  return inOrder(inner.value).map((own) => ({
    ...own,
    property: rule.property,
    actionProperty: rule.actionProperty,
    action: rule.action === 'count' ? 'count' : rule.action === 'unknown' ? 'unknown' : overrides.get(own.name)?.action ?? own.action,
  }));
}

/** What a web ACL makes of single rules of a group, by their name, in both forms. */
export function overridesOf(group: JsonObject): ReadonlyMap<string, { readonly action: WafAction; readonly property: string }> {
  return new Map([
    ...listOf(group.ExcludedRules).map((rule, index): [string, { action: WafAction; property: string }] =>
      [String(member(rule, 'Name')), { action: 'count', property: `ExcludedRules[${index}]` }]),
    ...listOf(group.RuleActionOverrides).map((rule, index): [string, { action: WafAction; property: string }] =>
      [String(member(rule, 'Name')), { action: actionOf(member(rule, 'ActionToUse')), property: `RuleActionOverrides[${index}]` }]),
  ]);
}

/** Whether the visibility settings say that metrics are on. */
export function metricsOn(visibility: Json | undefined): Reading<boolean> {
  return asBoolean(readFrom(visibility, 'CloudWatchMetricsEnabled'));
}
