import { firewallRouteZone as check } from '../../../../src/posture/checks/network/firewall-route-zone';
import { found, messages } from '../../support/app';
import { endpointIn, firewallNetwork, route, ZONE_A, ZONE_B } from '../../support/firewall-network';
import { att, of, ref } from '../../support/network';

const association = (subnet: string) => of('NetworkFirewall::VpcEndpointAssociation', { FirewallArn: ref('Firewall'), VpcId: ref('Vpc'), SubnetMapping: { SubnetId: ref(subnet) } });
const zoneOf = (at: number) => ({ 'Fn::Select': [at, { 'Fn::GetAZs': '' }] });
const inZones = (own: unknown, other: unknown) => firewallNetwork({
  A: of('EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', AvailabilityZone: own }),
  FirewallA: of('EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.3.0/28', AvailabilityZone: other }),
  Association: association('FirewallA'),
  OutA: route('TableA', '10.20.0.0/16', { VpcEndpointId: att('Association', 'EndpointId') }),
});

test('routes that stay in their zone pass', () => {
  expect(found(check, firewallNetwork())).toEqual([]);
  expect(found(check, inZones(zoneOf(0), zoneOf(0)))).toEqual([]);
});

test('a route to the endpoint of another zone fails, by the name of the zone or by its place in the list', () => {
  expect(messages(check, firewallNetwork({ OutB: route('TableB', '10.20.0.0/16', endpointIn(ZONE_A)) })))
    .toEqual([`10.20.0.0/16 is routed from the zone ${ZONE_B} to the firewall's endpoint in ${ZONE_A}`]);
  expect(found(check, inZones(zoneOf(0), zoneOf(1)))).toEqual(['fail OutA VpcEndpointId']);
});

test('an endpoint by its place in a list without an order is not known, nor is a zone of a parameter', () => {
  const first = { VpcEndpointId: { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Firewall', 'EndpointIds')] }] }] } };
  expect(found(check, firewallNetwork({ OutA: route('TableA', '10.20.0.0/16', first) }))).toEqual(['unknown OutA VpcEndpointId']);
  expect(found(check, inZones({ 'Fn::ImportValue': 'zone' }, ZONE_A))).toEqual(['unknown OutA VpcEndpointId']);
});

test('the one endpoint of a firewall is where its one subnet is', () => {
  const one = of('NetworkFirewall::Firewall', { VpcId: ref('Vpc'), SubnetMappings: [{ SubnetId: ref('FirewallA') }] });
  const first = { VpcEndpointId: { 'Fn::Select': [0, att('Firewall', 'EndpointIds')] } };
  const resources = firewallNetwork({ Firewall: one, OutA: route('TableA', '10.20.0.0/16', first), OutB: route('TableB', '10.20.0.0/16', first) });
  expect(found(check, resources).filter((line) => line.includes('Out'))).toEqual(['fail OutB VpcEndpointId']);
});
