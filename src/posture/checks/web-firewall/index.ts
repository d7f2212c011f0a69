import type { Check } from '../check';

export const WEB_FIREWALL_CHECKS: readonly Check[] = [];
