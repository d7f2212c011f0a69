import { serviceEndpointPolicy as check } from '../../../../src/posture/checks/network/service-endpoint-policy';
import { found, judge, messages } from '../../support/app';
import { network, of, ref } from '../../support/network';

const beside = (service: string, statement?: Record<string, unknown>) => ({
  ...network(),
  Other: of('EC2::VPCEndpoint', {
    VpcId: ref('Vpc'), ServiceName: `com.amazonaws.eu-central-1.${service}`, ...statement === undefined ? {} : { PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', ...statement }] } },
  }),
});

test.each([
  ['kms', { Action: ['kms:Decrypt'], Resource: '*', Condition: { StringEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } } }],
  ['cognito-idp', { Action: 'cognito-idp:InitiateAuth', Resource: { 'Fn::Sub': 'arn:aws:cognito-idp:*:${AWS::AccountId}:userpool/*' } }],
  ['s3', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::our-bucket/*' }],
])('an endpoint for %s that leads to one\'s own passes', (service, statement) => {
  expect(judge(check, beside(service, statement))).toEqual(['pass Other PolicyDocument']);
});

test.each([
  ['secretsmanager', { Action: '*', Resource: '*' }, 'secretsmanager:*'],
  ['s3', { Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::*' }, 's3:GetObject, s3:PutObject'],
  ['dynamodb', { Action: 'dynamodb:*', Resource: 'arn:aws:dynamodb:*:*:table/*' }, 'dynamodb:*'],
])('an endpoint for %s that leads to anybody\'s fails', (service, statement, actions) => {
  expect(messages(check, beside(service, statement))).toEqual([`the policy allows ${actions} on resources of any account`]);
});

test('a policy that is left out allows everything; an endpoint of a VPC without APIs is not judged', () => {
  expect(found(check, beside('s3'))).toEqual(['fail Other PolicyDocument']);
  expect(judge(check, { Other: of('EC2::VPCEndpoint', { VpcId: 'vpc-1', ServiceName: 'com.amazonaws.eu-central-1.s3' }) })).toEqual([]);
});
