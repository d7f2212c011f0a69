import { readable } from '../../assembly/symbols';
import { readText } from '../../model/reading';
import { poolClientsOf } from '../../model/user-pools';
import { type Check, judged } from '../check';

export const clientUserExistence: Check = {
  id: 'client-user-existence',
  title: 'Nobody learns which users there are',
  severity: 'warning',
  layer: 'identity',
  why: 'An answer that says that there is no such user lets anybody find out who has an account, to guess at those alone.',
  fix: 'Set PreventUserExistenceErrors to ENABLED.',
  owasp: ['API2:2023'],
  * judge(posture) {
    for (const { resource, forPeople } of posture.derive(poolClientsOf)) {
      if (forPeople.kind === 'known' && !forPeople.value) {
        continue;
      }
      const reading = readText(resource, 'PreventUserExistenceErrors');
      yield judged(resource, 'PreventUserExistenceErrors', reading, 'LEGACY', (value) => (value?.toUpperCase() === 'ENABLED' ? undefined
        : reading.kind === 'absent' ? 'it is left out, so that AWS takes LEGACY: answers tell whether a user exists' : `it is ${readable(value)}: answers tell whether a user exists`));
    }
  },
};
