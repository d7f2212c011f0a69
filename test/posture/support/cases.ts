import { type Resources, postureOf } from './app';
import type { Check } from '../../../src/posture/checks/check';
import type { Posture } from '../../../src/posture/model/posture';

/** What a check says of each place that it judges, as `error Api Policy`, `warning Api`, `unknown Api Policy` or `pass Api Policy`. */
export function verdicts(check: Check, app: Posture): string[] {
  return [...check.judge(app)].map((judgement) => {
    const { outcome, resource, property } = judgement;
    const said = judgement.outcome === 'fail' ? judgement.severity ?? check.severity : outcome;
    return [said, resource.logicalId, property].filter((part) => part !== undefined).join(' ');
  });
}

/** A table of what a check says of apps of one stack. */
export function cases(check: Check, table: [title: string, resources: Resources, said: string[]][], sections: Record<string, unknown> = {}): void {
  describe(check.id, () => {
    test.each(table)('%s', (_, resources, said) => {
      expect(verdicts(check, postureOf(resources, sections))).toEqual(said);
    });
  });
}

/** A parameter without a value: what it is used for is not known. */
export const PARAMETERS = { Parameters: { Open: { Type: 'String' }, Standing: { Type: 'String', NoEcho: true, Default: 'a-value-that-stands-here' } } };
export const OPEN = { Ref: 'Open' };
