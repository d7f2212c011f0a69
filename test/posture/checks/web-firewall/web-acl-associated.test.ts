import { webAclAssociated as check } from '../../../../src/posture/checks/web-firewall/web-acl-associated';
import { Posture } from '../../../../src/posture/model/posture';
import { appOf, found, judge, messages, postureOf } from '../../support/app';
import { guarded } from '../../support/web-acl';

const { Association, ...open } = guarded();
const associated = (properties: object, more: object = {}) => ({
  ...open, Association: { ...Association!, ...more, Properties: { ...Association!.Properties, ...properties } },
});

test.each<[string, unknown]>([
  ['Fn::Sub with the name of the stage', { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Api}/stages/live' }],
  ['Fn::Join', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, '::/restapis/', { Ref: 'Api' }, '/stages/', { Ref: 'Stage' }]] }],
  ['GetAtt in place of Ref', { 'Fn::Sub': 'arn:aws:apigateway:eu-central-1::/restapis/${Api.RestApiId}/stages/${Stage}' }],
])('a stage named by %s has its web ACL', (_, ResourceArn) => {
  expect(judge(check, associated({ ResourceArn }))).toEqual(['pass Stage']);
});

test('an association of another stack counts', () => {
  const { Acl, Callers, ...api } = open;
  const properties = { WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] }, ResourceArn: { 'Fn::Sub': ['arn:aws:apigateway:x::/restapis/${A}/stages/live', { A: { 'Fn::ImportValue': 'ApiId' } }] } };
  const posture = new Posture(appOf({
    Api: { Resources: api, Outputs: { Id: { Value: { Ref: 'Api' }, Export: { Name: 'ApiId' } } } },
    Guard: { Resources: { Acl: Acl!, Callers: Callers!, Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: properties } } },
  }));
  expect(judge(check, posture)).toEqual(['pass Stage']);
});

test('a stage without an association fails, one of another stage or API is none', () => {
  expect(found(check, open)).toEqual(['fail Stage']);
  expect(found(check, associated({ ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:x::/restapis/${Api}/stages/test' } }))).toEqual(['fail Stage']);
  expect(found(check, associated({ ResourceArn: 'arn:aws:apigateway:x::/restapis/abc123/stages/live' }))).toEqual(['fail Stage']);
  expect(found(check, { ...open, Stage: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'live' } } })).toEqual(['fail Stage']);
});

test('what hangs on a condition, a parameter or another team is not known', () => {
  const sections = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'yes'] } } };
  expect(messages(check, postureOf(associated({}, { Condition: 'C' }), sections))).toEqual(['is not known: condition C']);
  expect(found(check, postureOf(associated({ ResourceArn: { Ref: 'P' } }), sections))).toEqual(['unknown Association ResourceArn']);
  expect(found(check, postureOf(associated({ WebACLArn: { Ref: 'P' } }), sections))).toEqual(['unknown Association WebACLArn']);
  const Metadata = { 'cdk-private-api:web-firewall': { managedElsewhere: { owner: 'netsec@example.com', reason: 'Firewall Manager' } } };
  expect(messages(check, { ...open, Stage: { ...open.Stage!, Metadata } }).join()).toContain('by netsec@example.com: Firewall Manager');
});

test('a public API without a web ACL is a warning', () => {
  const Api = { Type: 'AWS::ApiGateway::RestApi', Properties: { EndpointConfiguration: { Types: ['REGIONAL'] } } };
  expect([...check.judge(postureOf({ ...open, Api }))]).toMatchObject([{ outcome: 'fail', severity: 'warning' }]);
});
