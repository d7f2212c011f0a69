import * as fc from 'fast-check';
import { countOf, isWithin, addressesOf } from '../../../src/posture/model/address-set';
import { webAclsOf } from '../../../src/posture/model/web-acl';
import { admitted, strangers } from '../../../src/posture/model/web-acl-verdict';
import { readCidr } from '../../../src/values/cidr';
import { postureOf, type Resources } from '../support/app';
import { and, bytes, guarded, header, inSet, ipSet, managed, not, or, rate, rule } from '../support/web-acl';

const FORWARDED = { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'NO_MATCH', Position: 'FIRST' };
const GEO = { GeoMatchStatement: { CountryCodes: ['DE'] } };
const ALLOW = { DefaultAction: { Allow: {} } };

function verdict(rules: unknown, options: { acl?: object; more?: Resources } = {}) {
  const [acl] = webAclsOf(postureOf(guarded(rules, options)));
  const open = (view: 'plain' | 'chosen' | 'possible') => strangers(acl!, view).length > 0;
  return open('plain') ? 'open' : open('chosen') ? 'open to who writes it' : open('possible') ? 'unknown' : 'closed';
}

test.each<[string, string, unknown, object?, Resources?]>([
  ['closed', 'an allow list above a blocking default', [rule('a', 0, 'Allow', inSet('Callers'))]],
  ['closed', 'an allowing default that blocks whoever is not listed', [rule('a', 0, 'Block', not(inSet('Callers')))], ALLOW],
  ['closed', 'the same with two sets', [rule('a', 0, 'Block', not(or(inSet('Callers'), inSet('Six'))))], ALLOW, { Six: ipSet(['fd00::/48']) }],
  ['open', 'an allowing default', [], ALLOW],
  ['open', 'an allowing default with a list of bad addresses', [rule('a', 0, 'Block', inSet('Callers'))], ALLOW],
  ['open', 'a closing rule that only counts', [rule('a', 0, 'Count', not(inSet('Callers')))], ALLOW],
  ['open', 'a closing rule that challenges comes after one that allows all', [rule('b', 1, 'Block', not(inSet('Callers'))), rule('a', 0, 'Allow', not(inSet('None')))], ALLOW, { None: ipSet([]) }],
  ['open', 'who is not listed is admitted', [rule('a', 0, 'Allow', not(inSet('Callers')))]],
  ['open', 'every path is admitted', [rule('a', 0, 'Allow', bytes({ UriPath: {} }, '/', 'STARTS_WITH'))]],
  ['open', 'who has not a bad user agent is admitted', [rule('a', 0, 'Allow', not(header('user-agent', 'bad')))]],
  ['open', 'the closing rule reads a header that may be missing', [rule('a', 0, 'Block', not(inSet('Callers', FORWARDED)))], ALLOW],
  ['open', 'a rule group of the app admits everybody', [rule('a', 0, 'None', { RuleGroupReferenceStatement: { Arn: { 'Fn::GetAtt': ['Group', 'Arn'] } } })], {}, {
    Group: { Type: 'AWS::WAFv2::RuleGroup', Properties: { Rules: [rule('all', 0, 'Allow', not(inSet('None')))] } }, None: ipSet([]),
  }],
  ['closed', 'the same group counts', [rule('a', 0, 'CountAll', { RuleGroupReferenceStatement: { Arn: { 'Fn::GetAtt': ['Group', 'Arn'] } } })], {}, {
    Group: { Type: 'AWS::WAFv2::RuleGroup', Properties: { Rules: [rule('all', 0, 'Allow', not(inSet('None')))] } }, None: ipSet([]),
  }],
  ['open to who writes it', 'a header admits', [rule('a', 0, 'Allow', header('x-internal', 'true'))]],
  ['closed', 'a header admits those who are listed', [rule('a', 0, 'Allow', and(inSet('Callers'), header('x-internal', 'true')))]],
  ['open to who writes it', 'a method admits', [rule('a', 0, 'Allow', bytes({ Method: {} }, 'GET'))]],
  ['open to who writes it', 'a country admits', [rule('a', 0, 'Allow', GEO)]],
  ['open to who writes it', 'a forwarded address admits', [rule('a', 0, 'Allow', inSet('Callers', FORWARDED))]],
  ['open to who writes it', 'a label admits that a header brings', [rule('b', 1, 'Allow', { LabelMatchStatement: { Scope: 'LABEL', Key: 'trusted' } }),
    rule('a', 0, 'Count', header('x-internal', 'true'), { RuleLabels: [{ Name: 'trusted' }] })]],
  ['closed', 'a label admits that an address brings', [rule('b', 1, 'Allow', { LabelMatchStatement: { Scope: 'LABEL', Key: 'trusted' } }),
    rule('a', 0, 'Count', inSet('Callers'), { RuleLabels: [{ Name: 'trusted' }] })]],
  ['closed', 'a closing rule stands before the header', [rule('a', 0, 'Block', not(inSet('Callers'))), rule('b', 1, 'Allow', header('x-internal', 'true'))]],
  ['unknown', 'an IP set of elsewhere', [rule('a', 0, 'Allow', { IPSetReferenceStatement: { Arn: 'arn:aws:wafv2:x:1:regional/ipset/a/b' } })]],
  ['unknown', 'a rule group of elsewhere, which may allow', [rule('a', 0, 'None', { RuleGroupReferenceStatement: { Arn: 'arn:aws:wafv2:x:1:regional/rulegroup/a/b' } })]],
  ['closed', 'a managed group, which never allows', [rule('a', 0, 'None', managed('AWSManagedRulesCommonRuleSet'))]],
  ['unknown', 'a default action that depends', [], { DefaultAction: { 'Fn::If': ['Prod', { Allow: {} }, { Block: {} }] } }],
  ['unknown', 'rules that a macro makes', { 'Fn::Transform': { Name: 'Rules' } }],
  ['unknown', 'a statement that came later', [rule('a', 0, 'Allow', { MoonPhaseStatement: {} })]],
])('%s: %s', (expected, _, rules, acl = {}, more = {}) => {
  expect(verdict(rules, { acl, more })).toBe(expected);
});

test('rules are read by priority, not by place', () => {
  const rules = [rule('second', 2, 'Block', not(inSet('Callers'))), rule('first', 1, 'Allow', rate({ Limit: 1 }))];
  expect(verdict(rules, { acl: ALLOW })).toBe('open to who writes it');
});

const STATEMENT = fc.letrec((tie) => ({
  statement: fc.oneof({ depthSize: 'small' },
    fc.constantFrom(inSet('Callers'), inSet('Others'), header('x-a', 'b'), GEO, inSet('Callers', FORWARDED), { Unknown: {} }),
    tie('statement').map(not), fc.tuple(tie('statement'), tie('statement')).map((parts) => and(...parts)), fc.tuple(tie('statement'), tie('statement')).map((parts) => or(...parts))),
})).statement;

test('what a plain request surely gets, is possible too; a blocked address of the first rule never passes', () => {
  const rules = fc.array(fc.tuple(fc.constantFrom<'Allow' | 'Block' | 'Count'>('Allow', 'Block', 'Count'), STATEMENT), { maxLength: 4 });
  fc.assert(fc.property(rules, fc.boolean(), (drawn, open) => {
    const more = { Others: ipSet(['10.20.30.0/24', '192.168.0.0/16']), Bad: ipSet(['10.20.99.0/24']) };
    const [acl] = webAclsOf(postureOf(guarded([rule('bad', 0, 'Block', inSet('Bad')), ...drawn.map(([action, statement], at) => rule(`r${at}`, at + 1, action, statement))],
      { acl: open ? ALLOW : {}, more })));
    const [plain, chosen, possible] = (['plain', 'chosen', 'possible'] as const).map((view) => admitted(acl!, view));
    expect(isWithin(plain!, possible!) && isWithin(chosen!, possible!)).toBe(true);
    const bad = addressesOf([readCidr('10.20.99.0/24')!]);
    expect(isWithin(bad, possible!) && countOf(bad) > 0n).toBe(false);
  }), { numRuns: 100 });
});
