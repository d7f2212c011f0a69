import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { TIMES } from '../times';

/** WAF, without tries of the SDK's own: its callers count and pace every call. */
export function wafClient(): WAFV2Client {
  return new WAFV2Client({ maxAttempts: 1, requestHandler: TIMES });
}
