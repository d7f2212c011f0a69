import type { Check } from '../check';
import { endpointPolicy } from './endpoint-policy';
import { endpointPorts } from './endpoint-ports';
import { endpointSecurityGroup } from './endpoint-security-group';
import { firewallDefaultAction } from './firewall-default-action';
import { firewallLogging } from './firewall-logging';
import { firewallProtection } from './firewall-protection';
import { firewallRuleGroups } from './firewall-rule-groups';
import { firewallRulesEffective } from './firewall-rules-effective';
import { firewallRulesOpen } from './firewall-rules-open';
import { firewallRulesValid } from './firewall-rules-valid';
import { firewallStatelessPass } from './firewall-stateless-pass';
import { firewallStreamException } from './firewall-stream-exception';
import { firewallZones } from './firewall-zones';
import { internetRoute } from './internet-route';
import { publicEntrance } from './public-entrance';
import { serviceEndpointPolicy } from './service-endpoint-policy';
import { vpcFlowLog } from './vpc-flow-log';

export const NETWORK_CHECKS: readonly Check[] = [
  endpointSecurityGroup,
  endpointPorts,
  endpointPolicy,
  serviceEndpointPolicy,
  internetRoute,
  publicEntrance,
  vpcFlowLog,
  firewallStatelessPass,
  firewallDefaultAction,
  firewallRuleGroups,
  firewallRulesValid,
  firewallRulesOpen,
  firewallRulesEffective,
  firewallStreamException,
  firewallLogging,
  firewallProtection,
  firewallZones,
];
