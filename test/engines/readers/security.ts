import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as secrets from '@aws-sdk/client-secrets-manager';
import * as waf from '@aws-sdk/client-wafv2';
import { type Reader, policy, told } from './reader';
import { AtLeast } from '../support/compare';

/** CloudFormation writes Arn where the API writes ARN, and text where it gives the bytes that are searched for. */
function asTemplate(value: unknown): any {
  if (Array.isArray(value)) {
    return value.map(asTemplate);
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString();
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key === 'ARN' ? 'Arn' : key, asTemplate(item)]));
}

function wafKey(physicalId: string): { Name: string; Id: string; Scope: waf.Scope } {
  const [Name, Id, Scope] = physicalId.split('|') as [string, string, waf.Scope];
  return { Name, Id, Scope };
}

/** AWS WAF. */
export const wafReaders: Record<string, Reader> = {
  'AWS::WAFv2::IPSet': {
    async read(clients, physicalId) {
      const { IPSet } = await clients.waf.send(new waf.GetIPSetCommand(wafKey(physicalId)));
      const tags = await clients.waf.send(new waf.ListTagsForResourceCommand({ ResourceARN: IPSet!.ARN! }));
      return {
        properties: told({
          ...wafKey(physicalId),
          Addresses: IPSet!.Addresses,
          IPAddressVersion: IPSet!.IPAddressVersion,
          Description: IPSet!.Description,
          Tags: tags.TagInfoForResource?.TagList,
        }),
        attributes: { Arn: IPSet!.ARN, Id: IPSet!.Id },
      };
    },
  },
  'AWS::WAFv2::RegexPatternSet': {
    async read(clients, physicalId) {
      const { RegexPatternSet } = await clients.waf.send(new waf.GetRegexPatternSetCommand(wafKey(physicalId)));
      return {
        properties: told({
          ...wafKey(physicalId),
          Description: RegexPatternSet!.Description,
          RegularExpressionList: RegexPatternSet!.RegularExpressionList?.map(({ RegexString }) => RegexString),
        }),
        attributes: { Arn: RegexPatternSet!.ARN, Id: RegexPatternSet!.Id },
      };
    },
  },
  'AWS::WAFv2::WebACL': {
    async read(clients, physicalId) {
      const { WebACL } = await clients.waf.send(new waf.GetWebACLCommand(wafKey(physicalId)));
      const tags = await clients.waf.send(new waf.ListTagsForResourceCommand({ ResourceARN: WebACL!.ARN! }));
      return {
        properties: told({ ...wafKey(physicalId), ...asTemplate(WebACL), Tags: tags.TagInfoForResource?.TagList }),
        attributes: { Arn: WebACL!.ARN, Id: WebACL!.Id, Capacity: WebACL!.Capacity, LabelNamespace: WebACL!.LabelNamespace },
      };
    },
  },
  'AWS::WAFv2::WebACLAssociation': {
    async read(clients, _, { ResourceArn }) {
      const { WebACL } = await clients.waf.send(new waf.GetWebACLForResourceCommand({ ResourceArn }));
      return { properties: { ResourceArn, WebACLArn: WebACL?.ARN } };
    },
  },
  'AWS::WAFv2::LoggingConfiguration': {
    async read(clients, physicalId) {
      const { LoggingConfiguration } = await clients.waf.send(new waf.GetLoggingConfigurationCommand({ ResourceArn: physicalId }));
      return { properties: told({ ...LoggingConfiguration }) };
    },
  },
};

/** Cognito. */
export const cognitoReaders: Record<string, Reader> = {
  'AWS::Cognito::UserPool': {
    async read(clients, UserPoolId) {
      const { UserPool } = await clients.cognito.send(new cognito.DescribeUserPoolCommand({ UserPoolId }));
      const factors = await clients.cognito.send(new cognito.GetUserPoolMfaConfigCommand({ UserPoolId }));
      const host = `cognito-idp.${await clients.cognito.config.region()}.amazonaws.com/${UserPoolId}`;
      return {
        properties: told({
          ...UserPool, UserPoolName: UserPool!.Name, UserPoolTags: UserPool!.UserPoolTags, EnabledMfas: factors.SoftwareTokenMfaConfiguration?.Enabled ? ['SOFTWARE_TOKEN_MFA'] : [],
        }),
        attributes: { Arn: UserPool!.Arn, UserPoolId: UserPool!.Id, ProviderName: host, ProviderURL: `https://${host}` },
      };
    },
  },
  'AWS::Cognito::UserPoolResourceServer': {
    async read(clients, Identifier, { UserPoolId }) {
      const { ResourceServer } = await clients.cognito.send(new cognito.DescribeResourceServerCommand({ UserPoolId, Identifier }));
      return { properties: told({ ...ResourceServer }) };
    },
  },
  'AWS::Cognito::UserPoolClient': {
    async read(clients, ClientId, { UserPoolId }) {
      const { UserPoolClient } = await clients.cognito.send(new cognito.DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
      return {
        properties: told({ ...UserPoolClient, GenerateSecret: UserPoolClient!.ClientSecret !== undefined }),
        attributes: { ClientId, ClientSecret: UserPoolClient!.ClientSecret, Name: UserPoolClient!.ClientName },
      };
    },
  },
};

/** IAM, KMS and Secrets Manager. */
export const keyReaders: Record<string, Reader> = {
  'AWS::KMS::Key': {
    async read(clients, KeyId) {
      const { KeyMetadata } = await clients.kms.send(new kms.DescribeKeyCommand({ KeyId }));
      const text = await clients.kms.send(new kms.GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
      const rotation = await clients.kms.send(new kms.GetKeyRotationStatusCommand({ KeyId }));
      const tags = await clients.kms.send(new kms.ListResourceTagsCommand({ KeyId }));
      return {
        properties: told({
          Description: KeyMetadata!.Description,
          Enabled: KeyMetadata!.Enabled,
          KeySpec: KeyMetadata!.KeySpec,
          KeyUsage: KeyMetadata!.KeyUsage,
          EnableKeyRotation: rotation.KeyRotationEnabled,
          RotationPeriodInDays: rotation.RotationPeriodInDays,
          KeyPolicy: policy(text.Policy),
          Tags: tags.Tags?.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })),
        }),
        attributes: { Arn: KeyMetadata!.Arn, KeyId: KeyMetadata!.KeyId },
      };
    },
  },
  'AWS::KMS::Alias': {
    async read(clients, AliasName) {
      const { Aliases } = await clients.kms.send(new kms.ListAliasesCommand({}));
      const found = Aliases?.find((alias) => alias.AliasName === AliasName);
      return { properties: told({ AliasName: found?.AliasName, TargetKeyId: found?.TargetKeyId }) };
    },
    expected: ({ AliasName, TargetKeyId }) => ({ AliasName, TargetKeyId: TargetKeyId.split('/').pop() }),
  },
  'AWS::SecretsManager::Secret': {
    async read(clients, SecretId) {
      const found = await clients.secrets.send(new secrets.DescribeSecretCommand({ SecretId }));
      const value = await clients.secrets.send(new secrets.GetSecretValueCommand({ SecretId }));
      return {
        properties: told({
          Name: found.Name, Description: found.Description, KmsKeyId: found.KmsKeyId, Tags: found.Tags ?? [], SecretString: value.SecretString,
        }),
        attributes: { Id: found.ARN },
      };
    },
  },
  'AWS::SecretsManager::ResourcePolicy': {
    async read(clients, SecretId) {
      const found = await clients.secrets.send(new secrets.GetResourcePolicyCommand({ SecretId }));
      return { properties: told({ SecretId: found.ARN, ResourcePolicy: policy(found.ResourcePolicy) }) };
    },
  },
  'AWS::IAM::Role': {
    async read(clients, RoleName) {
      const { Role } = await clients.iam.send(new iam.GetRoleCommand({ RoleName }));
      const inline = await clients.iam.send(new iam.ListRolePoliciesCommand({ RoleName }));
      const attached = await clients.iam.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }));
      const policies = await Promise.all((inline.PolicyNames ?? []).map(async (PolicyName) => {
        const { PolicyDocument } = await clients.iam.send(new iam.GetRolePolicyCommand({ RoleName, PolicyName }));
        return { PolicyName, PolicyDocument: policy(PolicyDocument) };
      }));
      return {
        properties: told({
          RoleName,
          Path: Role!.Path,
          Description: Role!.Description,
          MaxSessionDuration: Role!.MaxSessionDuration,
          AssumeRolePolicyDocument: policy(Role!.AssumeRolePolicyDocument),
          Policies: policies,
          ManagedPolicyArns: attached.AttachedPolicies?.map(({ PolicyArn }) => PolicyArn),
          PermissionsBoundary: Role!.PermissionsBoundary?.PermissionsBoundaryArn,
          Tags: Role!.Tags ?? [],
        }),
        attributes: { Arn: Role!.Arn, RoleId: Role!.RoleId },
      };
    },
    // Policies that are resources of their own show up at the role too: the reader asks only that the role's own are there.
    expected: ({ Policies, ManagedPolicyArns, ...rest }) => ({
      ...rest, ...Policies && { Policies: new AtLeast(Policies) }, ...ManagedPolicyArns && { ManagedPolicyArns: new AtLeast(ManagedPolicyArns) },
    }),
  },
  'AWS::IAM::Policy': {
    async read(clients, PolicyName, { Roles }) {
      const found = await Promise.all((Roles as string[]).map((RoleName) =>
        clients.iam.send(new iam.GetRolePolicyCommand({ RoleName, PolicyName }))));
      return {
        properties: {
          PolicyName: found[0]!.PolicyName, Roles: found.map(({ RoleName }) => RoleName), PolicyDocument: policy(found[0]!.PolicyDocument),
        },
      };
    },
  },
  'AWS::IAM::ManagedPolicy': {
    async read(clients, PolicyArn) {
      const { Policy } = await clients.iam.send(new iam.GetPolicyCommand({ PolicyArn }));
      const { PolicyVersion } = await clients.iam.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: Policy!.DefaultVersionId! }));
      const { PolicyRoles } = await clients.iam.send(new iam.ListEntitiesForPolicyCommand({ PolicyArn }));
      return {
        properties: told({
          ManagedPolicyName: Policy!.PolicyName,
          Path: Policy!.Path,
          Description: Policy!.Description ?? '',
          PolicyDocument: policy(PolicyVersion!.Document),
          Roles: PolicyRoles?.map(({ RoleName }) => RoleName),
        }),
      };
    },
  },
};
