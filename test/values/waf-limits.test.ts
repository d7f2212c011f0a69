import * as fc from 'fast-check';
import { limitProblems } from '../../src/values/waf-limits';

const label = { LabelMatchStatement: { Scope: 'LABEL', Key: 'a' } };
const set = { IPSetReferenceStatement: { Arn: 'arn' } };
const rate = { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP' } };
const text = (more: object) => ({ ByteMatchStatement: { FieldToMatch: { UriPath: {} }, TextTransformations: [], ...more } });
const rule = (Statement: object, more: object = {}) => ({ Name: 'r', Priority: 0, Statement, ...more });
const many = (count: number, statement: object) => Array.from({ length: count }, (_, at) => ({ ...rule(statement), Name: `r${at}` }));
const or = (count: number, statement: object) => ({ OrStatement: { Statements: Array(count).fill(statement) } });
const block = (customResponse: object) => ({ Action: { Block: { CustomResponse: customResponse } } });
const idsOf = (rules: unknown, holder: 'WEB_ACL' | 'RULE_GROUP' = 'WEB_ACL', bodies?: unknown) => limitProblems(rules, holder, bodies).map(({ id }) => id);

test.each<[string, [unknown, ('WEB_ACL' | 'RULE_GROUP')?, unknown?], [unknown, ('WEB_ACL' | 'RULE_GROUP')?, unknown?], string]>([
  ['50 references', [[rule(or(50, set))]], [[rule(or(51, set))]], 'RuleReferences'],
  ['50 references in all kinds', [many(50, { RuleGroupReferenceStatement: { Arn: 'a' } })],
    [[...many(50, { RegexPatternSetReferenceStatement: { Arn: 'a' } }), rule({ NotStatement: { Statement: set } })]], 'RuleReferences'],
  ['10 rate rules of a web ACL', [many(10, rate)], [many(11, rate)], 'RateRules'],
  ['4 rate rules of a rule group', [many(4, rate), 'RULE_GROUP'], [many(5, rate), 'RULE_GROUP'], 'RateRules'],
  ['10 transformations', [[rule(text({ TextTransformations: Array(10).fill({}) }))]],
    [[rule(text({ TextTransformations: Array(6).fill({}), PreParseTextTransformations: Array(5).fill({}) }))]], 'TextTransformations'],
  ['200 bytes', [[rule(text({ SearchString: 'é'.repeat(100) }))]], [[rule(text({ SearchString: 'é'.repeat(101) }))]], 'SearchString'],
  ['200 bytes in Base64', [[rule(text({ SearchStringBase64: Buffer.alloc(200).toString('base64') }))]],
    [[rule(text({ SearchStringBase64: Buffer.alloc(201).toString('base64') }))]], 'SearchString'],
  ['a pattern of 200 characters', [[rule({ RegexMatchStatement: { RegexString: 'a'.repeat(200) } })]],
    [[rule({ RegexMatchStatement: { RegexString: 'a'.repeat(201) } })]], 'RegexPattern'],
  ['50 countries in a rule', [[rule({ GeoMatchStatement: { CountryCodes: Array(50).fill('DE') } })]],
    [[rule(or(2, { GeoMatchStatement: { CountryCodes: Array(26).fill('DE') } }))]], 'CountryCodes'],
  ['a name once', [many(2, label)], [[rule(label), rule(label)]], 'RuleName'],
  ['AND of two', [[rule({ AndStatement: { Statements: [label, label] } })]], [[rule({ AndStatement: { Statements: [label] } })]], 'RuleStatement'],
  ['a rate of its own', [[rule(rate)]], [[rule({ NotStatement: { Statement: rate } })]], 'RuleStatement'],
  ['bodies of 4,096 bytes', [[], 'WEB_ACL', { a: { Content: 'é'.repeat(2048) } }], [[], 'WEB_ACL', { a: { content: 'é'.repeat(2049) } }], 'CustomResponse'],
  ['51,200 bytes of bodies', [[], 'WEB_ACL', Object.fromEntries(Array.from({ length: 12 }, (_, at) => [at, { Content: 'x'.repeat(4096) }]))],
    [[], 'WEB_ACL', Object.fromEntries(Array.from({ length: 13 }, (_, at) => [at, { Content: 'x'.repeat(4096) }]))], 'CustomResponse'],
  ['50 bodies', [[], 'WEB_ACL', Object.fromEntries(Array.from({ length: 50 }, (_, at) => [at, { Content: 'x' }]))],
    [[], 'WEB_ACL', Object.fromEntries(Array.from({ length: 51 }, (_, at) => [at, { Content: 'x' }]))], 'CustomResponse'],
  ['a body that is there', [[rule(label, block({ ResponseCode: 403, CustomResponseBodyKey: 'A' }))], 'WEB_ACL', { A: { Content: 'x' } }],
    [[rule(label, block({ ResponseCode: 403, CustomResponseBodyKey: 'constructor' }))], 'WEB_ACL', { A: { Content: 'x' } }], 'CustomResponse'],
  ['10 headers of a response', [[rule(label, block({ ResponseHeaders: Array(10).fill({}) }))]], [[rule(label, block({ ResponseHeaders: Array(11).fill({}) }))]], 'CustomResponse'],
])('%s is the most', (_, most, tooMuch, id) => {
  expect(idsOf(...most)).toEqual([]);
  expect(idsOf(...tooMuch)).toEqual([id]);
});

test.each<[string, object]>([
  ['JA3', rule(text({ FieldToMatch: { JA3Fingerprint: {} } }))],
  ['JA4', rule({ NotStatement: { Statement: text({ FieldToMatch: { JA4Fingerprint: {} } }) } })],
  ['fragments', rule(text({ FieldToMatch: { UriFragment: {} } }))],
  ['JA3', rule({ RateBasedStatement: { CustomKeys: [{ IP: {} }, { JA3Fingerprint: {} }] } })],
  ['CAPTCHA', rule(label, { Action: { Captcha: {} } })],
  ['challenge', rule(label, { Action: { Challenge: {} } })],
  ['challenge', rule({ ManagedRuleGroupStatement: { RuleActionOverrides: [{ Name: 'a', ActionToUse: { Challenge: {} } }] } })],
  ['monetization', rule(label, { Action: { Monetize: {} } })],
])('%s is refused with the reason, wherever it stands', (word, refused) => {
  const [problem, ...others] = limitProblems([refused], 'WEB_ACL');
  expect(others).toEqual([]);
  expect(problem!.id).toBe('RuleNotForApiGateway');
  expect(problem!.message).toContain(word);
  expect(problem!.message).toMatch(/received: \w+ in r$/);
});

test('CDK\'s spelling is held to the same limits', () => {
  const cdk = [{ name: 'r', statement: { notStatement: { statement: { byteMatchStatement: { searchString: 'x'.repeat(201), fieldToMatch: { ja3Fingerprint: {} } } } } } }];
  expect(idsOf(cdk)).toEqual(['SearchString', 'RuleNotForApiGateway']);
});

test('whatever the rules are, looking at them never throws', () => {
  fc.assert(fc.property(fc.anything(), fc.anything(), (rules, bodies) => {
    expect(Array.isArray(limitProblems(rules, 'RULE_GROUP', bodies))).toBe(true);
  }), { numRuns: 100 });
});
