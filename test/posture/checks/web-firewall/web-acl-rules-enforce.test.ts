import { webAclRulesEnforce as check } from '../../../../src/posture/checks/web-firewall/web-acl-rules-enforce';
import { found, judge, postureOf } from '../../support/app';
import { guarded, header, inSet, managed, rate, rule, soundRules } from '../../support/web-acl';

const override = (Name: string, action: string) => managed('AWSManagedRulesCommonRuleSet', { RuleActionOverrides: [{ Name, ActionToUse: { [action]: {} } }] });
const severities = (rules: unknown) => [...check.judge(postureOf(guarded(rules)))].flatMap((judgement) => (judgement.outcome === 'fail' ? [judgement.severity ?? check.severity] : []));

test('rules that block pass; so do the two rules of the core rule set that everybody counts, and a rule that labels for a later one', () => {
  expect(judge(check, guarded())).toEqual(['pass Acl Rules[0]', 'pass Acl Rules[1]', 'pass Acl Rules[2]']);
  expect(found(check, guarded([rule('core', 0, 'None', override('SizeRestrictions_BODY', 'Count'))]))).toEqual([]);
  const label = { RuleLabels: [{ Name: 'tried' }] };
  expect(found(check, guarded([rule('a', 0, 'Count', header('x-a', 'b'), label), rule('b', 1, 'Block', { LabelMatchStatement: { Scope: 'LABEL', Key: 'tried' } })]))).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['an address rule that counts', rule('bad', 0, 'Count', inSet('Callers')), 'Rules[0].Action'],
  ['a rate rule that counts', rule('rate', 0, 'Count', rate()), 'Rules[0].Action'],
  ['a group that counts', rule('core', 0, 'CountAll', managed('AWSManagedRulesCommonRuleSet')), 'Rules[0].OverrideAction'],
  ['a group\'s rule that admits', rule('core', 0, 'None', override('GenericLFI_URIPATH', 'Allow')), 'Rules[0].Statement.ManagedRuleGroupStatement.RuleActionOverrides[0]'],
  ['a group that looks at nobody', rule('core', 0, 'None', managed('AWSManagedRulesCommonRuleSet', { ScopeDownStatement: header('x-a', 'b') })),
    'Rules[0].Statement.ManagedRuleGroupStatement.ScopeDownStatement'],
])('%s fails', (_, one, property) => {
  expect(found(check, guarded([one]))).toEqual([`fail Acl ${property}`]);
  expect(severities([one])).toEqual(['error']);
});

test('single rules of a group that count are a warning, in both forms', () => {
  expect(severities([rule('core', 0, 'None', override('SQLi_BODY', 'Count'))])).toEqual(['warning']);
  expect(severities([rule('core', 0, 'None', managed('X', { ExcludedRules: [{ Name: 'A' }, { Name: 'B' }] }))])).toEqual(['warning', 'warning']);
});

test('an action that depends is not known', () => {
  const rules = soundRules().map((one, at) => (at === 0 ? { ...one, Action: { 'Fn::If': ['Prod', { Block: {} }, { Count: {} }] } } : one));
  expect(found(check, guarded(rules))).toEqual(['unknown Acl Rules[0].Action']);
});
