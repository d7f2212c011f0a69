import type { Check } from '../check';
import { apiKeyEndDate } from './api-key-end-date';
import { apiKeySource } from './api-key-source';
import { apiKeyValue } from './api-key-value';
import { functionConcurrency } from './function-concurrency';
import { routeApiKey } from './route-api-key';
import { usagePlanChain } from './usage-plan-chain';
import { usagePlanQuota } from './usage-plan-quota';
import { usagePlanThrottle } from './usage-plan-throttle';

export const CONSUMERS_CHECKS: readonly Check[] = [
  routeApiKey,
  usagePlanChain,
  usagePlanThrottle,
  usagePlanQuota,
  functionConcurrency,
  apiKeyValue,
  apiKeySource,
  apiKeyEndDate,
];
