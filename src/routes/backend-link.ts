import { Names, type ResourceEnvironment } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { rangeOf } from '../network/isolated-vpc';
import { refuse } from '../validation';

/** Properties of a `BackendLink`. */
export interface BackendLinkProps {
  /** The VPC of the load balancers. */
  readonly vpc: ec2.IVpc;

  /**
   * The subnets that the link reaches into: two or more, in different zones.
   *
   * @default - the isolated subnets, else the private ones
   */
  readonly subnets?: ec2.SubnetSelection;

  /**
   * The link's security groups, which the load balancers' groups admit.
   *
   * @default - one of its own, which may only open connections to `ports` within the VPC's IPv4 range
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * The ports of the load balancers' listeners, for the link's own security group.
   *
   * @default [443]
   */
  readonly ports?: number[];
}

/**
 * A VPC link V2, by which private HTTP backends behind internal load balancers answer routes.
 *
 * Creates 2 CloudFormation resources (1 with security groups that exist). The link itself is free; its subnets and security groups
 * cannot be changed, only replaced. Load balancer, link and API belong to one account. A link without traffic for 60 days
 * becomes inactive, and its first request then fails.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html
 */
export class BackendLink extends Construct implements apigatewayv2.IVpcLinkRef, ec2.IConnectable {
  /** Uses a VPC link V2 that exists. */
  public static fromVpcLinkId(scope: Construct, id: string, vpcLinkId: string): apigatewayv2.IVpcLinkRef {
    return apigatewayv2.CfnVpcLink.fromVpcLinkId(scope, id, vpcLinkId);
  }

  /** Id of the VPC link. */
  public readonly vpcLinkId: string;
  /** The link, for everything that takes an `IVpcLinkRef`. */
  public readonly vpcLinkRef: apigatewayv2.VpcLinkReference;
  /** Account and Region of the link. */
  public readonly env: ResourceEnvironment;
  /** The link's security groups: what a load balancer's group admits. */
  public readonly connections: ec2.Connections;

  /**
   * @throws ValidationError BackendLinkPort, VpcRangeUnknown
   */
  public constructor(scope: Construct, id: string, props: BackendLinkProps) {
    super(scope, id);
    const securityGroups = props.securityGroups ?? [this.ownSecurityGroup(props)];
    const link = new apigatewayv2.CfnVpcLink(this, 'Resource', {
      name: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      subnetIds: props.vpc.selectSubnets(props.subnets ?? subnetsOf(props.vpc)).subnetIds,
      securityGroupIds: securityGroups.map((group) => group.securityGroupId),
    });
    this.vpcLinkId = link.ref;
    this.vpcLinkRef = link.vpcLinkRef;
    this.env = link.env;
    this.connections = new ec2.Connections({ securityGroups });
  }

  private ownSecurityGroup(props: BackendLinkProps): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'API Gateway to private HTTP backends',
      allowAllOutbound: false,
    });
    const range = rangeOf(props.vpc) ?? refuse(this, 'VpcRangeUnknown',
      `the range of the imported VPC is needed: import it with \`vpcCidrBlock\`, or name \`securityGroups\`, received: neither for ${props.vpc.node.path}`);
    for (const port of props.ports ?? [443]) {
      if (!Number.isInteger(port) || port < 1 || port > 65535) {
        refuse(this, 'BackendLinkPort', `a port is a whole number, 1 to 65535, received: ${port}`);
      }
      group.addEgressRule(ec2.Peer.ipv4(range), ec2.Port.tcp(port), 'To the load balancers');
    }
    return group;
  }
}

function subnetsOf(vpc: ec2.IVpc): ec2.SubnetSelection {
  return vpc.isolatedSubnets.length > 0 ? { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } : { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS };
}
