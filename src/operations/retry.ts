import type { Clock } from './clock';

/** What to do about an error of AWS: nothing more, try again later, or read again since somebody else has written. */
export type Remedy = 'give up' | 'again' | 'read again';

const OF_OTHERS = ['WAFOptimisticLockException', 'PreconditionFailed', 'ConditionalRequestConflict'];
const OF_LOAD = [
  'ThrottlingException', 'Throttling', 'TooManyRequestsException', 'RequestLimitExceeded', 'SlowDown', 'WAFInternalErrorException',
  'WAFTagOperationException', 'WAFTagOperationInternalErrorException', 'WAFUnavailableEntityException', 'TooManyUpdates', 'TimeoutError', 'RequestTimeout', 'AbortError',
];
const OF_NETWORK = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'];

/** What to do about an error. An answer that was cut off or lost may have been a success: whoever tries again reads first. */
export function remedyOf(error: unknown): Remedy {
  const { name, code, message, $metadata } = error as { name?: string; code?: string; message?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  if (OF_OTHERS.includes(name ?? '') || status === 412 || status === 409) {
    return 'read again';
  }
  const ofLoad = OF_LOAD.includes(name ?? '') || status === 429 || status >= 500;
  // The SDK throws a SyntaxError for an answer that ends in the middle, and wraps what came from the connection and was no error to it.
  const ofConnection = OF_NETWORK.includes(code ?? '') || name === 'SyntaxError' || message?.startsWith('AWS SDK error wrapper for') === true;
  return ofLoad || ofConnection ? 'again' : 'give up';
}

/** How long to try. */
export interface Patience {
  /** Most attempts, the first included. */
  readonly attempts: number;
  /** The longest wait after the first attempt, doubled with every other. */
  readonly base: number;
  /** The longest wait. */
  readonly cap: number;
}

/** Against WAF: about a minute and a half, since many stacks share one write a second. */
export const PATIENCE: Patience = { attempts: 14, base: 250, cap: 10_000 };

/** Tries until it works, with full jitter between, or until patience ends. */
export async function retrying<T>(action: () => Promise<T>, clock: Clock, patience: Patience = PATIENCE): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (remedyOf(error) === 'give up' || attempt >= patience.attempts) {
        throw error;
      }
      await clock.sleep(clock.random() * Math.min(patience.cap, patience.base * 2 ** (attempt - 1)));
    }
  }
}
