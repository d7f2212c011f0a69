import type { Check } from '../check';

export const CONSUMERS_CHECKS: readonly Check[] = [];
