import { Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ExistingNetwork } from '../../src/network/existing-network';
import { IsolatedNetwork } from '../../src/network/isolated-network';
import { newStack } from '../support/stack';

const endpointId = 'vpce-0123456789abcdef0';
const endpointDnsName = 'vpce-0123456789abcdef0-abcdefgh.execute-api.eu-west-1.vpce.amazonaws.com';
const byId = (stack: Stack) => ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Theirs', { vpcEndpointId: endpointId, port: 443 });

test('an imported endpoint is used, and nothing is created for it', () => {
  const stack = newStack();
  const network = ExistingNetwork.fromEndpoint(stack, 'Network', { endpoint: byId(stack), privateDns: true });
  expect(network).toMatchObject({ endpointId, privateDns: true, endpointDnsName: undefined, vpc: undefined, clientRangesKnown: undefined });
  expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
});

test('a central endpoint without private DNS is reached by its own name', () => {
  const stack = newStack();
  const network = ExistingNetwork.fromEndpointId(stack, 'Network', { endpointId, privateDns: false, endpointDnsName });
  expect(network).toMatchObject({ endpointId, privateDns: false, endpointDnsName });
});

test('without private DNS the name of the endpoint has to be known', () => {
  const stack = newStack();
  expect(() => ExistingNetwork.fromEndpoint(stack, 'Network', { endpoint: byId(stack), privateDns: false }))
    .toThrow('`endpointDnsName` is needed, received none for "vpce-0123456789abcdef0"');
});

test('the name of an endpoint of this app is taken from it: L2, L1, and that of another network', () => {
  const stack = newStack();
  const vpc = new ec2.Vpc(stack, 'Vpc');
  const endpoints = [
    vpc.addInterfaceEndpoint('L2', { service: ec2.InterfaceVpcEndpointAwsService.APIGATEWAY, privateDnsEnabled: false }),
    new ec2.CfnVPCEndpoint(stack, 'L1', { vpcId: vpc.vpcId, serviceName: 'com.amazonaws.eu-west-1.execute-api', vpcEndpointType: 'Interface' }),
    new IsolatedNetwork(stack, 'Own', { vpc, privateDns: false }).endpoint,
  ];
  endpoints.forEach((endpoint, index) => {
    const network = ExistingNetwork.fromEndpoint(stack, `Network${index}`, { endpoint, privateDns: false });
    expect(stack.resolve(network.endpointDnsName)).toEqual({
      'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': [stack.resolve(network.endpointId).Ref, 'DnsEntries'] }] }] }],
    });
  });
});

test('an id that is only known at deployment is taken as it is', () => {
  const stack = newStack();
  const network = ExistingNetwork.fromEndpointId(stack, 'Network', { endpointId: Fn.importValue('CentralEndpoint'), privateDns: true });
  expect(stack.resolve(network.endpointId)).toEqual({ 'Fn::ImportValue': 'CentralEndpoint' });
});

test('VPC and client ranges are kept where they are known', () => {
  const stack = newStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] });
  const network = ExistingNetwork.fromEndpointId(stack, 'Network', { endpointId, privateDns: true, vpc, clientRanges: ['10.1.0.0/16', '10.0.0.0/16'] });
  expect(network.vpc).toBe(vpc);
  expect(network.clientRangesKnown).toEqual(['10.0.0.0/15']);
});

test.each(['vpc-0123456789abcdef0', 'vpce-xyz', '', 'arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-0123456789abcdef0'])('the endpoint id %p is refused', (id) => {
  expect(() => ExistingNetwork.fromEndpointId(newStack(), 'Network', { endpointId: id, privateDns: true })).toThrow(`received: ${JSON.stringify(id)}`);
});

test.each([`Z1HUB23UULQXV:${endpointDnsName}`, `https://${endpointDnsName}/v1`, 'api.example.com', ''])('the endpoint name %p is refused', (name) => {
  expect(() => ExistingNetwork.fromEndpointId(newStack(), 'Network', { endpointId, privateDns: false, endpointDnsName: name }))
    .toThrow(`received: ${JSON.stringify(name)}`);
});

test('a client range of an existing endpoint is read as strictly as any other', () => {
  expect(() => ExistingNetwork.fromEndpointId(newStack(), 'Network', { endpointId, privateDns: true, clientRanges: ['10.0.0.1/8'] }))
    .toThrow('did you mean 10.0.0.0/8?), received: "10.0.0.1/8"');
});
