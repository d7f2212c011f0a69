import { resourcePolicyPublic } from '../../../../src/posture/checks/encryption/resource-policy-public';
import { rolePermissions } from '../../../../src/posture/checks/encryption/role-permissions';
import { roleTrust } from '../../../../src/posture/checks/encryption/role-trust';
import { messages, type Resources } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { apiWith, att, of, ref } from '../../support/network';

const allow = (more: Record<string, unknown>) => ({ Effect: 'Allow', ...more });
const document = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
const trusting = (...statements: Record<string, unknown>[]) => ({
  Role: of('IAM::Role', { AssumeRolePolicyDocument: document(...statements.map((statement) => allow({ Action: 'sts:AssumeRole', ...statement }))) }),
});
const TRUST = 'Role AssumeRolePolicyDocument';
const GITHUB = { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' };

cases(roleTrust, [
  ['a service', trusting({ Principal: { Service: 'lambda.amazonaws.com' } }), [`pass ${TRUST}`]],
  ['another account', trusting({ Principal: { AWS: 'arn:aws:iam::444455556666:root' } }), [`pass ${TRUST}`]],
  ['everybody of the organization', trusting({ Principal: { AWS: '*' }, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } } }), [`pass ${TRUST}`]],
  ['everybody with an external id', trusting({ Principal: '*', Condition: { StringEquals: { 'sts:ExternalId': 'abc' } } }), [`warning ${TRUST}.Statement[0]`]],
  ['one account with an external id', trusting({ Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Condition: { StringEquals: { 'sts:ExternalId': 'abc' } } }), [`pass ${TRUST}`]],
  ['everybody of the organization with an external id',
    trusting({ Principal: '*', Condition: { StringEquals: { 'sts:ExternalId': 'abc', 'aws:PrincipalOrgID': 'o-abc' } } }), [`pass ${TRUST}`]],
  ['one repository', trusting({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: GITHUB, Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:o/r' } } }), [`pass ${TRUST}`]],
  ['everybody', trusting({ Principal: { Service: 'lambda.amazonaws.com' } }, { Principal: '*' }), [`error ${TRUST}.Statement[1]`]],
  ['everybody, in a list', trusting({ Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } }), [`error ${TRUST}.Statement[0]`]],
  ['every account', trusting({ Principal: { AWS: 'arn:aws:iam::*:root' } }), [`error ${TRUST}.Statement[0]`]],
  ['everybody but one', trusting({ Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:user/eve' } }), [`error ${TRUST}.Statement[0]`]],
  ['everybody whom a provider knows', trusting({ Action: 'sts:AssumeRoleWithWebIdentity', Principal: GITHUB }), [`error ${TRUST}.Statement[0]`]],
  ['a parameter', trusting({ Principal: { AWS: OPEN } }), [`unknown ${TRUST}.Statement[0]`]],
  ['a policy of a parameter', { Role: of('IAM::Role', { AssumeRolePolicyDocument: OPEN }) }, [`unknown ${TRUST}`]],
], PARAMETERS);

const ADMINISTRATOR = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' };
const inline = (...statements: Record<string, unknown>[]) => ({ Policies: [{ PolicyName: 'p', PolicyDocument: document(...statements.map(allow)) }] });
const role = (properties: Record<string, unknown>): Resources => ({ Role: of('IAM::Role', properties) });
const ofFunction = (properties: Record<string, unknown>, more: Resources = {}): Resources => ({ ...apiWith({ Role: att('Role', 'Arn') }), ...role(properties), ...more });
const attached = (type: string, more: Record<string, unknown>) => ({ Policy: of(`IAM::${type}`, { PolicyDocument: document(allow({ Action: '*', Resource: '*' })), ...more }) });
const FIRST = 'Policies[0].PolicyDocument.Statement[0]';

cases(rolePermissions, [
  ['one table', ofFunction(inline({ Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:x' })), ['pass Role']],
  ['what knows no resource', ofFunction(inline({ Action: ['ec2:CreateNetworkInterface', 'xray:*'], Resource: '*' })), ['pass Role']],
  ['everything of one resource', ofFunction(inline({ Action: '*', Resource: 'arn:aws:s3:::bucket/*' })), ['pass Role']],
  ['nothing', ofFunction({ Policies: [{ PolicyDocument: document({ Effect: 'Deny', Action: '*', Resource: '*' }) }] }), ['pass Role']],
  ['one role, to one service', ofFunction(inline({ Action: 'iam:PassRole', Resource: '*', Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } })), ['pass Role']],
  ['everything', ofFunction(inline({ Action: '*', Resource: '*' })), [`error Role ${FIRST}`]],
  ['everything, in lists', ofFunction(inline({ Action: ['s3:GetObject', '*:*'], Resource: ['*'] })), [`error Role ${FIRST}`]],
  ['everything of IAM', ofFunction(inline({ Action: 'iam:*', Resource: '*' })), [`error Role ${FIRST}`]],
  ['everything but a little', ofFunction(inline({ NotAction: 'organizations:*', Resource: '*' })), [`error Role ${FIRST}`]],
  ['everything on all but a little', ofFunction(inline({ Action: '*', NotResource: 'arn:aws:s3:::x' })), [`error Role ${FIRST}`]],
  ['every role to every service', ofFunction(inline({ Action: 'iam:PassRole', Resource: '*' })), [`warning Role ${FIRST}`]],
  ['the administrator of AWS', ofFunction({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole', ADMINISTRATOR] }), ['error Role ManagedPolicyArns[1]']],
  ['everything by a policy of its own', ofFunction({}, attached('Policy', { Roles: [ref('Role')] })), ['error Policy PolicyDocument.Statement[0]']],
  ['everything by a policy of a role', ofFunction({}, attached('RolePolicy', { RoleName: ref('Role') })), ['error Policy PolicyDocument.Statement[0]']],
  ['everything by a managed policy that it names', ofFunction({ ManagedPolicyArns: [ref('Policy')] }, attached('ManagedPolicy', {})), ['error Policy PolicyDocument.Statement[0]']],
  ['everything, for a role of something else', role(inline({ Action: '*', Resource: '*' })), [`warning Role ${FIRST}`]],
  ['everything within a boundary', ofFunction({ ...inline({ Action: '*', Resource: '*' }), PermissionsBoundary: 'arn' }), [`unknown Role ${FIRST}`]],
  ['everything on a condition', ofFunction(inline({ Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } } })), [`unknown Role ${FIRST}`]],
  ['a policy of a parameter', ofFunction({ Policies: [{ PolicyDocument: OPEN }] }), ['unknown Role Policies[0].PolicyDocument']],
  ['policies of a parameter', ofFunction({ Policies: OPEN }), ['unknown Role Policies']],
  ['a policy on a condition', ofFunction({ Policies: [OPEN] }), ['unknown Role Policies[0]']],
  ['a statement on a condition', ofFunction({ Policies: [{ PolicyDocument: document(OPEN) }] }), [`unknown Role ${FIRST}`]],
  ['a managed policy of a parameter', ofFunction({ ManagedPolicyArns: [OPEN] }), ['unknown Role ManagedPolicyArns']],
  ['the administrator by its name, in SAM', { Fn: of('Serverless::Function', { Policies: ['AdministratorAccess'] }) }, ['error Fn Policies']],
  ['a policy by its name, in SAM', { Fn: of('Serverless::Function', { Policies: 'AWSLambdaExecute' }) }, ['pass Fn Policies']],
], PARAMETERS);

test('the message says what may be done', () => {
  expect(messages(rolePermissions, ofFunction({ ManagedPolicyArns: [ADMINISTRATOR] }))).toEqual(['the role has AdministratorAccess']);
  expect(messages(rolePermissions, ofFunction(inline({ NotAction: 'iam:*', Resource: '*' })))).toEqual(['may all but iam:* on every resource']);
});

const queue = (Principal: unknown, more: Record<string, unknown> = {}) => ({ Policy: of('SQS::QueuePolicy', { Queues: ['q'], PolicyDocument: document(allow({ Principal, Action: 'sqs:SendMessage', Resource: '*', ...more })) }) });
const POLICY = 'Policy PolicyDocument';

cases(resourcePolicyPublic, [
  ['a service', queue({ Service: 'sns.amazonaws.com' }), [`pass ${POLICY}`]],
  ['nobody without TLS', queue('*', { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), [`pass ${POLICY}`]],
  ['everybody of the account', queue('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': ref('AWS::AccountId') } } }), [`pass ${POLICY}`]],
  ['everybody', queue('*'), [`error ${POLICY}.Statement[0]`]],
  ['everybody with TLS', queue({ AWS: '*' }, { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }), [`error ${POLICY}.Statement[0]`]],
  ['a parameter', queue({ AWS: OPEN }), [`unknown ${POLICY}.Statement[0]`]],
  ['everybody, to a secret', { Policy: of('SecretsManager::ResourcePolicy', { SecretId: 's', ResourcePolicy: document(allow({ Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' })) }) },
    ['error Policy ResourcePolicy.Statement[0]']],
  ['everybody, to a table', { Table: of('DynamoDB::Table', { ResourcePolicy: { PolicyDocument: document(allow({ Principal: '*', Action: 'dynamodb:*', Resource: '*' })) } }) },
    ['error Table ResourcePolicy.PolicyDocument.Statement[0]']],
  ['everybody who mounts a file system, as AWS proposes it', {
    Files: of('EFS::FileSystem', { FileSystemPolicy: document(allow({ Principal: { AWS: '*' }, Action: 'elasticfilesystem:ClientMount', Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } } })) }),
  }, ['pass Files FileSystemPolicy']],
  ['a table without a policy', { Table: of('DynamoDB::Table') }, ['pass Table ResourcePolicy.PolicyDocument']],
], PARAMETERS);
