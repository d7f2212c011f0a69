import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { DefaultSecurityGroup } from '../../src/network/default-security-group';
import { type IsolatedNetworkProps, IsolatedNetwork } from '../../src/network/isolated-network';
import { ServiceEndpoint } from '../../src/network/service-endpoint';
import { newStack, onlyResource, resourcesOf } from '../support/stack';

const imported = (stack: Stack, attributes: Partial<ec2.VpcAttributes> = {}) => ec2.Vpc.fromVpcAttributes(stack, 'Theirs', {
  vpcId: 'vpc-0123456789abcdef0',
  vpcCidrBlock: '10.40.0.0/16',
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  publicSubnetIds: ['subnet-public-a', 'subnet-public-b'],
  privateSubnetIds: ['subnet-private-a', 'subnet-private-b'],
  isolatedSubnetIds: ['subnet-isolated-a', 'subnet-isolated-b'],
  ...attributes,
});

test('in an imported VPC only the endpoint and its security group are made', () => {
  const stack = newStack();
  const vpc = imported(stack);
  const network = new IsolatedNetwork(stack, 'Network', { vpc });
  expect(Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, any>).map(({ Type }) => Type).sort())
    .toEqual(['AWS::EC2::SecurityGroup', 'AWS::EC2::VPCEndpoint']);
  expect(onlyResource(stack, 'AWS::EC2::VPCEndpoint').Properties).toMatchObject({
    VpcId: 'vpc-0123456789abcdef0', SubnetIds: ['subnet-isolated-a', 'subnet-isolated-b'],
  });
  expect(network.clientRangesKnown).toEqual(['10.40.0.0/16']);
  expect(network.vpc).toBe(vpc);
});

test('a VPC without isolated subnets lends its private ones, never its public ones', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network', { vpc: imported(stack, { isolatedSubnetIds: undefined }) });
  expect(onlyResource(stack, 'AWS::EC2::VPCEndpoint').Properties.SubnetIds).toEqual(['subnet-private-a', 'subnet-private-b']);
});

test('a VPC of public subnets only is refused, unless subnets are chosen', () => {
  const stack = newStack();
  const vpc = imported(stack, { isolatedSubnetIds: undefined, privateSubnetIds: undefined });
  expect(() => new IsolatedNetwork(stack, 'Refused', { vpc })).toThrow('takes isolated or private subnets, received: a VPC (Test/Theirs) that knows none');
  new IsolatedNetwork(stack, 'Network', { vpc, subnets: { subnetType: ec2.SubnetType.PUBLIC } });
  expect(onlyResource(stack, 'AWS::EC2::VPCEndpoint').Properties.SubnetIds).toEqual(['subnet-public-a', 'subnet-public-b']);
});

test('an imported VPC that does not say its range needs the ranges that may call', () => {
  const stack = newStack();
  const vpc = imported(stack, { vpcCidrBlock: undefined });
  expect(() => new IsolatedNetwork(stack, 'Refused', { vpc })).toThrow('import it with `vpcCidrBlock`, or name `clientRanges`, received: neither for Test/Theirs');
  const network = new IsolatedNetwork(stack, 'Network', { vpc, clientRanges: ['10.20.0.0/16'] });
  expect(network.clientRangesKnown).toEqual(['10.20.0.0/16']);
});

test('a VPC that is looked up works, before and after the look-up', () => {
  const env = { account: '111122223333', region: 'eu-west-1' };
  const synth = (context: Record<string, unknown>) => {
    const app = new App({ context });
    const stack = new Stack(app, 'Test', { env });
    const network = new IsolatedNetwork(stack, 'Network', { vpc: ec2.Vpc.fromLookup(stack, 'Theirs', { vpcId: 'vpc-0123456789abcdef0' }) });
    return { stack, network, missing: app.synth().manifest.missing ?? [] };
  };
  const before = synth({});
  expect(before.missing.map(({ provider }) => provider)).toEqual(['vpc-provider']);
  const subnets = ['a', 'b'].map((zone, index) => ({
    subnetId: `subnet-${zone}`, cidr: `10.42.${index}.0/24`, availabilityZone: `eu-west-1${zone}`, routeTableId: `rtb-${zone}`,
  }));
  const after = synth({
    [before.missing[0]!.key]: {
      vpcId: 'vpc-0123456789abcdef0', vpcCidrBlock: '10.42.0.0/16', availabilityZones: [], subnetGroups: [{ name: 'Isolated', type: 'Isolated', subnets }],
    },
  });
  expect(after.missing).toEqual([]);
  expect(after.network.clientRangesKnown).toEqual(['10.42.0.0/16']);
  expect(onlyResource(after.stack, 'AWS::EC2::VPCEndpoint').Properties.SubnetIds).toEqual(['subnet-a', 'subnet-b']);
});

test('a VPC of the same app lends its own range as a literal', () => {
  const stack = newStack();
  const vpc = new ec2.Vpc(stack, 'Theirs', { ipAddresses: ec2.IpAddresses.cidr('10.41.0.0/16') });
  expect(new IsolatedNetwork(stack, 'Network', { vpc }).clientRangesKnown).toEqual(['10.41.0.0/16']);
});

test('a VPC of another stack is used by reference', () => {
  const app = new App();
  const vpc = new ec2.Vpc(new Stack(app, 'Base'), 'Theirs', { ipAddresses: ec2.IpAddresses.cidr('10.41.0.0/16') });
  const stack = new Stack(app, 'Api');
  new IsolatedNetwork(stack, 'Network', { vpc });
  expect(() => app.synth()).not.toThrow();
  expect(onlyResource(stack, 'AWS::EC2::VPCEndpoint').Properties.VpcId).toEqual({ 'Fn::ImportValue': expect.stringContaining('Base:') });
});

test('the VPC of the caller gets no children and no rules', () => {
  const stack = newStack();
  const vpc = new ec2.Vpc(stack, 'Theirs');
  const before = vpc.node.findAll().length;
  new IsolatedNetwork(stack, 'Network', { vpc, endpoints: [ServiceEndpoint.KMS] });
  expect(vpc.node.findAll()).toHaveLength(before);
});

test('IPv6 clients reach a dual-stack endpoint of an existing VPC', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network', {
    vpc: imported(stack), ipAddressType: ec2.VpcEndpointIpAddressType.DUALSTACK, clientRanges: ['fd00:20::/48'],
  });
  expect(onlyResource(stack, 'AWS::EC2::VPCEndpoint').Properties.IpAddressType).toBe('dualstack');
});

test('two networks with private DNS do not fit in one VPC', () => {
  const stack = newStack();
  const vpc = imported(stack);
  new IsolatedNetwork(stack, 'First', { vpc });
  expect(() => new IsolatedNetwork(stack, 'Second', { vpc }))
    .toThrow('a VPC takes one execute-api endpoint with private DNS; share that network, or turn `privateDns` off, received a second one, the first is: "Test/First/ApiEndpoint"');
});

test('two networks fit in one VPC when one of them has no private DNS', () => {
  const stack = newStack();
  const vpc = imported(stack);
  new IsolatedNetwork(stack, 'First', { vpc });
  new IsolatedNetwork(stack, 'Second', { vpc, privateDns: false });
  expect(Object.values(resourcesOf(stack, 'AWS::EC2::VPCEndpoint')).map(({ Properties }) => Properties.PrivateDnsEnabled)).toEqual([true, false]);
});

test('the endpoint of another service cannot be made twice in one VPC either', () => {
  const stack = newStack();
  const vpc = imported(stack);
  new IsolatedNetwork(stack, 'First', { vpc, endpoints: [ServiceEndpoint.KMS] });
  expect(() => new IsolatedNetwork(stack, 'Second', { vpc, privateDns: false, endpoints: [ServiceEndpoint.KMS] }))
    .toThrow('one kms endpoint with private DNS');
});

const ofANewVpc: IsolatedNetworkProps[] = [
  { ipAddresses: ec2.IpAddresses.cidr('10.1.0.0/16') }, { maxAzs: 3 }, { gatewayEndpoints: false },
  { defaultSecurityGroup: DefaultSecurityGroup.CLOSED }, { flowLog: {} },
];

test.each(ofANewVpc.map((props) => [Object.keys(props)[0]!, props] as const))('%s says nothing about a VPC that exists', (name, props) => {
  const stack = newStack();
  expect(() => new IsolatedNetwork(stack, 'Network', { vpc: imported(stack), ...props }))
    .toThrow(`an existing VPC keeps what it has, received: ${name} with \`vpc\``);
});

test('subnets and IPv6 take an existing VPC', () => {
  expect(() => new IsolatedNetwork(newStack(), 'Network', { subnets: { onePerAz: true } })).toThrow('received: subnets without `vpc`');
  expect(() => new IsolatedNetwork(newStack(), 'Network', { ipAddressType: ec2.VpcEndpointIpAddressType.IPV6 }))
    .toThrow('a new VPC is IPv4 only; IPv6 takes an existing one, received: "ipv6" without `vpc`');
});
