import { functionEgress as check } from '../../../../src/posture/checks/network/function-egress';
import { messages, postureOf, type Resources } from '../../support/app';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { apiWith, of, ref } from '../../support/network';

const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const behind = (group: Record<string, unknown>, more: Resources = {}): Resources => ({
  ...apiWith({ VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: [ref('Out')] } }),
  Out: of('EC2::SecurityGroup', { VpcId: 'vpc-1', GroupDescription: 'functions', ...group }),
  ...more,
});
const out = (...rules: Record<string, unknown>[]) => behind({ SecurityGroupEgress: rules });

cases(check, [
  ['nobody is called, as CDK says it', out({ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }), ['pass Out SecurityGroupEgress[0].CidrIp']],
  ['HTTPS is called everywhere', out({ ...HTTPS, CidrIp: '0.0.0.0/0' }), ['pass Out SecurityGroupEgress[0].CidrIp']],
  ['everything of a private range is called', out({ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }), ['pass Out SecurityGroupEgress[0].CidrIp']],
  ['a group is called', out({ IpProtocol: '-1', DestinationSecurityGroupId: 'sg-1' }), [expect.stringMatching(/^pass Out/)]],
  ['everything is let out', out({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }), ['warning Out SecurityGroupEgress[0].CidrIp']],
  ['every port is let out', out({ IpProtocol: 'tcp', FromPort: '0', ToPort: '65535', CidrIp: '0.0.0.0/0' }), ['warning Out SecurityGroupEgress[0].CidrIp']],
  ['a dozen ports are let out', out({ IpProtocol: 'tcp', FromPort: 9092, ToPort: 9104, CidrIp: '0.0.0.0/0' }), ['pass Out SecurityGroupEgress[0].CidrIp']],
  ['every port up to HTTPS is let out', out({ IpProtocol: 'tcp', FromPort: 0, ToPort: 443, CidrIp: '0.0.0.0/0' }), ['warning Out SecurityGroupEgress[0].CidrIp']],
  ['every port of a private range is let out', out({ IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, CidrIp: '10.0.0.0/8' }), ['pass Out SecurityGroupEgress[0].CidrIp']],
  ['everything of IPv6 is let out', out({ IpProtocol: -1, CidrIpv6: '::/0' }), ['warning Out SecurityGroupEgress[0].CidrIpv6']],
  ['half of the internet is let out', out({ IpProtocol: '-1', CidrIp: '128.0.0.0/1' }), ['warning Out SecurityGroupEgress[0].CidrIp']],
  ['nothing is said', behind({}), ['warning Out SecurityGroupEgress']],
  ['a rule of its own lets everything out', behind({ SecurityGroupEgress: [] }, { Late: of('EC2::SecurityGroupEgress', { GroupId: ref('Out'), IpProtocol: '-1', CidrIpv6: '::/0' }) }),
    ['warning Late CidrIpv6']],
  ['a range of a parameter', out({ IpProtocol: '-1', CidrIp: OPEN }), ['unknown Out SecurityGroupEgress[0].CidrIp']],
  ['a group of elsewhere', apiWith({ VpcConfig: { SecurityGroupIds: ['sg-1'] } }), ['unknown Fn VpcConfig.SecurityGroupIds']],
  ['groups of a parameter', apiWith({ VpcConfig: { SecurityGroupIds: OPEN } }), ['unknown Fn VpcConfig.SecurityGroupIds']],
  ['a network of a parameter', apiWith({ VpcConfig: OPEN }), ['unknown Fn VpcConfig']],
  ['a function outside of a network', apiWith({}), []],
  ['a group that no function of an API has', { Out: of('EC2::SecurityGroup', { GroupDescription: 'x' }) }, []],
], PARAMETERS);

test('the message says what is let out', () => {
  expect(messages(check, postureOf(out({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' })))).toEqual(['0.0.0.0/0 may be called with every protocol']);
  expect(messages(check, postureOf(out({ ...HTTPS, FromPort: 0, CidrIp: '0.0.0.0/0' })))).toEqual(['0.0.0.0/0 may be called on the ports 0 to 443']);
  expect(messages(check, postureOf(behind({})))).toEqual(['is left out, so that EC2 lets everything out']);
});
