import { firewallBypass as check } from '../../../../src/posture/checks/network/firewall-bypass';
import { type Resources, found, messages, postureOf } from '../../support/app';
import { endpointIn, firewallNetwork, route, TRANSIT, without, ZONE_A, ZONE_B } from '../../support/firewall-network';
import { of, ref } from '../../support/network';

const PARAMETER = { Parameters: { P: { Type: 'String' } }, Conditions: { Sometimes: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };

test('a network whose firewall sees both directions passes', () => {
  expect(found(check, firewallNetwork())).toEqual([]);
});

test.each([
  ['everything to a transit gateway', route('TableA', '0.0.0.0/0', TRANSIT)],
  ['a part of what is inspected', route('TableA', '10.20.0.0/17', TRANSIT)],
  ['a part of what is inspected to a peered VPC', route('TableA', '10.20.128.0/17', { VpcPeeringConnectionId: 'pcx-1' })],
  ['answers to another network', route('TableA', '10.30.0.0/16', TRANSIT)],
  ['answers to a VPN gateway', route('TableA', '10.30.0.0/16', { GatewayId: 'vgw-1' })],
  ['everything to an instance', route('TableA', '0.0.0.0/0', { InstanceId: 'i-1' })],
])('a route that leads %s goes past the firewall', (_, past) => {
  expect(found(check, firewallNetwork({ Past: past }))).toEqual([expect.stringMatching(/^fail Past /)]);
});

test('answers that take no firewall at all are found where calls take it', () => {
  const resources = firewallNetwork({ OutA: route('TableA', '10.20.0.0/16', TRANSIT), OutB: route('TableB', '10.20.0.0/16', TRANSIT) });
  expect(messages(check, resources)).toEqual(Array(2).fill('10.20.0.0/16 is routed to a transit gateway: answers go past the firewall that calls come through'));
});

test('calls that take no firewall are found where answers take it', () => {
  expect(messages(check, without(firewallNetwork(), 'InAToA', 'InAToB', 'InBToA', 'InBToB')))
    .toEqual(['calls of 10.0.1.0/24, 10.0.2.0/24 come in past the firewall that answers go through']);
  expect(messages(check, without(firewallNetwork(), 'InBToA'))).toEqual(['calls of 10.0.1.0/24 come in past the firewall that answers go through']);
});

test('a default route to the firewall brings no call through it: the way to the VPC\'s own subnets is shorter', () => {
  const defaults = { DefaultA: route('TransitTableA', '0.0.0.0/0', endpointIn(ZONE_A)), DefaultB: route('TransitTableB', '0.0.0.0/0', endpointIn(ZONE_B)) };
  expect(found(check, without(firewallNetwork(defaults), 'InAToA', 'InAToB', 'InBToA', 'InBToB'))).toEqual(['fail Attachment SubnetIds']);
});

test('a firewall for the internet alone has nothing to say of private networks', () => {
  const outwards = without(firewallNetwork({
    OutA: route('TableA', '0.0.0.0/0', { VpcEndpointId: { 'Fn::GetAtt': ['Association', 'EndpointId'] } }),
    Association: of('NetworkFirewall::VpcEndpointAssociation', { FirewallArn: ref('Firewall'), VpcId: ref('Vpc'), SubnetMapping: { SubnetId: ref('FirewallA') } }),
    Office: route('TableA', '10.0.0.0/8', TRANSIT),
  }), 'OutB', 'InAToA', 'InAToB', 'InBToA', 'InBToB');
  expect(found(check, outwards)).toEqual([]);
  expect(found(check, { ...outwards, Office: route('TableA', '0.0.0.0/1', TRANSIT) })).toEqual(['fail Office TransitGatewayId']);
});

test('a part of the internet that a route names beside the firewall is past it', () => {
  const outwards = (past: ReturnType<typeof route>): Resources => ({
    ...without(firewallNetwork(), 'OutB', 'InAToA', 'InAToB', 'InBToA', 'InBToB', 'OutA'),
    Workload: of('EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.9.0/24' }),
    WorkloadTable: of('EC2::RouteTable', { VpcId: ref('Vpc') }),
    WorkloadIn: of('EC2::SubnetRouteTableAssociation', { SubnetId: ref('Workload'), RouteTableId: ref('WorkloadTable') }),
    Out: route('WorkloadTable', '0.0.0.0/0', endpointIn(ZONE_A)),
    Past: past,
  });
  expect(messages(check, outwards(route('WorkloadTable', '52.0.0.0/8', { GatewayId: 'igw-1' }))))
    .toEqual(['52.0.0.0/8 is routed to an internet gateway, past the firewall that the rest of 0.0.0.0/0 goes through']);
  expect(found(check, outwards(route('WorkloadTable', '52.0.0.0/8', { NatGatewayId: 'nat-1' })))).toEqual(['fail Past NatGatewayId']);
  expect(found(check, outwards(route('WorkloadTable', '52.0.0.0/8', TRANSIT)))).toEqual([]);
});

test('without a firewall, or in another VPC, routes are free', () => {
  const free = { Past: route('TableA', '0.0.0.0/0', TRANSIT) };
  expect(found(check, without(firewallNetwork(free), 'Firewall', 'OutA', 'OutB', 'InAToA', 'InAToB', 'InBToA', 'InBToB'))).toEqual([]);
});

test('a way to the internet from the endpoint\'s subnets is told once, by the check of those routes', () => {
  expect(found(check, firewallNetwork({ Past: route('TableA', '0.0.0.0/0', { GatewayId: 'igw-1' }) }))).toEqual([]);
});

test('a route to what is not known, or that may not exist, is not known', () => {
  expect(found(check, postureOf(firewallNetwork({ Past: route('TableA', ref('P'), TRANSIT) }), PARAMETER))).toEqual(['unknown Past TransitGatewayId']);
  const conditional = { ...route('TableA', '0.0.0.0/0', TRANSIT), Condition: 'Sometimes' };
  expect(found(check, postureOf(firewallNetwork({ Past: conditional }), PARAMETER))).toEqual(['unknown Past TransitGatewayId']);
});
