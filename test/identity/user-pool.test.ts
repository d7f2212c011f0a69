import { App, CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DataKey } from '../../src/encryption/data-key';
import { MachineTokenIssuer } from '../../src/identity/machine-token-issuer';
import { findCycle } from '../support/cycles';
import { newStack, onlyResource, resourcesOf, warningsOf } from '../support/stack';

const poolOf = (stack: Stack) => onlyResource(stack, 'AWS::Cognito::UserPool');

test('the user pool has no domain, which the cognito-idp endpoint of a VPC would refuse', () => {
  const stack = newStack();
  new MachineTokenIssuer(stack, 'Issuer');
  expect(resourcesOf(stack, 'AWS::Cognito::UserPoolDomain')).toEqual({});
});

test('the user pool is encrypted with the data key, and the key admits Cognito', () => {
  const stack = newStack();
  new MachineTokenIssuer(stack, 'Issuer');
  const [keyId] = Object.keys(resourcesOf(stack, 'AWS::KMS::Key'));
  expect(poolOf(stack).Properties.KeyConfiguration).toEqual({ KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: { 'Fn::GetAtt': [keyId, 'Arn'] } });
  expect(poolOf(stack).Properties.UserPoolTier).toBe('ESSENTIALS');
  const admitted = onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement.map((statement: any) => statement.Principal.Service).flat();
  expect(admitted).toContain('cognito-idp.amazonaws.com');
});

test('nobody signs up, and a user whom an administrator makes cannot get in without a second factor', () => {
  const stack = newStack();
  new MachineTokenIssuer(stack, 'Issuer');
  expect(poolOf(stack).Properties).toMatchObject({
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
    MfaConfiguration: 'ON',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    Policies: {
      PasswordPolicy: { MinimumLength: 16, RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true },
    },
  });
});

test('the user pool is protected against deletion and stays when its stack goes', () => {
  const stack = newStack();
  new MachineTokenIssuer(stack, 'Issuer');
  expect(poolOf(stack)).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: { DeletionProtection: 'ACTIVE' } });
});

test('a pool that may go with its stack is not protected against that', () => {
  const stack = newStack();
  new MachineTokenIssuer(stack, 'Issuer', { removalPolicy: RemovalPolicy.DESTROY });
  expect(poolOf(stack)).toMatchObject({ DeletionPolicy: 'Delete', Properties: { DeletionProtection: 'INACTIVE' } });
});

test('the issuer URL of an existing pool has the Region of the pool, and the DNS suffix of the partition', () => {
  const stack = new Stack(new App(), 'Test', { env: { account: '123456789012', region: 'cn-north-1' } });
  const userPool = cognito.UserPool.fromUserPoolArn(stack, 'Pool', 'arn:aws-cn:cognito-idp:cn-northwest-1:123456789012:userpool/cn-northwest-1_abc');
  expect(stack.resolve(new MachineTokenIssuer(stack, 'Issuer', { userPool }).issuerUrl)).toEqual({
    'Fn::Join': ['', ['https://cognito-idp.cn-northwest-1.', { Ref: 'AWS::URLSuffix' }, '/cn-northwest-1_abc']],
  });
});

test('an environment-agnostic stack names its issuer by its own Region and suffix', () => {
  const stack = newStack();
  const issuer = new MachineTokenIssuer(stack, 'Issuer');
  const [poolId] = Object.keys(resourcesOf(stack, 'AWS::Cognito::UserPool'));
  expect(stack.resolve(issuer.issuerUrl)).toEqual({
    'Fn::Join': ['', ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/', { Ref: poolId }]],
  });
});

test('an API that asks for the tokens refers to the pool by its ARN, and nothing refers back', () => {
  const stack = newStack();
  const dataKey = new DataKey(stack, 'Key');
  const issuer = new MachineTokenIssuer(stack, 'Issuer', { dataKey });
  issuer.declareScope('payments/read');
  issuer.addClient('Billing', { scopes: ['payments/read'] });
  new CfnResource(stack, 'Api', { type: 'AWS::ApiGateway::RestApi', properties: { Body: issuer._securityScheme().definition } });
  const { template } = (stack.node.root as App).synth().getStackByName('Test');
  expect(JSON.stringify(template.Resources.Api)).toContain('Fn::GetAtt');
  expect(findCycle(template)).toBeUndefined();
});

test('the security scheme names the pool, reads the Authorization header, and keeps its name', () => {
  const stack = newStack();
  const issuer = new MachineTokenIssuer(stack, 'Issuer');
  const [poolId] = Object.keys(resourcesOf(stack, 'AWS::Cognito::UserPool'));
  expect(stack.resolve(issuer._securityScheme())).toEqual({
    name: 'machine_tokens',
    definition: {
      'type': 'apiKey',
      'name': 'Authorization',
      'in': 'header',
      'x-amazon-apigateway-authtype': 'cognito_user_pools',
      'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [{ 'Fn::GetAtt': [poolId, 'Arn'] }] },
    },
  });
});

describe('an existing user pool', () => {
  test('is not changed, and a warning says that it must not have a domain', () => {
    const stack = newStack();
    const userPool = new cognito.CfnUserPool(stack, 'Theirs');
    const issuer = new MachineTokenIssuer(stack, 'Issuer', { userPool });
    expect(poolOf(stack).Properties ?? {}).toEqual({});
    expect(stack.resolve(issuer.userPoolId)).toEqual({ Ref: 'Theirs' });
    expect(warningsOf(stack).join()).toContain('must not have a domain');
  });

  test('does not make the data key admit Cognito', () => {
    const stack = newStack();
    new MachineTokenIssuer(stack, 'Issuer', { userPool: new cognito.UserPool(stack, 'Theirs') });
    expect(onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement).toHaveLength(1);
  });

  test('keeps its removal policy', () => {
    const stack = newStack();
    const userPool = new cognito.CfnUserPool(stack, 'Theirs');
    expect(() => new MachineTokenIssuer(stack, 'Issuer', { userPool, removalPolicy: RemovalPolicy.DESTROY }))
      .toThrow('an existing user pool keeps its removal policy, received: destroy');
  });

  test('may be in another stack', () => {
    const app = new App();
    const theirs = new Stack(app, 'Theirs');
    const ours = new Stack(app, 'Ours');
    const issuer = new MachineTokenIssuer(ours, 'Issuer', { userPool: new cognito.UserPool(theirs, 'Pool') });
    issuer.declareScope('payments/read');
    expect(onlyResource(ours, 'AWS::Cognito::UserPoolResourceServer').Properties.UserPoolId).toHaveProperty('Fn::ImportValue');
  });
});

test('an existing key keeps its policy', () => {
  const keyOf = (use: (stack: Stack, key: kms.Key) => void) => {
    const stack = newStack();
    use(stack, new kms.Key(stack, 'Theirs'));
    return onlyResource(stack, 'AWS::KMS::Key').Properties;
  };
  expect(keyOf((stack, key) => {
    const issuer = new MachineTokenIssuer(stack, 'Issuer', { dataKey: DataKey.fromKey(stack, 'Key', key) });
    issuer.declareScope('payments/read');
    issuer.addClient('Billing', { scopes: ['payments/read'] });
  })).toEqual(keyOf(() => undefined));
});

test('scopes of a pool that is made here cannot exist before', () => {
  expect(() => new MachineTokenIssuer(newStack(), 'Issuer', { existingScopes: ['payments/read'] }))
    .toThrow('existingScopes are those of an existing user pool, received: payments/read without a userPool');
});

test.each([
  [Duration.minutes(4), '4 minutes'], [Duration.hours(25), '1500 minutes'], [Duration.seconds(330), '5.5 minutes'],
])('a token lifetime outside 5 minutes to 24 hours is refused with its value', (accessTokenValidity, received) => {
  expect(() => new MachineTokenIssuer(newStack(), 'Issuer', { accessTokenValidity }))
    .toThrow(`an access token lives whole minutes, 5 minutes to 24 hours, received: ${received}`);
});
