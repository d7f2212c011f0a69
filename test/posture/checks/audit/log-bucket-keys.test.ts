import { logBucketAccess } from '../../../../src/posture/checks/audit/log-bucket-access';
import { logBucketEncryption } from '../../../../src/posture/checks/audit/log-bucket-encryption';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { att, of, ref } from '../../support/network';

const bucket = (properties: Record<string, unknown>) => ({
  Flow: of('EC2::FlowLog', { LogDestinationType: 's3', LogDestination: att('Logs', 'Arn') }),
  Logs: of('S3::Bucket', properties),
});
const encrypted = (SSEAlgorithm: unknown) => (
  { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm } }] } });
const PLACE = 'Logs BucketEncryption.ServerSideEncryptionConfiguration';

cases(logBucketEncryption, [
  ['a key of the account', bucket(encrypted('aws:kms')), [`pass ${PLACE}`]],
  ['two layers of it', bucket(encrypted('aws:kms:dsse')), [`pass ${PLACE}`]],
  ['keys of S3', bucket(encrypted('AES256')), [`warning ${PLACE}`]],
  ['nothing is said', bucket({}), [`warning ${PLACE}`]],
  ['a parameter', bucket({ BucketEncryption: OPEN }), [`unknown ${PLACE}`]],
  ['a bucket of access logs, which S3 writes itself', { Data: of('S3::Bucket', { LoggingConfiguration: { DestinationBucketName: ref('Logs') } }), Logs: of('S3::Bucket') }, []],
  ['a bucket of something else', { Logs: of('S3::Bucket') }, []],
], PARAMETERS);

cases(logBucketAccess, [
  ['an access log', { ...bucket({ LoggingConfiguration: { DestinationBucketName: ref('Access') } }), Access: of('S3::Bucket') }, ['pass Logs LoggingConfiguration']],
  ['no access log', bucket({}), ['warning Logs LoggingConfiguration']],
  ['an access log of a parameter', bucket({ LoggingConfiguration: OPEN }), ['unknown Logs LoggingConfiguration']],
  ['where access logs end', { Data: of('S3::Bucket', { LoggingConfiguration: { DestinationBucketName: ref('Logs') } }), Logs: of('S3::Bucket') }, []],
], PARAMETERS);
