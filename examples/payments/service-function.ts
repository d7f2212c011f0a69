import { join } from 'node:path';
import { Duration, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { EncryptedLogGroup, type IDataKey } from 'cdk-private-api';
import { Construct } from 'constructs';

interface ServiceFunctionProps {
  /** The file in handlers/, without its ending. */
  readonly handler: string;
  readonly vpc: ec2.IVpc;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly dataKey: IDataKey;
  readonly environment?: Record<string, string>;
  readonly permissions?: iam.PolicyStatement[];
}

/** A function of this service: bundled, traced, inside the isolated network, with its own encrypted log and exactly its permissions. */
export class ServiceFunction extends Construct {
  public readonly function: lambda.Function;

  public constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const log = new EncryptedLogGroup(this, 'Log', { dataKey: props.dataKey });
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const policy = new iam.ManagedPolicy(this, 'Permissions', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${log.logGroupArn}:log-stream:*`] }),
        new iam.PolicyStatement({
          actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces',
            'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
          resources: ['*'],
        }),
        ...props.permissions ?? [],
      ],
    });
    this.function = new NodejsFunction(this, 'Function', {
      entry: join(__dirname, 'handlers', `${props.handler}.ts`),
      depsLockFilePath: join(__dirname, '../../package-lock.json'),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(20),
      tracing: lambda.Tracing.ACTIVE,
      reservedConcurrentExecutions: 50,
      vpc: props.vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [props.securityGroup],
      role: role.withoutPolicyUpdates(),
      logGroup: logs.LogGroup.fromLogGroupName(this, 'LogGroup', log.logGroupName),
      environment: props.environment,
      bundling: { minify: true },
    });
    this.function.node.addDependency(policy);

    const logId = Stack.of(this).getLogicalId(log.node.defaultChild as logs.CfnLogGroup);
    Validations.of(policy).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray and the network interfaces of a function in a VPC have no ARN before they exist',
    }, {
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:<${logId}>:log-stream:*]`,
      reason: 'Lambda names the streams in the log group of the function',
    });
    for (const pack of ['HIPAA.Security', 'NIST.800.53.R5', 'Serverless']) {
      Validations.of(this.function).acknowledge({
        id: `${pack}-LambdaDLQ`,
        reason: 'API Gateway invokes the function and waits: there is no asynchronous event that could be lost',
      });
    }
  }
}
