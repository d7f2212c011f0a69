import type { ResourceEvent } from './index';
import { systemClock } from '../../operations/clock';

/** What came of it, for CloudFormation. */
export interface Result {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

const ATTEMPTS = 5;

/**
 * Tells CloudFormation. Without an answer a deployment waits for an hour.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export async function answer({ ResponseURL, StackId, RequestId, LogicalResourceId }: ResourceEvent, result: Result): Promise<void> {
  // As bytes: a text would bring a content type, which the signature of the URL does not cover.
  const body = Buffer.from(JSON.stringify({ StackId, RequestId, LogicalResourceId, ...result }));
  for (let attempt = 1; ; attempt++) {
    try {
      const { ok, status } = await fetch(ResponseURL, { method: 'PUT', body, redirect: 'error', signal: AbortSignal.timeout(5000) });
      if (!ok) {
        throw new Error(`CloudFormation's URL answered ${status}`);
      }
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) {
        throw error;
      }
      await systemClock.sleep(500 * attempt);
    }
  }
}
