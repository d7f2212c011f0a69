import type { Check } from '../check';
import { defaultSecurityGroup } from './default-security-group';
import { endpointPolicy } from './endpoint-policy';
import { endpointPolicyActions } from './endpoint-policy-actions';
import { endpointPorts } from './endpoint-ports';
import { endpointRangeWidth } from './endpoint-range-width';
import { endpointSecurityGroup } from './endpoint-security-group';
import { endpointService } from './endpoint-service';
import { endpointZones } from './endpoint-zones';
import { firewallBypass } from './firewall-bypass';
import { firewallDefaultAction } from './firewall-default-action';
import { firewallHomeNet } from './firewall-home-net';
import { firewallLogging } from './firewall-logging';
import { firewallProtection } from './firewall-protection';
import { firewallRouteZone } from './firewall-route-zone';
import { firewallRuleGroups } from './firewall-rule-groups';
import { firewallRulesEffective } from './firewall-rules-effective';
import { firewallRulesOpen } from './firewall-rules-open';
import { firewallRulesValid } from './firewall-rules-valid';
import { firewallStatelessPass } from './firewall-stateless-pass';
import { firewallStreamException } from './firewall-stream-exception';
import { firewallZones } from './firewall-zones';
import { functionEgress } from './function-egress';
import { functionNetwork } from './function-network';
import { internetRoute } from './internet-route';
import { networkAclOrder } from './network-acl-order';
import { networkAclPorts } from './network-acl-ports';
import { peeringRoute } from './peering-route';
import { publicEntrance } from './public-entrance';
import { serviceEndpointPolicy } from './service-endpoint-policy';
import { subnetPublicAddresses } from './subnet-public-addresses';
import { vpcFlowLog } from './vpc-flow-log';

export const NETWORK_CHECKS: readonly Check[] = [
  endpointSecurityGroup,
  endpointPorts,
  endpointRangeWidth,
  defaultSecurityGroup,
  endpointZones,
  endpointPolicy,
  serviceEndpointPolicy,
  endpointPolicyActions,
  endpointService,
  internetRoute,
  peeringRoute,
  subnetPublicAddresses,
  networkAclOrder,
  networkAclPorts,
  functionNetwork,
  functionEgress,
  publicEntrance,
  vpcFlowLog,
  firewallBypass,
  firewallRouteZone,
  firewallStatelessPass,
  firewallDefaultAction,
  firewallRuleGroups,
  firewallRulesValid,
  firewallRulesOpen,
  firewallHomeNet,
  firewallRulesEffective,
  firewallStreamException,
  firewallLogging,
  firewallProtection,
  firewallZones,
];
