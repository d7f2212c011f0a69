import type { Check } from '../check';

export const ROUTES_CHECKS: readonly Check[] = [];
