import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { DataKey } from '../../src/encryption/data-key';
import { DefaultSecurityGroup } from '../../src/network/default-security-group';
import { IsolatedNetwork } from '../../src/network/isolated-network';
import { newStack, onlyResource, resourcesOf, warningsOf } from '../support/stack';

const typesOf = (stack: Stack) => Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, any>).map((resource) => resource.Type);
const interfaceEndpoints = (stack: Stack) =>
  Object.values(resourcesOf(stack, 'AWS::EC2::VPCEndpoint')).filter((endpoint) => endpoint.Properties.VpcEndpointType === 'Interface');

test('no route leads to the internet, and no gateway to it exists', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network');
  const types = typesOf(stack);
  for (const type of [
    'AWS::EC2::Route', 'AWS::EC2::InternetGateway', 'AWS::EC2::VPCGatewayAttachment', 'AWS::EC2::NatGateway',
    'AWS::EC2::EgressOnlyInternetGateway', 'AWS::EC2::EIP', 'AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::VPCPeeringConnection',
  ]) {
    expect(types).not.toContain(type);
  }
});

test('the VPC spans two zones, with one isolated subnet in each, none of which gives out public addresses', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network');
  const subnets = Object.values(resourcesOf(stack, 'AWS::EC2::Subnet'));
  expect(subnets.map((subnet) => subnet.Properties.AvailabilityZone)).toEqual([
    { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] },
  ]);
  expect(subnets.map((subnet) => subnet.Properties.MapPublicIpOnLaunch)).toEqual([false, false]);
});

test('a zone that is added later moves no subnet', () => {
  const blocksWith = (maxAzs: number) => {
    const stack = new Stack(new App(), 'Test', { env: { account: '111122223333', region: 'eu-west-1' } });
    new IsolatedNetwork(stack, 'Network', { maxAzs });
    return Object.values(resourcesOf(stack, 'AWS::EC2::Subnet')).map((subnet) => subnet.Properties.CidrBlock);
  };
  expect(blocksWith(3).slice(0, 2)).toEqual(blocksWith(2));
});

test.each([0, 7, 1.5])('%p Availability Zones are refused', (maxAzs) => {
  expect(() => new IsolatedNetwork(newStack(), 'Network', { maxAzs })).toThrow(`1 to 6 Availability Zones, received: ${maxAzs}`);
});

test('the default security group is closed', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network');
  const [vpcId] = Object.keys(resourcesOf(stack, 'AWS::EC2::VPC'));
  expect(onlyResource(stack, 'Custom::VpcRestrictDefaultSG').Properties.DefaultSecurityGroupId)
    .toEqual({ 'Fn::GetAtt': [vpcId, 'DefaultSecurityGroup'] });
});

test('a default security group that is closed elsewhere takes no custom resource, and a warning says so', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network', { defaultSecurityGroup: DefaultSecurityGroup.managedElsewhere('the landing zone closes it') });
  expect(typesOf(stack).filter((type) => type.startsWith('Custom::') || type === 'AWS::Lambda::Function')).toEqual([]);
  expect(warningsOf(stack)).toEqual([expect.stringContaining('not closed here: the landing zone closes it')]);
});

test('a default security group is not left to others without a reason', () => {
  expect(() => new IsolatedNetwork(newStack(), 'Network', { defaultSecurityGroup: DefaultSecurityGroup.managedElsewhere(' ') }))
    .toThrow('takes a written reason, received: " "');
});

test('accepted and rejected traffic of the whole VPC is logged, encrypted, for a year', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network');
  const [vpcId] = Object.keys(resourcesOf(stack, 'AWS::EC2::VPC'));
  const [groupId] = Object.keys(resourcesOf(stack, 'AWS::Logs::LogGroup'));
  expect(onlyResource(stack, 'AWS::EC2::FlowLog').Properties).toMatchObject({
    ResourceType: 'VPC', ResourceId: { Ref: vpcId }, TrafficType: 'ALL', LogGroupName: { Ref: groupId },
  });
  const group = onlyResource(stack, 'AWS::Logs::LogGroup');
  expect(group.Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: { 'Fn::GetAtt': [expect.stringContaining('Key'), 'Arn'] } });
  expect(group.DeletionPolicy).toBe('Retain');
});

test('the role of the flow log serves flow logs of this account, and writes to their log group only', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network', { defaultSecurityGroup: DefaultSecurityGroup.managedElsewhere('not looked at here') });
  const role = onlyResource(stack, 'AWS::IAM::Role');
  expect(role.Properties.Policies).toBeUndefined();
  expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([expect.objectContaining({
    Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
    Condition: expect.objectContaining({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }),
  })]);
  const [groupId] = Object.keys(resourcesOf(stack, 'AWS::Logs::LogGroup'));
  expect(onlyResource(stack, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument.Statement).toEqual([{
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
    Resource: { 'Fn::GetAtt': [groupId, 'Arn'] },
  }]);
});

test('one key may serve the flow log and everything else', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network', { dataKey: new DataKey(stack, 'Mine') });
  expect(Object.keys(resourcesOf(stack, 'AWS::KMS::Key'))).toEqual([expect.stringContaining('Mine')]);
});

test('the endpoint is that of execute-api, in every subnet, with private DNS', () => {
  const stack = newStack();
  const network = new IsolatedNetwork(stack, 'Network');
  const [endpoint, ...others] = interfaceEndpoints(stack);
  expect(others).toEqual([]);
  expect(endpoint!.Properties).toMatchObject({
    ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.execute-api']] },
    SubnetIds: Object.keys(resourcesOf(stack, 'AWS::EC2::Subnet')).map((Ref) => ({ Ref })),
    PrivateDnsEnabled: true,
    IpAddressType: 'ipv4',
  });
  expect(network.privateDns).toBe(true);
});

test('private DNS can be turned off, and the endpoint has a name of its own', () => {
  const stack = newStack();
  const network = new IsolatedNetwork(stack, 'Network', { privateDns: false });
  expect(network.privateDns).toBe(false);
  expect(interfaceEndpoints(stack)[0]!.Properties.PrivateDnsEnabled).toBe(false);
  const logicalId = stack.resolve(network.endpointId).Ref;
  expect(stack.resolve(network.endpointDnsName)).toEqual({
    'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': [logicalId, 'DnsEntries'] }] }] }],
  });
});

test('19 resources are made: one custom resource among them, and no role besides its own and that of the flow log', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network');
  const types = typesOf(stack);
  expect(types.filter((type) => type.startsWith('Custom::'))).toEqual(['Custom::VpcRestrictDefaultSG']);
  expect(types.filter((type) => type === 'AWS::IAM::Role')).toHaveLength(2);
  expect(types).toHaveLength(19);
});

test('the addresses of the VPC can be chosen', () => {
  const stack = newStack();
  const network = new IsolatedNetwork(stack, 'Network', { ipAddresses: ec2.IpAddresses.cidr('10.77.0.0/20') });
  expect(onlyResource(stack, 'AWS::EC2::VPC').Properties.CidrBlock).toBe('10.77.0.0/20');
  expect(network.clientRangesKnown).toEqual(['10.77.0.0/20']);
});

test('a VPC may be as small as two subnets of /28', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network', { ipAddresses: ec2.IpAddresses.cidr('10.77.0.0/27') });
  expect(Object.values(resourcesOf(stack, 'AWS::EC2::Subnet')).map((subnet) => subnet.Properties.CidrBlock)).toEqual(['10.77.0.0/28', '10.77.0.16/28']);
});

test('addresses may come from an IPAM pool: then the range of the VPC is known at deployment', () => {
  const stack = newStack();
  const network = new IsolatedNetwork(stack, 'Network', {
    ipAddresses: ec2.IpAddresses.awsIpamAllocation({ ipv4IpamPoolId: 'ipam-pool-1', ipv4NetmaskLength: 20, defaultSubnetIpv4NetmaskLength: 24 }),
  });
  const [vpcId] = Object.keys(resourcesOf(stack, 'AWS::EC2::VPC'));
  expect(onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupIngress).toEqual([
    expect.objectContaining({ CidrIp: { 'Fn::GetAtt': [vpcId, 'CidrBlock'] }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }),
  ]);
  expect(network.clientRangesKnown).toBeUndefined();
});

test('two networks fit in one stack', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'One');
  new IsolatedNetwork(stack, 'Two');
  expect(interfaceEndpoints(stack)).toHaveLength(2);
  expect(Object.keys(resourcesOf(stack, 'Custom::VpcRestrictDefaultSG'))).toHaveLength(2);
});
