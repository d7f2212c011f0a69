import type { Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { MachineTokenIssuer } from '../../src/identity/machine-token-issuer';
import { newStack, onlyResource, resourcesOf, warningsOf } from '../support/stack';

const serversOf = (stack: Stack) => Object.values(resourcesOf(stack, 'AWS::Cognito::UserPoolResourceServer'));

test('the scopes of one identifier are one resource server, sorted, each with a description', () => {
  const stack = newStack();
  const issuer = new MachineTokenIssuer(stack, 'Issuer');
  issuer.declareScope('payments/write');
  issuer.declareScope('payments/read');
  expect(onlyResource(stack, 'AWS::Cognito::UserPoolResourceServer').Properties).toMatchObject({
    Identifier: 'payments',
    Name: 'payments',
    Scopes: [
      { ScopeName: 'read', ScopeDescription: 'read on payments' },
      { ScopeName: 'write', ScopeDescription: 'write on payments' },
    ],
  });
});

test('declaring a scope twice changes nothing, and neither does the order of declarations', () => {
  const templates = [['a/x', 'b/y', 'a/z'], ['b/y', 'a/z', 'a/x', 'b/y', 'a/x']].map((scopes) => {
    const stack = newStack();
    const issuer = new MachineTokenIssuer(stack, 'Issuer');
    scopes.forEach((scope) => issuer.declareScope(scope));
    expect(issuer.scopes).toEqual(['a/x', 'a/z', 'b/y']);
    return resourcesOf(stack, 'AWS::Cognito::UserPoolResourceServer');
  });
  expect(templates[0]).toEqual(templates[1]);
});

test('an identifier may be a URL: its slashes and colons do not stand in the name, nor two identifiers in one', () => {
  const stack = newStack();
  const issuer = new MachineTokenIssuer(stack, 'Issuer');
  issuer.declareScope('https://payments.example.com/v1/read');
  issuer.declareScope('https://payments.example.com:v1/read');
  expect(serversOf(stack).map((server) => server.Properties.Identifier).sort())
    .toEqual(['https://payments.example.com/v1', 'https://payments.example.com:v1']);
  expect(serversOf(stack).map((server) => server.Properties.Name)).toEqual(['https---payments.example.com-v1', 'https---payments.example.com-v1']);
});

test('the description of a long scope is cut to the 256 characters that Cognito takes', () => {
  const stack = newStack();
  new MachineTokenIssuer(stack, 'Issuer').declareScope(`${'i'.repeat(256)}/${'n'.repeat(256)}`);
  expect(onlyResource(stack, 'AWS::Cognito::UserPoolResourceServer').Properties.Scopes[0].ScopeDescription).toHaveLength(256);
});

test('a malformed scope is refused with its value', () => {
  expect(() => new MachineTokenIssuer(newStack(), 'Issuer').declareScope('read'))
    .toThrow('a scope is written RESOURCE-SERVER/NAME, as in payments/read, received: "read"');
});

test('the 101st scope of a resource server is refused with its value', () => {
  const issuer = new MachineTokenIssuer(newStack(), 'Issuer');
  for (let at = 1; at <= 100; at++) {
    issuer.declareScope(`payments/s${at}`);
  }
  issuer.declareScope('payments/s100');
  expect(() => issuer.declareScope('payments/s101')).toThrow('a resource server has at most 100 scopes, received one more: "payments/s101"');
});

test('a warning tells of the quota that the 26th resource server needs raised, and the 301st is refused', () => {
  const stack = newStack();
  const issuer = new MachineTokenIssuer(stack, 'Issuer');
  const declare = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => issuer.declareScope(`server${from + at}/read`));
  declare(1, 25);
  expect(warningsOf(stack)).toEqual([]);
  declare(26, 300);
  expect(warningsOf(stack).filter((text) => text.includes('Resource servers per user pool'))).toHaveLength(1);
  expect(() => declare(301, 301)).toThrow('a user pool has at most 300 resource servers, received one more: "server301"');
});

describe('the scopes of an existing user pool', () => {
  const existing = () => {
    const stack = newStack();
    const userPool = new cognito.CfnUserPool(stack, 'Theirs');
    return { stack, issuer: new MachineTokenIssuer(stack, 'Issuer', { userPool, existingScopes: ['payments/read'] }) };
  };

  test('are not made again', () => {
    const { stack, issuer } = existing();
    issuer.declareScope('payments/read');
    issuer.addClient('Billing', { scopes: ['payments/read'] });
    expect(serversOf(stack)).toEqual([]);
    expect(onlyResource(stack, 'AWS::Cognito::UserPoolClient').Properties.AllowedOAuthScopes).toEqual(['payments/read']);
  });

  test('are not added to, since their resource server is not ours', () => {
    const { issuer } = existing();
    expect(() => issuer.declareScope('payments/write'))
      .toThrow('make the scope there and name it in existingScopes, received: "payments/write"');
  });

  test('stand beside those that are declared here', () => {
    const { issuer } = existing();
    issuer.declareScope('ledger/read');
    expect(issuer.scopes).toEqual(['ledger/read', 'payments/read']);
  });
});
