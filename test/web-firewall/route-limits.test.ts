import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { type SeenRequest, matches } from './request';
import { AddressList } from '../../src/web-firewall/address-list';
import type { RouteLimits } from '../../src/web-firewall/route-limits';
import { WebFirewallRule } from '../../src/web-firewall/rule';
import { WebFirewallRuleGroup } from '../../src/web-firewall/rule-group';
import { newStack, onlyResource } from '../support/stack';

/** The rule as the template has it. */
function ruleOf(route: string, limits: RouteLimits, stack: Stack = newStack()): any {
  new WebFirewallRuleGroup(stack, 'Group', { capacity: 500, rules: [WebFirewallRule.route('Limited', route, limits)] });
  return onlyResource(stack, 'AWS::WAFv2::RuleGroup').Properties.Rules[0];
}

const blocks = (rule: any) => (request: SeenRequest) => matches(rule.Statement, request);

describe('a route that is limited to methods', () => {
  const blocked = blocks(ruleOf('ANY /admin/{proxy+}', { methods: ['GET', 'HEAD'] }));

  test.each([['GET', '/live/admin/users'], ['HEAD', '/live/admin/users'], ['POST', '/live/payments'], ['DELETE', '/live/admins/1']])('passes %s %s on', (method, path) => {
    expect(blocked({ method, path })).toBe(false);
  });

  test.each([
    ['DELETE', '/live/admin/users'], ['POST', '/admin/users'], ['PUT', '/v1/admin/users/7/roles'], ['get', '/live/admin/users'],
  ])('blocks %s %s', (method, path) => {
    expect(blocked({ method, path })).toBe(true);
  });

  test.each([
    '/live/%61dmin/users', '/live//admin//users', '/live/./admin/users', '/live/x/../admin/users', '/live/admin%2Fusers', '/%6Cive/admin/users', '/live/admin/',
  ])('is the same route however its path is spelled: %s', (path) => {
    expect(blocked({ method: 'DELETE', path })).toBe(true);
  });
});

describe('a route with a parameter', () => {
  const blocked = blocks(ruleOf('ANY /payments/{id}', { methods: ['GET'] }));

  test('is that route, and not the ones below it', () => {
    expect(['/live/payments/1', '/payments/1', '/live/payments/1/', '/live/payments/..'].map((path) => blocked({ method: 'DELETE', path })))
      .toEqual(Array(4).fill(true));
    expect(['/live/payments', '/live/payments/1/approval', '/live/refunds/1'].map((path) => blocked({ method: 'DELETE', path }))).toEqual([false, false, false]);
  });

  test.each(['/live/payments/a%2Fb', '/live/payments/a%2fb', '/live/%70ayments/a%2Fb', '/live/payments/a%2F%2Fb', '/live/payments/%2F', '/live/payments/a%2F..%2F..%2Fx'])(
    'is not left by a slash that is encoded in the parameter: %s', (path) => {
      expect(blocked({ method: 'DELETE', path })).toBe(true);
    });

  test('however the characters of its path are encoded, it is that route', () => {
    const encoded = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }).map((choices) => [...'payments'].map((letter, at) => (
      choices[at] ? `%${letter.charCodeAt(0).toString(16)}` : letter)).join(''));
    const dots = fc.array(fc.constantFrom('.', '..', '/', 'a', '\n'), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
    const id = fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), dots).map(encodeURIComponent);
    fc.assert(fc.property(encoded, id, (segment, parameter) => {
      expect(blocked({ method: 'DELETE', path: `/live/${segment}/${parameter}` })).toBe(true);
      expect(blocked({ method: 'GET', path: `/live/${segment}/${parameter}` })).toBe(false);
    }), { numRuns: 100 });
  });
});

test('whatever stands behind a greedy route, dots and slashes among it, is that route', () => {
  const blocked = blocks(ruleOf('ANY /admin/{proxy+}', { methods: ['GET'] }));
  const rest = fc.array(fc.constantFrom('.', '..', '/', '%2F', '%2e', '%0A', 'users'), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(fc.property(rest, (suffix) => {
    expect(blocked({ method: 'DELETE', path: `/live/admin/${suffix}` })).toBe(true);
  }), { numRuns: 100 });
});

test('the root is a route too, and its dots are no wildcards', () => {
  expect(blocks(ruleOf('ANY /', { methods: ['GET'] }))({ method: 'POST', path: '/live' })).toBe(true);
  expect(blocks(ruleOf('ANY /', { methods: ['GET'] }))({ method: 'POST', path: '/live/payments/1' })).toBe(false);
  const dotted = blocks(ruleOf('ANY /v1.0', { methods: ['GET'] }));
  expect([dotted({ method: 'POST', path: '/live/v1.0' }), dotted({ method: 'POST', path: '/live/v1x0' })]).toEqual([true, false]);
});

describe('a route that is limited to callers', () => {
  const stack = newStack();
  const [staff, partners] = ['Staff', 'Partners'].map((id) => new AddressList(stack, id)) as [AddressList, AddressList];
  const rule = ruleOf('POST /payments', { addresses: [staff, partners] }, stack);
  const arn = (list: AddressList) => JSON.stringify(stack.resolve(list.ipv6SetArns[0]));

  test('blocks everybody else, on that method of that route', () => {
    const post = { method: 'POST', path: '/live/payments' };
    expect(blocks(rule)({ ...post, inSets: [] })).toBe(true);
    expect([staff, partners].map((list) => blocks(rule)({ ...post, inSets: [arn(list)] }))).toEqual([false, false]);
    expect(blocks(rule)({ ...post, method: 'GET', inSets: [] })).toBe(false);
  });

  test('admits nobody by itself: it only blocks', () => {
    expect(rule.Action).toEqual({ Block: {} });
  });
});

describe('a route that is limited in size', () => {
  const blocked = blocks(ruleOf('POST /payments', { maxBodyBytes: 1000, maxQueryBytes: 10 }));
  const post = { method: 'POST', path: '/live/payments' };

  test.each<[string, SeenRequest, boolean]>([
    ['a small body', { body: 'x'.repeat(1000) }, false],
    ['no body', {}, false],
    ['a larger body', { body: 'x'.repeat(1001) }, true],
    ['a body beyond what WAF inspects', { body: 'x'.repeat(16_385) }, true],
    ['a long query', { body: '', query: 'x'.repeat(11) }, true],
  ])('%s', (_, part, expected) => {
    expect(blocked({ ...post, ...part })).toBe(expected);
  });

  test('a limit of all that WAF inspects holds for what stands behind it', () => {
    const widest = blocks(ruleOf('POST /payments', { maxBodyBytes: 16_384 }));
    expect([16_384, 16_385].map((bytes) => widest({ ...post, body: 'x'.repeat(bytes) }))).toEqual([false, true]);
  });
});

test('a blocked caller gets the response that was asked for', () => {
  const stack = newStack();
  const rule = ruleOf('ANY /admin', { methods: ['GET'], response: { statusCode: 405, body: '{"message":"GET only"}', headers: { allow: 'GET' } } }, stack);
  expect(rule.Action.Block.CustomResponse).toEqual({
    ResponseCode: 405, CustomResponseBodyKey: 'Limited', ResponseHeaders: [{ Name: 'allow', Value: 'GET' }],
  });
  expect(onlyResource(stack, 'AWS::WAFv2::RuleGroup').Properties.CustomResponseBodies).toEqual({
    Limited: { Content: '{"message":"GET only"}', ContentType: 'APPLICATION_JSON' },
  });
});

test.each<[string, string, RouteLimits, string]>([
  ['no limit', 'GET /a', {}, 'received: no limit for GET /a'],
  ['no list', 'GET /a', { addresses: [] }, 'received: no address list'],
  ['methods of a route that has one', 'GET /a', { methods: ['GET'] }, 'a route that is written with ANY is limited to methods'],
  ['a method that is none', 'ANY /a', { methods: ['get'] }, 'received: ["get"] for ANY /a'],
  ['a method twice', 'ANY /a', { methods: ['GET', 'GET'] }, 'each once'],
  ['ANY among methods', 'ANY /a', { methods: ['ANY'] }, 'each once and in capitals'],
  ['a body beyond what WAF inspects', 'POST /a', { maxBodyBytes: 16_385 }, '0 to 16,384 bytes, received: 16385'],
  ['half a byte', 'POST /a', { maxQueryBytes: 0.5 }, 'received: 0.5'],
  ['a malformed route', 'get /a', { maxBodyBytes: 1 }, 'a route is written METHOD /path'],
  ['a path that no pattern holds', `GET /${'a'.repeat(200)}`, { maxBodyBytes: 1 }, '1 to 200 characters, received: 216 characters'],
])('%s is refused', (_, route, limits, message) => {
  expect(() => WebFirewallRule.route('Limited', route, limits)).toThrow(message);
});

test('a route rule costs what it inspects', () => {
  const units = (route: string) => {
    const stack = newStack();
    new WebFirewallRuleGroup(stack, 'Group', { capacity: 1, rules: [WebFirewallRule.route('Limited', route, { methods: ['GET'] })] });
    try {
      Template.fromStack(stack);
    } catch (error) {
      return /received: 1 capacity units for (\d+)/.exec(String(error))?.[1];
    }
    return undefined;
  };
  // Two regexes of 3, with two transformations and with one, and a method of 2; with a parameter a third, and a contained text.
  expect([units('ANY /admin'), units('ANY /payments/{id}')]).toEqual([`${23 + 13 + 2}`, `${23 + 13 + 20 + 13 + 2}`]);
});
