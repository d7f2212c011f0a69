import { endpointPolicy as check } from '../../../../src/posture/checks/network/endpoint-policy';
import { found, judge, messages, postureOf } from '../../support/app';
import { network, ref } from '../../support/network';

const allow = (more: Record<string, unknown> = {}) => ({ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*', ...more });
const policy = (...Statement: unknown[]) => network({ PolicyDocument: { Version: '2012-10-17', Statement } });
const OWN = { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:*' };

test.each([
  ['the APIs of the account', [allow({ Resource: OWN })]],
  ['the APIs of a literal account', [allow({ Resource: ['arn:aws:execute-api:*:111122223333:*'] })]],
  ['one API', [allow({ Resource: { 'Fn::Sub': 'arn:aws:execute-api:*:*:${Api}/*' } })]],
  ['resources of the account', [allow({ Condition: { StringEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } } })]],
  ['resources of the organization', [allow({ Condition: { 'ForAnyValue:StringEquals': { 'aws:ResourceOrgID': 'o-abc' } } })]],
  ['identities of the account', [allow({ Condition: { StringEquals: { 'aws:PrincipalAccount': ref('AWS::AccountId') } } })]],
  ['everything, and denies the rest', [allow(), { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } } }]],
  ['nothing of APIs', [allow({ Action: 'logs:*' })]],
])('a policy that allows %s passes', (_, statements) => {
  expect(judge(check, { ...policy(...statements), Api: { Type: 'AWS::ApiGateway::RestApi' } })).toEqual(['pass Endpoint PolicyDocument']);
});

test.each([
  ['everything', allow({ Action: '*' })],
  ['everything, in lists', allow({ Principal: { AWS: ['*'] }, Action: ['execute-api:*'], Resource: ['*'] })],
  ['APIs of every account', allow({ Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:*:*' } })],
  ['APIs by a short pattern', allow({ Resource: 'arn:aws:execute-api:*' })],
  ['all actions but one', { Effect: 'Allow', Principal: '*', NotAction: 's3:GetObject', Resource: '*' }],
  ['all resources but one', { Effect: 'Allow', Principal: '*', Action: '*', NotResource: 'arn:aws:execute-api:*:*:abc/*' }],
  ['everybody but one', { Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: '*', Resource: '*' }],
  ['identities of an account, if they have one', allow({ Condition: { StringEqualsIfExists: { 'aws:PrincipalAccount': '111122223333' } } })],
])('a policy that allows %s fails', (_, statement) => {
  expect(found(check, policy(allow({ Resource: OWN }), statement))).toEqual(['fail Endpoint PolicyDocument']);
});

test('a policy that is left out allows everything', () => {
  expect(messages(check, network())).toEqual(['is left out, so that AWS takes a policy that allows everything']);
});

test('a policy that is a parameter, or asks for what cannot be known, is not known', () => {
  expect(found(check, postureOf(network({ PolicyDocument: ref('Policy') }), { Parameters: { Policy: { Type: 'String' } } }))).toEqual(['unknown Endpoint PolicyDocument']);
  expect(found(check, policy(allow({ Condition: { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } } })))).toEqual(['unknown Endpoint PolicyDocument']);
});

test('endpoints of other services are not judged', () => {
  expect(judge(check, network({ ServiceName: 'com.amazonaws.eu-central-1.kms' }))).toEqual([]);
});
