import { Fn } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { capacityOfRules } from '../../src/values/waf-capacity';
import { AddressList } from '../../src/web-firewall/address-list';
import { ForwardedAddress } from '../../src/web-firewall/forwarded-address';
import { PatternSet } from '../../src/web-firewall/pattern-set';
import { RateKey } from '../../src/web-firewall/rate-limit';
import { KeysOrValues, Oversize, RequestPart } from '../../src/web-firewall/request-part';
import { type RateRuleOptions, WebFirewallRule } from '../../src/web-firewall/rule';
import { WebFirewallAction } from '../../src/web-firewall/rule-action';
import { WebFirewallRuleGroup } from '../../src/web-firewall/rule-group';
import { SizeComparison, SqlSensitivity, TextPosition, WebFirewallStatement as Look } from '../../src/web-firewall/statement';
import { TextTransformation } from '../../src/web-firewall/text-transformation';
import { newStack, onlyResource, resourcesOf } from '../support/stack';

const stack = newStack();
const list = new AddressList(stack, 'List');
const set = new PatternSet(stack, 'Patterns', { patterns: ['^/a', '^/b'] });
const forwardedAddress = ForwardedAddress.by({ proxies: list, headerName: 'X-Real-IP' });
const host = RequestPart.header('host');
const NONE = [{ Priority: 0, Type: 'NONE' }];
const setArn = (version: number) => ({ 'Fn::GetAtt': [expect.stringMatching(`^ListIpv${version}`), 'Arn'] });

const patternArn = { 'Fn::GetAtt': [expect.stringMatching(/^Patterns/), 'Arn'] };
const inHost = { FieldToMatch: { SingleHeader: { Name: 'host' } }, TextTransformations: NONE };

const KINDS: [string, Look, object, number][] = [
  ['an address list', Look.addresses(list), {
    OrStatement: { Statements: [4, 6].map((version) => ({ IPSetReferenceStatement: { Arn: setArn(version) } })) },
  }, 2],
  ['a label', Look.label('team:internal'), { LabelMatchStatement: { Scope: 'LABEL', Key: 'team:internal' } }, 1],
  ['a label namespace', Look.labelNamespace('awswaf:managed:aws:'), { LabelMatchStatement: { Scope: 'NAMESPACE', Key: 'awswaf:managed:aws:' } }, 1],
  ['a size', Look.size(host, SizeComparison.GT, 100), { SizeConstraintStatement: { ...inHost, ComparisonOperator: 'GT', Size: 100 } }, 1],
  ['a text', Look.text(host, TextPosition.STARTS_WITH, 'api.'), {
    ByteMatchStatement: { ...inHost, PositionalConstraint: 'STARTS_WITH', SearchString: 'api.' },
  }, 2],
  ['a contained text', Look.text(host, TextPosition.CONTAINS, 'api'), {
    ByteMatchStatement: { ...inHost, PositionalConstraint: 'CONTAINS', SearchString: 'api' },
  }, 10],
  ['a regular expression', Look.regex(host, '^a+$'), { RegexMatchStatement: { ...inHost, RegexString: '^a+$' } }, 3],
  ['a pattern set', Look.patternSet(host, set.patternSetArn), { RegexPatternSetReferenceStatement: { ...inHost, Arn: patternArn } }, 25],
  ['SQL', Look.sqlInjection(host, SqlSensitivity.HIGH), { SqliMatchStatement: { ...inHost, SensitivityLevel: 'HIGH' } }, 30],
  ['a script', Look.crossSiteScripting(host), { XssMatchStatement: inHost }, 40],
  ['countries', Look.countries('DE', 'FR'), { GeoMatchStatement: { CountryCodes: ['DE', 'FR'] } }, 1],
  ['networks', Look.networks(64512), { AsnMatchStatement: { AsnList: [64512] } }, 1],
  ['all of some', Look.allOf(Look.label('a'), Look.label('b')), {
    AndStatement: { Statements: ['a', 'b'].map((Key) => ({ LabelMatchStatement: { Scope: 'LABEL', Key } })) },
  }, 2],
  ['all of one, which WAF refuses to join', Look.allOf(Look.label('a')), { LabelMatchStatement: { Scope: 'LABEL', Key: 'a' } }, 1],
  ['any of some, and none of one', Look.anyOf(Look.label('a'), Look.not(Look.label('b'))), {
    OrStatement: {
      Statements: [
        { LabelMatchStatement: { Scope: 'LABEL', Key: 'a' } }, { NotStatement: { Statement: { LabelMatchStatement: { Scope: 'LABEL', Key: 'b' } } } },
      ],
    },
  }, 2],
  ['a decoded text', Look.regex(RequestPart.URI_PATH, 'a', { transformations: [TextTransformation.URL_DECODE, TextTransformation.LOWERCASE] }), {
    RegexMatchStatement: {
      FieldToMatch: { UriPath: {} }, RegexString: 'a', TextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }, { Priority: 1, Type: 'LOWERCASE' }],
    },
  }, 23],
];

const PARTS: [RequestPart, object][] = [
  [RequestPart.METHOD, { Method: {} }],
  [RequestPart.URI_PATH, { UriPath: {} }],
  [RequestPart.QUERY_STRING, { QueryString: {} }],
  [RequestPart.ALL_QUERY_ARGUMENTS, { AllQueryArguments: {} }],
  [RequestPart.queryArgument('id'), { SingleQueryArgument: { Name: 'id' } }],
  [RequestPart.body(Oversize.MATCH), { Body: { OversizeHandling: 'MATCH' } }],
  [RequestPart.headerOrder(Oversize.CONTINUE), { HeaderOrder: { OversizeHandling: 'CONTINUE' } }],
  [RequestPart.headers({ oversize: Oversize.NO_MATCH }), { Headers: { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'NO_MATCH' } }],
  [RequestPart.headers({ included: ['x-a'], scope: KeysOrValues.VALUE, oversize: Oversize.MATCH }), {
    Headers: { MatchPattern: { IncludedHeaders: ['x-a'] }, MatchScope: 'VALUE', OversizeHandling: 'MATCH' },
  }],
  [RequestPart.cookies({ excluded: ['session'], oversize: Oversize.MATCH }), {
    Cookies: { MatchPattern: { ExcludedCookies: ['session'] }, MatchScope: 'ALL', OversizeHandling: 'MATCH' },
  }],
  [RequestPart.jsonBody({ includedPaths: ['/iban'], scope: KeysOrValues.VALUE, oversize: Oversize.MATCH }), {
    JsonBody: { MatchPattern: { IncludedPaths: ['/iban'] }, MatchScope: 'VALUE', InvalidFallbackBehavior: 'MATCH', OversizeHandling: 'MATCH' },
  }],
];

type RateOptions = Omit<RateRuleOptions, 'limit'>;

const rate = (name: string, options: RateOptions) => WebFirewallRule.rate(name, { limit: 100, ...options });
const keys: [RateKey, object][] = [
  [RateKey.ADDRESS, { IP: {} }], [RateKey.NETWORK, { ASN: {} }], [RateKey.METHOD, { HTTPMethod: {} }],
  [RateKey.header('x-api-key'), { Header: { Name: 'x-api-key', TextTransformations: NONE } }],
  [RateKey.cookie('session', TextTransformation.LOWERCASE), { Cookie: { Name: 'session', TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }] } }],
  [RateKey.queryArgument('id'), { QueryArgument: { Name: 'id', TextTransformations: NONE } }],
  [RateKey.queryString(), { QueryString: { TextTransformations: NONE } }],
  [RateKey.uriPath(), { UriPath: { TextTransformations: NONE } }],
  [RateKey.labelNamespace('team:'), { LabelNamespace: { Namespace: 'team:' } }],
];
const token = RateKey.header('authorization');
const inToken = { Header: { Name: 'authorization', TextTransformations: NONE } };
const window = { Limit: 100, EvaluationWindowSec: 300 };
const RATES: [string, RateOptions, object, number][] = [
  ['each address', {}, { ...window, AggregateKeyType: 'IP' }, 2],
  ['all requests of a kind', { together: true, only: Look.label('a') }, {
    ...window, AggregateKeyType: 'CONSTANT', ScopeDownStatement: { LabelMatchStatement: { Scope: 'LABEL', Key: 'a' } },
  }, 3],
  ['three keys', { keys: [RateKey.ADDRESS, RateKey.METHOD, RateKey.uriPath()] }, {
    ...window, AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ IP: {} }, { HTTPMethod: {} }, { UriPath: { TextTransformations: NONE } }],
  }, 92],
  ...keys.map(([key, expected], at): [string, RateOptions, object, number] => [
    `key ${at}`, { keys: [key, token] }, { ...window, AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [expected, inToken] }, 62,
  ]),
];

/** Every rule in a group of its own kind: one synth for all. */
let rendered: Map<string, any> | undefined;
function templateRule(name: string): any {
  if (rendered === undefined) {
    new WebFirewallRuleGroup(stack, 'Kinds', { capacity: 1000, rules: KINDS.map(([, statement], at) => WebFirewallRule.match(`kind-${at}`, { statement })) });
    new WebFirewallRuleGroup(stack, 'Parts', {
      capacity: 1000, rules: PARTS.map(([part], at) => WebFirewallRule.match(`part-${at}`, { statement: Look.regex(part, 'a') })),
    });
    RATES.forEach(([, options], at) => new WebFirewallRuleGroup(stack, `Rate${at}`, { capacity: 100, rules: [rate(`rate-${at}`, options)] }));
    new WebFirewallRuleGroup(stack, 'Forwarded', {
      capacity: 1000,
      forwardedAddress,
      rules: [
        WebFirewallRule.match('forwarded-set', { statement: Look.addresses(list) }), WebFirewallRule.match('forwarded-country', { statement: Look.countries('DE') }),
        WebFirewallRule.match('forwarded-network', { statement: Look.networks(1) }),
        rate('forwarded-rate', {}), rate('forwarded-key', { keys: [RateKey.ADDRESS, RateKey.METHOD] }), rate('forwarded-method', { keys: [RateKey.METHOD] }),
      ],
    });
    rendered = new Map(Object.values(resourcesOf(stack, 'AWS::WAFv2::RuleGroup')).flatMap(({ Properties }) => Properties.Rules).map((rule) => [rule.Name, rule]));
  }
  return rendered.get(name);
}

test.each(KINDS.map(([name, , expected, units], at) => [name, at, expected, units] as const))('%s is looked for as WAF takes it, at its price', (_, at, expected, units) => {
  const rule = templateRule(`kind-${at}`);
  expect(rule.Statement).toEqual(expected);
  expect(capacityOfRules([rule])).toEqual({ units, unknown: [] });
});

test.each(PARTS.map(([, expected], at) => [at, expected] as const))('part %d of a request is named as WAF takes it', (at, expected) => {
  expect(templateRule(`part-${at}`).Statement.RegexMatchStatement.FieldToMatch).toEqual(expected);
});

test.each(RATES.map(([name, , expected, units], at) => [name, at, expected, units] as const))('a rate of %s is counted as WAF takes it, at its price', (_, at, expected, units) => {
  const rule = templateRule(`rate-${at}`);
  expect(rule.Statement).toEqual({ RateBasedStatement: expected });
  expect(capacityOfRules([rule]).units).toBe(units);
});

test('behind proxies, every statement on addresses reads the header', () => {
  const config = { HeaderName: 'X-Real-IP', FallbackBehavior: 'NO_MATCH' };
  expect(templateRule('forwarded-set').Statement.OrStatement.Statements.map((each: any) => each.IPSetReferenceStatement.IPSetForwardedIPConfig))
    .toEqual(Array(2).fill({ ...config, Position: 'LAST' }));
  expect(templateRule('forwarded-country').Statement.GeoMatchStatement.ForwardedIPConfig).toEqual(config);
  expect(templateRule('forwarded-network').Statement.AsnMatchStatement.ForwardedIPConfig).toEqual(config);
  const counted = ['rate', 'key', 'method'].map((name) => templateRule(`forwarded-${name}`).Statement.RateBasedStatement);
  expect(counted.map((each) => [each.AggregateKeyType, each.ForwardedIPConfig, each.CustomKeys])).toEqual([
    ['FORWARDED_IP', { ...config, FallbackBehavior: 'MATCH' }, undefined],
    ['CUSTOM_KEYS', { ...config, FallbackBehavior: 'MATCH' }, [{ ForwardedIP: {} }, { HTTPMethod: {} }]],
    ['CUSTOM_KEYS', undefined, [{ HTTPMethod: {} }]],
  ]);
});

test('an IP set that exists is referred to by its ARN', () => {
  const fresh = newStack();
  const existing = 'arn:aws:wafv2:eu-central-1:111122223333:regional/ipset/theirs/1';
  new WebFirewallRuleGroup(fresh, 'Group', { capacity: 1, rules: [WebFirewallRule.match('theirs', { statement: Look.ipSet(existing) })] });
  expect(onlyResource(fresh, 'AWS::WAFv2::RuleGroup').Properties.Rules[0].Statement)
    .toEqual({ IPSetReferenceStatement: { Arn: existing } });
});

const anywhere = { statement: Look.label('a') };
test.each<[string, () => unknown, string]>([
  ['a text of no bytes', () => Look.text(host, TextPosition.EXACTLY, ''), '1 to 200 bytes, received: 0 bytes'],
  ['a text of 201 bytes, counted as bytes', () => Look.text(host, TextPosition.EXACTLY, `${'é'.repeat(100)}a`), 'received: 201 bytes'],
  ['a word of two words', () => Look.text(host, TextPosition.CONTAINS_WORD, 'a b'), 'letters, digits and _ only, received: "a b"'],
  ['an empty pattern', () => Look.regex(host, ''), 'received: 0 characters'],
  ['a long pattern', () => Look.regex(host, 'a'.repeat(201)), 'received: 201 characters'],
  ['half a byte', () => Look.size(host, SizeComparison.GT, 0.5), 'received: 0.5'],
  ['a country in words', () => Look.countries('Germany'), 'two capital letters, as in DE, received: "Germany"'],
  ['no country', () => Look.countries(), 'received: []'],
  ['a network below zero', () => Look.networks(-1), 'received: -1'],
  ['101 networks', () => Look.networks(...Array(101).keys()), 'received: 101 numbers'],
  ['an empty label', () => Look.label(''), 'a label is 1 to 1,024'],
  ['a header without a name', () => RequestPart.header(' '), 'a header that is inspected has a name of 1 to 64 characters, received: " "'],
  ['a header of 65 characters', () => RequestPart.header('a'.repeat(65)), 'a header that is inspected has a name of 1 to 64'],
  ['a query parameter of 31 characters', () => RequestPart.queryArgument('a'.repeat(31)), 'a query parameter that is inspected has a name of 1 to 30'],
  ['a header among others without a name', () => RequestPart.headers({ included: ['a', ''], oversize: Oversize.MATCH }), 'a header that is inspected has a name'],
  ['a cookie of 61 characters', () => RequestPart.cookies({ excluded: ['a'.repeat(61)], oversize: Oversize.MATCH }), 'a cookie that is inspected has a name of 1 to 60'],
  ['200 headers', () => RequestPart.headers({ included: Array<string>(200).fill('a'), oversize: Oversize.MATCH }), 'names at most 199 headers, received: 200'],
  ['a key of a header without a name', () => RateKey.header(''), 'a header that is inspected has a name'],
  ['a key of a cookie without a name', () => RateKey.cookie(''), 'a cookie that is inspected has a name'],
  ['a key of a query parameter without a name', () => RateKey.queryArgument(''), 'a query parameter that is inspected has a name'],
  ['a key of a namespace without its colon', () => RateKey.labelNamespace('team'), 'ends in a colon, as in team:, received: "team"'],
  ['headers in and out', () => RequestPart.headers({ included: ['a'], excluded: ['b'], oversize: Oversize.MATCH }), 'included ["a"], excluded ["b"]'],
  ['members without a pointer', () => RequestPart.jsonBody({ includedPaths: ['iban'], oversize: Oversize.MATCH }), 'JSON pointers, as in /payment/iban, received: "iban"'],
  ['a tilde that escapes nothing in a pointer', () => RequestPart.jsonBody({ includedPaths: ['/a~2'], oversize: Oversize.MATCH }), 'received: "/a~2"'],
  ['a pattern that never closes', () => Look.regex(host, '('), 'closes the groups and classes that it opens, received: "("'],
  ['a pattern set with a backreference', () => new PatternSet(newStack(), 'P', { patterns: ['(a)\\1'] }), 'received: a backreference in'],
  ['an IP set by its name', () => Look.ipSet('callers'), 'the ARN of a regional ipset, received: "callers"'],
  ['an IP set for CloudFront', () => Look.ipSet('arn:aws:wafv2:us-east-1:111122223333:global/ipset/a/1'), '", which is for CloudFront'],
  ['a pattern set by the ARN of an IP set', () => Look.patternSet(host, 'arn:aws:wafv2:eu-central-1:111122223333:regional/ipset/a/1'), 'regional regexpatternset'],
  ['a rule group by its name', () => WebFirewallRule.ruleGroup('a', 'theirs'), 'the ARN of a regional rulegroup, received: "theirs"'],
  ['a pattern set of eleven', () => new PatternSet(newStack(), 'P', { patterns: [...Array(11).keys()].map(String) }), '1 to 10 regular expressions, each once, received: 11'],
  ['a pattern set with a long one', () => new PatternSet(newStack(), 'P', { patterns: ['a'.repeat(201)] }), 'received: 201 characters'],
  ['a header that WAF cannot read', () => ForwardedAddress.by({ proxies: list, headerName: 'X_Real' }), '1 to 255 letters, digits and hyphens, received: "X_Real"'],
  ['a header that is none', () => ForwardedAddress.by({ proxies: list, headerName: 'X Forwarded' }), 'received: "X Forwarded"'],
  ['a rule called All', () => WebFirewallRule.match('All', anywhere), 'not All or Default_Action, received: "All"'],
  ['a rule with a space', () => WebFirewallRule.match('a b', anywhere), 'received: "a b"'],
  ['a label of WAF\'s own', () => WebFirewallRule.match('a', { ...anywhere, labels: ['awswaf:mine'] }), 'received: "awswaf:mine"'],
  ['a label behind six namespaces', () => WebFirewallRule.match('a', { ...anywhere, labels: ['a:b:c:d:e:f:g'] }), 'at most 5 namespaces'],
  ['a label twice', () => WebFirewallRule.match('a', { ...anywhere, labels: ['b', 'b'] }), 'each label once'],
  ['a rate that admits', () => WebFirewallRule.rate('a', { limit: 100, action: WebFirewallAction.allow('because') }), 'never admits, received: allow in a'],
  ['a reason of nothing', () => WebFirewallAction.allow(' '), 'says why, received: " "'],
  ['a status that WAF does not send', () => WebFirewallAction.block({ statusCode: 418 }), 'a status code that WAF sends, received: 418'],
  ['a body over 4 KB', () => WebFirewallAction.block({ statusCode: 403, body: JSON.stringify('x'.repeat(4095)) }), '1 to 4,096 bytes, received: "4097 bytes"'],
  ['a body that is no JSON', () => WebFirewallAction.block({ statusCode: 403, body: '{' }), 'of this content type is JSON, received: "{"'],
  ['a header of two lines', () => WebFirewallAction.block({ statusCode: 403, headers: { a: 'x\r\nSet-Cookie: b' } }), 'one line of 1 to 255 printable characters'],
  ['a header of 256 characters', () => WebFirewallAction.block({ statusCode: 403, headers: { a: 'x'.repeat(256) } }), 'one line of 1 to 255'],
  ['a header that says nothing', () => WebFirewallAction.block({ statusCode: 403, headers: { a: '' } }), 'one line of 1 to 255'],
  ['a header with a name of 65 characters', () => WebFirewallAction.block({ statusCode: 403, headers: { ['a'.repeat(65)]: 'x' } }), '1 to 64 letters'],
  ['a content type as a header', () => WebFirewallAction.block({ statusCode: 403, headers: { 'Content-Type': 'text/plain' } }), 'never content-type'],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(message);
});

test.each<[string, WebFirewallRule, string]>([
  ['no statement to join', WebFirewallRule.match('a', { statement: Look.anyOf() }), 'AND and OR join one statement or more, received: none'],
  ['six keys', rate('r', { keys: Array<RateKey>(6).fill(RateKey.METHOD) }), 'a rate is counted by 1 to 5 keys, received: 6'],
  ['the address as the only key', rate('r', { keys: [RateKey.ADDRESS] }), 'by the address alone where `keys` are left out'],
  ['a key twice', rate('r', { keys: [RateKey.METHOD, token, RateKey.METHOD] }), 'by each key once, received: {"httpMethod":{}} again'],
  ['all requests without a kind', rate('r', { together: true }), 'says which ones, and has no keys, received: no "only", no keys'],
  ['a limit of 9', WebFirewallRule.rate('r', { limit: 9 }), '10 to 2,000,000,000, received: 9'],
])('%s is refused where the rule is added', (_, rule, message) => {
  expect(() => new WebFirewallRuleGroup(newStack(), 'Group', { capacity: 1, rules: [rule] })).toThrow(message);
});

test('an IP set of another stack goes by a reference that is known when it is deployed', () => {
  const fresh = newStack();
  const rules = [Fn.importValue('Set'), Fn.select(0, Fn.split(',', Fn.importValue('Sets')))]
    .map((arn, at) => WebFirewallRule.match(`set-${at}`, { statement: Look.ipSet(arn) }));
  new WebFirewallRuleGroup(fresh, 'Group', { capacity: 2, rules });
  expect(onlyResource(fresh, 'AWS::WAFv2::RuleGroup').Properties.Rules.map((rule: any) => rule.Statement.IPSetReferenceStatement.Arn)).toEqual([
    { 'Fn::ImportValue': 'Set' }, { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::ImportValue': 'Sets' }] }] },
  ]);
});

test('whatever names a rule, it is taken as WAF takes it or refused with the rule', () => {
  fc.assert(fc.property(fc.string(), (name) => {
    try {
      expect(WebFirewallRule.match(name, anywhere).name).toMatch(/^[\w-]{1,128}$/);
    } catch (error) {
      expect(String(error)).toContain('a rule is named by 1 to 128');
    }
  }), { numRuns: 100 });
});
