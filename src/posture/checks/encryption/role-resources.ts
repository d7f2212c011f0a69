import { isUnknown } from '../../assembly/symbols';
import { openIn } from '../../model/reading';
import { knowsResources } from '../../model/resource-actions';
import { allowancesOfRoles } from '../../model/roles';
import { few } from '../../model/words';
import { type Check, fail, pass, unsure } from '../check';

export const roleResources: Check = {
  id: 'role-resources',
  title: 'Roles name the resources that they read and change',
  severity: 'warning',
  layer: 'encryption',
  why: 'A permission on every resource is one on those of the account\'s other applications too: their tables, secrets, keys and logs.',
  fix: 'Name the ARNs in Resource, or limit the statement by a condition, as on aws:ResourceTag. Actions that take no resource belong in a statement of their own.',
  owasp: ['API5:2023', 'API8:2023'],
  securityHub: ['KMS.1', 'KMS.2'],
  * judge(posture) {
    for (const { resource, place, statement } of posture.derive(allowancesOfRoles)) {
      const { actions, notActions, resources, notResources, conditions } = statement;
      const limitable = notActions ? [] : actions.filter(knowsResources);
      const everywhere = notResources || resources.includes('*');
      const open = resources.find((one) => isUnknown(one));
      yield limitable.length === 0 || conditions.length > 0 ? pass(resource, place)
        : everywhere ? fail(resource, place, `may ${few(limitable)} on ${notResources ? `all but ${few(resources)}` : 'every resource'}`)
          : open !== undefined ? unsure(resource, place, `on what it may ${few(limitable)}: ${openIn(open)}`) : pass(resource, place);
    }
  },
};
