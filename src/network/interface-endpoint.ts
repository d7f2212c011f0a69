import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { HttpsSecurityGroup } from './https-security-group';
import { refuse } from '../validation';

export interface InterfaceEndpointProps {
  readonly vpc: ec2.IVpc;
  readonly subnetIds: string[];
  readonly serviceName: string;
  readonly securityGroups: HttpsSecurityGroup[];
  readonly policy: iam.PolicyDocument;
  readonly privateDns: boolean;
  readonly ipAddressType?: ec2.VpcEndpointIpAddressType;
}

/** Which construct has a service's private DNS name in a VPC: EC2 gives it away once. */
const PRIVATE_NAMES = new WeakMap<ec2.IVpc, Map<string, string>>();

/** An interface endpoint of one AWS service: 1 CloudFormation resource. */
export class InterfaceEndpoint extends Construct {
  public readonly endpoint: ec2.CfnVPCEndpoint;

  public constructor(scope: Construct, id: string, props: InterfaceEndpointProps) {
    super(scope, id);
    if (props.privateDns) {
      this.claimPrivateName(props.vpc, props.serviceName);
    }
    this.endpoint = new ec2.CfnVPCEndpoint(this, 'Resource', {
      vpcEndpointType: ec2.VpcEndpointType.INTERFACE,
      // CDK knows the Regions whose endpoint services are named differently.
      serviceName: new ec2.InterfaceVpcEndpointAwsService(props.serviceName).name,
      vpcId: props.vpc.vpcId,
      subnetIds: props.subnetIds,
      securityGroupIds: props.securityGroups.map((group) => group.securityGroupId),
      policyDocument: props.policy.toJSON(),
      privateDnsEnabled: props.privateDns,
      ipAddressType: props.ipAddressType ?? ec2.VpcEndpointIpAddressType.IPV4,
    });
  }

  private claimPrivateName(vpc: ec2.IVpc, serviceName: string): void {
    const owners = PRIVATE_NAMES.get(vpc) ?? new Map<string, string>();
    const owner = owners.get(serviceName);
    if (owner !== undefined) {
      refuse(this, 'PrivateDnsTaken',
        `a VPC takes one ${serviceName} endpoint with private DNS; share that network, or turn \`privateDns\` off, received a second one, `
        + `the first is: "${owner}"`);
    }
    PRIVATE_NAMES.set(vpc, owners.set(serviceName, this.node.path));
  }
}
