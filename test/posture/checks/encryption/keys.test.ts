import { keyPolicy } from '../../../../src/posture/checks/encryption/key-policy';
import { keyRotation } from '../../../../src/posture/checks/encryption/key-rotation';
import { found, judge, messages, postureOf } from '../../support/app';
import { att, of, ref } from '../../support/network';

const key = (properties: Record<string, unknown>) => ({ Key: of('KMS::Key', { EnableKeyRotation: true, ...properties }) });
const policy = (...Statement: unknown[]) => key({ KeyPolicy: { Version: '2012-10-17', Statement } });
const allow = (Principal: unknown, Condition?: Record<string, unknown>) => ({ Effect: 'Allow', Principal, Action: 'kms:Decrypt', Resource: '*', ...Condition === undefined ? {} : { Condition } });

test.each([
  ['said', { EnableKeyRotation: true }, []],
  ['said in quotes', { EnableKeyRotation: 'true' }, []],
  ['not asked of an asymmetric key', { EnableKeyRotation: undefined, KeySpec: 'ECC_NIST_P256' }, []],
  ['not asked of imported material', { EnableKeyRotation: undefined, Origin: 'EXTERNAL' }, []],
  ['off', { EnableKeyRotation: false }, ['fail Key EnableKeyRotation']],
  ['off in quotes', { EnableKeyRotation: 'false' }, ['fail Key EnableKeyRotation']],
  ['left out', { EnableKeyRotation: undefined }, ['fail Key EnableKeyRotation']],
  ['every seven years', { RotationPeriodInDays: 2560 }, ['fail Key RotationPeriodInDays']],
])('rotation is %s', (_, properties, expected) => {
  expect(found(keyRotation, key(properties))).toEqual(expected);
});

test('a rotation that is a parameter is not known', () => {
  expect(found(keyRotation, postureOf(key({ EnableKeyRotation: ref('P') }), { Parameters: { P: { Type: 'String', Default: 'true' } } }))).toEqual(['unknown Key EnableKeyRotation']);
});

test.each([
  ['the account', allow({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } })],
  ['a role of the app', allow({ AWS: att('Role', 'Arn') })],
  ['another account by name', allow({ AWS: 'arn:aws:iam::444455556666:root' })],
  ['everybody of the account, through a service', allow('*', { StringEquals: { 'kms:CallerAccount': ref('AWS::AccountId'), 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } })],
  ['everybody of the organization', allow({ AWS: '*' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } })],
  ['everybody from an endpoint', allow({ AWS: '*' }, { StringEquals: { 'aws:SourceVpce': 'vpce-1' } })],
  ['nobody', { ...allow('*'), Effect: 'Deny' }],
])('a key policy that lets in %s passes', (_, statement) => {
  expect(judge(keyPolicy, { ...policy(statement), Role: of('IAM::Role') }).filter((line) => line.includes('Key'))).toEqual(['pass Key KeyPolicy']);
});

test.each([
  ['everybody, in the short form', allow('*')],
  ['everybody, in the long form', allow({ AWS: '*' })],
  ['everybody, in a list', allow({ AWS: ['arn:aws:iam::111122223333:root', '*'] })],
  ['every account', allow({ AWS: 'arn:aws:iam::*:root' })],
  ['everybody but one', { Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:user/eve' }, Action: 'kms:*', Resource: '*' }],
  ['everybody through a service', allow('*', { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } })],
  ['everybody with a context that they choose', allow('*', { StringEquals: { 'kms:EncryptionContext:app': 'claims' } })],
  ['everybody, if they say of which account', allow('*', { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } })],
  ['everybody but of an account', allow('*', { StringNotEquals: { 'aws:PrincipalAccount': '444455556666' } })],
  ['everybody from the internet', allow('*', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })],
])('a key policy that lets in %s fails', (_, statement) => {
  expect(found(keyPolicy, policy(allow({ AWS: 'arn:aws:iam::111122223333:root' }), statement))).toEqual(['fail Key KeyPolicy.Statement[1]']);
});

test('a Deny that keeps strangers out closes what an Allow opened; one for plain HTTP does not', () => {
  const deny = (Condition: Record<string, unknown>) => ({ Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*', Condition });
  expect(found(keyPolicy, policy(allow('*'), deny({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-abc' } })))).toEqual([]);
  expect(found(keyPolicy, policy(allow('*'), deny({ Bool: { 'aws:SecureTransport': 'false' } })))).toEqual(['fail Key KeyPolicy.Statement[0]']);
});

test('the message says what strangers may do; a principal that is a parameter is not known', () => {
  expect(messages(keyPolicy, policy({ ...allow('*'), Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] }))).toEqual(['principals of every account may kms:Decrypt, kms:GenerateDataKey*']);
  expect(found(keyPolicy, postureOf(policy(allow({ AWS: ref('P') })), { Parameters: { P: { Type: 'String' } } }))).toEqual(['unknown Key KeyPolicy.Statement[0]']);
});
