import type { Check } from '../check';

export const AUDIT_CHECKS: readonly Check[] = [];
