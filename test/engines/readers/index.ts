import { apiGatewayReaders } from './api-gateway';
import { computeReaders } from './compute';
import { networkReaders } from './network';
import { observabilityReaders } from './observability';
import type { Reader } from './reader';
import { cognitoReaders, keyReaders, wafReaders } from './security';

/** Readers by CloudFormation type: what is deployed and has none here counts as deployed only. */
export const READERS: Record<string, Reader> = {
  ...apiGatewayReaders, ...cognitoReaders, ...computeReaders, ...keyReaders, ...networkReaders, ...observabilityReaders, ...wafReaders,
};
