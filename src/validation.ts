import { Annotations, ValidationError, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ErrorId } from './values/error-ids';
import { RuleError } from './values/rule-error';

/** Refuses a value: throws a CDK `ValidationError` with a stable id, at the construct that got it. */
export function refuse(scope: IConstruct, id: ErrorId, message: string): never {
  throw validationError(scope, id, message);
}

/** Runs a pure function whose `RuleError` belongs to this construct. */
export function within<T>(scope: IConstruct, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RuleError) {
      throw validationError(scope, error.id, error.message);
    }
    throw error;
  }
}

/** A problem of a construct that is only known at the end of the synth, for `node.addValidation`. */
export function problem(id: ErrorId, message: string): string {
  return `${id}: ${message}`;
}

/** Warns at synth, by an id that `Annotations.of(scope).acknowledgeWarning('cdk-private-api:ID')` silences. */
export function warn(scope: IConstruct, id: ErrorId, message: string): void {
  Annotations.of(scope).addWarningV2(`cdk-private-api:${id}`, message);
}

/** How cdk-nag's packs of regulations are named in front of their rules, of which they share most. */
export const REGULATED = ['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'];

/** Acknowledges rules of cdk-nag at one construct, for one reason that a reviewer accepts. */
export function acknowledge(scope: IConstruct, reason: string, ...ids: string[]): void {
  Validations.of(scope).acknowledge(...ids.map((id) => ({ id, reason })));
}

function validationError(scope: IConstruct, id: ErrorId, message: string): ValidationError {
  // The brand on CDK's id type only says "a literal, not user input"; ours come from the one list.
  return new ValidationError(id as unknown as ConstructorParameters<typeof ValidationError>[0], message, scope);
}
