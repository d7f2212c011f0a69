import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { DefaultSecurityGroup } from './default-security-group';
import { dynamoDbPolicy, s3Policy } from './endpoint-policies';
import { acknowledge, REGULATED, refuse, warn } from '../validation';

export interface IsolatedVpcProps {
  readonly ipAddresses?: ec2.IIpAddresses;
  readonly maxAzs?: number;
  readonly defaultSecurityGroup?: DefaultSecurityGroup;
}

/** Every zone takes an eighth, so that a zone that is added later moves no subnet. */
const ZONE_BITS = 3;
/** EC2 takes no smaller subnet. */
const SMALLEST_SUBNET = 28;

/** A VPC of isolated subnets: nothing in it can be reached from the internet, or reach it. */
export function isolatedVpc(scope: Construct, id: string, props: IsolatedVpcProps): ec2.Vpc {
  const maxAzs = props.maxAzs ?? 2;
  if (!Number.isInteger(maxAzs) || maxAzs < 1 || maxAzs > 6) {
    refuse(scope, 'NetworkZones', `an isolated network spans 1 to 6 Availability Zones, received: ${maxAzs}`);
  }
  const ipAddresses = props.ipAddresses ?? ec2.IpAddresses.cidr('10.0.0.0/16');
  const { reason } = props.defaultSecurityGroup ?? DefaultSecurityGroup.CLOSED;
  const vpc = new ec2.Vpc(scope, id, {
    ipAddresses,
    maxAzs,
    subnetConfiguration: [{
      name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: subnetMask(ipAddresses.allocateVpcCidr().cidrBlock),
    }],
    createInternetGateway: false,
    restrictDefaultSecurityGroup: reason === undefined,
  });
  if (reason !== undefined) {
    leaveDefaultSecurityGroup(vpc, reason);
  }
  return vpc;
}

/** The free endpoints, as routes of every subnet. */
export function addGatewayEndpoints(scope: Construct, vpc: ec2.IVpc): void {
  const { S3, DYNAMODB } = ec2.GatewayVpcEndpointAwsService;
  const routeTableIds = vpc.isolatedSubnets.map((subnet) => subnet.routeTable.routeTableId);
  for (const [id, service, policyDocument] of [['S3', S3, s3Policy(scope)], ['DynamoDb', DYNAMODB, dynamoDbPolicy(scope)]] as const) {
    new ec2.CfnVPCEndpoint(scope, id, {
      vpcEndpointType: ec2.VpcEndpointType.GATEWAY,
      serviceName: service.name,
      vpcId: vpc.vpcId,
      routeTableIds,
      policyDocument: policyDocument.toJSON(),
    });
  }
}

/** Whether the VPC is looked up, and what stands in for it now is made up. */
export function isPendingLookup(vpc: ec2.IVpc): boolean {
  return vpc.selectSubnets().isPendingLookup ?? false;
}

/** The IPv4 range of a VPC, a literal where one is known; undefined for imports that do not say. */
export function rangeOf(vpc: ec2.IVpc): string | undefined {
  const resource = vpc.node.defaultChild;
  if (resource instanceof ec2.CfnVPC && resource.cidrBlock !== undefined && !Token.isUnresolved(resource.cidrBlock)) {
    return resource.cidrBlock;
  }
  try {
    return vpc.vpcCidrBlock;
  } catch {
    return undefined;
  }
}

function subnetMask(vpcRange: string | undefined): number | undefined {
  if (vpcRange === undefined || Token.isUnresolved(vpcRange)) {
    return undefined;
  }
  return Math.min(Number(vpcRange.split('/')[1]) + ZONE_BITS, SMALLEST_SUBNET);
}

function leaveDefaultSecurityGroup(vpc: ec2.Vpc, reason: string): void {
  if (reason.trim() === '') {
    refuse(vpc, 'DefaultSecurityGroupReason', `a default security group that is not closed here takes a written reason, received: "${reason}"`);
  }
  warn(vpc, 'DefaultSecurityGroupNotClosed', `the default security group of the VPC is not closed here: ${reason}`);
  acknowledge(vpc.node.findChild('Resource'), reason, ...REGULATED.map((pack) => `${pack}-VPCDefaultSecurityGroupClosed`));
}
