import * as sdk from '@aws-sdk/client-ec2';
import { type Reader, policy, told } from './reader';

interface Rule {
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
  readonly [peer: string]: unknown;
}

/** EC2's permissions, one rule for each peer, as CloudFormation writes them. */
function rules(permissions: sdk.IpPermission[] | undefined, group: string): Rule[] {
  return (permissions ?? []).flatMap((permission) => {
    const base = told({ IpProtocol: permission.IpProtocol, FromPort: permission.FromPort, ToPort: permission.ToPort });
    const of = (peer: object, Description?: string): Rule => told({ ...base, ...peer, Description }) as Rule;
    return [
      ...(permission.IpRanges ?? []).map(({ CidrIp, Description }) => of({ CidrIp }, Description)),
      ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) => of({ CidrIpv6 }, Description)),
      ...(permission.UserIdGroupPairs ?? []).map(({ GroupId, Description }) => of({ [group]: GroupId }, Description)),
      ...(permission.PrefixListIds ?? []).map(({ PrefixListId, Description }) => of({ [group.replace('SecurityGroupId', 'PrefixListId')]: PrefixListId }, Description)),
    ];
  });
}

function groupRule(side: 'Ingress' | 'Egress', peer: string): Reader {
  return {
    async read({ ec2 }, physicalId) {
      const { SecurityGroupRules } = await ec2.send(new sdk.DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [physicalId] }));
      const { GroupId, CidrIpv4, ReferencedGroupInfo, IsEgress, ...rest } = SecurityGroupRules![0]!;
      if (IsEgress !== (side === 'Egress')) {
        throw new Error(`${physicalId} is on the wrong side`);
      }
      return { properties: told({ ...rest, GroupId, CidrIp: CidrIpv4, [peer]: ReferencedGroupInfo?.GroupId }), attributes: { Id: physicalId } };
    },
  };
}

/** The parts of a VPC. */
export const networkReaders: Record<string, Reader> = {
  'AWS::EC2::VPC': {
    async read({ ec2 }, VpcId) {
      const { Vpcs } = await ec2.send(new sdk.DescribeVpcsCommand({ VpcIds: [VpcId] }));
      const hostnames = await ec2.send(new sdk.DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' }));
      const support = await ec2.send(new sdk.DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsSupport' }));
      const own = { Filters: [{ Name: 'vpc-id', Values: [VpcId] }, { Name: 'group-name', Values: ['default'] }] };
      const groups = await ec2.send(new sdk.DescribeSecurityGroupsCommand(own));
      return {
        properties: {
          CidrBlock: Vpcs![0]!.CidrBlock,
          InstanceTenancy: Vpcs![0]!.InstanceTenancy,
          Tags: Vpcs![0]!.Tags ?? [],
          EnableDnsHostnames: hostnames.EnableDnsHostnames?.Value,
          EnableDnsSupport: support.EnableDnsSupport?.Value,
        },
        attributes: { VpcId, CidrBlock: Vpcs![0]!.CidrBlock, DefaultSecurityGroup: groups.SecurityGroups?.[0]?.GroupId },
      };
    },
  },
  'AWS::EC2::Subnet': {
    async read({ ec2 }, SubnetId) {
      const { Subnets } = await ec2.send(new sdk.DescribeSubnetsCommand({ SubnetIds: [SubnetId] }));
      const found = Subnets![0]!;
      return {
        properties: {
          VpcId: found.VpcId,
          CidrBlock: found.CidrBlock,
          AvailabilityZone: found.AvailabilityZone,
          MapPublicIpOnLaunch: found.MapPublicIpOnLaunch,
          Tags: found.Tags ?? [],
        },
        attributes: { SubnetId, VpcId: found.VpcId, AvailabilityZone: found.AvailabilityZone },
      };
    },
  },
  'AWS::EC2::RouteTable': {
    async read({ ec2 }, RouteTableId) {
      const { RouteTables } = await ec2.send(new sdk.DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
      return { properties: { VpcId: RouteTables![0]!.VpcId, Tags: RouteTables![0]!.Tags ?? [] }, attributes: { RouteTableId } };
    },
  },
  'AWS::EC2::SubnetRouteTableAssociation': {
    async read({ ec2 }, physicalId) {
      const { RouteTables } = await ec2.send(new sdk.DescribeRouteTablesCommand({}));
      const associations = RouteTables?.flatMap((table) => table.Associations ?? []);
      const found = associations?.find(({ RouteTableAssociationId }) => RouteTableAssociationId === physicalId);
      return { properties: { SubnetId: found?.SubnetId, RouteTableId: found?.RouteTableId }, attributes: { Id: physicalId } };
    },
  },
  'AWS::EC2::Route': {
    async read({ ec2 }, _, { RouteTableId, DestinationCidrBlock }) {
      const { RouteTables } = await ec2.send(new sdk.DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
      const found = RouteTables?.[0]?.Routes?.find((route) => route.DestinationCidrBlock === DestinationCidrBlock);
      return { properties: told({ RouteTableId, ...found }) };
    },
  },
  'AWS::EC2::SecurityGroup': {
    async read({ ec2 }, GroupId) {
      const { SecurityGroups } = await ec2.send(new sdk.DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
      const found = SecurityGroups![0]!;
      return {
        properties: {
          GroupDescription: found.Description,
          GroupName: found.GroupName,
          VpcId: found.VpcId,
          Tags: found.Tags ?? [],
          SecurityGroupIngress: rules(found.IpPermissions, 'SourceSecurityGroupId'),
          SecurityGroupEgress: rules(found.IpPermissionsEgress, 'DestinationSecurityGroupId'),
        },
        attributes: { GroupId, Id: GroupId, VpcId: found.VpcId },
      };
    },
    // Rules may also be resources of their own.
    expected: (properties) => ({ ...properties }),
  },
  'AWS::EC2::SecurityGroupIngress': groupRule('Ingress', 'SourceSecurityGroupId'),
  'AWS::EC2::SecurityGroupEgress': groupRule('Egress', 'DestinationSecurityGroupId'),
  'AWS::EC2::VPCEndpoint': {
    async read({ ec2 }, VpcEndpointId) {
      const { VpcEndpoints } = await ec2.send(new sdk.DescribeVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }));
      const found = VpcEndpoints![0]!;
      return {
        properties: told({
          ServiceName: found.ServiceName,
          VpcEndpointType: found.VpcEndpointType,
          VpcId: found.VpcId,
          SubnetIds: found.SubnetIds,
          RouteTableIds: found.RouteTableIds,
          PrivateDnsEnabled: found.PrivateDnsEnabled,
          PolicyDocument: policy(found.PolicyDocument),
          SecurityGroupIds: found.Groups?.map(({ GroupId }) => GroupId),
          Tags: found.Tags ?? [],
        }),
        // The zone and name of an endpoint exist on AWS alone; the emulator makes them up.
        attributes: { Id: VpcEndpointId, DnsEntries: [`Z0000000000000:${VpcEndpointId}-emulator.${found.ServiceName!.split('.').pop()}.${found.ServiceName!.split('.')[2]}.vpce.amazonaws.com`] },
      };
    },
  },
  'AWS::EC2::FlowLog': {
    async read({ ec2 }, physicalId) {
      const { FlowLogs } = await ec2.send(new sdk.DescribeFlowLogsCommand({ FlowLogIds: [physicalId] }));
      const found = FlowLogs![0]!;
      return {
        properties: told({
          ResourceId: found.ResourceId,
          TrafficType: found.TrafficType,
          LogDestinationType: found.LogDestinationType,
          LogDestination: found.LogDestination,
          LogGroupName: found.LogGroupName,
          DeliverLogsPermissionArn: found.DeliverLogsPermissionArn,
          MaxAggregationInterval: found.MaxAggregationInterval,
          LogFormat: found.LogFormat,
          Tags: found.Tags ?? [],
        }),
        attributes: { Id: physicalId },
      };
    },
  },
};
