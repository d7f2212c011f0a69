import type { Check } from '../check';
import { ipSetAddresses } from './ip-set-addresses';
import { ipSetAllowListWidth } from './ip-set-allow-list-width';
import { ipSetEndpointGroup } from './ip-set-endpoint-group';
import { ipSetOverlap } from './ip-set-overlap';
import { ipSetRegister } from './ip-set-register';
import { ipSetScope } from './ip-set-scope';
import { ipSetUsed } from './ip-set-used';
import { webAclAdmitsAfterInspection } from './web-acl-admits-after-inspection';
import { webAclAdmitsByAddress } from './web-acl-admits-by-address';
import { webAclAdmitsSomebody } from './web-acl-admits-somebody';
import { webAclAllowLists } from './web-acl-allow-lists';
import { webAclAssociated } from './web-acl-associated';
import { webAclAssociationSingle } from './web-acl-association-single';
import { webAclCapacity } from './web-acl-capacity';
import { webAclClosed } from './web-acl-closed';
import { webAclEvasion } from './web-acl-evasion';
import { webAclForwardedIp } from './web-acl-forwarded-ip';
import { webAclInspects } from './web-acl-inspects';
import { webAclLogDestination } from './web-acl-log-destination';
import { webAclLogFilter } from './web-acl-log-filter';
import { webAclLogRedaction } from './web-acl-log-redaction';
import { webAclLogging } from './web-acl-logging';
import { webAclMachineCallers } from './web-acl-machine-callers';
import { webAclMetrics } from './web-acl-metrics';
import { webAclNotEmpty } from './web-acl-not-empty';
import { webAclObserveCounts } from './web-acl-observe-counts';
import { webAclObserveEnd } from './web-acl-observe-end';
import { webAclPrioritiesUnique } from './web-acl-priorities-unique';
import { webAclRateLimit } from './web-acl-rate-limit';
import { webAclResponseUsed } from './web-acl-response-used';
import { webAclRuleReachable } from './web-acl-rule-reachable';
import { webAclRuleRoutes } from './web-acl-rule-routes';
import { webAclRulesEnforce } from './web-acl-rules-enforce';
import { webAclSizeLimit } from './web-acl-size-limit';

export const WEB_FIREWALL_CHECKS: readonly Check[] = [
  webAclAssociated,
  webAclAssociationSingle,
  webAclObserveEnd,
  webAclObserveCounts,
  webAclNotEmpty,
  webAclClosed,
  webAclAdmitsByAddress,
  webAclAdmitsAfterInspection,
  webAclAdmitsSomebody,
  webAclAllowLists,
  ipSetAllowListWidth,
  ipSetRegister,
  ipSetOverlap,
  ipSetEndpointGroup,
  ipSetScope,
  ipSetAddresses,
  ipSetUsed,
  webAclForwardedIp,
  webAclRulesEnforce,
  webAclRuleReachable,
  webAclRuleRoutes,
  webAclPrioritiesUnique,
  webAclRateLimit,
  webAclSizeLimit,
  webAclInspects,
  webAclEvasion,
  webAclMachineCallers,
  webAclCapacity,
  webAclResponseUsed,
  webAclLogging,
  webAclLogDestination,
  webAclLogFilter,
  webAclLogRedaction,
  webAclMetrics,
];
