import { endpointPorts as check } from '../../../../src/posture/checks/network/endpoint-ports';
import { found, postureOf } from '../../support/app';
import { network, of, ref } from '../../support/network';

test.each([
  ['HTTPS', { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }, []],
  ['HTTPS in quotes, by the number of TCP', { IpProtocol: 6, FromPort: '443', ToPort: '443' }, []],
  ['every port', { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535 }, ['fail Group SecurityGroupIngress[0].FromPort']],
  ['every protocol', { IpProtocol: '-1' }, ['fail Group SecurityGroupIngress[0].IpProtocol']],
  ['UDP', { IpProtocol: 'udp', FromPort: 443, ToPort: 443 }, ['fail Group SecurityGroupIngress[0].IpProtocol']],
])('a group that admits %s', (_, rule, expected) => {
  const resources = { ...network(), Group: of('EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: [{ CidrIp: '10.0.0.0/8', ...rule }] }) };
  expect(found(check, resources)).toEqual(expected);
});

test.each([
  ['one rule that stands without its list', { CidrIp: '10.0.0.0/8', IpProtocol: '-1' }, ['fail Group SecurityGroupIngress.IpProtocol']],
  ['rules that are not known', ref('List'), ['unknown Group SecurityGroupIngress']],
  ['a rule that is not known', [ref('List')], ['unknown Group SecurityGroupIngress[0]']],
])('%s', (_, SecurityGroupIngress, expected) => {
  const resources = { ...network(), Group: of('EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress }) };
  expect(found(check, postureOf(resources, { Parameters: { List: { Type: 'CommaDelimitedList' } } }))).toEqual(expected);
});
