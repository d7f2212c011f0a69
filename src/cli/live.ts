import { createRequire } from 'node:module';
import type { Session } from './session';
import type { Operations, Operator } from '../operations';

/** Loads what acts on a live account. */
export type LoadOperations = () => Operations;

/**
 * Loads it when a command first needs it, from a file of its own: nothing else of the command line reads the AWS SDK, neither from source nor
 * as it is published.
 */
export function loadOperations(): Operations {
  // The SDK is bundled: which Node.js its next version wants is not for the person on call to read.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return createRequire(__filename)('../operations') as Operations;
}

/**
 * Acts on the account and Region that the environment names.
 *
 * @throws RuleError Aws..., and what the action throws
 */
export async function live<T>({ operations: load }: Session, act: (operations: Operations, operator: Operator) => Promise<T>): Promise<T> {
  const operations = load();
  try {
    return await act(operations, operations.thisOperator());
  } catch (error) {
    throw operations.plainError(error);
  }
}
