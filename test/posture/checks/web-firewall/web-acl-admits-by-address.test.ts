import { webAclAdmitsByAddress as check } from '../../../../src/posture/checks/web-firewall/web-acl-admits-by-address';
import { found, judge, messages } from '../../support/app';
import { and, bytes, guarded, header, inSet, not, rule, soundRules } from '../../support/web-acl';

const withRule = (action: 'Allow' | 'Block', statement: unknown) => guarded([...soundRules(), rule('more', 3, action, statement)]);

test('addresses, alone or together with a header, pass', () => {
  expect(judge(check, guarded())).toEqual(['pass Acl Rules']);
  expect(found(check, withRule('Allow', and(inSet('Callers'), header('x-internal', 'true'))))).toEqual([]);
});

test.each<[string, unknown]>([
  ['the header x-internal', header('X-Internal', 'true')],
  ['the path', bytes({ UriPath: {} }, '/health')],
  ['the method', bytes({ Method: {} }, 'GET')],
  ['a country or network', { GeoMatchStatement: { CountryCodes: ['DE'] } }],
  ['an address in the header X-Forwarded-For', inSet('Callers', { HeaderName: 'X-Forwarded-For', FallbackBehavior: 'NO_MATCH', Position: 'FIRST' })],
])('%s admits nobody', (by, statement) => {
  expect(found(check, withRule('Allow', statement))).toEqual(['fail Acl Rules[3]']);
  expect(messages(check, withRule('Allow', statement)).join()).toContain(by.replace('the path', 'the path').replace('the method', 'the method'));
});

test('a default that admits behind a rule on what the caller writes is open', () => {
  const acl = { DefaultAction: { Allow: {} } };
  expect(found(check, guarded([rule('secret', 0, 'Block', not(header('x-secret', 'abc')))], { acl }))).toEqual(['fail Acl DefaultAction']);
});
