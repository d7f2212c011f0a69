import { IGNORED, MORE_IS_STRONGER, POLICY, PRESENT, type TypeRule, moreIsStronger, off, on } from '../rule';

export const ENCRYPTION_RULES: Readonly<Record<string, TypeRule>> = {
  'AWS::KMS::Key': {
    layer: 'encryption', noun: 'key', role: 'part', keepsData: true,
    properties: {
      KeyPolicy: POLICY, EnableKeyRotation: on(), Enabled: on(true), PendingWindowInDays: moreIsStronger(30), RotationPeriodInDays: { kind: 'number', stronger: 'less', standard: 365 },
      MultiRegion: off(), BypassPolicyLockoutSafetyCheck: off(),
    },
  },
  'AWS::KMS::Grant': { layer: 'encryption', noun: 'grant of a key', role: 'opens', properties: { Operations: { kind: 'set', stronger: 'less' } } },
  'AWS::KMS::Alias': { layer: 'encryption', noun: 'alias of a key', role: 'part', properties: { AliasName: IGNORED } },
  'AWS::SecretsManager::ResourcePolicy': { layer: 'encryption', noun: 'policy of a secret', role: 'opens', properties: { ResourcePolicy: POLICY, BlockPublicPolicy: on() } },
  'AWS::DynamoDB::Table': {
    layer: 'encryption', noun: 'table', role: 'part', keepsData: true,
    properties: {
      'SSESpecification.SSEEnabled': on(), 'SSESpecification.KMSMasterKeyId': PRESENT, 'SSESpecification.SSEType': IGNORED,
      'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled': on(), 'DeletionProtectionEnabled': on(), 'ResourcePolicy.PolicyDocument': POLICY,
      'AttributeDefinitions': IGNORED, 'KeySchema': IGNORED, 'GlobalSecondaryIndexes': IGNORED, 'LocalSecondaryIndexes': IGNORED, 'BillingMode': IGNORED,
      'ProvisionedThroughput': IGNORED, 'OnDemandThroughput': IGNORED, 'TableName': IGNORED, 'TimeToLiveSpecification': IGNORED, 'TableClass': IGNORED,
      'StreamSpecification': IGNORED, 'ContributorInsightsSpecification': IGNORED, 'WarmThroughput': IGNORED,
    },
  },
  'AWS::SQS::Queue': {
    layer: 'encryption', noun: 'queue', role: 'part', keepsData: true,
    properties: {
      KmsMasterKeyId: PRESENT, SqsManagedSseEnabled: on(true), RedrivePolicy: PRESENT, MessageRetentionPeriod: IGNORED, VisibilityTimeout: IGNORED,
      DelaySeconds: IGNORED, QueueName: IGNORED, KmsDataKeyReusePeriodSeconds: IGNORED, ReceiveMessageWaitTimeSeconds: IGNORED, MaximumMessageSize: IGNORED,
    },
  },
  'AWS::SQS::QueuePolicy': { layer: 'encryption', noun: 'policy of a queue', role: 'part', properties: { PolicyDocument: POLICY, Queues: MORE_IS_STRONGER } },
};
