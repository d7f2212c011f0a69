import { readText } from '../../model/reading';
import { userPoolsOf } from '../../model/user-pools';
import { type Check, fail, judged, unsure } from '../check';

export const userPoolMfa: Check = {
  id: 'user-pool-mfa',
  title: 'People prove who they are with a second factor',
  severity: 'error',
  layer: 'identity',
  why: 'A password that was guessed, reused or phished is then all that it takes.',
  fix: 'Set MfaConfiguration to ON, and EnabledMfas to SOFTWARE_TOKEN_MFA.',
  owasp: ['API2:2023'],
  securityHub: ['Cognito.5'],
  * judge(posture) {
    for (const { resource, hasPasswords } of posture.derive(userPoolsOf)) {
      if (hasPasswords.kind === 'known' && !hasPasswords.value) {
        continue; // nobody signs in, or all do at an identity provider, which asks for the second factor
      }
      const mfa = readText(resource, 'MfaConfiguration');
      const judgement = judged(resource, 'MfaConfiguration', mfa, 'OFF', (value) => (value?.toUpperCase() === 'ON' ? undefined
        : mfa.kind === 'absent' ? 'MFA is left out, so that AWS takes OFF' : `MFA is ${value}`));
      yield judgement.outcome === 'fail' && hasPasswords.kind === 'unknown' ? unsure(resource, 'MfaConfiguration', `whether people sign in with passwords of the pool (${hasPasswords.why})`)
        // A pool where each may choose is better than one without.
        : judgement.outcome === 'fail' && mfa.kind === 'known' && mfa.value.toUpperCase() === 'OPTIONAL' ? fail(resource, 'MfaConfiguration', 'MFA is OPTIONAL: each user may go without', 'warning') : judgement;
    }
  },
};
