import { type App, type Stack, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DataKey } from '../../src/encryption/data-key';
import type { MachineClient } from '../../src/identity/machine-client';
import { MachineTokenIssuer } from '../../src/identity/machine-token-issuer';
import { newStack, onlyResource, resourcesOf } from '../support/stack';

function withClient(): { stack: Stack; issuer: MachineTokenIssuer; client: MachineClient } {
  const stack = newStack();
  const issuer = new MachineTokenIssuer(stack, 'Issuer');
  issuer.declareScope('payments/read');
  return { stack, issuer, client: issuer.addClient('Billing', { scopes: ['payments/read'] }) };
}

const clientOf = (stack: Stack) => onlyResource(stack, 'AWS::Cognito::UserPoolClient');

test('a client gets tokens by GetClientToken, and by nothing else', () => {
  const { stack } = withClient();
  expect(clientOf(stack).Properties).toMatchObject({
    ClientName: 'Billing',
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['payments/read'],
    EnableTokenRevocation: true,
    PreventUserExistenceErrors: 'ENABLED',
  });
});

test('a client that is off keeps its id, its name and its secret, and has no way to a token', () => {
  const [on, off] = [undefined, false].map((enabled) => {
    const stack = newStack();
    const issuer = new MachineTokenIssuer(stack, 'Issuer');
    issuer.declareScope('payments/read');
    expect(issuer.addClient('Billing', { scopes: ['payments/read'], enabled }).scopes).toEqual(['payments/read']);
    return stack;
  });
  const { ExplicitAuthFlows, AllowedOAuthFlowsUserPoolClient, AllowedOAuthFlows, AllowedOAuthScopes, ...kept } = clientOf(on!).Properties;
  expect(clientOf(off!).Properties).toEqual({ ...kept, ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'], AllowedOAuthFlowsUserPoolClient: false });
  for (const type of ['AWS::SecretsManager::Secret', 'AWS::Cognito::UserPoolResourceServer']) {
    expect(resourcesOf(off!, type)).toEqual(resourcesOf(on!, type));
  }
  expect(Object.keys(resourcesOf(off!, 'AWS::Cognito::UserPoolClient'))).toEqual(Object.keys(resourcesOf(on!, 'AWS::Cognito::UserPoolClient')));
});

test('tokens live half an hour, or as long as the issuer says', () => {
  expect(clientOf(withClient().stack).Properties).toMatchObject({ AccessTokenValidity: 30, TokenValidityUnits: { AccessToken: 'minutes' } });
  const stack = newStack();
  const issuer = new MachineTokenIssuer(stack, 'Issuer', { accessTokenValidity: Duration.hours(24) });
  issuer.declareScope('payments/read');
  issuer.addClient('Billing', { scopes: ['payments/read'] });
  expect(clientOf(stack).Properties.AccessTokenValidity).toBe(1440);
});

test('a client that is no longer declared is deleted, with its secret', () => {
  const { stack } = withClient();
  expect(clientOf(stack).DeletionPolicy).not.toBe('Retain');
  expect(onlyResource(stack, 'AWS::SecretsManager::Secret').DeletionPolicy).not.toBe('Retain');
});

describe('the secret', () => {
  test('stands in no template: only references to it do', () => {
    const { stack } = withClient();
    const [clientId] = Object.keys(resourcesOf(stack, 'AWS::Cognito::UserPoolClient'));
    const { SecretString } = onlyResource(stack, 'AWS::SecretsManager::Secret').Properties;
    const text = SecretString['Fn::Join'][1].map((part: any) => (typeof part === 'string' ? part : '*')).join('');
    expect(JSON.parse(text)).toEqual({
      clientId: '*', clientSecret: '*', region: '*', issuer: 'https://cognito-idp.*.*/*',
    });
    expect(SecretString['Fn::Join'][1]).toContainEqual({ 'Fn::GetAtt': [clientId, 'ClientSecret'] });
    const { template } = (stack.node.root as App).synth().getStackByName('Test');
    expect(JSON.stringify(template).split('"ClientSecret"')).toHaveLength(2);
  });

  test('is kept under the data key', () => {
    const { stack } = withClient();
    const [keyId] = Object.keys(resourcesOf(stack, 'AWS::KMS::Key'));
    expect(onlyResource(stack, 'AWS::SecretsManager::Secret').Properties.KmsKeyId).toEqual({ 'Fn::GetAtt': [keyId, 'Arn'] });
  });

  test('costs one resource and no custom resource', () => {
    const { stack, issuer } = withClient();
    const count = () => Object.keys((stack.node.root as App).synth({ force: true }).getStackByName('Test').template.Resources).length;
    const before = count();
    issuer.addClient('Ledger', { scopes: ['payments/read'] });
    expect(count() - before).toBe(2);
    expect(resourcesOf(stack, 'AWS::Lambda::Function')).toEqual({});
  });

  test('does not change when the scopes of its client do, so that no deploy writes the first secret over a newer one', () => {
    const [one, two] = [['payments/read'], ['payments/read', 'payments/write']].map((scopes) => {
      const stack = newStack();
      const issuer = new MachineTokenIssuer(stack, 'Issuer', { accessTokenValidity: Duration.minutes(5 * scopes.length) });
      scopes.forEach((scope) => issuer.declareScope(scope));
      issuer.addClient('Billing', { scopes });
      return resourcesOf(stack, 'AWS::SecretsManager::Secret');
    });
    expect(one).toEqual(two);
  });

  const policyOf = (stack: Stack): any[] => onlyResource(stack, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement;
  const roleIn = (stack: Stack) => new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

  test('can be read by whom it is granted, and the key used for this secret through Secrets Manager only', () => {
    const { stack, client } = withClient();
    expect(client.secret.grantRead(roleIn(stack)).success).toBe(true);
    const [keyId] = Object.keys(resourcesOf(stack, 'AWS::KMS::Key'));
    const [secretId] = Object.keys(resourcesOf(stack, 'AWS::SecretsManager::Secret'));
    expect(policyOf(stack)).toEqual([
      expect.objectContaining({ Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], Resource: { Ref: secretId } }),
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: { 'Fn::GetAtt': [keyId, 'Arn'] },
        Condition: {
          StringEquals: {
            'kms:ViaService': { 'Fn::Join': ['', ['secretsmanager.', { Ref: 'AWS::Region' }, '.amazonaws.com']] },
            'kms:EncryptionContext:SecretARN': { Ref: secretId },
          },
        },
      },
    ]);
  });

  test('can be replaced by whom that is granted, the key included', () => {
    const { stack, client } = withClient();
    client.secret.grantWrite(roleIn(stack));
    expect(policyOf(stack).flatMap((statement) => statement.Action)).toEqual(expect.arrayContaining(['secretsmanager:PutSecretValue', 'kms:GenerateDataKey']));
  });

  test('is granted without a change of the key', () => {
    const stack = newStack();
    const theirs = new kms.Key(stack, 'Theirs');
    const issuer = new MachineTokenIssuer(stack, 'Issuer', { dataKey: DataKey.fromKey(stack, 'Key', theirs) });
    issuer.declareScope('payments/read');
    const before = JSON.stringify(stack.resolve((theirs.node.defaultChild as kms.CfnKey).keyPolicy));
    issuer.addClient('Billing', { scopes: ['payments/read'] }).secret.grantRead(roleIn(stack));
    expect(JSON.stringify(stack.resolve((theirs.node.defaultChild as kms.CfnKey).keyPolicy))).toBe(before);
    expect(JSON.stringify(policyOf(stack))).toContain('kms:Decrypt');
  });

  test('can be opened to a principal of another account by its own policy', () => {
    const { stack, client } = withClient();
    const [principal, actions] = [new iam.ArnPrincipal('arn:aws:iam::210987654321:role/Billing'), ['secretsmanager:GetSecretValue']];
    expect(client.secret.addToResourcePolicy(new iam.PolicyStatement({ principals: [principal], actions, resources: ['*'] })).statementAdded).toBe(true);
    expect(onlyResource(stack, 'AWS::SecretsManager::ResourcePolicy').Properties.ResourcePolicy.Statement[0].Principal)
      .toEqual({ AWS: 'arn:aws:iam::210987654321:role/Billing' });
  });

  test('has one ARN, under which its client names it', () => {
    const { stack, client } = withClient();
    const [secretId] = Object.keys(resourcesOf(stack, 'AWS::SecretsManager::Secret'));
    const [clientId] = Object.keys(resourcesOf(stack, 'AWS::Cognito::UserPoolClient'));
    expect(stack.resolve([client.secretArn, client.clientId])).toEqual([{ Ref: secretId }, { Ref: clientId }]);
  });
});

describe('scopes', () => {
  const dependenciesOf = (stack: Stack) => (clientOf(stack).DependsOn ?? [])
    .map((id) => resourcesOf(stack, 'AWS::Cognito::UserPoolResourceServer')[id]?.Properties.Identifier).sort();

  test('exist before the client that has them, and other resource servers do not hold it up', () => {
    const stack = newStack();
    const issuer = new MachineTokenIssuer(stack, 'Issuer');
    ['payments/read', 'ledger/read', 'other/read'].forEach((scope) => issuer.declareScope(scope));
    issuer.addClient('Billing', { scopes: ['payments/read', 'ledger/read'] });
    expect(dependenciesOf(stack)).toEqual(['ledger', 'payments']);
  });

  test('may be declared after the client that has them', () => {
    const stack = newStack();
    const issuer = new MachineTokenIssuer(stack, 'Issuer');
    issuer.addClient('Billing', { scopes: ['payments/write', 'ledger/read'] });
    ['other/read', 'payments/write', 'payments/read', 'ledger/read'].forEach((scope) => issuer.declareScope(scope));
    expect(dependenciesOf(stack)).toEqual(['ledger', 'payments']);
  });

  test('that nobody declared are refused at synth, with their client', () => {
    const stack = newStack();
    const issuer = new MachineTokenIssuer(stack, 'Issuer');
    issuer.declareScope('payments/read');
    issuer.addClient('Billing', { scopes: ['payments/read', 'payments/raed'] });
    expect(() => (stack.node.root as App).synth()).toThrow(
      'an OAuth client is given scopes that are declared (payments/read), received: "payments/raed" of the client Issuer/Clients/Billing',
    );
  });

  test.each([
    [[], '1 to 50 scopes, received: 0'],
    [Array.from({ length: 51 }, (_, at) => `payments/s${at}`), '1 to 50 scopes, received: 51'],
    [['payments/read', 'payments/write', 'payments/read'], 'each of its scopes once, received a second: "payments/read"'],
    [['payments'], 'a scope is written RESOURCE-SERVER/NAME, as in payments/read, received: "payments"'],
  ])('%j are refused', (scopes, message) => {
    expect(() => new MachineTokenIssuer(newStack(), 'Issuer').addClient('Billing', { scopes })).toThrow(message);
  });

  test('stand in the client in the order of the alphabet, whatever the order of the declaration', () => {
    const stack = newStack();
    const issuer = new MachineTokenIssuer(stack, 'Issuer');
    ['b/b', 'a/a'].forEach((scope) => issuer.declareScope(scope));
    expect(issuer.addClient('Billing', { scopes: ['b/b', 'a/a'] }).scopes).toEqual(['a/a', 'b/b']);
  });
});

test('a client has the name that it is given', () => {
  const stack = newStack();
  const issuer = new MachineTokenIssuer(stack, 'Issuer');
  issuer.declareScope('payments/read');
  issuer.addClient('Billing', { scopes: ['payments/read'], clientName: 'billing @ finance' });
  expect(clientOf(stack).Properties.ClientName).toBe('billing @ finance');
  expect(() => issuer.addClient('Ledger', { scopes: ['payments/read'], clientName: 'ledger/eu' }))
    .toThrow('an OAuth client is named by 1 to 128 letters, digits, spaces and _+=,.@-, received: "ledger/eu"');
});

test.each(Object.getOwnPropertyNames(Object.prototype))('a client and a resource server may be named %s, like what every object has', (name) => {
  const stack = newStack();
  const issuer = new MachineTokenIssuer(stack, 'Issuer');
  issuer.declareScope(`${name}/read`);
  issuer.declareScope(`${name}./read`);
  issuer.addClient(name, { scopes: [`${name}/read`] });
  expect(clientOf(stack).Properties).toMatchObject({ ClientName: name, AllowedOAuthScopes: [`${name}/read`] });
  expect(Object.values(resourcesOf(stack, 'AWS::Cognito::UserPoolResourceServer')).map(({ Properties }) => Properties.Identifier).sort())
    .toEqual([name, `${name}.`]);
});

test('clients may have the names of the issuer\'s own parts', () => {
  const stack = newStack();
  const issuer = new MachineTokenIssuer(stack, 'Issuer');
  issuer.declareScope('payments/read');
  ['Key', 'Resource', 'Scopes', 'Clients', 'Default'].forEach((id) => issuer.addClient(id, { scopes: ['payments/read'] }));
  expect(Object.keys(resourcesOf(stack, 'AWS::Cognito::UserPoolClient'))).toHaveLength(5);
});
