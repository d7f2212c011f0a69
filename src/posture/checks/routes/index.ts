import type { Check } from '../check';
import { apiEndpointPrivate } from './api-endpoint-private';
import { apiResourcePolicy } from './api-resource-policy';

export const ROUTES_CHECKS: readonly Check[] = [
  apiEndpointPrivate,
  apiResourcePolicy,
];
