import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import { IsolatedNetwork } from '../../src/network/isolated-network';
import { mergeCidrs, parseCidr } from '../../src/values/cidr';
import { newStack, onlyResource, resourcesOf } from '../support/stack';

const groupOf = (stack: Stack) => onlyResource(stack, 'AWS::EC2::SecurityGroup').Properties;
const rangesOf = (stack: Stack) => (groupOf(stack).SecurityGroupIngress as any[]).map((rule) => rule.CidrIp ?? rule.CidrIpv6);

test('the endpoint admits TCP 443 from the named ranges only, IPv4 and IPv6', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network', { clientRanges: ['10.20.0.0/16', 'fd00:20::/48'] });
  expect(groupOf(stack).SecurityGroupIngress).toEqual([
    { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.20.0.0/16', Description: 'HTTPS from 10.20.0.0/16' },
    { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: 'fd00:20::/48', Description: 'HTTPS from fd00:20::/48' },
  ]);
});

test('the endpoint uses that security group alone, and no rule is added from elsewhere', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network', { clientRanges: ['10.20.0.0/16'] }).admit('10.30.0.0/16');
  const [groupId] = Object.keys(resourcesOf(stack, 'AWS::EC2::SecurityGroup'));
  const endpoints = Object.values(resourcesOf(stack, 'AWS::EC2::VPCEndpoint')).filter(({ Properties }) => Properties.VpcEndpointType === 'Interface');
  expect(endpoints.map(({ Properties }) => Properties.SecurityGroupIds)).toEqual([[{ 'Fn::GetAtt': [groupId, 'GroupId'] }]]);
  expect(resourcesOf(stack, 'AWS::EC2::SecurityGroupIngress')).toEqual({});
});

test('the endpoint lets nothing out', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network');
  expect(groupOf(stack).SecurityGroupEgress).toEqual([
    expect.objectContaining({ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 }),
  ]);
});

test('by default the endpoint admits the range of its VPC, as a literal', () => {
  const stack = newStack();
  const network = new IsolatedNetwork(stack, 'Network');
  expect(rangesOf(stack)).toEqual(['10.0.0.0/16']);
  expect(network.clientRangesKnown).toEqual(['10.0.0.0/16']);
});

test('named ranges stand in place of the VPC\'s own', () => {
  const stack = newStack();
  new IsolatedNetwork(stack, 'Network', { clientRanges: ['10.20.0.0/16'] });
  expect(rangesOf(stack)).toEqual(['10.20.0.0/16']);
});

test('an empty list admits nobody until a range is added', () => {
  const closed = newStack();
  new IsolatedNetwork(closed, 'Network', { clientRanges: [] });
  expect(groupOf(closed).SecurityGroupIngress ?? []).toEqual([]);
  const opened = newStack();
  new IsolatedNetwork(opened, 'Network', { clientRanges: [] }).admit('10.20.0.0/16');
  expect(rangesOf(opened)).toEqual(['10.20.0.0/16']);
});

test('ranges added later are merged with the rest: no duplicate, no range within another', () => {
  const stack = newStack();
  const network = new IsolatedNetwork(stack, 'Network', { clientRanges: ['10.20.0.0/17', '10.20.0.0/17'] });
  network.admit('10.20.128.0/17');
  network.admit('10.20.3.0/24');
  network.admit('FD00:20:0::/48');
  expect(rangesOf(stack)).toEqual(['10.20.0.0/16', 'fd00:20::/48']);
  expect(network.clientRangesKnown).toEqual(['10.20.0.0/16', 'fd00:20::/48']);
});

test.each([
  ['10.0.0.1/33', 'takes CIDR blocks, received: "10.0.0.1/33"'],
  ['10.20.1.0/16', 'did you mean 10.20.0.0/16?), received: "10.20.1.0/16"'],
  ['10.20.0.1', 'received: "10.20.0.1"'],
  ['0.0.0.0/0', 'never holds the whole internet, received: "0.0.0.0/0"'],
  ['::/0', 'never holds the whole internet, received: "::/0"'],
  ['fd00::20::/48', 'received: "fd00::20::/48"'],
  ['', 'received: ""'],
])('the range %p is refused with its value', (range, message) => {
  expect(() => new IsolatedNetwork(newStack(), 'Network', { clientRanges: [range] })).toThrow(message);
  expect(() => new IsolatedNetwork(newStack(), 'Network').admit(range)).toThrow(message);
});

test('the whole internet in pieces is refused', () => {
  const network = new IsolatedNetwork(newStack(), 'Network', { clientRanges: ['0.0.0.0/1'] });
  expect(() => network.admit('128.0.0.0/1')).toThrow('together never hold the whole internet, received: "128.0.0.0/1"');
  network.admit('8000::/1');
  expect(network.clientRangesKnown).toEqual(['0.0.0.0/1', '8000::/1']);
});

test('more than 60 ranges of one IP version are refused with their number, at synth', () => {
  const refused = new App();
  const some = new IsolatedNetwork(new Stack(refused, 'Test'), 'Network', { clientRanges: [] });
  spread(61).forEach((range) => some.admit(range));
  expect(() => refused.synth()).toThrow(/60 inbound rules per IP version; name fewer, wider ranges, received: 61 IPv4 ranges/);
});

test('60 ranges of each IP version are admitted, and so are more that merge', () => {
  const app = new App();
  const network = new IsolatedNetwork(new Stack(app, 'Test'), 'Network', { clientRanges: spread(60) });
  for (let part = 0; part < 60; part += 1) {
    network.admit(`fd00:${part.toString(16)}:1::/48`);
  }
  for (let part = 0; part < 256; part += 1) {
    network.admit(`10.0.${part}.0/24`);
  }
  expect(() => app.synth()).not.toThrow();
});

test('the security group admits exactly the addresses that were named', () => {
  const block = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.constantFrom(16, 24))
    .map(([second, third, prefix]) => prefix === 16 ? `10.${second}.0.0/16` : `10.${second}.${third}.0/24`);
  fc.assert(fc.property(fc.array(block, { minLength: 1, maxLength: 12 }), (ranges) => {
    const stack = newStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], isolatedSubnetIds: ['subnet-1'] });
    const network = new IsolatedNetwork(stack, 'Network', { vpc, clientRanges: ranges });
    expect(network.clientRangesKnown).toEqual(mergeCidrs(ranges.map(parseCidr)).map(({ text }) => text));
  }), { numRuns: 40 });
});

function spread(count: number): string[] {
  return Array.from({ length: count }, (_, part) => `10.${2 * part}.0.0/16`);
}
