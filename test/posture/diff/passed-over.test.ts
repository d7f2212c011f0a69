import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { att, firewall, PASS_ONE } from '../support/network';
import { one, withBody } from '../support/private-api';
import { bytes, guarded, inSet, ipSet, not, or, rate, rule } from '../support/web-acl';

/** What the diff says of a change of one stack. */
const said = (before: Resources, after: Resources) => diffApps(appOf({ Pay: { Resources: before } }), appOf({ Pay: { Resources: after } }))
  .map(({ direction, message }) => `${direction}: ${message}`);

describe('lists of which no address could be tried', () => {
  const callers = rule('callers', 1, 'Allow', inSet('Callers'));
  const acl = (first: unknown, lists: Resources = {}) => guarded([first, callers], { more: { Four: ipSet([]), Six: ipSet([], { IPAddressVersion: 'IPV6' }), ...lists } });
  const blocked = (...lists: unknown[]) => rule('blocked', 0, 'Block', or(...lists));
  const both = acl(blocked(inSet('Four'), inSet('Six')));

  test('that a rule no longer blocks are weaker, and stronger when they come back', () => {
    const six = acl(blocked(inSet('Six')));
    expect(said(both, six)).toEqual(['weaker: the rule blocked (block) no longer looks at the list Four (web ACL Acl)']);
    expect(said(six, both)).toEqual(['stronger: the rule blocked (block) now looks at the list Four (web ACL Acl)']);
  });

  test('that a rule admits in place of blocking are weaker', () => {
    expect(said(both, acl(rule('blocked', 0, 'Allow', or(inSet('Four'), inSet('Six')))))[0]).toBe('weaker: the rule blocked now admits what it matches; before, it blocks it (web ACL Acl)');
  });

  test('that others take the place of are not known', () => {
    const elsewhere = { IPSetReferenceStatement: { Arn: 'arn:aws:wafv2:eu-central-1:111122223333:regional/ipset/elsewhere/0' } };
    expect(said(both, acl(blocked(inSet('Four'), elsewhere)))).toEqual([
      expect.stringMatching(/^unknown: which addresses may call/), expect.stringMatching(/^unknown: the rule blocked now looks at the list arn:\S+; before, at Six/),
    ]);
  });

  test('outside of which a rule blocks are stronger when they go', () => {
    const outside = (...lists: unknown[]) => acl(rule('strangers', 0, 'Block', not(or(inSet('Callers'), ...lists))));
    expect(said(outside(inSet('Six')), outside())).toEqual(['stronger: the rule strangers (block) no longer looks at the list Six (web ACL Acl)']);
  });

  test('are told beside those whose addresses tell it', () => {
    const rules = (...lists: unknown[]) => guarded([rule('callers', 1, 'Allow', or(...lists))], { more: { More: ipSet(['10.99.0.0/16']) } });
    expect(said(rules(inSet('Callers')), rules(inSet('Callers'), inSet('More')))).toEqual([expect.stringMatching(/^weaker: anyone in 10\.99\.0\.0\/16 may now call /)]);
  });
});

test('a rule that keeps no samples any more is weaker', () => {
  const of = (SampledRequestsEnabled: boolean) => guarded([rule('a', 0, 'Block', bytes({ Method: {} }, 'TRACE'), { VisibilityConfig: { CloudWatchMetricsEnabled: true, SampledRequestsEnabled, MetricName: 'a' } })]);
  expect(said(of(true), of(false))).toEqual(['weaker: the rule a no longer has samples of requests (web ACL Acl)']);
});

test('a model that a model refers to is a part of it', () => {
  const api = (currency: object) => withBody({ '/pay': { post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } } } } }, {
    components: { schemas: { Order: { type: 'object', properties: { amount: { $ref: '#/components/schemas/Amount' } } }, Amount: { type: 'object', properties: { currency } } } },
  });
  expect(said(api({ type: 'string', pattern: '^[A-Z]{3}$' }), api({ type: 'string' }))).toEqual([
    'weaker: the model of the body of POST /pay (application/json) now admits more: pattern of amount.currency is now nothing; before, ^[A-Z]{3}$',
  ]);
});

test('a model that refers to itself ends', () => {
  const api = (more: object) => withBody({ '/pay': { post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } } } } }, {
    components: { schemas: { Node: { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } }, ...more } } },
  });
  expect(said(api({}), api({}))).toEqual([]);
  expect(said(api({ additionalProperties: false }), api({}))).toHaveLength(1);
});

describe('a log group', () => {
  const named = (LogGroupName: unknown) => one('Group', 'Logs::LogGroup', { LogGroupName });
  const EXECUTION = 'API-Gateway-Execution-Logs_a1b2c3d4e5/live';

  test('that a service no longer finds by its name is weaker', () => {
    expect(said(named(EXECUTION), named(undefined))).toEqual([expect.stringMatching(/^weaker: .*it no longer has the name API-Gateway-Execution-Logs_a1b2c3d4e5\/live, under which a service writes/)]);
    expect(said(named(EXECUTION), named('elsewhere'))).toEqual([expect.stringMatching(/^weaker: .*its name is now elsewhere; before, API-Gateway/)]);
    expect(said(named('elsewhere'), named(EXECUTION))).toEqual([expect.stringMatching(/^stronger: /)]);
    expect(said(named('here'), named('there'))).toEqual([]);
  });

  test('in which API Gateway writes is a protection, others belong to who writes in them', () => {
    expect(said(named(EXECUTION), {})).toEqual([expect.stringMatching(/^weaker: /)]);
    expect(said(named('here'), {}).filter((line) => line.startsWith('weaker'))).toEqual([]);
  });
});

describe('HOME_NET of a firewall policy', () => {
  const policy = (Definition?: string[]) =>
    firewall(PASS_ONE, Definition ? { PolicyVariables: { RuleVariables: { HOME_NET: { Definition } } } } : {});

  test.each<[string, string[] | undefined, string[] | undefined, string[]]>([
    ['narrowed', ['10.0.0.0/16', '10.20.0.0/16'], ['10.0.0.0/16'], ['weaker: its rules about HOME_NET no longer hold for 10.20.0.0/16, but for ["10.0.0.0/16"]']],
    ['widened', ['10.0.0.0/16'], ['10.0.0.0/16', '10.20.0.0/16'], ['unknown: its rules about HOME_NET now hold for 10.20.0.0/16 too']],
    ['everything', ['10.0.0.0/16'], ['0.0.0.0/0'], ['weaker: HOME_NET is now everything']],
    ['everything no longer', ['0.0.0.0/1', '128.0.0.0/1'], ['10.0.0.0/16'], ['stronger: HOME_NET is now']],
    ['said where it was not', undefined, ['10.20.0.0/16'], ['unknown: its rules about HOME_NET now hold for']],
    ['everything where it was not said', undefined, ['0.0.0.0/0'], ['weaker: HOME_NET is now everything']],
    ['not said any more', ['10.20.0.0/16'], undefined, ['unknown: its rules about HOME_NET now hold for the VPC of its firewall']],
    ['in another order', ['10.0.0.0/16', '10.20.0.0/16'], ['10.20.0.0/16', '10.0.0.0/16'], []],
  ])('%s is told', (_, before, after, expected) => {
    const lines = said(policy(before), policy(after));
    expect(lines).toHaveLength(expected.length);
    expect(lines.join()).toContain(expected.map((line) => line.replace(/^\w+: /, '')).join());
    expect(lines.map((line) => line.split(':')[0])).toEqual(expected.map((line) => line.split(':')[0]));
  });
});

test('a rule of a listener is a way in', () => {
  const Rule = { Type: 'AWS::ElasticLoadBalancingV2::ListenerRule', Properties: { ListenerArn: 'arn', Priority: 1, Actions: [{ Type: 'forward', TargetGroupArn: att('Group', 'TargetGroupArn') }] } };
  expect(said({}, { Rule })).toEqual([expect.stringMatching(/^weaker: /)]);
});

describe('a rate rule', () => {
  const counting = (more: object) => guarded([rule('rate', 0, 'Block', rate({ Limit: 1000, EvaluationWindowSec: 300, ...more }))]);
  const by = (...CustomKeys: object[]) => counting({ AggregateKeyType: 'CUSTOM_KEYS', CustomKeys });

  test.each<[string, Resources, string]>([
    ['counts by a header beside the address', by({ IP: {} }, { Header: { Name: 'x-request-id' } }), 'the rule rate now counts by the header x-request-id, which callers write as they like'],
    ['counts by a forwarded address', counting({ AggregateKeyType: 'FORWARDED_IP', ForwardedIPConfig: { HeaderName: 'X-Real-Ip', FallbackBehavior: 'MATCH' } }), 'the rule rate now counts by the header X-Real-Ip, which callers write as they like'],
    ['takes more', counting({ Limit: 5000 }), 'the rule rate now takes 5000 requests before it acts; before, 1000 requests'],
    ['takes as many in less time', counting({ EvaluationWindowSec: 60 }), 'the rule rate now takes 1000 requests in 60 seconds before it acts; before, 1000 requests in 300 seconds'],
  ])('that now %s is weaker, and stronger when it is taken back', (_, after, message) => {
    expect(said(counting({}), after)).toEqual([`weaker: ${message} (web ACL Acl)`]);
    expect(said(after, counting({}))).toEqual([expect.stringMatching(/^stronger: /)]);
  });

  test('that counts otherwise, but not by what callers write, is not known', () => {
    expect(said(counting({}), counting({ AggregateKeyType: 'CONSTANT' }))).toEqual(['unknown: the rule rate now counts by CONSTANT; before, by IP (web ACL Acl)']);
  });

  test('whose window is written out is the same', () => {
    expect(said(counting({ EvaluationWindowSec: undefined }), counting({}))).toEqual([]);
  });
});
