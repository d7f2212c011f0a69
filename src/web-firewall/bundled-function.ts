import { join } from 'node:path';
import type { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { IDataKey } from '../encryption/data-key';
import { type LogOptions, EncryptedLogGroup } from '../encryption/encrypted-log-group';
import { REGULATED, acknowledge } from '../validation';

/** Where the bundles lie: the same from src/ and from lib/. */
const BUNDLES = join(__dirname, '../../lib/functions');

/** Properties of a `BundledFunction`. */
export interface BundledFunctionProps {
  /** Name of the bundle. */
  readonly bundle: string;
  readonly description: string;
  readonly timeout: Duration;
  /** In MB. */
  readonly memorySize: number;
  /** Most runs at once. */
  readonly concurrency: number;
  readonly environment?: Record<string, string>;
  readonly dataKey: IDataKey;
  readonly logs?: LogOptions;
  readonly vpc?: { readonly subnetIds: string[]; readonly securityGroupIds: string[] };
  /** What the function may do, beside writing its log. */
  readonly statements: iam.PolicyStatement[];
  /** Those of its resources that hold a wildcard, as cdk-nag spells them. */
  readonly wildcards: string[];
}

/** A Lambda function of this package: its own role and policy, its own encrypted log group. 4 CloudFormation resources. */
export class BundledFunction extends Construct {
  public readonly function: lambda.CfnFunction;
  public readonly functionArn: string;
  public readonly functionName: string;

  public constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const logGroup = new EncryptedLogGroup(this, 'LogGroup', { dataKey: props.dataKey, ...props.logs });
    const role = new iam.Role(this, 'Role', { description: props.description, assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    // Managed, not inline: security baselines forbid inline policies.
    const policy = new iam.ManagedPolicy(this, 'Policy', {
      description: props.description,
      roles: [role],
      statements: [
        new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroup.logGroupRef.logGroupArn] }),
        ...props.vpc === undefined ? [] : [networkInterfaces()],
        ...props.statements,
      ],
    });
    const wildcards = new Set([...props.vpc === undefined ? [] : ['Resource::*'], ...props.wildcards]);
    acknowledge(policy.node.defaultChild!, 'Lambda\'s network interfaces and WAF\'s lists take no resource; the ids of sets and the stored objects are known at deployment only.',
      ...[...wildcards].map((finding) => `AwsSolutions-IAM5[${finding}]`));
    const code = lambda.Code.fromAsset(join(BUNDLES, props.bundle));
    const { s3Location } = code.bind(this);
    this.function = new lambda.CfnFunction(this, 'Resource', {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X.name,
      architectures: ['arm64'],
      handler: 'index.handler',
      code: { s3Bucket: s3Location!.bucketName, s3Key: s3Location!.objectKey },
      role: role.roleArn,
      timeout: props.timeout.toSeconds(),
      memorySize: props.memorySize,
      reservedConcurrentExecutions: props.concurrency,
      environment: props.environment && { variables: props.environment },
      loggingConfig: { logGroup: logGroup.logGroupName },
      vpcConfig: props.vpc,
    });
    code.bindToResource(this.function);
    this.function.node.addDependency(policy);
    acknowledge(this.function, 'A run that failed is followed by the next, and an alarm tells of it: an event kept for later would bring back an older state.',
      ...REGULATED.map((pack) => `${pack}-LambdaDLQ`), 'Serverless-LambdaDLQ');
    acknowledge(this.function, 'A run tells all that it did in its own record; calls of AWS are few, one after the other, and CloudTrail has those that change something.',
      'Serverless-LambdaTracing');
    this.functionArn = this.function.attrArn;
    this.functionName = this.function.ref;
  }
}

/** How Lambda reaches a VPC; none of these calls can be bound to a resource before it exists. */
function networkInterfaces(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
    resources: ['*'],
  });
}

/** The subnets and security groups of a function, as CloudFormation takes them. */
export function vpcOf(vpc: ec2.IVpc, subnets: ec2.SubnetSelection | undefined, group: string): { subnetIds: string[]; securityGroupIds: string[] } {
  return { subnetIds: vpc.selectSubnets(subnets).subnetIds, securityGroupIds: [group] };
}
