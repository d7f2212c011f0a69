import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { accountArn } from '../encryption/account-arn';
import type { IDataKey } from '../encryption/data-key';
import { type LogOptions, EncryptedLogGroup } from '../encryption/encrypted-log-group';

export interface VpcFlowLogProps extends LogOptions {
  readonly vpc: ec2.IVpc;
  readonly dataKey?: IDataKey;
}

/** The flow log of a whole VPC, accepted and rejected traffic, in an encrypted log group: 4 CloudFormation resources, and the key. */
export class VpcFlowLog extends Construct {
  public constructor(scope: Construct, id: string, props: VpcFlowLogProps) {
    super(scope, id);
    const { vpc, ...log } = props;
    const logGroup = new EncryptedLogGroup(this, 'LogGroup', log);
    const role = new iam.Role(this, 'Role', {
      description: 'Writes the flow log of a VPC',
      assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnLike: { 'aws:SourceArn': accountArn(this, 'ec2', 'vpc-flow-log/*') },
        },
      }),
    });
    // Managed, not inline: security baselines forbid inline policies.
    const policy = new iam.ManagedPolicy(this, 'Policy', {
      description: 'Writes the flow log of a VPC',
      roles: [role],
      statements: [new iam.PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        resources: [logGroup.logGroup.logGroupRef.logGroupArn],
      })],
    });
    const flowLog = new ec2.CfnFlowLog(this, 'Resource', {
      resourceType: 'VPC',
      resourceId: vpc.vpcId,
      trafficType: ec2.FlowLogTrafficType.ALL,
      logDestinationType: ec2.FlowLogDestinationType.CLOUD_WATCH_LOGS,
      logGroupName: logGroup.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
    });
    flowLog.node.addDependency(policy);
  }
}
