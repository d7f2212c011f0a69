import type { Check } from '../check';

export const NETWORK_CHECKS: readonly Check[] = [];
