import { diffApps } from '../../../src/posture/diff/diff';
import { appOf } from '../support/app';
import { type Parts, api, arn, inSet, ipSet, ref, rule } from '../support/payments';

const when = (then: unknown, otherwise: unknown) => ({ 'Fn::If': ['Open', then, otherwise] });
const SECTIONS = { Parameters: { Env: { Type: 'String' }, Scope: { Type: 'String' } }, Conditions: { Open: { 'Fn::Equals': [ref('Env'), 'test'] }, Closed: { 'Fn::Not': [{ Condition: 'Open' }] } } };
const said = (base: Parts, head: Parts) => {
  const app = (parts: Parts) => appOf({ Pay: { ...SECTIONS, Resources: api(parts) } });
  return diffApps(app(base), app(head)).map(({ direction, resource, message }) => `${direction} ${resource}: ${message}`);
};
const type = (otherwise: string): Parts => ({ method: { AuthorizationType: when('COGNITO_USER_POOLS', otherwise) } });
const scopes = (...AuthorizationScopes: unknown[]): Parts => ({ method: { AuthorizationScopes } });
const key = (condition: string): Parts => ({ method: { ApiKeyRequired: { 'Fn::If': [condition, true, false] } } });
const list = (...open: string[]): Parts => ({ sets: { Callers: { Type: 'AWS::WAFv2::IPSet', Properties: { Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: when(['10.20.0.0/16'], open) } } } });
const callers = rule('callers', 1, 'Allow', inSet('Callers'));
const pools = (otherwise: string): Parts => ({ authorizer: { ProviderARNs: when([arn('Pool')], [otherwise]) } });
const beside = (block: string): Parts => ({ sets: { Callers: ipSet(block) }, rules: [when(rule('all', 0, 'Count', inSet('Callers')), ref('AWS::NoValue')) as Record<string, unknown>, callers] });
const OTHER = 'arn:aws:cognito-idp:eu-central-1:111122223333:userpool/';
const TAKES = (now: string, before: string) => `unknown Post: POST /payments now takes tokens of ["${now}"]; before, of ["${before}"]`;
const POOLS = (name: string) => `<condition Open ([Pool] or [${OTHER}${name}])>`;
const action = (otherwise: string): Parts => ({ rules: [{ ...rule('debug', 0, 'Block', { GeoMatchStatement: { CountryCodes: ['DE'] } }), Action: when({ Block: {} }, { [otherwise]: {} }) }, callers] });
const rules = (...names: string[]): Parts => ({ rules: when([callers], names.map((name, at) => rule(name, at, 'Allow', inSet('Callers')))) as unknown as Parts['rules'] });
const whole = (name: string): Parts => ({ rules: [when(callers, ref('AWS::NoValue')), when(rule(name, 0, 'Allow', inSet('Callers')), ref('AWS::NoValue'))] as Parts['rules'] });
const MAYBE = (name: string) => `<condition Open ({Name:${name},Priority:0,Action:{Allow:{}},Statement:{IPSetReferenceStatement:{Arn:\${Callers}}},VisibilityConfig:{CloudWatchMetricsEnabled:true,SampledRequestsEnabled:true,MetricName:${name}}} or null)>`;

test.each<[what: string, base: Parts, head: Parts, said: string[]]>([
  ['how a route is authorized', type('AWS_IAM'), type('NONE'),
    ['unknown Post: who may call POST /payments is not known, and hangs on condition Open (COGNITO_USER_POOLS or NONE); before, on condition Open (COGNITO_USER_POOLS or AWS_IAM)']],
  ['the scopes of a route', scopes(ref('Scope')), scopes(ref('Scope'), 'openid'),
    ['unknown Post: POST /payments is now open to tokens with scopes that are not known (parameter Scope, beside openid); before, only to tokens with scopes that are not known (parameter Scope)']],
  ['whether a route needs a key', key('Open'), key('Closed'),
    ['unknown Post: POST /payments needs an API key, or not: it hangs on condition Open (false or true); before, on condition Open (true or false)']],
  ['which addresses a list holds', list('10.30.0.0/16'), list('0.0.0.0/1', '128.0.0.0/1'),
    ['unknown Callers: which addresses the list Callers holds is not known: Addresses is now <condition Open ([10.20.0.0/16] or [0.0.0.0/1,128.0.0.0/1])>; before, <condition Open ([10.20.0.0/16] or [10.30.0.0/16])>']],
  ['whose tokens count', pools(`${OTHER}a`), pools(`${OTHER}b`), [TAKES(POOLS('b'), POOLS('a'))]],
  ['whose tokens count, and was known', {}, pools(`${OTHER}b`), [TAKES(POOLS('b'), 'Pool')]],
  ['what a rule does', action('Captcha'), action('Count'),
    ['unknown Acl: what the rule debug does is not known: it is now <condition Open ({Block:{}} or {Count:{}})>; before, <condition Open ({Block:{}} or {Captcha:{}})> (web ACL Acl)']],
  ['all rules', rules('a'), rules('a', 'b'), ['unknown Acl: which rules there are is not known, and changed (web ACL Acl)']],
  ['a rule as a whole', whole('a'), whole('b'), [`unknown Acl: what a rule does is not known: it is now ${MAYBE('b')}; before, ${MAYBE('a')} (web ACL Acl)`]],
])('what is not known, and is now something else that is not known, is told: %s', (_, base, head, expected) => {
  expect(said(base, head)).toEqual(expected);
  expect(said(head, head)).toEqual([]);
});

test('a list is not said to decide on nothing where a rule beside it is not known', () => {
  expect(said(beside('10.20.0.0/16'), beside('10.20.0.0/15')))
    .toEqual(['weaker Callers: the list Callers of the rule callers (allow) now has 10.21.0.0/16; whether a call is decided otherwise by it is not known']);
});
