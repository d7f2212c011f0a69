import { endpointPolicyActions as check } from '../../../../src/posture/checks/network/endpoint-policy-actions';
import { messages, type Resources } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { network, of, ref } from '../../support/network';

const OWN = { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:*' };
const policy = (statement: Record<string, unknown>) => ({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: OWN, ...statement }] });
const api = (statement: Record<string, unknown>): Resources => network({ PolicyDocument: policy(statement) });
const s3 = (statement: Record<string, unknown>): Resources => ({
  ...network({ PolicyDocument: policy({}) }),
  Other: of('EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-central-1.s3', PolicyDocument: policy({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::layers/*', ...statement }) }),
});
const [GOOD, BAD, OPEN_CASE] = ['pass', 'warning', 'unknown'].map((outcome) => `${outcome} Endpoint PolicyDocument.Statement[0]`) as [string, string, string];

cases(check, [
  ['everybody calls APIs of the account', api({}), [GOOD]],
  ['identities of the account do everything', api({ Action: '*', Condition: { StringEquals: { 'aws:PrincipalAccount': ref('AWS::AccountId') } } }), [GOOD]],
  ['one role does everything', api({ Principal: { AWS: 'arn:aws:iam::111122223333:role/x' }, Action: '*' }), []],
  ['everybody may nothing', api({ Effect: 'Deny', Action: '*' }), []],
  ['everybody does everything with resources of anybody, of which another check says it', api({ Action: '*', Resource: '*' }), []],
  ['a policy that is a parameter, of which another check says it', network({ PolicyDocument: OPEN }), []],
  ['everybody does all of the service', api({ Action: 'execute-api:*' }), [BAD]],
  ['everybody does everything', api({ Principal: { AWS: '*' }, Action: ['*'] }), [BAD]],
  ['everybody does all but a little', api({ Action: undefined, NotAction: 'execute-api:ManageConnections' }), [BAD]],
  ['everybody does all with a bucket of somebody else', s3({ Action: 's3:*' }), [GOOD, 'warning Other PolicyDocument.Statement[0]']],
  ['everybody reads a bucket of somebody else', s3({}), [GOOD, 'pass Other PolicyDocument.Statement[0]']],
  ['everybody does what a parameter says', api({ Action: OPEN }), [OPEN_CASE]],
], PARAMETERS);

test('the message says what everybody may do', () => {
  expect(messages(check, api({ Action: ['execute-api:Invoke', 'execute-api:*'] }))).toEqual(['everybody may execute-api:*']);
  expect(messages(check, api({ Action: undefined, NotAction: 'execute-api:ManageConnections' }))).toEqual(['everybody may do all but execute-api:ManageConnections']);
});
