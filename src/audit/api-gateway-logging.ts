import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge, problem, refuse } from '../validation';

/** Properties of `ApiGatewayLogging`. */
export interface ApiGatewayLoggingProps {
  /**
   * A role that exists, that `apigateway.amazonaws.com` may assume and that may write to CloudWatch Logs.
   *
   * @default - a role with AWS's policy AmazonAPIGatewayPushToCloudWatchLogs
   */
  readonly role?: iam.IRoleRef;
}

/**
 * The role by which API Gateway writes the logs of ALL REST and WebSocket APIs of this account in this Region. Without one, no stage
 * with logs can be created.
 *
 * There is one such setting per account and Region: the stack that sets it last wins, for every API. Keep it in one stack of the
 * account (the landing zone's, usually), and nowhere else. Both resources are retained when the stack goes, so that the APIs of
 * other stacks keep their logs.
 *
 * A stage in the same stack must depend on it: `stage.node.addDependency(logging)`. In an account that never had an API, this
 * construct in turn must depend on one: `logging.node.addDependency(restApi)`.
 *
 * Creates 2 CloudFormation resources, 1 with an existing role; free.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class ApiGatewayLogging extends Construct {
  /** ARN of the role. */
  public readonly roleArn: string;

  /**
   * @throws ValidationError ApiGatewayLoggingTwice
   */
  public constructor(scope: Construct, id: string, props: ApiGatewayLoggingProps = {}) {
    super(scope, id);
    const before = this.otherSettings();
    if (before.length > 0) {
      refuse(this, 'ApiGatewayLoggingTwice', twice(before));
    }
    this.roleArn = props.role?.roleRef.roleArn ?? this.newRole();
    const account = new apigateway.CfnAccount(this, 'Resource', { cloudWatchRoleArn: this.roleArn });
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    // CDK's `RestApi` brings such a setting too, and may come later.
    this.node.addValidation({
      validate: () => {
        const others = this.otherSettings();
        return others.length > 0 ? [problem('ApiGatewayLoggingTwice', twice(others))] : [];
      },
    });
  }

  private newRole(): string {
    const role = new iam.Role(this, 'Role', {
      description: 'API Gateway writes the logs of all APIs of this account and Region',
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledge(role.node.defaultChild!,
      'API Gateway names this managed policy as what its logging role must have, and checks the role when it is set; it only writes and reads logs.',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]');
    return role.roleArn;
  }

  private otherSettings(): string[] {
    return Stack.of(this).node.findAll()
      .filter((child) => CfnResource.isCfnResource(child) && child.cfnResourceType === 'AWS::ApiGateway::Account' && child.node.scope !== this)
      .map((child) => child.node.path);
  }
}

function twice(others: string[]): string {
  return 'an account and Region have one logging role of API Gateway, so a stack sets it once at most (for CDK\'s own `RestApi`: '
    + `\`cloudWatchRole: false\`), received: ${others.join(', ')} too`;
}
