import { WAFV2Client } from '@aws-sdk/client-wafv2';

/** An answer that takes longer is lost: a function is not to wait for one until it ends itself. */
export const TIMES = { connectionTimeout: 2000, requestTimeout: 8000, throwOnRequestTimeout: true };

/** WAF, without tries of the SDK's own: its callers count and pace every call. */
export function wafClient(): WAFV2Client {
  return new WAFV2Client({ maxAttempts: 1, requestHandler: TIMES });
}
