import { readable } from '../../assembly/symbols';
import { readText } from '../../model/reading';
import { userPoolsOf } from '../../model/user-pools';
import { type Check, judged } from '../check';

export const userPoolDeletion: Check = {
  id: 'user-pool-deletion',
  title: 'A user pool is not deleted by mistake',
  severity: 'warning',
  layer: 'identity',
  why: 'Users, clients and their secrets are in no template: with the pool they are gone, and with them every caller.',
  fix: 'Set DeletionProtection to ACTIVE.',
  owasp: ['API8:2023'],
  securityHub: ['Cognito.6'],
  * judge(posture) {
    for (const { resource } of posture.derive(userPoolsOf)) {
      const reading = readText(resource, 'DeletionProtection');
      yield judged(resource, 'DeletionProtection', reading, 'INACTIVE', (value) => (value?.toUpperCase() === 'ACTIVE' ? undefined
        : reading.kind === 'absent' ? 'deletion protection is left out, so that AWS takes INACTIVE' : `deletion protection is ${readable(value)}`));
    }
  },
};
