import { diffApps } from '../../../src/posture/diff/diff';
import { appOf, type Resources } from '../support/app';
import { att, of, ref } from '../support/network';

function said(before: Resources, after: Resources): string[] {
  const changes = diffApps(appOf({ Pay: { Resources: before } }), appOf({ Pay: { Resources: after } }));
  return changes.map(({ direction, message }) => `${direction}: ${message}`);
}

const HELD: Resources = { Held: of('S3::Bucket') };
const allow = (more: Record<string, unknown>) => ({ Statement: [{ Effect: 'Allow', Resource: '*', ...more }] });
const EVERYTHING = allow({ Action: '*' });
const toAnybody = (Action: string) => allow({ Action, Principal: '*' });

test.each<[type: string, resource: Record<string, unknown>, said: string]>([
  ['IAM::RolePolicy', { RoleName: 'payer', PolicyDocument: EVERYTHING }, 'policy of a role X: now also allows *'],
  ['IAM::UserPolicy', { UserName: 'payer', PolicyDocument: EVERYTHING }, 'policy of a user X: now also allows *'],
  ['IAM::GroupPolicy', { GroupName: 'payers', PolicyDocument: EVERYTHING }, 'policy of a group X: now also allows *'],
  ['SNS::TopicInlinePolicy', { TopicArn: 'arn:aws:sns:eu-central-1:111122223333:t', PolicyDocument: toAnybody('sns:*') }, 'policy of a topic X: now also allows sns:* to anybody'],
  ['SQS::QueueInlinePolicy', { Queue: 'https://q', PolicyDocument: toAnybody('sqs:*') }, 'policy of a queue X: now also allows sqs:* to anybody'],
  ['DynamoDB::Table', { ResourcePolicy: { PolicyDocument: toAnybody('dynamodb:*') } }, 'table X: now also allows dynamodb:* to anybody'],
  ['S3::AccessPoint', { Bucket: 'held', Policy: toAnybody('s3:*') }, 'access point of a bucket X: now also allows s3:* to anybody'],
  ['KMS::ReplicaKey', { KeyPolicy: toAnybody('kms:*') }, 'replica of a key X: now also allows kms:* to anybody'],
  ['ECR::Repository', { RepositoryPolicyText: toAnybody('ecr:*') }, 'repository of images X: now also allows ecr:* to anybody'],
  ['Backup::BackupVault', { AccessPolicy: toAnybody('backup:*') }, 'vault of backups X: now also allows backup:* to anybody'],
  ['Events::EventBusPolicy', { Action: 'events:*', Principal: '*' }, 'policy of an event bus X is new: Principal *, Action events:*'],
])('%s that comes with a policy is what its statements allow', (type, properties, expected) => {
  expect(said(HELD, { ...HELD, X: of(type, properties) })).toEqual([`weaker: ${expected}`]);
});

test('the statement of an event bus that admits more is weaker', () => {
  const bus = (Principal: unknown): Resources => ({ X: of('Events::EventBusPolicy', { Statement: { Effect: 'Allow', Principal, Action: 'events:PutEvents', Resource: '*' } }) });
  expect(said(bus({ AWS: 'arn:aws:iam::111122223333:root' }), bus('*'))[0]).toBe('weaker: policy of an event bus X: now also allows events:PutEvents to anybody');
});

const role = (more: Record<string, unknown>, Principal: unknown = { Service: 'lambda.amazonaws.com' }): Resources => ({
  Role: of('IAM::Role', { AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] }, ...more }),
});

test.each<[what: string, came: Resources, said: string[]]>([
  ['trusts anybody', role({}, '*'), ['weaker: role Role: now also allows sts:AssumeRole to anybody']],
  ['trusts another account', role({}, { AWS: 'arn:aws:iam::999900001111:root' }), ['weaker: role Role: now also allows sts:AssumeRole to arn:aws:iam::999900001111:root']],
  ['may do everything', role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }), ['weaker: role Role: ManagedPolicyArns now has arn:aws:iam::aws:policy/AdministratorAccess']],
  ['has a policy in it', role({ Policies: [{ PolicyName: 'p', PolicyDocument: EVERYTHING }] }), ['weaker: role Role: now also allows *']],
  ['is that of a function', role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] }), []],
  ['trusts its own account', role({}, { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }), []],
  ['trusts a role of the app', { ...role({}, { AWS: att('Other', 'Arn') }), Other: role({}).Role! }, []],
])('a role that came and %s is told by what it opens', (_, came, expected) => {
  expect(said(HELD, { ...HELD, ...came })).toEqual(expected);
});

test('a key that comes with the policy of its account and of services opens nothing', () => {
  const policy = {
    Statement: [
      { Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }, Action: 'kms:*', Resource: '*' },
      { Effect: 'Allow', Principal: { Service: 'logs.amazonaws.com' }, Action: 'kms:Decrypt', Resource: '*' },
    ],
  };
  expect(said(HELD, { ...HELD, Key: of('KMS::Key', { KeyPolicy: policy }), Alias: of('KMS::Alias', { TargetKeyId: ref('Key') }) })).toEqual([]);
});
