import { internetRoute as check } from '../../../../src/posture/checks/network/internet-route';
import { found, judge } from '../../support/app';
import { att, network, of, ref } from '../../support/network';

const routed = (properties: Record<string, unknown>, rest: Record<string, unknown> = {}) => ({
  ...network(), Gateway: of('EC2::InternetGateway'), Route: of('EC2::Route', { RouteTableId: ref('TableA'), DestinationCidrBlock: '0.0.0.0/0', ...properties }, rest),
});

test.each([
  ['an internet gateway', { GatewayId: ref('Gateway') }, 'GatewayId'],
  ['an internet gateway of elsewhere', { GatewayId: 'igw-0123', DestinationCidrBlock: '128.0.0.0/1' }, 'GatewayId'],
  ['a NAT gateway', { NatGatewayId: 'nat-1' }, 'NatGatewayId'],
  ['an egress-only gateway', { EgressOnlyInternetGatewayId: 'eigw-1' }, 'EgressOnlyInternetGatewayId'],
])('a route of the endpoint\'s subnet to %s fails', (_, properties, property) => {
  expect(found(check, routed(properties))).toEqual([`fail Route ${property}`]);
});

test.each([
  ['a transit gateway', { TransitGatewayId: 'tgw-1' }],
  ['a VPN', { GatewayId: 'vgw-1' }],
  ['a firewall', { VpcEndpointId: 'vpce-1' }],
])('a route to %s passes', (_, properties) => {
  expect(found(check, routed(properties))).toEqual([]);
});

test('a route of another subnet is not judged, a gateway on the VPC is a warning', () => {
  const resources = { ...routed({ GatewayId: ref('Gateway'), RouteTableId: ref('Public') }), Public: of('EC2::RouteTable', { VpcId: ref('Vpc') }) };
  expect(found(check, resources)).toEqual([]);
  const attached = { ...resources, Attachment: of('EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') }) };
  expect([...judge(check, attached)].filter((line) => line.startsWith('fail'))).toEqual(['fail Attachment InternetGatewayId']);
});

test('where a route leads may not be known, or whether it exists', () => {
  expect(found(check, routed({ GatewayId: { 'Fn::ImportValue': 'gateway' } }))).toEqual(['unknown Route GatewayId']);
  const conditional = routed({ GatewayId: ref('Gateway') }, { Condition: 'Open' });
  expect(found(check, conditional)).toEqual(['unknown Route GatewayId']);
});

test('the main table of a VPC of elsewhere is not known, that of one that the app makes leads nowhere', () => {
  const { InA, ...main } = network();
  expect(found(check, main)).toEqual([]);
  const elsewhere = { ...main, A: of('EC2::Subnet', { VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' }) };
  expect(found(check, elsewhere)).toEqual([expect.stringMatching(/^unknown A\b/)]);
  expect(found(check, { ...elsewhere, InA: InA! })).toEqual([]);
});

test('functions that serve the API may call out through a NAT gateway, which is a warning; an internet gateway beside them is an error', () => {
  const served = (target: Record<string, unknown>) => ({
    ...network(),
    Own: of('EC2::Subnet', { VpcId: ref('Vpc') }),
    OwnTable: of('EC2::RouteTable', { VpcId: ref('Vpc') }),
    InOwn: of('EC2::SubnetRouteTableAssociation', { SubnetId: ref('Own'), RouteTableId: ref('OwnTable') }),
    Route: of('EC2::Route', { RouteTableId: ref('OwnTable'), DestinationCidrBlock: '0.0.0.0/0', ...target }),
    Function: of('Lambda::Function', { VpcConfig: { SubnetIds: [ref('Own')] } }),
    Api: of('ApiGateway::RestApi'),
    Method: of('ApiGateway::Method', {
      RestApiId: ref('Api'), ResourceId: att('Api', 'RootResourceId'), HttpMethod: 'GET', Integration: { Type: 'AWS_PROXY', Uri: { 'Fn::Sub': 'arn:aws:apigateway:::lambda:path/functions/${Function.Arn}/invocations' } },
    }),
  });
  expect(found(check, served({ NatGatewayId: 'nat-1' }))).toEqual(['fail Route NatGatewayId']);
  expect(found(check, served({ GatewayId: 'igw-1' }))).toEqual(['fail Route GatewayId']);
});
