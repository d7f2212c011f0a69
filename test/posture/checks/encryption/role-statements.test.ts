import { roleActions } from '../../../../src/posture/checks/encryption/role-actions';
import { roleResources } from '../../../../src/posture/checks/encryption/role-resources';
import { messages, type Resources } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { of, ref } from '../../support/network';

const TABLE = 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders';
const document = (...statements: Record<string, unknown>[]) => ({ Statement: statements.map((statement) => ({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE, ...statement })) });
const role = (...statements: Record<string, unknown>[]): Resources => ({ Role: of('IAM::Role', { Policies: [{ PolicyName: 'p', PolicyDocument: document(...statements) }] }) });
const FIRST = 'Role Policies[0].PolicyDocument.Statement[0]';
const SHARED: Resources = {
  One: of('IAM::Role'), Other: of('IAM::Role'), Policy: of('IAM::ManagedPolicy', { Roles: [ref('One'), ref('Other')], PolicyDocument: document({ Action: 'dynamodb:*', Resource: '*' }) }),
};

cases(roleActions, [
  ['one action', role({}), [`pass ${FIRST}`]],
  ['those that begin alike', role({ Action: ['dynamodb:Get*', 'kms:GenerateDataKey*'] }), [`pass ${FIRST}`]],
  ['all of a service denied', role({ Effect: 'Deny', Action: 'dynamodb:*' }), []],
  ['all of a service', role({ Action: 'dynamodb:*' }), [`warning ${FIRST}`]],
  ['all of a service, in a list', role({ Action: ['s3:GetObject', 'logs:*'] }), [`warning ${FIRST}`]],
  ['all on one resource', role({ Action: '*' }), [`warning ${FIRST}`]],
  ['all but a little', role({ Action: undefined, NotAction: 'dynamodb:DeleteTable' }), [`warning ${FIRST}`]],
  ['all of a policy of two roles, once', SHARED, ['warning Policy PolicyDocument.Statement[0]']],
  ['an action that is a parameter', role({ Action: [OPEN] }), [`unknown ${FIRST}`]],
  ['everything on every resource, of which another check says it', role({ Action: '*', Resource: '*' }), []],
  ['a policy that is a parameter, of which another check says it', { Role: of('IAM::Role', { Policies: [{ PolicyDocument: OPEN }] }) }, []],
], PARAMETERS);

cases(roleResources, [
  ['one table', role({}), [`pass ${FIRST}`]],
  ['what knows no resource', role({ Action: ['ec2:CreateNetworkInterface', 'xray:PutTraceSegments', 'sns:Publish'], Resource: '*' }), [`pass ${FIRST}`]],
  ['every secret with a tag', role({ Action: 'secretsmanager:GetSecretValue', Resource: '*', Condition: { StringEquals: { 'aws:ResourceTag/app': 'orders' } } }), [`pass ${FIRST}`]],
  ['every table but one denied', role({ Effect: 'Deny', Resource: undefined, NotResource: TABLE }), []],
  ['every table', role({ Resource: '*' }), [`warning ${FIRST}`]],
  ['every key, by a pattern of actions', role({ Action: 'kms:De*', Resource: ['*'] }), [`warning ${FIRST}`]],
  ['every log, beside what knows no resource', role({ Action: ['xray:PutTraceSegments', 'logs:PutLogEvents'], Resource: '*' }), [`warning ${FIRST}`]],
  ['every table but one', role({ Resource: undefined, NotResource: TABLE }), [`warning ${FIRST}`]],
  ['all of a policy of two roles, once', SHARED, ['warning Policy PolicyDocument.Statement[0]']],
  ['a resource that is a parameter', role({ Resource: OPEN }), [`unknown ${FIRST}`]],
  ['a table whose name is a parameter', role({ Resource: { 'Fn::Sub': 'arn:aws:dynamodb:eu-central-1:111122223333:table/${Open}' } }), [`pass ${FIRST}`]],
], PARAMETERS);

test('the messages say what may be done, and on what', () => {
  expect(messages(roleActions, role({ Action: ['s3:GetObject', 'logs:*'] }))).toEqual(['may logs:*']);
  expect(messages(roleActions, role({ Action: undefined, NotAction: 'dynamodb:DeleteTable' }))).toEqual(['may all but dynamodb:DeleteTable']);
  expect(messages(roleResources, role({ Action: ['xray:PutTraceSegments', 'logs:PutLogEvents'], Resource: '*' }))).toEqual(['may logs:PutLogEvents on every resource']);
  expect(messages(roleResources, role({ Resource: undefined, NotResource: TABLE }))).toEqual([`may dynamodb:GetItem on all but ${TABLE}`]);
});
