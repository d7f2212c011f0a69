import { asBoolean, asNumber, read, readFrom } from '../../model/reading';
import { userPoolsOf } from '../../model/user-pools';
import { type Check, fail, pass, unsure } from '../check';

/** What Security Hub asks for (Cognito.3), and NIST SP 800-63B as the least for what people choose. */
const SHORTEST = 8;
/** From here on length alone will do: NIST SP 800-63B asks for no kinds of characters. */
const LONG = 15;
/** A temporary password lies in a mailbox until then. */
const LONGEST_TEMPORARY = 7;
const KINDS = ['RequireLowercase', 'RequireUppercase', 'RequireNumbers', 'RequireSymbols'];

export const userPoolPassword: Check = {
  id: 'user-pool-password',
  title: 'Passwords of a user pool are hard to guess',
  severity: 'warning',
  layer: 'identity',
  why: 'Short passwords of one kind of character are guessed from lists, a few tries an account.',
  fix: `Set Policies.PasswordPolicy: MinimumLength of ${SHORTEST} at the least (12 is better), the four Require settings, TemporaryPasswordValidityDays of ${LONGEST_TEMPORARY} at most.`,
  owasp: ['API2:2023'],
  securityHub: ['Cognito.3'],
  * judge(posture) {
    for (const { resource, hasPasswords } of posture.derive(userPoolsOf)) {
      const policy = read(resource, 'Policies.PasswordPolicy');
      const at = 'Policies.PasswordPolicy';
      if (hasPasswords.kind === 'known' && !hasPasswords.value) {
        continue;
      }
      if (policy.kind !== 'known') {
        // AWS then takes 8 characters of all four kinds.
        yield policy.kind === 'unknown' ? unsure(resource, at, policy.why) : pass(resource, at);
        continue;
      }
      const length = asNumber(readFrom(policy.value, 'MinimumLength'));
      const days = asNumber(readFrom(policy.value, 'TemporaryPasswordValidityDays'));
      const kinds = KINDS.map((kind) => ({ kind, reading: asBoolean(readFrom(policy.value, kind)) }));
      const missing = kinds.filter(({ reading }) => reading.kind === 'absent' || reading.kind === 'known' && !reading.value);
      const open = [length, ...kinds.map(({ reading }) => reading), days].find((reading) => reading.kind === 'unknown');
      yield length.kind === 'known' && length.value < SHORTEST ? fail(resource, `${at}.MinimumLength`, `passwords have ${length.value} characters at the least`)
        : missing.length > 0 && !(length.kind === 'known' && length.value >= LONG) ? fail(resource, at, `passwords need no ${missing.map(({ kind }) => kind.slice('Require'.length).toLowerCase()).join(', ')}`)
          : days.kind === 'known' && days.value > LONGEST_TEMPORARY ? fail(resource, `${at}.TemporaryPasswordValidityDays`, `temporary passwords are good for ${days.value} days`)
            : open?.kind === 'unknown' ? unsure(resource, at, open.why) : pass(resource, at);
    }
  },
};
