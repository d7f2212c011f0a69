import type { Check } from '../check';
import { keyPolicy } from './key-policy';
import { keyRotation } from './key-rotation';

export const ENCRYPTION_CHECKS: readonly Check[] = [
  keyRotation,
  keyPolicy,
];
