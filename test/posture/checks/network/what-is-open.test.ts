import { defaultSecurityGroup } from '../../../../src/posture/checks/network/default-security-group';
import { endpointPorts } from '../../../../src/posture/checks/network/endpoint-ports';
import { firewallRulesEffective } from '../../../../src/posture/checks/network/firewall-rules-effective';
import { firewallRulesOpen } from '../../../../src/posture/checks/network/firewall-rules-open';
import { firewallZones } from '../../../../src/posture/checks/network/firewall-zones';
import { serviceEndpointPolicy } from '../../../../src/posture/checks/network/service-endpoint-policy';
import { cases, OPEN, PARAMETERS } from '../../support/cases';
import { firewall, network, of, PASS_ONE, ref } from '../../support/network';

const admitting = (rule: Record<string, unknown>) => ({ ...network(), Group: of('EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: [{ CidrIp: '10.0.0.0/8', ...rule }] }) });

cases(endpointPorts, [
  ['a port that is a parameter is not known', admitting({ IpProtocol: 'tcp', FromPort: OPEN, ToPort: 443 }), ['unknown Group SecurityGroupIngress[0].FromPort']],
  ['nor is a protocol', admitting({ IpProtocol: OPEN, FromPort: 443, ToPort: 443 }), ['unknown Group SecurityGroupIngress[0].IpProtocol']],
], PARAMETERS);

cases(defaultSecurityGroup, [
  ['groups that are a parameter are not known', network({ SecurityGroupIds: OPEN }), ['unknown Endpoint SecurityGroupIds']],
], PARAMETERS);

const beside = (PolicyDocument: unknown) => ({ ...network(), Other: of('EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-central-1.kms', PolicyDocument }) });

cases(serviceEndpointPolicy, [
  ['a policy that is a parameter is not known', beside(OPEN), ['unknown Other PolicyDocument']],
  ['nor is one that ends on a day', beside({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition: { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } } }] }),
    ['unknown Other PolicyDocument']],
], PARAMETERS);

const ordered = (RuleOrder: unknown, rules: unknown = PASS_ONE) => firewall(rules, {}, { StatefulRuleOptions: { RuleOrder } });
const ORDER = 'Rules RuleGroup.StatefulRuleOptions.RuleOrder';

cases(firewallRulesOpen, [
  ['rules in an order that is a parameter are not known', ordered(OPEN), [`unknown ${ORDER}`]],
  ['of rules that are a parameter another check says it', ordered('STRICT_ORDER', OPEN), []],
], PARAMETERS);

cases(firewallRulesEffective, [
  ['rules in an order that is a parameter are not known', ordered(OPEN), [`unknown ${ORDER}`]],
  ['of rules that are a parameter another check says it', ordered('STRICT_ORDER', OPEN), []],
], PARAMETERS);

cases(firewallZones, [
  ['subnets that are a parameter are not known', { Firewall: of('NetworkFirewall::Firewall', { SubnetMappings: OPEN }) }, ['unknown Firewall SubnetMappings']],
], PARAMETERS);
