import type { Check } from '../check';

export const IDENTITY_CHECKS: readonly Check[] = [];
