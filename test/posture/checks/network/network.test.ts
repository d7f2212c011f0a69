import { defaultSecurityGroup } from '../../../../src/posture/checks/network/default-security-group';
import { endpointService } from '../../../../src/posture/checks/network/endpoint-service';
import { endpointZones } from '../../../../src/posture/checks/network/endpoint-zones';
import { peeringRoute } from '../../../../src/posture/checks/network/peering-route';
import { subnetPublicAddresses } from '../../../../src/posture/checks/network/subnet-public-addresses';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { route } from '../../support/firewall-network';
import { apiWith, att, network, of, ref } from '../../support/network';

const SECTIONS = { ...PARAMETERS, Conditions: { Sometimes: { 'Fn::Equals': [OPEN, 'x'] } } };
const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const rule = (type: string, peer: Record<string, unknown>, GroupId: unknown = att('Vpc', 'DefaultSecurityGroup')) => ({
  ...network(), Rule: of(`EC2::SecurityGroup${type}`, { ...HTTPS, GroupId, ...peer }),
});

cases(defaultSecurityGroup, [
  ['a group of its own', network(), ['pass Endpoint SecurityGroupIds']],
  ['a rule of another group', rule('Ingress', { CidrIp: '0.0.0.0/0' }, ref('Group')), ['pass Endpoint SecurityGroupIds']],
  ['a rule that admits the internet', rule('Ingress', { CidrIp: '0.0.0.0/0' }), ['error Rule CidrIp', 'pass Endpoint SecurityGroupIds']],
  ['a rule that admits a range', rule('Ingress', { CidrIp: '10.0.0.0/8' }), ['warning Rule CidrIp', 'pass Endpoint SecurityGroupIds']],
  ['a rule that admits a parameter', rule('Ingress', { CidrIp: OPEN }), ['warning Rule CidrIp', 'pass Endpoint SecurityGroupIds']],
  ['a rule that lets out', rule('Egress', { CidrIp: '0.0.0.0/0' }), ['warning Rule CidrIp', 'pass Endpoint SecurityGroupIds']],
  ['an endpoint that has it', network({ SecurityGroupIds: [att('Vpc', 'DefaultSecurityGroup')] }), ['warning Endpoint SecurityGroupIds']],
  ['a function that has it', { ...network(), ...apiWith({ VpcConfig: { SecurityGroupIds: [att('Vpc', 'DefaultSecurityGroup')] } }) },
    ['pass Endpoint SecurityGroupIds', 'warning Fn VpcConfig.SecurityGroupIds']],
], SECTIONS);

cases(endpointZones, [
  ['two subnets', network(), ['pass Endpoint SubnetIds']],
  ['one subnet', network({ SubnetIds: [ref('A')] }), ['warning Endpoint SubnetIds']],
  ['one subnet, not in a list', network({ SubnetIds: ref('A') }), ['warning Endpoint SubnetIds']],
  ['no subnet', network({ SubnetIds: undefined }), ['warning Endpoint SubnetIds']],
  ['subnets of a parameter', network({ SubnetIds: OPEN }), ['unknown Endpoint SubnetIds']],
  ['an endpoint of another service', network({ SubnetIds: [ref('A')], ServiceName: 'com.amazonaws.eu-central-1.kms' }), []],
], SECTIONS);

const service = (AllowedPrincipals: unknown, more: Record<string, unknown> = {}) => ({
  Service: of('EC2::VPCEndpointService', { NetworkLoadBalancerArns: ['arn'], ...more }),
  Permissions: of('EC2::VPCEndpointServicePermissions', { ServiceId: ref('Service'), AllowedPrincipals }),
});

cases(endpointService, [
  ['accounts by name', service(['arn:aws:iam::444455556666:root'], { AcceptanceRequired: false }), ['pass Permissions AllowedPrincipals']],
  ['everybody whom somebody accepts', service(['*']), ['warning Permissions AllowedPrincipals']],
  ['everybody', service(['*'], { AcceptanceRequired: 'false' }), ['error Permissions AllowedPrincipals']],
  ['accounts of a parameter', service([OPEN]), ['unknown Permissions AllowedPrincipals']],
  ['nobody but the account', { Service: of('EC2::VPCEndpointService', { AcceptanceRequired: false }) }, []],
], SECTIONS);

const subnet = (MapPublicIpOnLaunch: unknown) => ({ ...network({ SubnetIds: [ref('A')] }), A: of('EC2::Subnet', { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24', MapPublicIpOnLaunch }) });

cases(subnetPublicAddresses, [
  ['nothing is said', subnet(undefined), ['pass A MapPublicIpOnLaunch']],
  ['public addresses', subnet(true), ['warning A MapPublicIpOnLaunch']],
  ['public addresses, in quotes', subnet('true'), ['warning A MapPublicIpOnLaunch']],
  ['a parameter', subnet(OPEN), ['unknown A MapPublicIpOnLaunch']],
  ['a subnet for something else', { ...network(), Public: of('EC2::Subnet', { VpcId: ref('Vpc'), MapPublicIpOnLaunch: true }) }, ['pass A MapPublicIpOnLaunch', 'pass B MapPublicIpOnLaunch']],
  ['a subnet of a function', { ...apiWith({ VpcConfig: { SubnetIds: [ref('Own')] } }), Own: of('EC2::Subnet', { MapPublicIpOnLaunch: true }) }, ['warning Own MapPublicIpOnLaunch']],
], SECTIONS);

const peering = (DestinationCidrBlock: unknown, rest: Record<string, unknown> = {}) => ({ ...network(), To: { ...route('TableA', DestinationCidrBlock, { VpcPeeringConnectionId: 'pcx-1' }), ...rest } });

cases(peeringRoute, [
  ['the addresses of the other VPC', peering('10.9.0.0/16'), ['pass To VpcPeeringConnectionId']],
  ['everything', peering('0.0.0.0/0'), ['warning To VpcPeeringConnectionId']],
  ['half of everything', peering('0.0.0.0/1'), ['warning To VpcPeeringConnectionId']],
  ['everything, sometimes', peering('0.0.0.0/0', { Condition: 'Sometimes' }), ['unknown To VpcPeeringConnectionId']],
  ['a parameter', peering(OPEN), ['unknown To VpcPeeringConnectionId']],
  ['everything to a transit gateway, which inspects it', { ...network(), To: route('TableA', '0.0.0.0/0', { TransitGatewayId: 'tgw-1' }) }, []],
], SECTIONS);
