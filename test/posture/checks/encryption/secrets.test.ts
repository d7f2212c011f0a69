import { functionVariables } from '../../../../src/posture/checks/encryption/function-variables';
import { functionVariablesKey } from '../../../../src/posture/checks/encryption/function-variables-key';
import { secretLiteral } from '../../../../src/posture/checks/encryption/secret-literal';
import { messages } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { apiWith, att, of, ofAnotherApi, ref } from '../../support/network';

const secret = (SecretString: unknown) => ({ Secret: of('SecretsManager::Secret', SecretString === undefined ? {} : { SecretString }) });

cases(secretLiteral, [
  ['a secret that is made', { Secret: of('SecretsManager::Secret', { GenerateSecretString: {} }) }, ['pass Secret SecretString']],
  ['a secret of a parameter', secret(OPEN), ['pass Secret SecretString']],
  ['a secret of another resource', { ...secret(att('Client', 'ClientSecret')), Client: of('Cognito::UserPoolClient') }, ['pass Secret SecretString']],
  ['a secret by a dynamic reference', secret('{{resolve:secretsmanager:other:SecretString:password}}'), ['pass Secret SecretString']],
  ['a secret that is imported', secret({ 'Fn::ImportValue': 'x' }), ['unknown Secret SecretString']],
  ['a secret that is written out', secret('correct-horse-battery'), ['error Secret SecretString']],
  ['a secret in a joined text', secret({ 'Fn::Join': ['', ['{"password":"', 'correct-horse', '"}']] }), ['error Secret SecretString']],
  ['a parameter that stands there', secret(ref('Standing')), ['error Secret SecretString']],
  ['a password of a database', { Db: of('RDS::DBInstance', { MasterUserPassword: 'correct-horse' }) }, ['error Db MasterUserPassword']],
  ['a client\'s secret', { Provider: of('Cognito::UserPoolIdentityProvider', { ProviderDetails: { client_secret: 'correct-horse' } }) }, ['error Provider ProviderDetails.client_secret']],
  ['a parameter of SSM named like a secret', { P: of('SSM::Parameter', { Name: '/orders/db-password', Value: 'correct-horse' }) }, ['error P Value']],
  ['a parameter of SSM named like another thing', { P: of('SSM::Parameter', { Name: '/orders/table', Value: 'orders' }) }, []],
], PARAMETERS);

const fn = (Variables: unknown, more: Record<string, unknown> = {}) => ({ Fn: of('Lambda::Function', { Environment: { Variables }, ...more }) });
const PLACE = 'Fn Environment.Variables';

cases(functionVariables, [
  ['no variable', { Fn: of('Lambda::Function') }, [`pass ${PLACE}`]],
  ['where a secret is kept', fn({ DB_PASSWORD_ARN: 'arn:aws:secretsmanager:x', SECRET_NAME: 'orders/db', API_KEY_HEADER: 'x-api-key-of-ours' }), [`pass ${PLACE}`]],
  ['settings about secrets', fn({ SECRET_CACHE_SECONDS: '300000000', PASSWORD_POLICY: 'strict-as-can-be' }), [`pass ${PLACE}`]],
  ['a reference under a secret\'s name', fn({ DB_SECRET: ref('Secret') }), [`pass ${PLACE}`]],
  ['a parameter', fn({ DB_PASSWORD: OPEN }), [`pass ${PLACE}`]],
  ['a secret', fn({ LOG_LEVEL: 'warn', DB_PASSWORD: 'correct-horse-battery' }), [`error ${PLACE}.DB_PASSWORD`]],
  ['a secret of a function of SAM', { Fn: of('Serverless::Function', { Environment: { Variables: { apiKey: 'correct-horse-battery' } } }) }, [`error ${PLACE}.apiKey`]],
  ['an access key under any name', fn({ X: 'AKIAIOSFODNN7EXAMPLE' }), [`error ${PLACE}.X`]],
  ['a private key', fn({ CERT: '-----BEGIN RSA PRIVATE KEY-----\nabc' }), [`error ${PLACE}.CERT`]],
  ['a password in a URL', fn({ DATABASE: 'postgres://app:correct-horse@db.internal:5432/orders' }), [`error ${PLACE}.DATABASE`]],
  ['a URL without one', fn({ DATABASE: 'https://db.internal:5432/orders?at=a@b' }), [`pass ${PLACE}`]],
  ['a parameter that stands there', fn({ DB_PASSWORD: ref('Standing') }), [`error ${PLACE}.DB_PASSWORD`]],
  ['variables of a parameter', fn(OPEN), [`unknown ${PLACE}`, `pass ${PLACE}`]],
], PARAMETERS);

test('the message says what is written out, and never the secret', () => {
  expect(messages(functionVariables, fn({ A: 'AKIAIOSFODNN7EXAMPLE', B_SECRET: 'correct-horse' }))).toEqual(['an access key is written out', 'a secret is written out']);
});

const VARIABLES = { Environment: { Variables: { LOG_LEVEL: 'warn' } } };
const beside = (one: Record<string, unknown>, other: Record<string, unknown>) => ({ ...apiWith({ ...VARIABLES, ...one }), ...apiWith(other, 'Other') });

cases(functionVariablesKey, [
  ['keys everywhere', beside({ KmsKeyArn: 'arn' }, { KmsKeyArn: 'arn' }), ['pass Fn KmsKeyArn']],
  ['keys nowhere: Lambda has its own', beside({}, {}), []],
  ['no key beside one', beside({}, { KmsKeyArn: 'arn' }), ['warning Fn KmsKeyArn']],
  ['no key beside another API whose function has one', { ...apiWith(VARIABLES), ...ofAnotherApi({ KmsKeyArn: 'arn' }) }, []],
  ['no key and no variables beside one', { ...apiWith({}), ...apiWith({ KmsKeyArn: 'arn' }, 'Other') }, []],
  ['a key of a parameter', beside({ KmsKeyArn: OPEN }, { KmsKeyArn: 'arn' }), ['unknown Fn KmsKeyArn']],
], PARAMETERS);
