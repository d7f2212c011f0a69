import type { Check } from '../check';

export const ENCRYPTION_CHECKS: readonly Check[] = [];
