import { readBoolean } from '../../model/reading';
import { poolClientsOf } from '../../model/user-pools';
import { type Check, judged } from '../check';

export const clientTokenRevocation: Check = {
  id: 'client-token-revocation',
  title: 'Tokens can be revoked',
  severity: 'warning',
  layer: 'identity',
  why: 'Without it a refresh token that was stolen makes new tokens until its end.',
  fix: 'Leave EnableTokenRevocation out, or set it to true.',
  owasp: ['API2:2023'],
  * judge(posture) {
    for (const { resource } of posture.derive(poolClientsOf)) {
      yield judged(resource, 'EnableTokenRevocation', readBoolean(resource, 'EnableTokenRevocation'), true, (on) => (on ? undefined : 'tokens cannot be revoked'));
    }
  },
};
