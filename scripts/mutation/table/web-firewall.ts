import { NAME, REFERENCE, type Rows, WORDS } from './type-rows';
import { type Json, listOf, objectOf } from '../../../src/posture/assembly/json';
import { as, drop, entries, flip, leftOut, lower, type Operator, raise, rules, type Surroundings, to, widen } from '../operator';
import { valueAt } from '../path';

const COUNT = 'count in place of blocking';

/** What a rule does with what it names. */
function ruleOf({ properties, path }: Surroundings): string {
  return JSON.stringify(valueAt(properties, path.slice(0, 2)));
}
const admits = (around: Surroundings) => ruleOf(around).includes('"Action":{"Allow"');
const counts = (around: Surroundings) => /"(Override)?Action":\{"Count"/.test(ruleOf(around));
const limitsRate = (around: Surroundings) => ruleOf(around).includes('RateBasedStatement');
/** No rule of the examples asks puzzles, and none is excluded: they are overridden, which is COUNT. */
const puzzles = ({ properties, path }: Surroundings) => /CAPTCHA|CHALLENGE|EXCLUDED/.test(JSON.stringify(valueAt(properties, path)));
const isEmpty = ({ properties }: Surroundings) => JSON.stringify(valueAt(properties, ['Addresses'])) === '[]';

/** Callers prove who they are by headers: no cookie of the examples' means anything. */
const withoutProtection: Operator = {
  kind: 'drop an entry',
  variants: (value, around) => entries.variants(value, around).map((variant, at) => (
    /SINGLE_COOKIE|^"cookie"$/.test(JSON.stringify((value as readonly Json[])[at])) ? { ...variant, leftOut: 'idle' } : variant)),
};

const isOnlyNone = ({ properties, path }: Surroundings) => valueAt(properties, path) === 'NONE';
const withoutTransformation: Operator = {
  kind: 'drop an entry',
  variants: (value, around) => entries.variants(value, around).map((variant) => (
    (value as readonly Json[]).length === 1 ? { ...variant, leftOut: 'refused' } : variant)), // one at least
};

/** Without a rule that admits, fewer get in. */
const withoutRule: Operator = {
  ...rules,
  variants: (value, around) => rules.variants(value, around).map((variant, at) => (admits({ ...around, path: ['Rules', at] }) ? { ...variant, leftOut: 'stricter' } : variant)),
};

/**
 * One of several patterns of a path. Without a parameter in it, a path that is decoded and tidied is the plain one too, however it was
 * spelled: what the pattern for decoded paths finds, the one for decoded and tidied ones finds.
 */
const withoutReading: Operator = {
  kind: 'drop an entry',
  variants: (value, around) => entries.variants(value, around).map((variant, at) => {
    const [readings, gone] = [listOf(value), listOf(value)[at]!];
    const tidied = readings.some((other) => other !== gone && typesOf(other).join() === [...typesOf(gone), 'NORMALIZE_PATH'].join());
    return tidied && !/\[\^\/\]/.test(patternOf(gone).replace(/^\^\(\?:.*?\)\?/, '')) ? { ...variant, leftOut: 'covered' } : variant;
  }),
};

function typesOf(statement: Json): string[] {
  return listOf(valueAt(statement, ['RegexMatchStatement', 'TextTransformations'])).map((entry) => String(objectOf(entry).Type));
}

function patternOf(statement: Json): string {
  return String(valueAt(statement, ['RegexMatchStatement', 'RegexString']));
}

const withoutCondition: Operator = {
  kind: 'drop an entry',
  variants: (value, around) => entries.variants(value, around).map((variant, at) => (puzzles({ ...around, path: [...around.path, at] }) ? { ...variant, leftOut: 'idle' } : variant)),
};

export const WEB_FIREWALL: Rows = {
  'AWS::WAFv2::WebACL': {
    layer: 'web-firewall',
    removal: true,
    relevant: {
      'DefaultAction': [leftOut('refused', drop), to({ Allow: {} })],
      'DataProtectionConfig': [drop],
      'DataProtectionConfig.DataProtections': [leftOut('refused', drop), withoutProtection],
      'DataProtectionConfig.DataProtections[].Field.FieldKeys': [leftOut('refused', drop), withoutProtection],
      'DataProtectionConfig.DataProtections[].ExcludeRateBasedDetails': [leftOut('default', drop), flip],
      'DataProtectionConfig.DataProtections[].ExcludeRuleMatchDetails': [leftOut('default', drop), flip],
      'Rules': [withoutRule, drop],
      'Rules[].Action': [
        leftOut('refused', drop), leftOut('stricter', as(COUNT, { Count: {} }), (around) => admits(around) || counts(around)),
        // AWS WAF takes no Allow for a rule that limits rates
        leftOut('refused', to({ Allow: {} }), limitsRate),
      ],
      'Rules[].OverrideAction': [leftOut('refused', drop), leftOut('stricter', as(COUNT, { Count: {} }), counts)],
      'Rules[].Priority': [leftOut('refused', drop), to(0)],
      'Rules[].Statement.OrStatement.Statements': [leftOut('refused', drop), leftOut('stricter', entries, admits)],
      'Rules[].Statement.NotStatement.Statement.OrStatement.Statements': [leftOut('refused', drop), leftOut('stricter', entries)],
      'Rules[].Statement.AndStatement.Statements': [leftOut('refused', drop), leftOut('stricter', entries)], // it then blocks more
      'Rules[].Statement.AndStatement.Statements[].OrStatement.Statements': [leftOut('refused', drop), withoutReading],
      'Rules[].Statement.**.FieldToMatch.UriPath': [leftOut('refused', drop)],
      'Rules[].Statement.**.FieldToMatch.Method': [leftOut('refused', drop)],
      'Rules[].Statement.**.FieldToMatch.Body.OversizeHandling': [leftOut('refused', drop), to('CONTINUE', 'NO_MATCH')],
      'Rules[].Statement.**.RegexMatchStatement.RegexString': [leftOut('refused', drop), to('^/nowhere$')],
      'Rules[].Statement.**.ByteMatchStatement.SearchString': [leftOut('refused', drop), to('TRACE')],
      'Rules[].Statement.**.ByteMatchStatement.PositionalConstraint': [leftOut('refused', drop), leftOut('stricter', to('CONTAINS'))],
      'Rules[].Statement.**.SizeConstraintStatement.ComparisonOperator': [leftOut('refused', drop), to('LT')],
      'Rules[].Statement.**.SizeConstraintStatement.Size': [leftOut('refused', drop), raise(1000)],
      'Rules[].Statement.**.TextTransformations': [leftOut('refused', drop), withoutTransformation],
      'Rules[].Statement.**.TextTransformations[].Type': [leftOut('refused', drop), leftOut('idle', to('NONE'), isOnlyNone)],
      'Rules[].Statement.RateBasedStatement.Limit': [leftOut('refused', drop), leftOut('idle', raise(1000), counts)],
      'Rules[].Statement.RateBasedStatement.EvaluationWindowSec': [leftOut('default', drop), leftOut('idle', lower(60), counts)],
      'Rules[].Statement.RateBasedStatement.AggregateKeyType': [leftOut('refused', drop), leftOut('refused', to('CONSTANT'))],
      'Rules[].Statement.ManagedRuleGroupStatement.Name': [leftOut('refused', drop), as('point elsewhere', 'AWSManagedRulesUnixRuleSet')],
      'Rules[].Statement.ManagedRuleGroupStatement.RuleActionOverrides': [leftOut('stricter', drop), leftOut('stricter', entries)],
      'Rules[].Statement.ManagedRuleGroupStatement.RuleActionOverrides[].Name': [leftOut('refused', drop), leftOut('idle', to('CrossSiteScripting_BODY'), counts)],
      'Rules[].Statement.ManagedRuleGroupStatement.RuleActionOverrides[].ActionToUse': [leftOut('refused', drop), to({ Allow: {} })],
      'Rules[].Statement.**.IPSetReferenceStatement.Arn': [leftOut('refused', drop), as('point elsewhere', 'arn:aws:wafv2:eu-central-1:111122223333:regional/ipset/elsewhere/0')],
      'Rules[].VisibilityConfig.CloudWatchMetricsEnabled': [leftOut('refused', drop), flip],
      'Rules[].VisibilityConfig.SampledRequestsEnabled': [leftOut('refused', drop), flip],
      'Scope': [leftOut('refused', drop), to('CLOUDFRONT')],
      'VisibilityConfig.CloudWatchMetricsEnabled': [leftOut('refused', drop), flip],
      'VisibilityConfig.SampledRequestsEnabled': [leftOut('refused', drop), flip],
    },
    irrelevant: {
      'DataProtectionConfig.DataProtections[].Action': 'a hash in place of a substitute hides as much',
      'DataProtectionConfig.DataProtections[].Field.FieldKeys[]': 'which fields: the entries are dropped one by one',
      'DataProtectionConfig.DataProtections[].Field.FieldType': 'which fields: the entries are dropped one by one',
      'CustomResponseBodies': WORDS,
      'Rules[].Statement.**.TextTransformations[].Priority': 'the order of two that undo different things',
      'DefaultAction.Block': 'empty: DefaultAction is weakened as a whole',
      'DefaultAction.Allow': 'empty: DefaultAction is weakened as a whole',
      'Description': WORDS,
      'Name': NAME,
      'Rules[].Name': NAME,
      'Rules[].Action.*': 'empty: Action is weakened as a whole',
      'Rules[].OverrideAction.*': 'empty: OverrideAction is weakened as a whole',
      'Rules[].Statement.ManagedRuleGroupStatement.RuleActionOverrides[].ActionToUse.*': 'empty: ActionToUse is weakened as a whole',
      'Rules[].Statement.ManagedRuleGroupStatement.VendorName': 'AWS is the only vendor of these groups',
      'Rules[].VisibilityConfig.MetricName': NAME,
      'VisibilityConfig.MetricName': NAME,
    },
  },
  'AWS::WAFv2::IPSet': {
    layer: 'web-firewall',
    removal: true,
    relevant: {
      'Addresses': [leftOut('refused', drop)],
      'Addresses[]': [widen],
      'IPAddressVersion': [leftOut('refused', drop), leftOut('idle', to('IPV4', 'IPV6'), isEmpty)],
      'Scope': [leftOut('refused', drop), to('CLOUDFRONT')],
    },
    irrelevant: { Description: WORDS, Name: NAME },
  },
  'AWS::WAFv2::WebACLAssociation': {
    layer: 'web-firewall',
    removal: true,
    relevant: {
      ResourceArn: [leftOut('refused', drop), as('point elsewhere', 'arn:aws:apigateway:eu-central-1::/restapis/a1b2c3d4e5/stages/other')],
      WebACLArn: [leftOut('refused', drop), as('point elsewhere', 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/elsewhere/0')],
    },
    irrelevant: {},
  },
  'AWS::WAFv2::LoggingConfiguration': {
    layer: 'web-firewall',
    removal: true,
    relevant: {
      'LogDestinationConfigs': [leftOut('refused', drop)],
      'LogDestinationConfigs[]': [as('point elsewhere', 'arn:aws:logs:eu-central-1:111122223333:log-group:elsewhere')],
      'LoggingFilter': [leftOut('stricter', drop)],
      'LoggingFilter.DefaultBehavior': [leftOut('refused', drop), leftOut('stricter', to('KEEP'))],
      'LoggingFilter.Filters': [leftOut('refused', drop), entries],
      'LoggingFilter.Filters[].Behavior': [leftOut('refused', drop), to('DROP')],
      'LoggingFilter.Filters[].Requirement': [leftOut('refused', drop), to('MEETS_ALL')],
      'LoggingFilter.Filters[].Conditions': [leftOut('refused', drop), withoutCondition],
      'LoggingFilter.Filters[].Conditions[].ActionCondition.Action': [leftOut('refused', drop), leftOut('idle', to('ALLOW'), puzzles)],
      // the web ACLs of the examples hide the same fields by their DataProtectionConfig, from the log too
      'RedactedFields': [leftOut('covered', drop), leftOut('covered', entries)],
      'RedactedFields[].SingleHeader.Name': [leftOut('refused', drop), leftOut('covered', to('x-nothing'))],
    },
    irrelevant: { ResourceArn: REFERENCE },
  },
};
