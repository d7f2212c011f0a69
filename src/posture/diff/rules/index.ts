import type { TypeRule } from '../rule';
import { AUDIT_RULES } from './audit';
import { CONSUMERS_RULES } from './consumers';
import { ENCRYPTION_RULES } from './encryption';
import { IDENTITY_RULES } from './identity';
import { NETWORK_RULES } from './network';
import { ROUTES_RULES } from './routes';
import { WEB_FIREWALL_RULES } from './web-firewall';

/** The types that a security reviewer looks at. What is compared elsewhere, as what it means, is not among them. */
export const TYPE_RULES: ReadonlyMap<string, TypeRule> = new Map(Object.entries({
  ...NETWORK_RULES, ...WEB_FIREWALL_RULES, ...IDENTITY_RULES, ...ROUTES_RULES, ...CONSUMERS_RULES, ...AUDIT_RULES, ...ENCRYPTION_RULES,
}));
