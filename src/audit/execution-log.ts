import { Token } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type IDataKey } from '../encryption/data-key';
import { type LogOptions, EncryptedLogGroup } from '../encryption/encrypted-log-group';
import { refuse } from '../validation';
import { shown } from '../values/rule-error';

/** Properties of an `ExecutionLog`. */
export interface ExecutionLogProps extends LogOptions {
  /** The API whose execution log this is. */
  readonly restApi: apigateway.IRestApiRef;

  /** Name of the stage, known at synth: letters, digits, `-` and `_`. */
  readonly stageName: string;

  /**
   * The key that encrypts the log.
   *
   * @default - a `DataKey` of its own
   */
  readonly dataKey?: IDataKey;
}

/**
 * The execution log of one stage, made before API Gateway makes it: the service writes to a log group of a fixed name, and creates
 * it without a customer key and without an end where it does not exist.
 *
 * The stage must depend on this construct: `stage.node.addDependency(executionLog)`.
 *
 * Creates 1 CloudFormation resource (and a `DataKey`, unless one is given); $0.50 a GB written, $0.03 a GB-month kept.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class ExecutionLog extends Construct {
  /** The log group. */
  public readonly logGroup: logs.ILogGroupRef;
  /** Name of the log group. */
  public readonly logGroupName: string;

  /**
   * @throws ValidationError ExecutionLogStage
   */
  public constructor(scope: Construct, id: string, props: ExecutionLogProps) {
    super(scope, id);
    if (Token.isUnresolved(props.stageName) || !/^[A-Za-z0-9_-]{1,128}$/.test(props.stageName)) {
      const received = Token.isUnresolved(props.stageName) ? 'a reference' : shown(props.stageName);
      refuse(this, 'ExecutionLogStage', `an execution log has a stage name known at synth, of letters, digits, - and _, received: ${received}`);
    }
    const log = new EncryptedLogGroup(this, 'LogGroup', {
      dataKey: props.dataKey,
      retention: props.retention,
      removalPolicy: props.removalPolicy,
      logGroupName: `API-Gateway-Execution-Logs_${props.restApi.restApiRef.restApiId}/${props.stageName}`,
      // A literal: a key that refers to the API could not be deployed where the API refers to what the key encrypts.
      namePattern: `API-Gateway-Execution-Logs_*/${props.stageName}`,
    });
    this.logGroup = log.logGroup;
    this.logGroupName = log.logGroupName;
  }
}
