import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { accessLogFormat } from './access-log-format';
import { logGroupArn } from '../encryption/account-arn';
import { type IDataKey } from '../encryption/data-key';
import { type LogOptions, EncryptedLogGroup } from '../encryption/encrypted-log-group';
import { refuse, within } from '../validation';

/** Properties of an `AccessLog`. */
export interface AccessLogProps extends LogOptions {
  /**
   * The key that encrypts the log.
   *
   * @default - a `DataKey` of its own
   */
  readonly dataKey?: IDataKey;

  /**
   * A log group that exists. It keeps its own key, retention and removal policy, and may be shared by several APIs. Alarms on it
   * need a group of class STANDARD.
   *
   * @default - an `EncryptedLogGroup` is made
   */
  readonly logGroup?: logs.ILogGroupRef;

  /**
   * Further fields of the record, from key to `$context` variable, as in `{ tenant: '$context.authorizer.claims.custom:tenant' }`.
   * The whole format has at most 3,072 bytes; about 140 are left for these.
   *
   * @default - the audit record alone
   */
  readonly extraFields?: { readonly [key: string]: string };
}

/**
 * The audit record of an API: one line of JSON for every request that reached API Gateway, with who called, from where, what was
 * decided by which layer, and how the backend answered. Secrets are never in it.
 *
 * Creates 1 CloudFormation resource (and a `DataKey`, unless one is given); $0.50 a GB written, $0.03 a GB-month kept. A line has
 * about 1.8 KB, so a million requests cost about $0.90.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class AccessLog extends Construct {
  /** The log group. */
  public readonly logGroup: logs.ILogGroupRef;
  /** Name of the log group. */
  public readonly logGroupName: string;
  /** Destination and format, as a stage takes them. */
  public readonly accessLogSetting: apigateway.CfnStage.AccessLogSettingProperty;

  /**
   * @throws ValidationError AccessLogField, AccessLogSecret, AccessLogTooLong, LogGroupNotOurs
   */
  public constructor(scope: Construct, id: string, props: AccessLogProps = {}) {
    super(scope, id);
    const format = within(this, () => accessLogFormat(props.extraFields));
    if (props.logGroup) {
      const foreign = ['dataKey', 'retention', 'removalPolicy'].filter((name) => props[name as keyof AccessLogProps] !== undefined);
      if (foreign.length > 0) {
        refuse(this, 'LogGroupNotOurs', `an existing log group keeps its own key, retention and removal policy, received: ${foreign.join(', ')}`);
      }
    }
    this.logGroup = props.logGroup ?? new EncryptedLogGroup(this, 'LogGroup', props).logGroup;
    this.logGroupName = this.logGroup.logGroupRef.logGroupName;
    this.accessLogSetting = {
      // Built from the name: the ARN of a log group may end in `:*`, which API Gateway does not take.
      destinationArn: logGroupArn(this, this.logGroupName),
      format,
    };
  }
}
