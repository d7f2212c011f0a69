import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { accountArn, logGroupArn } from './account-arn';

/**
 * One service's use of a key, as the statement that a key policy needs for it.
 *
 * Resources are named by literal patterns, never by reference: a key that refers to what it encrypts could not be deployed.
 */
export class KeyUse {
  /**
   * CloudWatch Logs encrypts log groups of this account and Region.
   *
   * @param scope a construct in the stack of the log groups
   * @param namePattern log group names, `*` and `?` as wildcards
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  public static logGroups(scope: IConstruct, namePattern: string): KeyUse {
    return new KeyUse('CloudWatch Logs', new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(`logs.${Stack.of(scope).region}.${Stack.of(scope).urlSuffix}`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      resources: ['*'],
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroupArn(scope, namePattern) },
      },
    }));
  }

  /**
   * CloudWatch alarms of this account publish to an encrypted SNS topic.
   *
   * @param scope a construct in the stack of the alarms
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  public static alarmTopics(scope: IConstruct): KeyUse {
    return new KeyUse('CloudWatch alarms', new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
        ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': accountArn(scope, 'sns', '*') },
      },
    }));
  }

  /**
   * Cognito encrypts user pools of this account and Region.
   *
   * @param scope a construct in the stack of the user pools
   * @see https://docs.aws.amazon.com/cognito/latest/developerguide/data-protection.html
   */
  public static userPools(scope: IConstruct): KeyUse {
    const principals = [new iam.ServicePrincipal('cognito-idp.amazonaws.com'), new iam.ServicePrincipal('identitystore.amazonaws.com')];
    const fromOurPools = {
      StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
      ArnLike: { 'aws:SourceArn': accountArn(scope, 'cognito-idp', 'userpool/*') },
    };
    return new KeyUse('Cognito', new iam.PolicyStatement({
      principals,
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKeyWithoutPlaintext'],
      resources: ['*'],
      conditions: {
        ...fromOurPools,
        StringLike: { 'kms:EncryptionContext:aws:cognito-idp:userpool-arn': accountArn(scope, 'cognito-idp', 'userpool/*') },
      },
    }), new iam.PolicyStatement({
      // Describing a key carries no encryption context.
      principals,
      actions: ['kms:DescribeKey'],
      resources: ['*'],
      conditions: fromOurPools,
    }));
  }

  /** The statements that a key policy needs for this use. */
  public readonly statements: iam.PolicyStatement[];

  private constructor(
    /** The service, as a person calls it. */
    public readonly service: string,
    ...statements: iam.PolicyStatement[]
  ) {
    this.statements = statements;
  }
}
