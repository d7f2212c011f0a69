import type { Resources } from './app';
import { att, firewall, network, of, PASS_ONE, ref } from './network';

/** A route of a table, as it is added to a network. */
export const route = (table: string, DestinationCidrBlock: unknown, target: Record<string, unknown>) =>
  of('EC2::Route', { RouteTableId: ref(table), DestinationCidrBlock, ...target });

/** The firewall's endpoint in a zone, found by its name in the list. */
export const endpointIn = (zone: string) => ({
  VpcEndpointId: { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::Select': [1, { 'Fn::Split': [`${zone}:`, { 'Fn::Join': [',', att('Firewall', 'EndpointIds')] }] }] }] }] },
});

export const TRANSIT = { TransitGatewayId: 'tgw-1' };
export const [ZONE_A, ZONE_B] = ['eu-central-1a', 'eu-central-1b'];

/** A VPC behind a transit gateway: calls come to the endpoint through the firewall of their zone, and answers go back through it. */
export function firewallNetwork(changes: Resources = {}): Resources {
  const subnet = (CidrBlock: string, AvailabilityZone: string) => of('EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock, AvailabilityZone });
  const both = <T>(make: (letter: string, zone: string) => Record<string, T>) => ({ ...make('A', ZONE_A), ...make('B', ZONE_B) });
  return {
    ...network(),
    ...firewall(PASS_ONE),
    Firewall: of('NetworkFirewall::Firewall', {
      FirewallName: 'in', VpcId: ref('Vpc'), FirewallPolicyArn: ref('Policy'), SubnetMappings: [{ SubnetId: ref('FirewallA') }, { SubnetId: ref('FirewallB') }],
    }),
    FirewallA: subnet('10.0.3.0/28', ZONE_A),
    FirewallB: subnet('10.0.3.16/28', ZONE_B),
    TransitA: subnet('10.0.4.0/28', ZONE_A),
    TransitB: subnet('10.0.4.16/28', ZONE_B),
    Attachment: of('EC2::TransitGatewayAttachment', { VpcId: ref('Vpc'), TransitGatewayId: 'tgw-1', SubnetIds: [ref('TransitA'), ref('TransitB')] }),
    ...both((letter) => ({
      [`TransitTable${letter}`]: of('EC2::RouteTable', { VpcId: ref('Vpc') }),
      [`TransitIn${letter}`]: of('EC2::SubnetRouteTableAssociation', { SubnetId: ref(`Transit${letter}`), RouteTableId: ref(`TransitTable${letter}`) }),
    })),
    ...both((letter, zone) => ({
      [`Out${letter}`]: route(`Table${letter}`, '10.20.0.0/16', endpointIn(zone)),
      [`In${letter}ToA`]: route(`TransitTable${letter}`, '10.0.1.0/24', endpointIn(zone)),
      [`In${letter}ToB`]: route(`TransitTable${letter}`, '10.0.2.0/24', endpointIn(zone)),
    })),
    ...changes,
  };
}

/** Resources without some of them. */
export function without(resources: Resources, ...ids: string[]): Resources {
  return Object.fromEntries(Object.entries(resources).filter(([id]) => !ids.includes(id)));
}
