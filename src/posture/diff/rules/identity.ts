import type { Resource } from '../../assembly/app';
import { type Json, member, objectOf, oneOrMany, table } from '../../assembly/json';
import { isUnknown } from '../../assembly/symbols';
import { means } from '../canonical';
import { compareSets, shown, valueAt } from '../compare';
import { compareLayers, compareTriggers } from '../foreign-code';
import { KEY } from '../keys';
import { comparePattern, compareSource, isOfAnApi } from '../permissions';
import { comparePolicies } from '../policies';
import { IGNORED, MORE_IS_STRONGER, MORE_IS_WEAKER, OPENING, POLICY, PRESENT, type Movement, type TypeRule, lessIsStronger, off, on, own, ranks } from '../rule';
import { SECRET } from '../written-out';

const UNITS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
const SECONDS = table(UNITS);

/** How long a token lives: its number and its unit are two properties. */
function compareLifetime(standardUnit: string, standard: number) {
  return (before: Resource, after: Resource, property: string): Movement[] => {
    const unit = property.replace('Validity', '');
    const of = (client: Resource): number => {
      const units = String(member(client.properties.TokenValidityUnits, unit) ?? standardUnit);
      const value = valueAt(client, property);
      return value === undefined ? standard : Number(value) * (SECONDS[units] ?? NaN);
    };
    const [from, to] = [of(before), of(after)];
    return Object.is(from, to) ? [] : [{
      direction: Number.isNaN(from) || Number.isNaN(to) ? 'unknown' : to > from ? 'weaker' : 'stronger',
      property,
      before: from,
      after: to,
      message: `its ${unit.replace('Token', '').toLowerCase()} tokens now live ${inWords(to)}; before, ${inWords(from)}`,
    }];
  };
}

function inWords(seconds: number): string {
  const [unit, size] = Object.entries(UNITS).reverse().find(([, length]) => seconds % length === 0 && seconds >= length) ?? ['seconds', 1];
  return `${seconds / size} ${seconds === size ? unit.slice(0, -1) : unit}`;
}

/** Names of variables that hold what should stand in a secret. */
const SECRET_NAME = /pass(word|wd|phrase)|secret|token|api_?key|private_?key|credential/i;

/** Settings of a function are its own business, but for a secret that can be read in the template. */
function compareVariables(before: Resource, after: Resource): Movement[] {
  const of = (resource: Resource) => Object.entries(objectOf(member(resource.properties.Environment, 'Variables'))).filter(([name, value]) => SECRET_NAME.test(name) && typeof value === 'string' && !value.includes('‹')).map(([name]) => name);
  const old = of(before);
  return of(after).filter((name) => !old.includes(name)).map((name) => ({
    direction: 'weaker', property: `Environment.Variables.${name}`, before: null, after: 'a literal', message: `its variable ${name} now stands in the template`,
  }));
}

/** One more second factor is one more to be stolen; that there is none at all, the MfaConfiguration says. */
function compareFactors(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  return oneOrMany(from).length === 0 || oneOrMany(to).length === 0 ? [] : compareSets(property, 'less', from, to);
}

/** An older runtime of the same language has had its last update sooner. */
function compareRuntime(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [was, is] = [from, to].map((runtime) => /^([a-z]+)(\d+)(?:\.(\d+))?/.exec(String(runtime)) ?? []);
  const age = Number(was![2]) - Number(is![2]) || Number(was![3] ?? 0) - Number(is![3] ?? 0);
  return was![1] !== is![1] || !(age > 0) ? [] : [{
    direction: 'weaker', property, before: from ?? null, after: to ?? null, message: `it now runs on ${shown(to)}; before, on ${shown(from)}`,
  }];
}

/** Each rule of the passwords by itself. */
function comparePasswords(before: Resource, after: Resource, property: string): Movement[] {
  const of = (pool: Resource) => objectOf(valueAt(pool, property));
  const [from, to] = [of(before), of(after)];
  const strength = (policy: Record<string, Json | undefined>, name: string) => (typeof policy[name] === 'number' ? policy[name] : String(policy[name]) === 'true' ? 1 : Number(policy[name] ?? 0) || 0);
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((name) => strength(from, name) !== strength(to, name)).map((name) => ({
    direction: (name === 'TemporaryPasswordValidityDays') === (strength(to, name) > strength(from, name)) ? 'weaker' : 'stronger',
    property: `${property}.${name}`,
    before: from[name] ?? null,
    after: to[name] ?? null,
    message: `${name} of its passwords is now ${String(to[name] ?? 'nothing')}; before, ${String(from[name] ?? 'nothing')}`,
  }));
}

/** Addresses at whose sign-ins nothing looks. */
const SKIPPED = 'RiskExceptionConfiguration.SkippedIPRangeList';
const RISK_ACTIONS = [
  ...['Low', 'Medium', 'High'].map((risk) => `AccountTakeoverRiskConfiguration.Actions.${risk}Action.EventAction`), 'CompromisedCredentialsRiskConfiguration.Actions.EventAction',
];

/** Whether it skips sign-ins, or does nothing at the highest risks. */
function looksAway(configuration: Resource): boolean {
  return oneOrMany(valueAt(configuration, SKIPPED)).length > 0 || RISK_ACTIONS.slice(2).some((path) => valueAt(configuration, path) === 'NO_ACTION');
}

export const IDENTITY_RULES: Readonly<Record<string, TypeRule>> = {
  'AWS::Cognito::UserPool': {
    layer: 'identity',
    noun: 'user pool',
    role: 'part',
    keepsData: true,
    properties: {
      'MfaConfiguration': ranks('OFF', 'OFF', 'OPTIONAL', 'ON'),
      'EnabledMfas': own(compareFactors),
      'UserPoolAddOns.AdvancedSecurityMode': ranks('OFF', 'OFF', 'AUDIT', 'ENFORCED'),
      'UserPoolTier': ranks('ESSENTIALS', 'LITE', 'ESSENTIALS', 'PLUS'),
      'Policies.PasswordPolicy': own(comparePasswords),
      'AdminCreateUserConfig.AllowAdminCreateUserOnly': on(false),
      'DeletionProtection': ranks('INACTIVE', 'INACTIVE', 'ACTIVE'),
      'LambdaConfig': own(compareTriggers),
      'KeyConfiguration.KmsKeyArn': KEY,
      'KeyConfiguration.KeyType': IGNORED,
      'UserPoolName': IGNORED,
      'EmailVerificationMessage': IGNORED,
      'EmailVerificationSubject': IGNORED,
      'SmsVerificationMessage': IGNORED,
      'VerificationMessageTemplate': IGNORED,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    layer: 'identity',
    noun: 'OAuth client',
    role: 'opens',
    properties: {
      AllowedOAuthFlows: MORE_IS_WEAKER,
      AllowedOAuthScopes: MORE_IS_WEAKER,
      ExplicitAuthFlows: MORE_IS_WEAKER,
      CallbackURLs: MORE_IS_WEAKER,
      LogoutURLs: IGNORED,
      SupportedIdentityProviders: MORE_IS_WEAKER,
      GenerateSecret: on(false),
      PreventUserExistenceErrors: ranks('LEGACY', 'LEGACY', 'ENABLED'),
      EnableTokenRevocation: on(true),
      AccessTokenValidity: own(compareLifetime('hours', 3600)),
      IdTokenValidity: own(compareLifetime('hours', 3600)),
      RefreshTokenValidity: own(compareLifetime('days', 30 * 86_400)),
      TokenValidityUnits: IGNORED,
      AuthSessionValidity: lessIsStronger(3),
      ClientName: IGNORED,
      WriteAttributes: MORE_IS_WEAKER,
      ReadAttributes: MORE_IS_WEAKER,
    },
  },
  'AWS::Cognito::UserPoolResourceServer': { layer: 'identity', noun: 'resource server', role: 'part', properties: { Scopes: MORE_IS_WEAKER, Name: IGNORED } },
  'AWS::Cognito::UserPoolDomain': { layer: 'identity', noun: 'public domain of a user pool', role: 'opens', properties: {} },
  'AWS::Cognito::UserPoolIdentityProvider': { layer: 'identity', noun: 'identity provider', role: 'opens', properties: { 'ProviderDetails.client_secret': SECRET } },
  'AWS::Cognito::UserPoolUser': { layer: 'identity', noun: 'user', role: 'opens', properties: {} },
  'AWS::Cognito::UserPoolGroup': { layer: 'identity', noun: 'group of users', role: 'opens', properties: {} },
  'AWS::Cognito::UserPoolRiskConfigurationAttachment': {
    layer: 'identity',
    noun: 'risk configuration',
    role: 'protects',
    roleOf: (configuration) => (looksAway(configuration) ? 'opens' : 'protects'),
    shows: [SKIPPED, ...RISK_ACTIONS],
    properties: {
      [SKIPPED]: MORE_IS_WEAKER,
      'RiskExceptionConfiguration.BlockedIPRangeList': MORE_IS_STRONGER,
      // What Cognito does where nothing is said is not written down.
      ...Object.fromEntries(RISK_ACTIONS.map((path) => [path, ranks('', 'NO_ACTION', 'MFA_IF_CONFIGURED', 'MFA_REQUIRED', 'BLOCK')])),
    },
  },
  'AWS::Cognito::LogDeliveryConfiguration': { layer: 'audit', noun: 'log of a user pool', role: 'protects', properties: {} },
  'AWS::Cognito::IdentityPool': { layer: 'identity', noun: 'identity pool', role: 'opens', properties: { AllowUnauthenticatedIdentities: off(), AllowClassicFlow: off() } },
  'AWS::Cognito::IdentityPoolRoleAttachment': { layer: 'identity', noun: 'roles of an identity pool', role: 'opens', properties: {} },
  'AWS::IAM::Role': {
    layer: 'identity',
    noun: 'role',
    role: 'part',
    gives: ['Policies', 'ManagedPolicyArns'],
    properties: {
      AssumeRolePolicyDocument: POLICY,
      ManagedPolicyArns: own(compareManaged),
      Policies: own(compareInline),
      PermissionsBoundary: PRESENT,
      MaxSessionDuration: lessIsStronger(3600),
      RoleName: IGNORED,
      Path: IGNORED,
    },
  },
  'AWS::IAM::Policy': { layer: 'identity', noun: 'policy of a role', role: 'opens', properties: { PolicyDocument: POLICY, PolicyName: IGNORED, Roles: MORE_IS_WEAKER } },
  'AWS::IAM::ManagedPolicy': { layer: 'identity', noun: 'managed policy', role: 'opens', properties: { PolicyDocument: POLICY, ManagedPolicyName: IGNORED, Roles: MORE_IS_WEAKER, Path: IGNORED } },
  'AWS::IAM::RolePolicy': { layer: 'identity', noun: 'policy of a role', role: 'part', properties: { PolicyDocument: POLICY, PolicyName: IGNORED } },
  'AWS::IAM::UserPolicy': { layer: 'identity', noun: 'policy of a user', role: 'part', properties: { PolicyDocument: POLICY, PolicyName: IGNORED } },
  'AWS::IAM::GroupPolicy': { layer: 'identity', noun: 'policy of a group', role: 'part', properties: { PolicyDocument: POLICY, PolicyName: IGNORED } },
  'AWS::IAM::User': { layer: 'identity', noun: 'IAM user', role: 'opens', properties: {} },
  'AWS::IAM::AccessKey': { layer: 'identity', noun: 'access key', role: 'opens', properties: {} },
  'AWS::Lambda::Permission': {
    layer: 'identity',
    noun: 'permission of a function',
    role: 'opens',
    roleOf: (permission) => (isOfAnApi(permission) ? 'part' : 'opens'),
    shows: ['Principal', 'Action', 'FunctionName', 'SourceArn', 'SourceAccount'],
    properties: {
      SourceArn: own(compareSource), SourceAccount: PRESENT, Action: own(comparePattern), Principal: own(comparePattern),
    },
  },
  'AWS::Lambda::Url': { layer: 'identity', noun: 'public URL of a function', role: 'opens', shows: ['TargetFunctionArn', 'AuthType'], properties: { AuthType: ranks('NONE', 'NONE', 'AWS_IAM'), Cors: OPENING } },
  'AWS::Lambda::Function': {
    layer: 'identity',
    noun: 'function',
    role: 'part',
    properties: {
      'Code': IGNORED,
      'Handler': IGNORED,
      'Runtime': own(compareRuntime),
      'MemorySize': IGNORED,
      'Timeout': IGNORED,
      'Architectures': IGNORED,
      'Layers': own(compareLayers),
      'FunctionName': IGNORED,
      'Environment': own(compareVariables),
      'EphemeralStorage': IGNORED,
      'LoggingConfig.LogGroup': PRESENT,
      'LoggingConfig': IGNORED,
      'SnapStart': IGNORED,
      'PackageType': IGNORED,
      'ImageConfig': IGNORED,
      'TracingConfig.Mode': ranks('PassThrough', 'PassThrough', 'Active'),
      'VpcConfig': PRESENT,
      'KmsKeyArn': KEY,
      'DeadLetterConfig': PRESENT,
      'ReservedConcurrentExecutions': lessIsStronger(),
      'CodeSigningConfigArn': PRESENT,
    },
  },
  'AWS::AppSync::GraphQLApi': {
    layer: 'identity',
    noun: 'GraphQL API',
    role: 'opens',
    shows: ['AuthenticationType', 'Visibility'],
    properties: {
      AuthenticationType: ranks('API_KEY', 'API_KEY', 'AWS_LAMBDA', 'OPENID_CONNECT', 'AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'),
      AdditionalAuthenticationProviders: MORE_IS_WEAKER,
      Visibility: ranks('GLOBAL', 'GLOBAL', 'PRIVATE'),
      IntrospectionConfig: ranks('ENABLED', 'ENABLED', 'DISABLED'),
      QueryDepthLimit: lessIsStronger(),
      ResolverCountLimit: lessIsStronger(),
      LogConfig: PRESENT,
      XrayEnabled: on(),
      Name: IGNORED,
    },
  },
  'AWS::AppSync::Api': { layer: 'identity', noun: 'event API', role: 'opens', properties: { Name: IGNORED } },
  'AWS::AppSync::DataSource': {
    layer: 'identity', noun: 'data source of a GraphQL API', role: 'opens', shows: ['Type', 'LambdaConfig.LambdaFunctionArn', 'HttpConfig.Endpoint'], properties: { Name: IGNORED, Description: IGNORED },
  },
  'AWS::AppSync::Resolver': { layer: 'identity', noun: 'field of a GraphQL API', role: 'opens', shows: ['TypeName', 'FieldName', 'DataSourceName'], properties: {} },
  'AWS::AppSync::GraphQLSchema': { layer: 'identity', noun: 'schema of a GraphQL API', role: 'part', properties: {} },
  'AWS::AppSync::ChannelNamespace': { layer: 'identity', noun: 'channels of an event API', role: 'opens', properties: { Name: IGNORED } },
  'AWS::AppSync::ApiKey': { layer: 'consumers', noun: 'API key of a GraphQL API', role: 'opens', properties: { Expires: lessIsStronger(), Description: IGNORED } },
  'AWS::SecretsManager::RotationSchedule': { layer: 'identity', noun: 'rotation of a secret', role: 'protects', properties: {} },
  'AWS::Cognito::ManagedLoginBranding': { layer: 'identity', noun: 'login page', role: 'part', properties: { Settings: IGNORED, Assets: IGNORED, UseCognitoProvidedValues: IGNORED } },
  'AWS::SecretsManager::Secret': {
    layer: 'encryption',
    noun: 'secret',
    role: 'part',
    keepsData: true,
    properties: { KmsKeyId: KEY, Name: IGNORED, SecretString: SECRET, GenerateSecretString: IGNORED, ReplicaRegions: MORE_IS_WEAKER },
  },
  'AWS::Lambda::EventInvokeConfig': { layer: 'identity', noun: 'settings of asynchronous calls', role: 'part', properties: { MaximumRetryAttempts: IGNORED, MaximumEventAgeInSeconds: IGNORED } },
  'AWS::EC2::Instance': { layer: 'network', noun: 'instance', role: 'opens', properties: { UserData: IGNORED, ImageId: IGNORED, InstanceType: IGNORED, SecurityGroupIds: MORE_IS_WEAKER } },
  'AWS::Cognito::UserPoolUICustomizationAttachment': { layer: 'identity', noun: 'login page', role: 'part', properties: { CSS: IGNORED } },
  'AWS::Cognito::UserPoolReplica': { layer: 'identity', noun: 'replica of a user pool', role: 'opens', properties: {} },
  'AWS::ApiGateway::ClientCertificate': { layer: 'identity', noun: 'client certificate', role: 'protects', properties: {} },
  'AWS::IAM::OIDCProvider': { layer: 'identity', noun: 'OpenID Connect provider', role: 'opens', properties: { ClientIdList: MORE_IS_WEAKER, ThumbprintList: MORE_IS_STRONGER } },
  'AWS::IAM::SAMLProvider': { layer: 'identity', noun: 'SAML provider', role: 'opens', properties: {} },
  'AWS::Lambda::Alias': { layer: 'identity', noun: 'alias of a function', role: 'part', properties: { FunctionVersion: IGNORED, ProvisionedConcurrencyConfig: IGNORED } },
  'AWS::Lambda::Version': { layer: 'identity', noun: 'version of a function', role: 'part', properties: { CodeSha256: IGNORED, FunctionName: IGNORED } },
  'AWS::CertificateManager::Certificate': { layer: 'identity', noun: 'certificate', role: 'part', properties: { KeyAlgorithm: ranks('RSA_2048', 'RSA_1024', 'RSA_2048', 'EC_prime256v1', 'EC_secp384r1'), ValidationMethod: IGNORED, DomainValidationOptions: IGNORED } },
  'AWS::RolesAnywhere::TrustAnchor': { layer: 'identity', noun: 'trust anchor', role: 'opens', properties: { Enabled: off(false) } },
  'AWS::RolesAnywhere::Profile': { layer: 'identity', noun: 'profile of Roles Anywhere', role: 'opens', properties: { DurationSeconds: lessIsStronger(3600), RoleArns: MORE_IS_WEAKER, AttributeMappings: MORE_IS_WEAKER, Name: IGNORED, ManagedPolicyArns: MORE_IS_STRONGER } },
};

function compareInline(before: Resource, after: Resource, property: string): Movement[] {
  const open = (role: Resource) => [role.properties.Policies ?? []].flat().find((policy) => isUnknown(policy as Json));
  const [was, is] = [open(before), open(after)] as (Json | undefined)[];
  if ((was ?? is) !== undefined) {
    return means(before.properties.Policies, after.properties.Policies) ? [] : [{
      direction: 'unknown', property, before: before.properties.Policies ?? null, after: after.properties.Policies ?? null, message: `what it may do changed, and is not known: ${shown(is ?? was)}`,
    }];
  }
  const statements = (role: Resource): Json => ({
    Statement: [role.properties.Policies ?? []].flat().flatMap((policy) => [member(member(policy, 'PolicyDocument'), 'Statement') ?? []].flat() as Json[]),
  });
  return comparePolicies(statements(before), statements(after)).map(({ direction, words }) => ({
    direction, property, before: before.properties.Policies ?? null, after: after.properties.Policies ?? null, message: words,
  }));
}

/** Policies of AWS that are narrow by their making: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html */
const FOR_A_SERVICE = /:iam::aws:policy\/(service-role|aws-service-role)\//;

/** A role that came has what its service needs; one that is there is told of each. */
function compareManaged(before: Resource, after: Resource, property: string): Movement[] {
  const came = Object.keys(before.properties).length === 0;
  const given = valueAt(after, property);
  return compareSets(property, 'less', valueAt(before, property), came && Array.isArray(given) ? given.filter((arn) => !FOR_A_SERVICE.test(String(arn))) : given);
}
