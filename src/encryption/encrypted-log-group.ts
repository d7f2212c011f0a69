import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { logGroupArn } from './account-arn';
import { type IDataKey, DataKey } from './data-key';
import { KeyUse } from './key-use';

/** How a log is kept. */
export interface LogOptions {
  /**
   * How long log events are kept.
   *
   * @default logs.RetentionDays.ONE_YEAR
   */
  readonly retention?: logs.RetentionDays;

  /**
   * What happens to the log group when it leaves the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Properties of an `EncryptedLogGroup`. */
export interface EncryptedLogGroupProps extends LogOptions {
  /**
   * The key that encrypts the log events.
   *
   * @default - a `DataKey` of its own
   */
  readonly dataKey?: IDataKey;

  /**
   * The physical name, where a service insists on one. It should be unique per stack instance: a retained group keeps its name.
   *
   * @default - CloudFormation makes a name from the stack's name
   */
  readonly logGroupName?: string;

  /**
   * The names that the key admits, where the physical name holds references (`*` and `?` as wildcards).
   *
   * @default - the physical name, or the names that CloudFormation makes for this stack
   */
  readonly namePattern?: string;

  /**
   * Which services may deliver into the group, as its own resource policy: unlike `AWS::Logs::ResourcePolicy`, of which an account
   * has ten in a Region, it belongs to the group.
   *
   * @default - no resource policy
   */
  readonly resourcePolicy?: iam.PolicyDocument;
}

/** A log group that is encrypted with a customer key, kept for a year and retained: 1 CloudFormation resource. */
export class EncryptedLogGroup extends Construct {
  /** Name of the log group. */
  public readonly logGroupName: string;
  /** ARN of the log group, without the `:*` that API Gateway and WAF refuse. */
  public readonly logGroupArn: string;
  /** The log group, for everything that takes an `ILogGroupRef`. */
  public readonly logGroup: logs.ILogGroupRef;

  public constructor(scope: Construct, id: string, props: EncryptedLogGroupProps = {}) {
    super(scope, id);
    const dataKey = props.dataKey ?? new DataKey(this, 'Key');
    dataKey.admit(KeyUse.logGroups(this, props.namePattern ?? props.logGroupName ?? `${Stack.of(this).stackName}-*`));
    const group = new logs.CfnLogGroup(this, 'Resource', {
      logGroupName: props.logGroupName,
      retentionInDays: props.retention ?? logs.RetentionDays.ONE_YEAR,
      kmsKeyId: dataKey.keyArn,
      resourcePolicyDocument: props.resourcePolicy,
    });
    group.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    this.logGroup = group;
    this.logGroupName = group.ref;
    this.logGroupArn = logGroupArn(this, group.ref);
  }
}
