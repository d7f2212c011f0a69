import { AUDIT_CHECKS } from './audit';
import type { Check } from './check';
import { CONSUMERS_CHECKS } from './consumers';
import { ENCRYPTION_CHECKS } from './encryption';
import { IDENTITY_CHECKS } from './identity';
import { NETWORK_CHECKS } from './network';
import { ROUTES_CHECKS } from './routes';
import { WEB_FIREWALL_CHECKS } from './web-firewall';

/** Every check, in the order in which a request meets the layers. */
export const CHECKS: readonly Check[] = [
  ...NETWORK_CHECKS, ...WEB_FIREWALL_CHECKS, ...IDENTITY_CHECKS, ...ROUTES_CHECKS, ...CONSUMERS_CHECKS, ...AUDIT_CHECKS, ...ENCRYPTION_CHECKS,
];
