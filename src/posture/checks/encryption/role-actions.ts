import { isUnknown } from '../../assembly/symbols';
import { openIn } from '../../model/reading';
import { isEveryAction } from '../../model/resource-actions';
import { allowancesOfRoles } from '../../model/roles';
import { few } from '../../model/words';
import { type Check, fail, pass, unsure } from '../check';

export const roleActions: Check = {
  id: 'role-actions',
  title: 'Roles name the actions that they are for',
  severity: 'warning',
  layer: 'encryption',
  why: 'All actions of a service include those that delete, those that share with other accounts, and those that AWS adds tomorrow.',
  fix: 'List the actions that the code calls, as in dynamodb:GetItem.',
  owasp: ['API5:2023', 'API8:2023'],
  securityHub: ['IAM.21'],
  * judge(posture) {
    for (const { resource, place, statement: { actions, notActions } } of posture.derive(allowancesOfRoles)) {
      const wide = actions.filter(isEveryAction);
      const open = actions.find((action) => isUnknown(action));
      yield notActions ? fail(resource, place, `may all but ${few(actions)}`)
        : wide.length > 0 ? fail(resource, place, `may ${few(wide)}`)
          : open !== undefined ? unsure(resource, place, openIn(open)) : pass(resource, place);
    }
  },
};
