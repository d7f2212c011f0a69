import { RuleError, shown } from '../values/rule-error';

/** Systems Manager keeps 4 KB a parameter. */
const LONGEST = 500;

/**
 * Refuses what is no reason. Two opening braces would refer to another parameter of Systems Manager, which takes none.
 *
 * @param what a person does, as in `blocks an address`
 * @throws RuleError AmendReason
 */
export function checkReason(reason: string, what: string): void {
  if (reason.trim() === '' || reason.length > LONGEST || reason.includes('{{')) {
    throw new RuleError('AmendReason', `a person ${what} for a written reason of 1 to ${LONGEST} characters, without {{, received: `
      + `${reason.length > LONGEST ? `${reason.length} characters` : shown(reason)}`);
  }
}
