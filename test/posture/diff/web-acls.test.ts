import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { type Part, type Parts, api, arn, inSet, ipSet, rule, traversal, visibility } from '../support/payments';

const FIRST = [rule('traversal', 0, 'Block', traversal), rule('callers', 1, 'Allow', inSet('Callers'))];
const WIDE = ipSet('10.0.0.0/8');
const EVERYBODY = { NotStatement: { Statement: inSet('Nobody') } };
const labelled = (Key: string) => ({ LabelMatchStatement: { Scope: 'LABEL', Key } });
const CORE = { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } };
const header = (Name: string) => ({ ByteMatchStatement: { FieldToMatch: { SingleHeader: { Name } }, PositionalConstraint: 'EXACTLY', SearchString: '1', TextTransformations: [{ Priority: 0, Type: 'NONE' }] } });
const foreign = (name: string) => ({ RuleGroupReferenceStatement: { Arn: `arn:aws:wafv2:eu-central-1:444455556666:regional/rulegroup/${name}/1` } });
const group = (...Rules: Part[]): Resources => ({ Group: { Type: 'AWS::WAFv2::RuleGroup', Properties: { Name: 'group', Scope: 'REGIONAL', Capacity: 50, Rules, VisibilityConfig: visibility('group') } } });
/** A rule that stands for a group: what its rules do, or counted. */
const use = (Priority: number, override: 'None' | 'Count' = 'None', Statement: Part = { RuleGroupReferenceStatement: { Arn: arn('Group') } }): Part => ({
  Name: 'use', Priority, OverrideAction: { [override]: {} }, Statement, VisibilityConfig: visibility('use'),
});

const said = (before: Parts, after: Parts) => {
  const app = ({ sets, ...parts }: Parts) => appOf({ Pay: { Resources: api({ rules: FIRST, ...parts, sets: { Callers: ipSet('10.20.0.0/16'), ...sets } }) } });
  return diffApps(app(before), app(after)).map(({ direction, resource, property, message }) => `${direction} ${resource} ${property}: ${message}`);
};

test.each<[way: string, before: Parts, after: Parts, said: string[]]>([
  ['a new rule group that admits a list', {}, { rules: [...FIRST, use(2)], more: group(rule('wide', 0, 'Allow', inSet('Wide'))), sets: { Wide: WIDE } },
    ['weaker Acl Rules: anyone in 10.0.0.0/8 may now call POST /payments; before, only 10.20.0.0/16']],
  ['a rule of a group that admits everybody', { rules: [...FIRST, use(2)], more: group(), sets: { Nobody: ipSet() } },
    { rules: [...FIRST, use(2)], more: group(rule('all', 0, 'Allow', EVERYBODY)), sets: { Nobody: ipSet() } },
    ['weaker Acl Rules: anyone at any IPv4 address and any IPv6 address may now call POST /payments; before, only 10.20.0.0/16']],
  ['a list that only a group admits is wider', { rules: [use(0)], more: group(rule('callers', 0, 'Allow', inSet('Callers'))) },
    { rules: [use(0)], more: group(rule('callers', 0, 'Allow', inSet('Callers'))), sets: { Callers: WIDE } },
    ['weaker Callers Addresses: anyone in 10.0.0.0/8 may now call POST /payments; before, only 10.20.0.0/16']],
  ['a group admits whoever sends a header', { rules: [...FIRST, use(2)], more: group() }, { rules: [...FIRST, use(2)], more: group(rule('header', 0, 'Allow', header('x-debug'))) },
    ['weaker Acl Rules: anyone at any IPv6 address and any IPv4 address outside of 10.20.0.0/16 may now call POST /payments with a request that a rule admits for more than its address; before, only 10.20.0.0/16',
      'weaker Group Rules[0]: there is a new rule header (allow) (web ACL Acl)']],
  ['a group no longer blocks', { rules: [use(0), FIRST[1]!], more: group(rule('traversal', 0, 'Block', traversal)) }, { rules: [use(0), FIRST[1]!], more: group(rule('traversal', 0, 'Count', traversal)) },
    ['weaker Group Rules[0].Action: the rule traversal now only counts what it matches; before, it blocks it (web ACL Acl)']],
  ['a group as a whole is counted', { rules: [use(0), FIRST[1]!], more: group(rule('traversal', 0, 'Block', traversal)) }, { rules: [use(0, 'Count'), FIRST[1]!], more: group(rule('traversal', 0, 'Block', traversal)) },
    ['weaker Group Rules[0].Action: the rule traversal now only counts what it matches; before, it blocks it (web ACL Acl)']],
  ['a new group that only blocks', {}, { rules: [use(2), ...FIRST], more: group(rule('debug', 0, 'Block', header('x-debug'))) },
    ['stronger Group Rules[0]: there is a new rule debug (block) (web ACL Acl)']],
  ['a new managed group, which never admits', {}, { rules: [...FIRST, use(2, 'None', CORE)] }, ['stronger Acl Rules[2]: there is a new rule use (group) (web ACL Acl)']],
  ['a new group of elsewhere, which may admit', {}, { rules: [...FIRST, use(2, 'None', foreign('shared'))] },
    ['unknown Acl Rules[2]: there is a new rule use (a rule group that the app does not make: what its rules do is not known) (web ACL Acl)']],
  ['a group of elsewhere is another', { rules: [...FIRST, use(2, 'None', foreign('shared'))] }, { rules: [...FIRST, use(2, 'None', foreign('other'))] },
    ['unknown Acl Rules[2].Statement.RuleGroupReferenceStatement: the rule use now matches {"Arn":"arn:aws:wafv2:eu-central-1:444455556666:regional/rulegroup/other/1"}; before, {"Arn":"arn:aws:wafv2:eu-central-1:444455556666:regional/rulegroup/shared/1"} (web ACL Acl)']],
  ['a group of elsewhere is no longer counted: what it does then is not known', { rules: [...FIRST, use(2, 'Count', foreign('shared'))] }, { rules: [...FIRST, use(2, 'None', foreign('shared'))] },
    ['unknown Acl Rules[2].OverrideAction: the rule use now lets its group decide on what it matches; before, it only counts it (web ACL Acl)']],
  ['a wider list beside a group of elsewhere', { rules: [...FIRST, use(2, 'None', foreign('shared'))] }, { rules: [...FIRST, use(2, 'None', foreign('shared'))], sets: { Callers: WIDE } },
    ['weaker Callers Addresses: anyone in 10.0.0.0/8 may now call POST /payments; before, only 10.20.0.0/16']],
  ['a wider list behind a block by the label of a managed group', { rules: [rule('bots', 0, 'Block', labelled('awswaf:managed:aws:bot-control:bot')), FIRST[1]!] },
    { rules: [rule('bots', 0, 'Block', labelled('awswaf:managed:aws:bot-control:bot')), FIRST[1]!], sets: { Callers: WIDE } },
    ['weaker Callers Addresses: anyone in 10.0.0.0/8 may now call POST /payments; before, only 10.20.0.0/16']],
  ['a header is no longer asked for', { rules: [rule('callers', 0, 'Allow', { AndStatement: { Statements: [inSet('Callers'), header('x-debug')] } })] }, { rules: [rule('callers', 0, 'Allow', inSet('Callers'))] },
    ['weaker Acl Rules: anyone in 10.20.0.0/16 may now call POST /payments; before, nobody, and whom a rule admits for more than an address',
      'weaker Acl Rules[0].Statement.IPSetReferenceStatement: the rule callers now matches more: {"IPSetReferenceStatement":{"Arn":"Callers"}}; before, {"AndStatement":{"Statements":[{"IPSetReferenceStatement":{"Arn":"Callers"}},{"ByteMatchStatement":{"FieldToMa... (web ACL Acl)']],
])('which requests a web ACL lets pass: %s', (_, before, after, expected) => {
  expect(said(before, after)).toEqual(expected);
});

test.each<[way: string, after: Parts]>([
  ['its rules in a rule group of the app', { rules: [use(0)], more: group(...FIRST) }],
  ['one of its rules in a rule group, which another priority puts in its place', { rules: [use(5), { ...FIRST[1]!, Priority: 9 }], more: group(FIRST[0]!) }],
  ['its rules in a group that overrides none of them', { rules: [{ ...use(0), OverrideAction: undefined }], more: group(...FIRST) }],
])('an ACL that does the same gives an empty diff: %s', (_, after) => {
  expect(said({}, after)).toEqual([]);
  expect(said(after, {})).toEqual([]);
});
