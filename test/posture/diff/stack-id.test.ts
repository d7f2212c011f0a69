import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { of, ref } from '../support/network';

const suffix = { 'Fn::Select': [2, { 'Fn::Split': ['/', ref('AWS::StackId')] }] };
const allow = (Resource: unknown) => ({ Statement: [{ Effect: 'Allow', Principal: { Service: 'logs.amazonaws.com' }, Action: 'kms:*', Resource: '*', Condition: { ArnLike: { 'aws:SourceArn': Resource } } }] });
const resources: Resources = {
  Topic: of('SNS::Topic', { KmsMasterKeyId: ref('AWS::StackId') }),
  Key: of('KMS::Key', { KeyPolicy: allow(['arn:aws:logs:::pay-', suffix]) }),
};

test('the id of a stack is the same, whatever the stack is called', () => {
  expect(diffApps(appOf({ base: { Resources: resources } }), appOf({ head: { Resources: resources } }))).toEqual([]);
  expect(diffApps(appOf({ base: { Resources: resources } }), appOf({ base: { Resources: resources } }))).toEqual([]);
});
