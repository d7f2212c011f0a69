import * as fc from 'fast-check';
import type { Json } from '../../../src/posture/assembly/json';
import { type PolicyRequest, type PolicyVerdict, evaluatePolicy } from '../../../src/posture/policy/evaluate';
import { type Policy, readPolicy } from '../../../src/posture/policy/policy';
import { matches } from '../../../src/posture/policy/wildcard';

const OPEN = '‹?parameter Open›';
const ROLE = 'arn:aws:iam::111122223333:role/billing';

function policyOf(...statements: Json[]): Policy {
  const reading = readPolicy({ Version: '2012-10-17', Statement: statements });
  if (reading.kind !== 'known') {
    throw new Error('a policy of a test is known');
  }
  return reading.value;
}

interface Call {
  readonly principal?: PolicyRequest['principal'];
  readonly action?: string;
  readonly resource?: string;
  readonly context?: PolicyRequest['context'];
}

function verdict(policy: Policy, { principal = 'anonymous', action = 'execute-api:Invoke', resource = 'prod/GET/payments', context = {} }: Call = {}): PolicyVerdict {
  return evaluatePolicy(policy, { principal, action, isMeant: (pattern) => matches(pattern, resource), context });
}

const ALLOW = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' };
const DENY = { ...ALLOW, Effect: 'Deny' };
const signedBy = (value: string): Call => ({ principal: { type: 'AWS', value } });

test.each<[title: string, statements: Json[], call: Call, verdict: PolicyVerdict]>([
  ['nothing is allowed that no statement allows', [], {}, 'silent'],
  ['an Allow allows', [ALLOW], {}, 'allowed'],
  ['a Deny wins over an Allow before it', [ALLOW, DENY], {}, 'denied'],
  ['a Deny wins over an Allow after it', [DENY, ALLOW], {}, 'denied'],
  ['an Effect that is not known may be either', [{ ...ALLOW, Effect: OPEN }], {}, 'unknown'],
  ['a statement that is not known may deny what another allows', [ALLOW, OPEN], {}, 'unknown'],
  ['a statement that is not known does not weaken a Deny', [DENY, OPEN], {}, 'denied'],
  ['a Deny that may hold where nothing allows is no verdict', [{ ...DENY, Action: OPEN }], {}, 'unknown'],

  ['actions are compared without their case', [{ ...ALLOW, Action: 'EXECUTE-API:invoke' }], {}, 'allowed'],
  ['actions take wildcards', [{ ...ALLOW, Action: ['s3:*', 'execute-api:In*'] }], {}, 'allowed'],
  ['another action is not allowed', [{ ...ALLOW, Action: 'execute-api:ManageConnections' }], {}, 'silent'],
  ['NotAction speaks of every other action', [{ Effect: 'Allow', Principal: '*', NotAction: 's3:*', Resource: '*' }], {}, 'allowed'],
  ['NotAction does not speak of its own', [{ Effect: 'Deny', Principal: '*', NotAction: 'execute-api:*', Resource: '*' }, ALLOW], {}, 'allowed'],
  ['NotAction that is not known is no verdict', [{ Effect: 'Allow', Principal: '*', NotAction: OPEN, Resource: '*' }], {}, 'unknown'],

  ['resources take wildcards', [{ ...ALLOW, Resource: ['x', 'prod/*/payments'] }], {}, 'allowed'],
  ['another resource is not allowed', [{ ...ALLOW, Resource: 'prod/POST/*' }], {}, 'silent'],
  ['NotResource speaks of every other resource', [ALLOW, { Effect: 'Deny', Principal: '*', Action: '*', NotResource: 'prod/GET/health' }], {}, 'denied'],
  ['NotResource does not speak of its own', [ALLOW, { Effect: 'Deny', Principal: '*', Action: '*', NotResource: 'prod/GET/*' }], {}, 'allowed'],
  ['a resource with a policy variable is not known', [{ ...ALLOW, Resource: 'prod/GET/${aws:username}' }], {}, 'unknown'],

  ['the star in a map is everybody too', [{ ...ALLOW, Principal: { AWS: '*' } }], {}, 'allowed'],
  ['the star in a list is everybody too', [{ ...ALLOW, Principal: { AWS: ['444455556666', '*'] } }], {}, 'allowed'],
  ['a named principal is not whoever has no identity', [{ ...ALLOW, Principal: { AWS: ROLE } }], {}, 'silent'],
  ['a named principal is itself', [{ ...ALLOW, Principal: { AWS: ROLE } }], signedBy(ROLE), 'allowed'],
  ['an account stands for its roles', [{ ...ALLOW, Principal: { AWS: '111122223333' } }], signedBy(ROLE), 'allowed'],
  ['the root of an account stands for its roles', [{ ...ALLOW, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }], signedBy(ROLE), 'allowed'],
  ['a role does not stand for its account', [{ ...ALLOW, Principal: { AWS: ROLE } }], signedBy('arn:aws:iam::111122223333:role/other'), 'silent'],
  ['another account is another', [{ ...ALLOW, Principal: { AWS: '444455556666' } }], signedBy(ROLE), 'silent'],
  ['the own account may stand as a symbol', [{ ...ALLOW, Principal: { AWS: 'arn:‹AWS::Partition›:iam::‹AWS::AccountId›:root' } }], signedBy('arn:aws:iam::‹AWS::AccountId›:role/billing'), 'allowed'],
  ['a service is not an identity of the same name', [{ ...ALLOW, Principal: { Service: ROLE } }], signedBy(ROLE), 'silent'],
  ['a principal that is not known is no verdict', [{ ...ALLOW, Principal: { AWS: OPEN } }], {}, 'unknown'],
  ['NotPrincipal with Deny speaks of everybody else', [ALLOW, { Effect: 'Deny', NotPrincipal: { AWS: ROLE }, Action: '*', Resource: '*' }], {}, 'denied'],
  ['NotPrincipal with Deny spares whom it names', [ALLOW, { Effect: 'Deny', NotPrincipal: { AWS: ROLE }, Action: '*', Resource: '*' }], signedBy(ROLE), 'allowed'],
  ['NotPrincipal with an account may or may not spare its roles', [ALLOW, { Effect: 'Deny', NotPrincipal: { AWS: '111122223333' }, Action: '*', Resource: '*' }], signedBy(ROLE), 'unknown'],
  ['NotPrincipal with Allow lets in everybody else', [{ Effect: 'Allow', NotPrincipal: { AWS: ROLE }, Action: '*', Resource: '*' }], {}, 'allowed'],
])('%s', (_, statements, call, expected) => {
  expect(verdict(policyOf(...statements), call)).toBe(expected);
});

/** What an Allow with one condition says: yes where it holds. */
function answer(condition: Json, context: PolicyRequest['context']): string {
  return { allowed: 'yes', silent: 'no', unknown: 'unknown', denied: 'denied' }[verdict(policyOf({ ...ALLOW, Condition: condition }), { context })];
}

const KEY = 'aws:SourceVpce';
const at = (value: string | undefined) => ({ 'aws:sourcevpce': value });
const ip = (value: string | undefined) => ({ 'aws:vpcsourceip': value });
const on = (operator: string, value: Json, key = KEY): Json => ({ [operator]: { [key]: value } });

test.each<[title: string, condition: Json, context: PolicyRequest['context'], holds: 'yes' | 'no' | 'unknown']>([
  ['no condition always holds', {}, {}, 'yes'],
  ['one of several values is enough', on('StringEquals', ['vpce-1', 'vpce-2']), at('vpce-2'), 'yes'],
  ['another value is another', on('StringEquals', ['vpce-1', 'vpce-2']), at('vpce-3'), 'no'],
  ['texts are compared with their case', on('StringEquals', 'VPCE-1'), at('vpce-1'), 'no'],
  ['or without', on('StringEqualsIgnoreCase', 'VPCE-1'), at('vpce-1'), 'yes'],
  ['Equals takes no wildcards', on('StringEquals', 'vpce-*'), at('vpce-1'), 'no'],
  ['Like does', on('StringLike', 'vpce-*'), at('vpce-1'), 'yes'],
  ['keys are compared without their case', on('StringEquals', 'vpce-1', 'AWS:sourceVPCE'), at('vpce-1'), 'yes'],
  ['a key that is missing equals nothing', on('StringEquals', 'vpce-1'), {}, 'no'],
  ['a key that is not known may equal it', on('StringEquals', 'vpce-1'), at(undefined), 'unknown'],
  ['a value that is not known may be it', on('StringEquals', OPEN), at('vpce-1'), 'unknown'],
  ['a value with a part that is not known may be it', on('StringEquals', `vpce-${OPEN}`), at('vpce-1'), 'unknown'],
  ['a value that is not known is itself', on('StringEquals', OPEN), at(OPEN), 'yes'],
  ['one that is known is enough', on('StringEquals', [OPEN, 'vpce-1']), at('vpce-1'), 'yes'],
  ['a key that every object has is none of the call', on('StringLike', '**', 'constructor'), {}, 'no'],
  ['a reference is itself', on('StringEquals', '‹Net#Endpoint.Ref›'), at('‹Net#Endpoint.Ref›'), 'yes'],

  ['NotEquals holds where none of the values is it', on('StringNotEquals', ['vpce-1', 'vpce-2']), at('vpce-3'), 'yes'],
  ['NotEquals does not where one is', on('StringNotEquals', ['vpce-1', 'vpce-2']), at('vpce-2'), 'no'],
  ['NotEquals holds where the key is missing', on('StringNotEquals', 'vpce-1'), {}, 'yes'],
  ['NotEqualsIfExists too', on('StringNotEqualsIfExists', 'vpce-1'), {}, 'yes'],
  ['NotEquals with a value that is not known is not known', on('StringNotEquals', OPEN), at('vpce-1'), 'unknown'],
  ['NotLike', on('StringNotLike', 'vpce-*'), at('vpce-1'), 'no'],
  ['NotLike of something else', on('StringNotLike', 'vpc-*'), at('vpce-1'), 'yes'],
  ['NotEqualsIgnoreCase', on('StringNotEqualsIgnoreCase', 'VPCE-1'), at('vpce-1'), 'no'],

  ['IfExists holds where the key is missing', on('StringEqualsIfExists', 'vpce-1'), {}, 'yes'],
  ['IfExists compares where it is there', on('StringEqualsIfExists', 'vpce-1'), at('vpce-2'), 'no'],
  ['IfExists is not known where the key is not', on('StringEqualsIfExists', 'vpce-1'), at(undefined), 'unknown'],

  ['ForAllValues holds where there are none', on('ForAllValues:StringEquals', 'vpce-1'), {}, 'yes'],
  ['ForAllValues compares where there are', on('ForAllValues:StringEquals', 'vpce-1'), at('vpce-2'), 'no'],
  ['ForAnyValue does not hold where there are none', on('ForAnyValue:StringEquals', 'vpce-1'), {}, 'no'],
  ['ForAnyValue with Not does not either', on('ForAnyValue:StringNotEquals', 'vpce-1'), {}, 'no'],
  ['ForAnyValue compares where there are', on('ForAnyValue:StringLike', ['x', 'vpce-?']), at('vpce-2'), 'yes'],

  ['Null true: the key is missing', on('Null', 'true'), {}, 'yes'],
  ['Null true where it is there', on('Null', true), at('vpce-1'), 'no'],
  ['Null false: the key is there', on('Null', 'false'), at(undefined), 'yes'],
  ['Null false where it is missing', on('Null', false), {}, 'no'],
  ['Null of what is not known', on('Null', OPEN), {}, 'unknown'],

  ['an address inside of a range', on('IpAddress', '10.20.0.0/16', 'aws:VpcSourceIp'), ip('10.20.255.255/32'), 'yes'],
  ['an address outside of it', on('IpAddress', '10.20.0.0/16', 'aws:VpcSourceIp'), ip('10.21.0.0/32'), 'no'],
  ['one of several ranges', on('IpAddress', ['10.20.0.0/16', '10.21.0.0/16'], 'aws:VpcSourceIp'), ip('10.21.0.0/32'), 'yes'],
  ['an address of the other version', on('IpAddress', '10.20.0.0/16', 'aws:VpcSourceIp'), ip('fd00::1/128'), 'no'],
  ['IPv6', on('IpAddress', 'fd00:20::/48', 'aws:VpcSourceIp'), ip('fd00:20::7/128'), 'yes'],
  ['NotIpAddress', on('NotIpAddress', '10.20.0.0/16', 'aws:VpcSourceIp'), ip('10.20.0.1/32'), 'no'],
  ['NotIpAddress where the key is missing', on('NotIpAddress', '10.20.0.0/16', 'aws:VpcSourceIp'), {}, 'yes'],
  ['a range that is not known', on('NotIpAddress', OPEN, 'aws:VpcSourceIp'), ip('10.20.0.1/32'), 'unknown'],

  ['an ARN that is equal', on('ArnEquals', 'arn:aws:sns:eu-central-1:111122223333:topic', 'aws:SourceArn'), { 'aws:sourcearn': 'arn:aws:sns:eu-central-1:111122223333:topic' }, 'yes'],
  ['an ARN with wildcards', on('ArnLike', 'arn:aws:sns:*:111122223333:*', 'aws:SourceArn'), { 'aws:sourcearn': 'arn:aws:sns:eu-central-1:111122223333:topic' }, 'yes'],
  ['a wildcard of an ARN ends at its colon', on('ArnLike', 'arn:aws:sns:*:*:topic', 'aws:SourceArn'), { 'aws:sourcearn': 'arn:aws:sns:a:b:c:topic' }, 'no'],
  ['the last part of an ARN may hold colons', on('ArnLike', 'arn:aws:logs:*:*:log-group:*', 'aws:SourceArn'), { 'aws:sourcearn': 'arn:aws:logs:a:b:log-group:x:y' }, 'yes'],
  ['an ARN of symbols', on('ArnLike', 'arn:‹AWS::Partition›:sns:‹AWS::Region›:‹AWS::AccountId›:*', 'aws:SourceArn'), { 'aws:sourcearn': 'arn:‹AWS::Partition›:sns:‹AWS::Region›:‹AWS::AccountId›:topic' }, 'yes'],
  ['ArnNotLike', on('ArnNotLike', 'arn:aws:sns:*:*:*', 'aws:SourceArn'), { 'aws:sourcearn': 'arn:aws:sns:a:b:c' }, 'no'],

  ['Bool', on('Bool', true, 'aws:SecureTransport'), { 'aws:securetransport': 'true' }, 'yes'],
  ['Bool in quotes', on('Bool', 'False', 'aws:SecureTransport'), { 'aws:securetransport': 'true' }, 'no'],
  ['Bool of what is not known', on('Bool', OPEN, 'aws:SecureTransport'), { 'aws:securetransport': 'true' }, 'unknown'],

  ['operators of one condition must hold together', { StringEquals: { [KEY]: 'vpce-1' }, IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }, { ...at('vpce-1'), ...ip('11.0.0.1/32') }, 'no'],
  ['keys of one operator must hold together', { StringEquals: { 'aws:SourceVpce': 'vpce-1', 'aws:SourceVpc': 'vpc-1' } }, { ...at('vpce-1'), 'aws:sourcevpc': 'vpc-1' }, 'yes'],
  ['no is no, whatever else is not known', { StringEquals: { 'aws:SourceVpce': OPEN, 'aws:SourceVpc': 'vpc-1' } }, { ...at('vpce-1'), 'aws:sourcevpc': 'vpc-2' }, 'no'],
  ['a policy variable is not known', on('StringEquals', '${aws:PrincipalTag/endpoint}'), at('vpce-1'), 'unknown'],
  ['a dollar sign is one', on('StringEquals', 'vpce-${$}'), at('vpce-$'), 'yes'],
  ['dates are not known', on('DateLessThan', '2027-01-01T00:00:00Z', 'aws:CurrentTime'), { 'aws:currenttime': undefined }, 'unknown'],
  ['an operator that nobody knows is not known', on('StringMaybe', 'vpce-1'), at('vpce-1'), 'unknown'],
  ['keys that a macro makes', { StringEquals: { '*': OPEN } }, {}, 'unknown'],
  ['a condition that is not known', OPEN, at('vpce-1'), 'unknown'],
  ['keys that are not known', { StringEquals: OPEN }, at('vpce-1'), 'unknown'],
])('%s', (_, condition, context, expected) => {
  expect(answer(condition, context)).toBe(expected);
});

test('before 2012-10-17 a policy has no variables', () => {
  const reading = readPolicy({ Version: '2008-10-17', Statement: { ...ALLOW, Resource: 'prod/${x}' } });
  expect(reading.kind === 'known' && reading.value.statements[0]!.resources).toEqual(['prod/${x}']);
});

test.each<[string, Json | undefined, string]>([
  ['a policy that is left out is absent', undefined, 'absent'],
  ['a policy may stand as a text', JSON.stringify({ Statement: [ALLOW] }), 'known'],
  ['a text that is no JSON is unknown', '{"Statement": [', 'unknown'],
  ['a policy that is a parameter is unknown', OPEN, 'unknown'],
  ['statements that are a parameter are unknown', { Statement: OPEN }, 'unknown'],
  ['a list is unknown', [ALLOW], 'unknown'],
])('%s', (_, policy, kind) => {
  expect(readPolicy(policy).kind).toBe(kind);
});

// Statements over few words, so that they meet.
const values = <T extends Json>(...words: T[]) => fc.oneof(fc.constantFrom(...words), fc.subarray(words, { minLength: 1 }) as fc.Arbitrary<Json>);
const endpoint = values('vpce-1', 'vpce-2', 'vpce-*');
const range = values('10.0.0.0/8', '10.20.0.0/16', '11.0.0.0/8');
const condition = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Json>({}) },
  fc.tuple(fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIfExists', 'ForAllValues:StringLike', 'ForAnyValue:StringNotEquals'), endpoint)
    .map(([operator, value]): Json => on(operator, value)),
  fc.tuple(fc.constantFrom('IpAddress', 'NotIpAddress', 'NotIpAddressIfExists'), range).map(([operator, value]): Json => on(operator, value, 'aws:VpcSourceIp')),
  fc.constantFrom<Json>(on('Null', 'true'), on('Null', 'false')),
);
const statement = fc.record({
  effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  principal: fc.constantFrom<Json>({ Principal: '*' }, { Principal: '*' }, { Principal: { AWS: ROLE } }, { NotPrincipal: { AWS: ROLE } }, { Principal: { AWS: ['*'] } }),
  action: fc.constantFrom<Json>({ Action: '*' }, { Action: 'execute-api:Invoke' }, { Action: ['s3:*'] }, { NotAction: 's3:*' }),
  resource: fc.constantFrom<Json>({ Resource: '*' }, { Resource: ['prod/*'] }, { Resource: 'prod/GET/payments' }, { NotResource: 'prod/GET/*' }),
  condition,
}).map(({ effect, principal, action, resource, condition: Condition }): { [name: string]: Json } => ({
  Effect: effect, ...principal as object, ...action as object, ...resource as object, Condition,
}));
const statements = fc.array(statement, { minLength: 1, maxLength: 4 });
const call = fc.record({
  principal: fc.constantFrom<PolicyRequest['principal']>('anonymous', { type: 'AWS', value: ROLE }),
  context: fc.record({
    'aws:sourcevpce': fc.constantFrom('vpce-1', 'vpce-2', 'vpce-3'), 'aws:vpcsourceip': fc.constantFrom('10.20.0.7/32', '10.99.0.7/32', '12.0.0.1/32'),
  }, { requiredKeys: [] }),
});

test('the order of the statements never matters', () => {
  fc.assert(fc.property(statements, call, fc.integer(), (list, request, turn) => {
    const turned = [...list.slice(Math.abs(turn) % list.length), ...list.slice(0, Math.abs(turn) % list.length)];
    expect(verdict(policyOf(...turned.reverse()), request)).toBe(verdict(policyOf(...list), request));
  }), { numRuns: 100 });
});

test('one more Deny never opens, one more Allow never closes', () => {
  const openness: PolicyVerdict[] = ['denied', 'silent', 'unknown', 'allowed'];
  const count = (effect: string, list: Json[], one: object, request: Call) =>
    openness.indexOf(verdict(policyOf(...list, { ...one, Effect: effect }), request));
  fc.assert(fc.property(statements, statement, call, (list, one, request) => {
    const before = openness.indexOf(verdict(policyOf(...list), request));
    expect(count('Deny', list, one, request)).toBeLessThanOrEqual(before);
    expect(count('Allow', list, one, request)).toBeGreaterThanOrEqual(before);
  }), { numRuns: 100 });
});

/** Statements of which the nth part, a text, a list or a map, is not known. */
function opened(list: readonly Json[], nth: number): Json[] {
  let left = nth;
  const walk = (part: Json): Json => (left-- === 0 ? OPEN : Array.isArray(part) ? part.map(walk)
    : typeof part === 'object' && part !== null ? Object.fromEntries(Object.entries(part).map(([key, entry]) => [key, walk(entry ?? null)])) : part);
  return list.map(walk);
}

test('a value that is no longer known makes the verdict unknown, or leaves it as it was', () => {
  const seen = { changed: 0 };
  fc.assert(fc.property(statements, call, fc.nat(20), (list, request, nth) => {
    const before = verdict(policyOf(...list), request);
    const after = verdict(policyOf(...opened(list, nth)), request);
    seen.changed += before === after ? 0 : 1;
    expect([before, 'unknown']).toContain(after);
  }), { numRuns: 100 });
  expect(seen.changed).toBeGreaterThan(3);
});

test('a context key that is no longer known makes the verdict unknown, or leaves it as it was', () => {
  fc.assert(fc.property(statements, call, (list, request) => {
    const before = verdict(policyOf(...list), request);
    for (const key of Object.keys(request.context)) {
      expect([before, 'unknown']).toContain(verdict(policyOf(...list), { ...request, context: { ...request.context, [key]: undefined } }));
    }
  }), { numRuns: 100 });
});
