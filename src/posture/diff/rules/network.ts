import { coversWholeInternet, readCidr } from '../../../values/cidr';
import type { Resource } from '../../assembly/app';
import { listOf, member } from '../../assembly/json';
import { readable } from '../../assembly/symbols';
import { compareSets, shown, valueAt } from '../compare';
import { compareRuleGroups, compareStatelessActions } from '../firewall-rules';
import { compareHomeNet } from '../firewall-variables';
import { IGNORED, MORE_IS_STRONGER, MORE_IS_WEAKER, POLICY, PRESENT, TARGET, type Movement, type TypeRule, off, on, own, ranks } from '../rule';

const TARGETS = ['GatewayId', 'NatGatewayId', 'EgressOnlyInternetGatewayId', 'TransitGatewayId', 'VpcPeeringConnectionId', 'InstanceId', 'NetworkInterfaceId',
  'CarrierGatewayId', 'LocalGatewayId', 'CoreNetworkArn', 'VpcEndpointId'];

/** Where a route leads: another way is weaker where it leaves the network, or no longer passes a firewall. */
function compareRoute(before: Resource, after: Resource): Movement[] {
  const of = (route: Resource) => TARGETS.filter((name) => valueAt(route, name) !== undefined).map((name) => `${name} ${readable(valueAt(route, name))}`).join(', ');
  const [from, to] = [of(before), of(after)];
  return from === to ? [] : [{
    direction: from.includes('VpcEndpointId') && !to.includes('VpcEndpointId') ? 'weaker' : to.includes('VpcEndpointId') && !from.includes('VpcEndpointId') ? 'stronger' : 'unknown',
    property: null,
    before: from,
    after: to,
    message: `it now leads to ${to}; before, to ${from}`,
  }];
}

function compareDestination(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [old, young] = [from, to].map((value) => (typeof value === 'string' ? readCidr(value) : undefined));
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{
    direction: old && young ? (young.prefix < old.prefix ? 'weaker' : young.prefix > old.prefix ? 'stronger' : 'unknown') : young && coversWholeInternet([young]) ? 'weaker' : 'unknown',
    property,
    before: from ?? null,
    after: to ?? null,
    message: `it now leads to ${shown(to)}; before, to ${shown(from)}`,
  }];
}

/** An entry of a network ACL: what it allows is weaker the more it takes in, what it denies stronger. */
function compareEntry(before: Resource, after: Resource, property: string): Movement[] {
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  const [old, young] = [from, to].map((value) => (typeof value === 'string' ? readCidr(value) : undefined));
  const allows = String(valueAt(after, 'RuleAction')).toLowerCase() === 'allow';
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{
    direction: old && young && old.prefix !== young.prefix ? ((young.prefix < old.prefix) === allows ? 'weaker' : 'stronger') : 'unknown',
    property,
    before: from ?? null,
    after: to ?? null,
    message: `it now ${allows ? 'allows' : 'denies'} ${shown(to)}; before, ${shown(from)}`,
  }];
}

/** An endpoint without a policy of its own lets everything through: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
const ALLOW_ALL = { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };

/** An endpoint without a group has the default group of its VPC, whatever that holds. */
function compareGroups(before: Resource, after: Resource, property: string): Movement[] {
  return compareSets(property, 'less', valueAt(before, property), valueAt(after, property)).map((movement) => (
    listOf(valueAt(after, property)).length > 0 ? movement : { ...movement, direction: 'weaker', message: `${movement.message}: the default group of the VPC counts` }));
}

/** Rule groups of a policy; an override turns what a group drops into alerts. */
function compareReferences(before: Resource, after: Resource, property: string): Movement[] {
  const overridden = (resource: Resource) => listOf(valueAt(resource, property)).filter((reference) => /DROP_TO_ALERT/.test(JSON.stringify(reference))).map((reference) => member(reference, 'ResourceArn')!);
  const groups = (resource: Resource) => listOf(valueAt(resource, property)).map((reference) => member(reference, 'ResourceArn') ?? null);
  return [
    ...compareSets(property, 'more', groups(before), groups(after)),
    ...compareSets(`${property}.Override`, 'less', overridden(before), overridden(after)).map((movement) => ({ ...movement, message: `what these groups drop ${movement.direction === 'weaker' ? 'is now only told' : 'is dropped again'}: ${shown(movement.direction === 'weaker' ? movement.after : movement.before)}` })),
  ];
}

/** In the order of actions, every pass comes before every drop. */
const ORDER = ranks('DEFAULT_ACTION_ORDER', 'DEFAULT_ACTION_ORDER', 'STRICT_ORDER');

export const NETWORK_RULES: Readonly<Record<string, TypeRule>> = {
  'AWS::EC2::VPC': { layer: 'network', noun: 'VPC', role: 'part', properties: { EnableDnsHostnames: IGNORED, EnableDnsSupport: IGNORED } },
  'AWS::EC2::VPCCidrBlock': { layer: 'network', noun: 'range of a VPC', role: 'opens', properties: {} },
  'AWS::EC2::Subnet': {
    layer: 'network',
    noun: 'subnet',
    role: 'part',
    properties: { MapPublicIpOnLaunch: off(), AssignIpv6AddressOnCreation: IGNORED, AvailabilityZone: IGNORED },
  },
  'AWS::EC2::InternetGateway': { layer: 'network', noun: 'internet gateway', role: 'opens', properties: {} },
  'AWS::EC2::VPCGatewayAttachment': { layer: 'network', noun: 'gateway of a VPC', role: 'opens', properties: {} },
  'AWS::EC2::NatGateway': { layer: 'network', noun: 'NAT gateway', role: 'opens', properties: {} },
  'AWS::EC2::EgressOnlyInternetGateway': { layer: 'network', noun: 'egress-only internet gateway', role: 'opens', properties: {} },
  'AWS::EC2::VPCPeeringConnection': { layer: 'network', noun: 'VPC peering', role: 'opens', properties: {} },
  'AWS::EC2::TransitGatewayAttachment': { layer: 'network', noun: 'transit gateway attachment', role: 'opens', properties: {} },
  'AWS::EC2::TransitGatewayVpcAttachment': { layer: 'network', noun: 'transit gateway attachment', role: 'opens', properties: {} },
  'AWS::EC2::Route': {
    layer: 'network',
    noun: 'route',
    role: 'opens',
    roleOf: ({ properties }) => (properties.VpcEndpointId === undefined ? 'opens' : 'protects'),
    shows: ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId', ...TARGETS],
    properties: {
      DestinationCidrBlock: own(compareDestination),
      DestinationIpv6CidrBlock: own(compareDestination),
      GatewayId: own(compareRoute),
      ...Object.fromEntries(TARGETS.filter((name) => name !== 'GatewayId').map((name) => [name, IGNORED])),
    },
  },
  'AWS::EC2::SubnetRouteTableAssociation': { layer: 'network', noun: 'route table of a subnet', role: 'part', properties: {} },
  'AWS::EC2::RouteTable': { layer: 'network', noun: 'route table', role: 'part', properties: {} },
  'AWS::EC2::NetworkAcl': { layer: 'network', noun: 'network ACL', role: 'part', properties: {} },
  'AWS::EC2::NetworkAclEntry': {
    layer: 'network',
    noun: 'network ACL entry',
    shows: ['RuleAction', 'CidrBlock', 'Ipv6CidrBlock', 'Egress'],
    role: 'part',
    roleOf: ({ properties }) => (String(properties.RuleAction).toLowerCase() === 'deny' ? 'protects' : 'opens'),
    properties: { RuleAction: ranks('allow', 'allow', 'deny'), CidrBlock: own(compareEntry), Ipv6CidrBlock: own(compareEntry) },
  },
  'AWS::EC2::SubnetNetworkAclAssociation': { layer: 'network', noun: 'network ACL of a subnet', role: 'protects', properties: {} },
  'AWS::EC2::FlowLog': {
    layer: 'network',
    noun: 'flow log',
    role: 'protects',
    properties: { TrafficType: ranks('ALL', 'ACCEPT', 'REJECT', 'ALL'), ResourceId: TARGET, MaxAggregationInterval: IGNORED },
  },
  'AWS::EC2::VPCEndpoint': {
    layer: 'network',
    noun: 'VPC endpoint',
    role: 'part',
    roleOf: ({ properties }) => (/\.execute-api$/.test(String(properties.ServiceName)) ? 'opens' : 'part'),
    properties: { PolicyDocument: { kind: 'policy', standard: ALLOW_ALL }, SubnetIds: MORE_IS_STRONGER, SecurityGroupIds: own(compareGroups), RouteTableIds: IGNORED },
  },
  'AWS::EC2::VPCEndpointService': { layer: 'network', noun: 'endpoint service', role: 'opens', properties: { AcceptanceRequired: on(false) } },
  'AWS::EC2::VPCEndpointServicePermissions': { layer: 'network', noun: 'permissions of an endpoint service', role: 'opens', properties: { AllowedPrincipals: MORE_IS_WEAKER } },
  'AWS::EC2::VPCBlockPublicAccessOptions': {
    layer: 'network',
    noun: 'block of public access',
    role: 'protects',
    properties: { InternetGatewayBlockMode: ranks('block-ingress', 'block-ingress', 'block-bidirectional') },
  },
  'AWS::EC2::VPCBlockPublicAccessExclusion': { layer: 'network', noun: 'exclusion from the block of public access', role: 'opens', properties: {} },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    layer: 'network', noun: 'load balancer', role: 'opens', properties: { Scheme: ranks('internet-facing', 'internet-facing', 'internal') },
  },
  'AWS::ElasticLoadBalancingV2::Listener': { layer: 'network', noun: 'listener', role: 'opens', properties: { Protocol: ranks('HTTP', 'HTTP', 'TCP', 'TLS', 'HTTPS') } },
  'AWS::ElasticLoadBalancingV2::ListenerRule': { layer: 'network', noun: 'rule of a listener', role: 'opens', properties: { Priority: IGNORED } },
  'AWS::NetworkFirewall::Firewall': {
    layer: 'network',
    noun: 'network firewall',
    role: 'protects',
    properties: {
      DeleteProtection: on(),
      SubnetChangeProtection: on(),
      FirewallPolicyChangeProtection: on(),
      AvailabilityZoneChangeProtection: on(),
      SubnetMappings: MORE_IS_STRONGER,
      EncryptionConfiguration: PRESENT,
    },
  },
  'AWS::NetworkFirewall::FirewallPolicy': {
    layer: 'network',
    noun: 'firewall policy',
    role: 'protects',
    properties: {
      'FirewallPolicy.StatelessDefaultActions': own(compareStatelessActions),
      'FirewallPolicy.StatelessFragmentDefaultActions': own(compareStatelessActions),
      'FirewallPolicy.StatefulDefaultActions': own(compareStatefulActions),
      'FirewallPolicy.StatefulRuleGroupReferences': own(compareReferences),
      'FirewallPolicy.StatelessRuleGroupReferences': IGNORED,
      'FirewallPolicy.StatefulEngineOptions.RuleOrder': ORDER,
      'FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy': ranks('DROP', 'CONTINUE', 'REJECT', 'DROP'),
      'FirewallPolicy.PolicyVariables.RuleVariables.HOME_NET': own(compareHomeNet),
      'EncryptionConfiguration': PRESENT,
    },
  },
  'AWS::NetworkFirewall::RuleGroup': {
    layer: 'network',
    noun: 'firewall rule group',
    role: 'part',
    properties: {
      'RuleGroup.RulesSource': own(compareRuleGroups),
      'RuleGroup.RuleVariables.IPSets.HOME_NET': own(compareHomeNet),
      'RuleGroup.StatefulRuleOptions.RuleOrder': ORDER,
      'Capacity': IGNORED,
      'EncryptionConfiguration': PRESENT,
    },
  },
  'AWS::NetworkFirewall::LoggingConfiguration': {
    layer: 'network',
    noun: 'log of the network firewall',
    role: 'protects',
    properties: { 'LoggingConfiguration.LogDestinationConfigs': MORE_IS_STRONGER, 'FirewallName': IGNORED },
  },
  'AWS::NetworkFirewall::TLSInspectionConfiguration': { layer: 'network', noun: 'TLS inspection', role: 'protects', properties: {} },
  'AWS::Route53Resolver::FirewallRuleGroupAssociation': { layer: 'network', noun: 'DNS firewall', role: 'protects', properties: {} },
  'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation': { layer: 'network', noun: 'log of DNS queries', role: 'protects', properties: {} },
  'Custom::VpcRestrictDefaultSG': { layer: 'network', noun: 'closed default security group', role: 'protects', properties: { ServiceToken: IGNORED, Account: IGNORED } },
  'AWS::Route53::HostedZone': { layer: 'network', noun: 'hosted zone', role: 'part', properties: { VPCs: MORE_IS_WEAKER } },
  'AWS::ApiGateway::DomainNameAccessAssociation': { layer: 'network', noun: 'endpoint of a private domain', role: 'opens', properties: {} },
  'AWS::ApiGateway::VpcLink': { layer: 'network', noun: 'VPC link', role: 'part', properties: {} },
  'AWS::ApiGatewayV2::VpcLink': { layer: 'network', noun: 'VPC link', role: 'part', properties: { SecurityGroupIds: MORE_IS_WEAKER } },
  'AWS::EC2::ClientVpnEndpoint': { layer: 'network', noun: 'client VPN', role: 'opens', properties: {} },
  'AWS::EC2::ClientVpnAuthorizationRule': { layer: 'network', noun: 'authorization of a client VPN', role: 'opens', shows: ['TargetNetworkCidr', 'AuthorizeAllGroups', 'AccessGroupId'], properties: { AuthorizeAllGroups: off() } },
  'AWS::RAM::ResourceShare': {
    layer: 'network', noun: 'share with other accounts', role: 'opens', properties: { AllowExternalPrincipals: off(true), Principals: MORE_IS_WEAKER, ResourceArns: MORE_IS_WEAKER },
  },
  'AWS::VpcLattice::Service': { layer: 'network', noun: 'VPC Lattice service', role: 'opens', properties: { AuthType: ranks('NONE', 'NONE', 'AWS_IAM') } },
  'AWS::VpcLattice::AuthPolicy': { layer: 'network', noun: 'policy of a VPC Lattice service', role: 'part', properties: { Policy: POLICY } },
  'AWS::VpcLattice::ServiceNetworkVpcAssociation': { layer: 'network', noun: 'VPC of a VPC Lattice network', role: 'opens', properties: { SecurityGroupIds: MORE_IS_WEAKER } },
  'AWS::VpcLattice::ResourceConfiguration': { layer: 'network', noun: 'resource of a VPC Lattice network', role: 'opens', properties: {} },
  'AWS::GlobalAccelerator::EndpointGroup': { layer: 'network', noun: 'endpoints of a global accelerator', role: 'opens', properties: { EndpointConfigurations: MORE_IS_WEAKER } },
  'AWS::CloudFront::VpcOrigin': { layer: 'network', noun: 'CloudFront origin in the VPC', role: 'opens', properties: {} },
  'AWS::EC2::EIP': { layer: 'network', noun: 'public address', role: 'opens', properties: {} },
};

/** The actions on what no rule decides on. */
function compareStatefulActions(before: Resource, after: Resource, property: string): Movement[] {
  const drops = (resource: Resource) => /drop/.test(JSON.stringify(valueAt(resource, property) ?? ''));
  const [from, to] = [valueAt(before, property), valueAt(after, property)];
  return JSON.stringify([from].flat().sort()) === JSON.stringify([to].flat().sort()) ? [] : [{
    direction: drops(before) === drops(after) ? 'unknown' : drops(after) ? 'stronger' : 'weaker',
    property,
    before: from ?? null,
    after: to ?? null,
    message: `what no stateful rule decides on now meets ${shown(to)}; before, ${shown(from)}`,
  }];
}
