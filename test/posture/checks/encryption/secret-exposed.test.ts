import { secretExposed as check } from '../../../../src/posture/checks/encryption/secret-exposed';
import { messages, postureOf, type Resources } from '../../support/app';
import { cases, PARAMETERS, verdicts } from '../../support/cases';
import { att, of } from '../../support/network';

const SECRET = att('Client', 'ClientSecret');
const CLIENT: Resources = { Client: of('Cognito::UserPoolClient', { GenerateSecret: true }) };
const into = (type: string, properties: Record<string, unknown>): Resources => ({ ...CLIENT, Place: of(type, properties) });
const variables = (SECRET_ARN: unknown) => ({ Environment: { Variables: { SECRET_ARN } } });
const DYNAMIC = '{{resolve:secretsmanager:orders:SecretString:password}}';

cases(check, [
  ['a secret', into('SecretsManager::Secret', { SecretString: SECRET }), ['pass Place SecretString']],
  ['a secret, among other things', into('SecretsManager::Secret', { SecretString: { 'Fn::Sub': '{"id":"${Client}","secret":"${Client.ClientSecret}"}' } }), ['pass Place SecretString']],
  ['an identity provider, which keeps it', into('Cognito::UserPoolIdentityProvider', { ProviderDetails: { client_secret: SECRET } }), ['pass Place ProviderDetails.client_secret']],
  ['nothing but its id', into('SSM::Parameter', { Value: { Ref: 'Client' } }), []],
  ['a parameter', into('SSM::Parameter', { Type: 'String', Value: SECRET }), ['error Place Value']],
  ['a parameter, among other things', into('SSM::Parameter', { Value: { 'Fn::Join': [':', [{ Ref: 'Client' }, SECRET]] } }), ['error Place Value']],
  ['a variable of a function', into('Lambda::Function', { Environment: { Variables: { CLIENT_SECRET: SECRET } } }), ['error Place Environment.Variables.CLIENT_SECRET']],
  ['a variable of a stage', into('ApiGateway::Stage', { Variables: { secret: SECRET } }), ['error Place Variables.secret']],
  ['any other property', into('CloudWatch::Dashboard', { DashboardBody: { 'Fn::Sub': '${Client.ClientSecret}' } }), ['error Place DashboardBody']],
  ['a tag', into('S3::Bucket', { Tags: [{ Key: 'client', Value: SECRET }] }), ['error Place Tags[0].Value']],
  ['a tag of that name', into('SSM::Parameter', { Value: 'x', Tags: { secret: SECRET } }), ['error Place Tags.secret']],
  ['the key of a user', { User: of('IAM::AccessKey', { UserName: 'x' }), Place: of('SSM::Parameter', { Value: att('User', 'SecretAccessKey') }) }, ['error Place Value']],
  ['what a custom resource looks up', { Look: { Type: 'Custom::DescribeCognitoUserPoolClient' }, Place: of('SSM::Parameter', { Value: att('Look', 'UserPoolClient.ClientSecret') }) }, ['error Place Value']],
  ['a secret that is resolved into a variable', into('Lambda::Function', variables(DYNAMIC)), ['error Place Environment.Variables.SECRET_ARN']],
  ['a secret of the app that is resolved into a variable, as CDK writes it',
    { Kept: of('SecretsManager::Secret'), Place: of('Lambda::Function', variables({ 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Kept' }, ':SecretString:::}}']] })) },
    ['error Place Environment.Variables.SECRET_ARN']],
  ['what stands beside a secret of the app', { Kept: of('SecretsManager::Secret'), Place: of('Lambda::Function', variables({ 'Fn::Sub': '{{resolve:secretsmanager:${Kept}:SecretString:username::}}' })) }, []],
  ['what stands beside a secret, resolved into a variable', into('Lambda::Function', variables('{{resolve:secretsmanager:arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-x:SecretString:host::}}')), []],
  ['a parameter that is resolved into a variable', into('Lambda::Function', variables('{{resolve:ssm:orders}}')), []],
  ['a secret that is resolved where a password belongs', into('RDS::DBInstance', { MasterUserPassword: DYNAMIC }), []],
  ['a part of it', into('SSM::Parameter', { Value: { 'Fn::Select': [0, { 'Fn::Split': ['-', SECRET] }] } }), ['unknown Place Value']],
], PARAMETERS);

test.each([['an output', {}], ['an export, as another stack needs it', { Export: { Name: 'client-secret' } }]])('%s shows it', (_, more) => {
  const app = postureOf(CLIENT, { Outputs: { Shown: { Value: SECRET, ...more }, Id: { Value: { Ref: 'Client' } } } });
  expect(verdicts(check, app)).toEqual(['error Client']);
  expect(messages(check, app)).toEqual(['the ClientSecret of ${Client} is the output Shown of the stack']);
});

test('the message names the secret, and not its value', () => {
  expect(messages(check, into('SSM::Parameter', { Value: SECRET }))).toEqual(['holds the ClientSecret of ${Client}']);
  expect(messages(check, into('Lambda::Function', variables(DYNAMIC)))).toEqual(['holds the secret secretsmanager:orders:SecretString:password']);
});
