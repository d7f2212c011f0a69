import { matches } from '../policy/wildcard';

/**
 * Actions that read, change, or give away what a resource holds, of services that let a policy name it. Others know no resource at all
 * (`ec2:DescribeSubnets`), or none that a policy can name (`sns:Publish` to a phone).
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const ON_RESOURCES: Readonly<Record<string, readonly string[]>> = {
  'apigateway': ['DELETE', 'PATCH', 'POST', 'PUT'],
  'cognito-idp': ['AdminAddUserToGroup', 'AdminCreateUser', 'AdminInitiateAuth', 'AdminSetUserPassword', 'AdminUpdateUserAttributes', 'DescribeUserPoolClient'],
  'dynamodb': [
    'BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'DeleteTable', 'ExportTableToPointInTime', 'GetItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect',
    'PartiQLUpdate', 'PutItem', 'Query', 'Scan', 'UpdateItem',
  ],
  'ec2': ['AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupEgress', 'RevokeSecurityGroupIngress'],
  'events': ['PutEvents'],
  'execute-api': ['Invoke'],
  'firehose': ['PutRecord', 'PutRecordBatch'],
  'iam': ['AttachRolePolicy', 'CreateAccessKey', 'PutRolePolicy', 'UpdateAssumeRolePolicy'],
  'kinesis': ['GetRecords', 'PutRecord', 'PutRecords'],
  'kms': ['CreateGrant', 'Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'PutKeyPolicy', 'ReEncryptFrom', 'ReEncryptTo', 'ScheduleKeyDeletion', 'Sign'],
  'lambda': ['AddPermission', 'InvokeFunction', 'UpdateFunctionCode', 'UpdateFunctionConfiguration'],
  'logs': ['CreateLogStream', 'DeleteLogGroup', 'DeleteLogStream', 'FilterLogEvents', 'GetLogEvents', 'PutLogEvents', 'StartQuery'],
  'rds-db': ['connect'],
  's3': ['DeleteBucket', 'DeleteObject', 'GetObject', 'ListBucket', 'PutBucketPolicy', 'PutObject'],
  'secretsmanager': ['DeleteSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecret'],
  'sqs': ['DeleteMessage', 'PurgeQueue', 'ReceiveMessage', 'SendMessage'],
  'ssm': ['GetParameter', 'GetParameters', 'GetParametersByPath', 'PutParameter', 'SendCommand'],
  'states': ['StartExecution'],
  'sts': ['AssumeRole'],
  'wafv2': ['UpdateIPSet', 'UpdateWebACL'],
};

const ALL = Object.entries(ON_RESOURCES).flatMap(([service, names]) => names.map((name) => `${service}:${name}`.toLowerCase()));

/** Whether what a policy allows, in whichever pattern, holds an action whose resources a policy can name. */
export function knowsResources(pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  return ALL.some((action) => matches(wanted, action) === true);
}

/** Whether a pattern is every action there is, or every action of a service. */
export function isEveryAction(pattern: string): boolean {
  return /^(\*|[\w-]+):\*$|^\*$/.test(pattern);
}
