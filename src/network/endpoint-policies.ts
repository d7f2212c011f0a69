import { Fn, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { accountArn } from '../encryption/account-arn';

/**
 * The policy of an `execute-api` endpoint: any caller, the APIs and private domains of this account only. A caller with a bearer token
 * has no IAM identity here, and the ids of the APIs would make a cycle, since their policies name the endpoint.
 */
export function apiPolicy(scope: IConstruct): iam.PolicyDocument {
  return policy(allow('ApisOfThisAccount', ['execute-api:Invoke'], [accountArn(scope, 'execute-api', '*')]));
}

/** The policy of another service's endpoint: the principals of this account, and the calls that come without an identity by design. */
export function servicePolicy(scope: IConstruct, serviceName: string): iam.PolicyDocument {
  return policy(principalsOfThisAccount(scope), ...(CALLS_WITHOUT_IDENTITY.get(serviceName)?.(scope) ?? []));
}

/**
 * The policy of the S3 gateway endpoint: the principals of this account, and reads of what AWS hands out anonymously or by
 * URLs that it signs itself: image layers, Amazon Linux packages; and the answer that a custom resource owes CloudFormation.
 */
export function s3Policy(scope: IConstruct): iam.PolicyDocument {
  const { partition, region } = Stack.of(scope);
  const objects = (bucket: string) => `arn:${partition}:s3:::${bucket}/*`;
  const regionWithoutDashes = Fn.join('', Fn.split('-', region));
  return policy(
    principalsOfThisAccount(scope),
    allow('ImageLayersAndPackages', ['s3:GetObject'], [
      objects(`prod-${region}-starport-layer-bucket`),
      objects(`al2023-repos-${region}-de612dc2`),
    ]),
    allow('CustomResourceAnswers', ['s3:PutObject'], [objects(`cloudformation-custom-resource-response-${regionWithoutDashes}`)]),
  );
}

/** The policy of the DynamoDB gateway endpoint: the principals of this account. */
export function dynamoDbPolicy(scope: IConstruct): iam.PolicyDocument {
  return policy(principalsOfThisAccount(scope));
}

/** Calls that carry no signature, so that only their resource can be bound to this account. */
const CALLS_WITHOUT_IDENTITY = new Map<string, (scope: IConstruct) => iam.PolicyStatement[]>([
  ['cognito-idp', (scope) => [
    allow('ClientTokens', ['cognito-idp:GetClientToken'], [accountArn(scope, 'cognito-idp', 'userpool/*')]),
  ]],
  ['sts', (scope) => [
    allow('FederatedRoles', ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'],
      [`arn:${Stack.of(scope).partition}:iam::${Stack.of(scope).account}:role/*`]),
  ]],
]);

function principalsOfThisAccount(scope: IConstruct): iam.PolicyStatement {
  const statement = allow('PrincipalsOfThisAccount', ['*'], ['*']);
  statement.addCondition('StringEquals', { 'aws:PrincipalAccount': Stack.of(scope).account });
  return statement;
}

/** Gateway endpoints take no principal but `*`, and callers without an identity match no other. */
function allow(sid: string, actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, principals: [new iam.AnyPrincipal()], actions, resources });
}

function policy(...statements: iam.PolicyStatement[]): iam.PolicyDocument {
  return new iam.PolicyDocument({ minimize: false, statements });
}
