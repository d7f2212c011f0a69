import { read, readBoolean, readNumber } from '../../model/reading';
import { type Check, fail, judged, pass, unsure } from '../check';

/** KMS takes 90 to 2,560; a year is its own default, and what auditors ask for. */
const LONGEST_PERIOD = 365;

export const keyRotation: Check = {
  id: 'key-rotation',
  title: 'KMS keys are rotated every year',
  severity: 'error',
  layer: 'encryption',
  why: 'One key for years puts all that it ever encrypted at stake at once.',
  fix: 'Set EnableKeyRotation to true. KMS keeps the old key material: nothing has to be encrypted again.',
  owasp: ['API8:2023'],
  securityHub: ['KMS.4'],
  * judge(posture) {
    for (const key of posture.ofType('AWS::KMS::Key')) {
      const [spec, origin] = [read(key, 'KeySpec'), read(key, 'Origin')];
      if (spec.kind === 'known' && spec.value !== 'SYMMETRIC_DEFAULT' || origin.kind === 'known' && origin.value !== 'AWS_KMS') {
        continue; // KMS rotates symmetric keys of its own only
      }
      if (spec.kind === 'unknown' || origin.kind === 'unknown') {
        yield unsure(key, spec.kind === 'unknown' ? 'KeySpec' : 'Origin', spec.kind === 'unknown' ? spec.why : origin.kind === 'unknown' ? origin.why : '');
        continue;
      }
      yield judged(key, 'EnableKeyRotation', readBoolean(key, 'EnableKeyRotation'), undefined, (value) =>
        (value === undefined ? 'is left out, so that AWS takes false' : value ? undefined : 'is false'));
      const period = readNumber(key, 'RotationPeriodInDays');
      yield period.kind === 'known' && period.value > LONGEST_PERIOD ? fail(key, 'RotationPeriodInDays', `is ${period.value} days`, 'warning') : pass(key, 'RotationPeriodInDays');
    }
  },
};
