/** What a check finds and what it passes: properties of one resource, in YAML. */
export interface CheckExample {
  readonly type: string;
  readonly bad: string;
  readonly good: string;
}

const REST_API = 'AWS::ApiGateway::RestApi';
const STAGE = 'AWS::ApiGateway::Stage';
const USER_POOL = 'AWS::Cognito::UserPool';
const CLIENT = 'AWS::Cognito::UserPoolClient';

function roleMay(action: string, resource = '"arn:aws:dynamodb:eu-central-1:111122223333:table/orders"'): string {
  return `Policies:\n  - PolicyName: own\n    PolicyDocument: { Statement: [{ Effect: Allow, Action: ${action}, Resource: ${resource} }] }`;
}

function keyFor(action: string): string {
  return `KeyPolicy: { Statement: [{ Effect: Allow, Principal: { Service: cloudwatch.amazonaws.com }, Action: ${action}, Resource: "*" }] }`;
}

/** Short examples of docs/checks.md, by the check's id. A test runs each through its check. */
export const CHECK_EXAMPLES: Readonly<Record<string, CheckExample>> = {
  'ip-set-addresses': {
    type: 'AWS::WAFv2::IPSet',
    bad: 'IPAddressVersion: IPV4\nAddresses: [10.20.0.0/16, "fd00:20::/48"]',
    good: 'IPAddressVersion: IPV4\nAddresses: [10.20.0.0/16]',
  },
  'web-acl-response-used': {
    type: 'AWS::WAFv2::WebACL',
    bad: 'CustomResponseBodies: { TooLarge: { Content: "{}", ContentType: APPLICATION_JSON } }\nRules: []',
    good: 'CustomResponseBodies: { TooLarge: { Content: "{}", ContentType: APPLICATION_JSON } }\n'
      + 'DefaultAction: { Block: { CustomResponse: { ResponseCode: 413, CustomResponseBodyKey: TooLarge } } }\nRules: []',
  },
  'user-pool-mfa': { type: USER_POOL, bad: 'MfaConfiguration: OPTIONAL', good: 'MfaConfiguration: "ON"\nEnabledMfas: [SOFTWARE_TOKEN_MFA]' },
  'user-pool-deletion': { type: USER_POOL, bad: 'DeletionProtection: INACTIVE', good: 'DeletionProtection: ACTIVE' },
  'user-pool-sign-up': {
    type: USER_POOL,
    bad: 'AdminCreateUserConfig: { AllowAdminCreateUserOnly: false }',
    good: 'AdminCreateUserConfig: { AllowAdminCreateUserOnly: true }',
  },
  'client-flows': { type: CLIENT, bad: 'AllowedOAuthFlows: [implicit]', good: 'AllowedOAuthFlows: [code]' },
  'client-callback-urls': { type: CLIENT, bad: 'CallbackURLs: ["http://console.example.com/signed-in"]', good: 'CallbackURLs: ["https://console.example.com/signed-in"]' },
  'client-token-revocation': { type: CLIENT, bad: 'EnableTokenRevocation: false', good: 'EnableTokenRevocation: true' },
  'identity-pool-unauthenticated': {
    type: 'AWS::Cognito::IdentityPool', bad: 'AllowUnauthenticatedIdentities: true', good: 'AllowUnauthenticatedIdentities: false',
  },
  'function-permission': {
    type: 'AWS::Lambda::Permission',
    bad: 'Action: lambda:InvokeFunction\nFunctionName: payments\nPrincipal: "*"',
    good: 'Action: lambda:InvokeFunction\nFunctionName: payments\nPrincipal: apigateway.amazonaws.com\n'
      + 'SourceArn: arn:aws:execute-api:eu-central-1:111122223333:a1b2c3d4e5/*',
  },
  'tls-policy': {
    type: REST_API,
    bad: 'EndpointConfiguration: { Types: [PRIVATE] }\nSecurityPolicy: TLS_1_0',
    good: 'EndpointConfiguration: { Types: [PRIVATE] }\nSecurityPolicy: TLS_1_2',
  },
  'stage-throttling': {
    type: STAGE,
    bad: 'MethodSettings: [{ HttpMethod: "*", ResourcePath: "/*", LoggingLevel: INFO }]',
    good: 'MethodSettings: [{ HttpMethod: "*", ResourcePath: "/*", ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 }]',
  },
  'stage-cache': {
    type: STAGE,
    bad: 'CacheClusterEnabled: true\nMethodSettings: [{ HttpMethod: "*", ResourcePath: "/*", CachingEnabled: true }]',
    good: 'CacheClusterEnabled: true\nMethodSettings: [{ HttpMethod: "*", ResourcePath: "/*", CachingEnabled: true, CacheDataEncrypted: true }]',
  },
  'stage-tracing': { type: STAGE, bad: 'StageName: live', good: 'StageName: live\nTracingEnabled: true' },
  'stage-variables': { type: STAGE, bad: 'Variables: { DB_PASSWORD: correct-horse-battery }', good: 'Variables: { TABLE: payments }' },
  'usage-plan-throttle': {
    type: 'AWS::ApiGateway::UsagePlan', bad: 'Throttle: { RateLimit: 10000, BurstLimit: 5000 }', good: 'Throttle: { RateLimit: 50, BurstLimit: 100 }',
  },
  'api-key-value': { type: 'AWS::ApiGateway::ApiKey', bad: 'Value: 0123456789abcdef0123456789abcdef', good: 'Name: billing' },
  'firewall-protection': {
    type: 'AWS::NetworkFirewall::Firewall',
    bad: 'DeleteProtection: true',
    good: 'DeleteProtection: true\nSubnetChangeProtection: true\nFirewallPolicyChangeProtection: true',
  },
  'endpoint-service': {
    type: 'AWS::EC2::VPCEndpointServicePermissions',
    bad: 'ServiceId: vpce-svc-1\nAllowedPrincipals: ["*"]',
    good: 'ServiceId: vpce-svc-1\nAllowedPrincipals: [arn:aws:iam::444455556666:root]',
  },
  'secret-literal': { type: 'AWS::SecretsManager::Secret', bad: 'SecretString: correct-horse-battery', good: 'GenerateSecretString: { PasswordLength: 32 }' },
  'function-variables': {
    type: 'AWS::Lambda::Function',
    bad: 'Environment: { Variables: { DB_PASSWORD: correct-horse-battery } }',
    good: 'Environment: { Variables: { DB_SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db" } }',
  },
  'function-runtime': { type: 'AWS::Lambda::Function', bad: 'Runtime: nodejs18.x', good: 'Runtime: nodejs24.x' },
  'role-trust': {
    type: 'AWS::IAM::Role',
    bad: 'AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "*" } }] }',
    good: 'AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Action: "sts:AssumeRole", Principal: { Service: lambda.amazonaws.com } }] }',
  },
  'role-actions': { type: 'AWS::IAM::Role', bad: roleMay('"dynamodb:*"'), good: roleMay('"dynamodb:GetItem"') },
  'role-resources': { type: 'AWS::IAM::Role', bad: roleMay('"kms:Decrypt"', '"*"'), good: roleMay('"kms:Decrypt"', '"arn:aws:kms:eu-central-1:111122223333:key/1a2b"') },
  'key-administrators': { type: 'AWS::KMS::Key', bad: keyFor('"kms:*"'), good: keyFor('["kms:Decrypt", "kms:GenerateDataKey*"]') },
  'queue-encryption': { type: 'AWS::SQS::Queue', bad: 'SqsManagedSseEnabled: false', good: 'SqsManagedSseEnabled: true' },
  'listener-tls': {
    type: 'AWS::ElasticLoadBalancingV2::Listener', bad: 'Protocol: HTTPS', good: 'Protocol: HTTPS\nSslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06',
  },
  'key-rotation': { type: 'AWS::KMS::Key', bad: 'EnableKeyRotation: false', good: 'EnableKeyRotation: true' },
};
