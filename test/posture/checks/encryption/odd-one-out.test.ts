import { secretKey } from '../../../../src/posture/checks/encryption/secret-key';
import { userPoolKey } from '../../../../src/posture/checks/encryption/user-pool-key';
import { Posture } from '../../../../src/posture/model/posture';
import { appOf, judge, messages, type Resources } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { att, of } from '../../support/network';

const KEY = att('Key', 'Arn');
const secrets = (other: unknown): Resources => ({ Key: of('KMS::Key'), Secret: of('SecretsManager::Secret', { KmsKeyId: KEY }), Other: of('SecretsManager::Secret', { KmsKeyId: other }) });
const USUAL = 'pass Secret KmsKeyId';

cases(secretKey, [
  ['all with a key of the account', secrets(KEY), [USUAL, 'pass Other KmsKeyId']],
  ['all with that of AWS, by choice', { Secret: of('SecretsManager::Secret'), Other: of('SecretsManager::Secret', { KmsKeyId: 'alias/aws/secretsmanager' }) }, []],
  ['one without', secrets(undefined), [USUAL, 'warning Other KmsKeyId']],
  ['one with that of AWS', secrets('alias/aws/secretsmanager'), [USUAL, 'warning Other KmsKeyId']],
  ['one with that of AWS, by its ARN', secrets('arn:aws:kms:eu-central-1:111122223333:alias/aws/secretsmanager'), [USUAL, 'warning Other KmsKeyId']],
  ['one with a parameter', secrets(OPEN), [USUAL, 'unknown Other KmsKeyId']],
], PARAMETERS);

test('secrets of one stack say nothing of those of another', () => {
  const app = appOf({ One: { Resources: secrets(KEY) }, Two: { Resources: { Lone: of('SecretsManager::Secret') } } });
  expect(judge(secretKey, new Posture(app))).toEqual([USUAL, 'pass Other KmsKeyId']);
});

const keyFor = (more: Record<string, unknown> = {}): Resources => ({
  Key: of('KMS::Key', { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: { Service: ['cognito-idp.amazonaws.com', 'identitystore.amazonaws.com'] }, Action: ['kms:Encrypt', 'kms:Decrypt'], Resource: '*', ...more }] } }),
});
const pool = (key?: unknown): Resources => ({ Pool: of('Cognito::UserPool', key === undefined ? {} : { KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: key } }) });

cases(userPoolKey, [
  ['a pool with the key', { ...keyFor(), ...pool(KEY) }, ['pass Pool KeyConfiguration']],
  ['a pool, and no key for it', { ...keyFor({ Principal: { Service: 'logs.eu-central-1.amazonaws.com' } }), ...pool() }, []],
  ['a pool, and a key that Cognito may only look at', { ...keyFor({ Action: 'kms:DescribeKey' }), ...pool() }, []],
  ['a pool without the key that is for it', { ...keyFor(), ...pool() }, ['warning Pool KeyConfiguration']],
  ['a pool without the key of another pool', { ...pool(), Other: pool('arn:aws:kms:eu-central-1:111122223333:key/1').Pool! }, ['warning Pool KeyConfiguration', 'pass Other KeyConfiguration']],
  ['a pool with a key of a parameter', { ...keyFor(), ...pool(OPEN) }, ['unknown Pool KeyConfiguration']],
], PARAMETERS);

test('the messages say beside what it is the odd one', () => {
  expect(messages(secretKey, secrets(undefined))).toEqual(['is left out, while other secrets of the stack have a key of the account']);
  expect(messages(userPoolKey, { ...keyFor(), ...pool() })).toEqual(['is left out, while there is a key of the account for user pools']);
});
