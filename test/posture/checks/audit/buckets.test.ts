import { bucketPublic } from '../../../../src/posture/checks/audit/bucket-public';
import { logBucket } from '../../../../src/posture/checks/audit/log-bucket';
import type { Resources } from '../../support/app';
import { OPEN, PARAMETERS, cases } from '../../support/cases';
import { one } from '../../support/private-api';

const BLOCKED = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
const TLS_ONLY = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
const allow = (Principal: unknown, Action: unknown = 's3:GetObject', Condition?: object) => ({ Effect: 'Allow', Principal, Action, Resource: '*', ...Condition ? { Condition } : {} });
const bucket = (properties: Record<string, unknown> = {}): Resources => one('Bucket', 'S3::Bucket', properties);
const policy = (...Statement: unknown[]): Resources => one('Policy', 'S3::BucketPolicy', { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement } });
const logs = one('Log', 'EC2::FlowLog', { LogDestinationType: 's3', LogDestination: { 'Fn::Sub': '${Bucket.Arn}/flows/' } });
const delivery = allow({ Service: 'delivery.logs.amazonaws.com' }, 's3:PutObject');

cases(bucketPublic, [
  ['a bucket as it comes is closed', bucket(), ['pass Bucket AccessControl']],
  ['a public ACL opens it', bucket({ AccessControl: 'PublicRead' }), ['error Bucket AccessControl']],
  ['that is ignored does not', bucket({ AccessControl: 'PublicRead', PublicAccessBlockConfiguration: BLOCKED }), ['pass Bucket AccessControl']],
  ['a policy for everybody opens it', { ...bucket(), ...policy(allow('*')) }, ['pass Bucket AccessControl', 'error Policy PolicyDocument']],
  ['by the bucket\'s name too', { ...bucket({ BucketName: 'logs' }), ...one('Policy', 'S3::BucketPolicy', { Bucket: 'logs', PolicyDocument: { Statement: allow({ AWS: '*' }, 's3:*') } }) },
    ['pass Bucket AccessControl', 'error Policy PolicyDocument']],
  ['for the organization it is closed', { ...bucket(), ...policy(allow('*', 's3:GetObject', { StringEquals: { 'aws:PrincipalOrgID': 'o-own' } })) }, ['pass Bucket AccessControl', 'pass Policy PolicyDocument']],
  ['services deliver for every account, to a bucket of logs', { ...bucket(), ...logs, ...policy(delivery) }, ['pass Bucket AccessControl', 'warning Policy PolicyDocument']],
  ['for this one alone they may',
    { ...bucket(), ...logs, ...policy({ ...delivery, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }) }, ['pass Bucket AccessControl', 'pass Policy PolicyDocument']],
  ['for any source they deliver for every account', { ...bucket(), ...logs, ...policy({ ...delivery, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:logs:*' } } }) }, ['pass Bucket AccessControl', 'warning Policy PolicyDocument']],
  ['a policy that is a parameter is not known', { ...bucket(), ...one('Policy', 'S3::BucketPolicy', { Bucket: { Ref: 'Bucket' }, PolicyDocument: OPEN }) },
    ['pass Bucket AccessControl', 'unknown Policy PolicyDocument']],
], PARAMETERS);

const places = Object.keys(BLOCKED).map((name) => `pass Bucket PublicAccessBlockConfiguration.${name}`);
const sound = { PublicAccessBlockConfiguration: BLOCKED, VersioningConfiguration: { Status: 'Enabled' } };
cases(logBucket, [
  ['all of it passes', { ...bucket(sound), ...logs, ...policy(TLS_ONLY) }, [...places, 'pass Bucket', 'pass Bucket VersioningConfiguration.Status']],
  ['a lock keeps versions too', { ...bucket({ ...sound, VersioningConfiguration: undefined, ObjectLockEnabled: true }), ...logs, ...policy(TLS_ONLY) },
    [...places, 'pass Bucket', 'pass Bucket VersioningConfiguration.Status']],
  ['nothing of it fails', { ...bucket(), ...logs }, ['warning Bucket PublicAccessBlockConfiguration', 'warning Bucket', 'warning Bucket VersioningConfiguration.Status']],
  ['a block that is off is worse', { ...bucket({ ...sound, PublicAccessBlockConfiguration: { ...BLOCKED, RestrictPublicBuckets: 'false' } }), ...logs, ...policy(TLS_ONLY) },
    [...places.slice(0, 3), 'error Bucket PublicAccessBlockConfiguration.RestrictPublicBuckets', 'pass Bucket', 'pass Bucket VersioningConfiguration.Status']],
  ['a bucket of data is not judged', bucket(), []],
  ['one that is named in a log of a web firewall is', { ...bucket({ ...sound, BucketName: 'aws-waf-logs-a' }), ...one('Log', 'WAFv2::LoggingConfiguration', { LogDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-a'] }) },
    [...places, 'warning Bucket', 'pass Bucket VersioningConfiguration.Status']],
  ['a status that is a parameter is not known', { ...bucket({ ...sound, VersioningConfiguration: { Status: OPEN } }), ...logs, ...policy(TLS_ONLY) },
    [...places, 'pass Bucket', 'unknown Bucket VersioningConfiguration.Status']],
], PARAMETERS);
