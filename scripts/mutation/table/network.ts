import { PLACE, REFERENCE, type Rows, WORDS } from './type-rows';
import { as, drop, flip, leftOut, to, widen } from '../operator';
import { policy } from '../policy';

const ports = (port: number) => leftOut('idle', as('open ports', port), ({ properties, path }) => isShut(properties, path));
const range = leftOut('idle', widen, ({ properties, path }) => isShut(properties, path));

/** The rule by which CDK says that nothing goes out: ICMP of a type that does not exist, to nobody. One property alone opens nothing. */
function isShut(properties: unknown, [list, at]: readonly (string | number)[]): boolean {
  const [rules] = Object.entries(properties as Record<string, unknown[]>).filter(([name]) => name === list).map(([, value]) => value);
  return JSON.stringify(rules?.[Number(at)]).includes('255.255.255.255/32');
}

const securityGroupRule = (list: string) => ({
  [`${list}[].CidrIp`]: [leftOut('refused', drop), range],
  [`${list}[].FromPort`]: [leftOut('refused', drop), ports(0)],
  [`${list}[].ToPort`]: [leftOut('refused', drop), ports(65535)],
  [`${list}[].IpProtocol`]: [leftOut('refused', drop), leftOut('idle', as('open ports', '-1'), ({ properties, path }) => isShut(properties, path))],
});

export const NETWORK: Rows = {
  'AWS::EC2::VPCEndpoint': {
    layer: 'network',
    removal: 'without an endpoint nobody comes in',
    relevant: {
      PolicyDocument: policy(),
      SecurityGroupIds: [drop],
    },
    irrelevant: {
      'SecurityGroupIds[]': 'which group of the app it has: each is weakened itself',
      'IpAddressType': PLACE,
      'PrivateDnsEnabled': 'by which name it is found: nobody comes in by a name',
      'RouteTableIds': PLACE,
      'ServiceName': 'which service it leads to',
      'SubnetIds': PLACE,
      'VpcEndpointType': 'the service has one type only',
      'VpcId': PLACE,
    },
  },
  'AWS::EC2::SecurityGroup': {
    layer: 'network',
    removal: true,
    relevant: {
      // the group of the endpoint: its network interfaces answer, and open no connection
      'SecurityGroupEgress': [leftOut('idle', drop, ({ properties }) => isShut(properties, ['SecurityGroupEgress', 0]))],
      'SecurityGroupIngress': [leftOut('stricter', drop)],
      ...securityGroupRule('SecurityGroupEgress'),
      ...securityGroupRule('SecurityGroupIngress'),
      'SecurityGroupIngress[].CidrIpv6': [leftOut('refused', drop), range],
    },
    irrelevant: {
      'GroupDescription': WORDS,
      'SecurityGroupEgress[].Description': WORDS,
      'SecurityGroupIngress[].Description': WORDS,
      'VpcId': PLACE,
    },
  },
  'AWS::EC2::FlowLog': {
    layer: 'network',
    removal: true,
    relevant: {
      TrafficType: [leftOut('refused', drop), to('ACCEPT', 'REJECT')],
    },
    irrelevant: {
      DeliverLogsPermissionArn: 'without it the service refuses the log, with another role it is the role that counts',
      LogGroupName: 'which group of the app: each is weakened itself',
      LogDestinationType: 'the destination is weakened itself',
      ResourceId: REFERENCE,
      ResourceType: REFERENCE,
    },
  },
  'AWS::EC2::Subnet': {
    layer: 'network',
    removal: true,
    relevant: { MapPublicIpOnLaunch: [leftOut('default', drop), flip] },
    irrelevant: { AvailabilityZone: PLACE, CidrBlock: PLACE, VpcId: PLACE },
  },
  'AWS::EC2::VPC': {
    layer: 'network',
    removal: true,
    relevant: {
      EnableDnsHostnames: [leftOut('refused', drop), leftOut('refused', flip)], // endpoints with private DNS need both
      EnableDnsSupport: [leftOut('default', drop), leftOut('refused', flip)],
    },
    irrelevant: { CidrBlock: PLACE, InstanceTenancy: 'whose machines run on one host is no matter of the API' },
  },
  'AWS::EC2::SubnetRouteTableAssociation': {
    layer: 'network',
    removal: 'the subnet then has the main route table, which leads nowhere',
    relevant: {},
    irrelevant: { RouteTableId: REFERENCE, SubnetId: REFERENCE },
  },
  'AWS::EC2::RouteTable': {
    layer: 'network',
    removal: true,
    relevant: {},
    irrelevant: { VpcId: PLACE },
  },
  'Custom::VpcRestrictDefaultSG': {
    layer: 'network',
    removal: 'nothing uses the default group that it closes; what would is weakened itself (SecurityGroupIds)',
    relevant: {},
    irrelevant: {
      'Account': REFERENCE,
      'DefaultSecurityGroupId': REFERENCE,
      'ServiceToken': 'the function that does it',
      '@DeletionPolicy': 'what it closed stays closed',
      '@UpdateReplacePolicy': 'what it closed stays closed',
    },
  },
};

