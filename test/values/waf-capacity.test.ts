import * as fc from 'fast-check';
import { capacityOfRules, capacityPerRule, capacitySurcharge, groupKey } from '../../src/values/waf-capacity';

const rule = (Statement: object, more: object = {}) => ({ Name: 'any', Priority: 0, Statement, ...more });
const units = (Statement: object, more: object = {}) => capacityOfRules([rule(Statement, more)]).units;
const managed = (Name: string, VendorName = 'AWS') => ({ ManagedRuleGroupStatement: { VendorName, Name } });
const ipSet = { IPSetReferenceStatement: { ARN: 'arn' } };
const header = { SingleHeader: { Name: 'host' } };
const plain = [{ Priority: 0, Type: 'NONE' }];
const lower = { Priority: 1, Type: 'LOWERCASE' };

test.each([
  ['an IP set', ipSet, 1],
  ['an IP set over any forwarded address', { IPSetReferenceStatement: { ARN: 'arn', IPSetForwardedIPConfig: { Position: 'ANY' } } }, 5],
  ['an IP set over the first forwarded address', { IPSetReferenceStatement: { ARN: 'arn', IPSetForwardedIPConfig: { Position: 'FIRST' } } }, 1],
  ['a country', { GeoMatchStatement: { CountryCodes: ['DE'] } }, 1],
  ['an ASN', { AsnMatchStatement: { AsnList: [64512] } }, 1],
  ['a label', { LabelMatchStatement: { Scope: 'LABEL', Key: 'a' } }, 1],
  ['a size', { SizeConstraintStatement: { FieldToMatch: header, TextTransformations: plain } }, 1],
  ['an exact string', { ByteMatchStatement: { PositionalConstraint: 'EXACTLY', FieldToMatch: header, TextTransformations: plain } }, 2],
  ['a contained string', { ByteMatchStatement: { PositionalConstraint: 'CONTAINS', FieldToMatch: header, TextTransformations: plain } }, 10],
  ['a contained word', { ByteMatchStatement: { PositionalConstraint: 'CONTAINS_WORD', FieldToMatch: header, TextTransformations: plain } }, 10],
  ['a regex', { RegexMatchStatement: { FieldToMatch: header, TextTransformations: plain } }, 3],
  ['a regex set', { RegexPatternSetReferenceStatement: { FieldToMatch: header, TextTransformations: plain } }, 25],
  ['SQL injection', { SqliMatchStatement: { FieldToMatch: header, TextTransformations: plain } }, 20],
  ['SQL injection, sensitive', { SqliMatchStatement: { SensitivityLevel: 'HIGH', FieldToMatch: header, TextTransformations: plain } }, 30],
  ['cross-site scripting', { XssMatchStatement: { FieldToMatch: header, TextTransformations: plain } }, 40],
  ['each transformation', { XssMatchStatement: { FieldToMatch: header, TextTransformations: [...plain, lower, lower] } }, 60],
  ['all query arguments', { RegexMatchStatement: { FieldToMatch: { AllQueryArguments: {} }, TextTransformations: plain } }, 13],
  ['a JSON body', { XssMatchStatement: { FieldToMatch: { JsonBody: {} }, TextTransformations: [lower] } }, 90],
  ['a rate', { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP' } }, 2],
  ['a rate by two keys in a scope', { RateBasedStatement: { CustomKeys: [{ IP: {} }, { Header: {} }], ScopeDownStatement: ipSet } }, 63],
  ['and', { AndStatement: { Statements: [ipSet, ipSet] } }, 2],
  ['or in not', { NotStatement: { Statement: { OrStatement: { Statements: [ipSet, ipSet, ipSet] } } } }, 3],
  ['the core rule set', managed('AWSManagedRulesCommonRuleSet'), 700],
  ['a managed group in a scope', { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesSQLiRuleSet', ScopeDownStatement: ipSet } }, 201],
])('%s costs what AWS says', (_, statement, expected) => {
  expect(capacityOfRules([rule(statement)])).toEqual({ units: expected, unknown: [] });
});

test('six labels cost two units', () => {
  expect(units(ipSet, { RuleLabels: Array.from({ length: 6 }, (_, index) => ({ Name: `l${index}` })) })).toBe(3);
});

test('labels count over all rules together: one unit for five', () => {
  const labelled = (count: number) => rule(ipSet, { RuleLabels: Array(count).fill({ Name: 'l' }) });
  expect(capacityOfRules([labelled(2), labelled(3)]).units).toBe(2 + 1);
  expect(capacityOfRules([labelled(3), labelled(3)]).units).toBe(2 + 2);
});

test('a rule group costs what it reserves, whoever said it', () => {
  const reference = { 'Fn::GetAtt': ['Group', 'Arn'] };
  const groups = new Map([[groupKey(reference), 50], [groupKey('arn:theirs'), 7], [groupKey('Somebody Rules'), 300]]);
  const rules = [
    rule({ RuleGroupReferenceStatement: { Arn: reference } }), rule({ RuleGroupReferenceStatement: { ARN: 'arn:theirs' } }), rule(managed('Rules', 'Somebody')),
  ];
  expect(capacityOfRules(rules, groups)).toEqual({ units: 357, unknown: [] });
  expect(capacityPerRule(rules, groups).map(({ units: each }) => each)).toEqual([50, 7, 300]);
});

test.each(['constructor', 'toString', '__proto__'])('a statement or a group called %s is unknown', (name) => {
  expect(capacityOfRules([rule(managed(name))])).toEqual({ units: 0, unknown: [`AWS ${name}`] });
  expect(capacityOfRules([rule(JSON.parse(`{"${name}":{}}`))]).unknown).toHaveLength(1);
});

test('the same rules in CDK\'s spelling cost the same', () => {
  const cdk = [{ name: 'any', statement: { notStatement: { statement: { ipSetReferenceStatement: { arn: 'a', ipSetForwardedIpConfig: { position: 'ANY' } } } } } }];
  expect(capacityOfRules(cdk)).toEqual({ units: 5, unknown: [] });
});

test.each([
  ['a group that the table does not know', [rule(managed('AWSManagedRulesTomorrowRuleSet'))], 'AWS AWSManagedRulesTomorrowRuleSet'],
  ['a group of another vendor', [rule(managed('AWSManagedRulesCommonRuleSet', 'Somebody'))], 'Somebody AWSManagedRulesCommonRuleSet'],
  ['a rule group by reference', [rule({ RuleGroupReferenceStatement: { ARN: 'arn' } })], 'rulegroupreferencestatement'],
  ['a statement that came later', [rule({ TomorrowStatement: {} })], 'tomorrowstatement'],
  ['a rule behind a condition', [{ 'Fn::If': ['a', rule(ipSet), rule(ipSet)] }], 'rule without a statement'],
  ['rules behind a condition', { 'Fn::If': ['a', [rule(ipSet)], []] }, 'rules'],
])('%s is unknown, never free of charge', (_, rules, unknown) => {
  expect(capacityOfRules(rules)).toEqual({ units: 0, unknown: [unknown] });
});

test.each([[0, 0], [1500, 0], [1501, 0.2], [2000, 0.2], [2001, 0.4], [5000, 1.4]])('%d units cost %d USD more per million requests', (wcu, usd) => {
  expect(capacitySurcharge(wcu)).toBeCloseTo(usd);
});

test('whatever the rules are, counting them gives whole units and never throws', () => {
  fc.assert(fc.property(fc.anything(), (anything) => {
    const { units: counted } = capacityOfRules(anything);
    expect(Number.isInteger(counted) && counted >= 0).toBe(true);
  }));
});

test('rules cost the sum of what each costs', () => {
  const statement = fc.constantFrom(ipSet, managed('AWSManagedRulesSQLiRuleSet'), managed('unknown'), { RateBasedStatement: {} });
  fc.assert(fc.property(fc.array(statement), (statements) => {
    const all = capacityOfRules(statements.map((each) => rule(each)));
    expect(all.units).toBe(statements.reduce((sum, each) => sum + units(each), 0));
  }));
});
