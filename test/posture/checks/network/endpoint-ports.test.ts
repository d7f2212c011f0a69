import { endpointPorts as check } from '../../../../src/posture/checks/network/endpoint-ports';
import { found } from '../../support/app';
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
