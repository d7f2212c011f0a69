import type { ErrorId } from './error-ids';

/** A value broke a rule. Constructs turn it into a CDK `ValidationError` that also names the construct. */
export class RuleError extends Error {
  public constructor(public readonly id: ErrorId, message: string) {
    super(message);
    this.name = id;
  }
}

/** How a received value is shown at the end of an error message. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
