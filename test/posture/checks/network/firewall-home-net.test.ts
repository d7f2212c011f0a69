import { firewallHomeNet } from '../../../../src/posture/checks/network/firewall-home-net';
import { messages } from '../../support/app';
import { PARAMETERS, OPEN, cases } from '../../support/cases';
import { att, firewall, network, of, PASS_ONE, ref } from '../../support/network';

const withHome = (Definition: unknown, vpc: Record<string, unknown> = {}) => ({
  ...network(),
  ...firewall(PASS_ONE, { PolicyVariables: { RuleVariables: { HOME_NET: { Definition } } } }),
  Firewall: of('NetworkFirewall::Firewall', { FirewallName: 'out', VpcId: ref('Vpc'), FirewallPolicyArn: att('Policy', 'FirewallPolicyArn') }),
  ...vpc,
});
const AT = 'Policy FirewallPolicy.PolicyVariables.RuleVariables.HOME_NET.Definition';
const second = { More: of('EC2::VPCCidrBlock', { VpcId: ref('Vpc'), CidrBlock: '100.64.0.0/16' }) };

cases(firewallHomeNet, [
  ['the range of the VPC passes', withHome(['10.0.0.0/16']), [`pass ${AT}`]],
  ['a wider private one, in pieces, passes', withHome(['10.0.0.0/17', '10.0.128.0/17', '10.20.0.0/16']), [`pass ${AT}`]],
  ['the VPC\'s own range by reference passes', withHome([att('Vpc', 'CidrBlock'), '10.20.0.0/16']), [`pass ${AT}`]],
  ['everything is an error', withHome(['0.0.0.0/0']), [`error ${AT}`]],
  ['everything in halves is an error', withHome(['0.0.0.0/1', '128.0.0.0/1']), [`error ${AT}`]],
  ['a range beside the VPC is said', withHome(['10.20.0.0/16']), [`warning ${AT}`]],
  ['a part of the VPC is said', withHome(['10.0.0.0/17']), [`warning ${AT}`]],
  ['a second range of the VPC counts too', withHome(['10.0.0.0/16'], second), [`warning ${AT}`]],
  ['what is left out is the VPC', { ...network(), ...firewall(PASS_ONE) }, []],
  ['a parameter is not known', withHome(OPEN), [`unknown ${AT}`]],
  ['a parameter among others may be the VPC', withHome(['10.20.0.0/16', OPEN]), [`unknown ${AT}`]],
  ['a VPC of another app is not looked at', withHome(['10.20.0.0/16'], { Firewall: of('NetworkFirewall::Firewall', { VpcId: 'vpc-1', FirewallPolicyArn: att('Policy', 'FirewallPolicyArn') }) }), [`pass ${AT}`]],
], PARAMETERS);

test('the message shows both networks', () => {
  expect(messages(firewallHomeNet, withHome(['10.20.0.0/16'])))
    .toEqual(['HOME_NET is 10.20.0.0/16, and the VPC of the firewall is 10.0.0.0/16: rules about HOME_NET do not hold for it']);
});
