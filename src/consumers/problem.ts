import type { ErrorId } from '../values/error-ids';
import { RuleError } from '../values/rule-error';

/** A value that broke a rule, and where it stands. */
export interface Problem {
  readonly id: ErrorId;
  /** The way to the value, from the consumer: `['addresses', 0]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** @throws RuleError the first problem, if there is one */
export function throwFirst(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first) {
    throw new RuleError(first.id, first.message);
  }
}
