import type { Resource } from '../../assembly/app';
import { listOf } from '../../assembly/json';
import { isUnknown } from '../../assembly/symbols';
import { openIn, readBoolean } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const endpointService: Check = {
  id: 'endpoint-service',
  title: 'An endpoint service of one\'s own admits accounts by name',
  severity: 'error',
  layer: 'network',
  why: 'Through an endpoint service whoever is permitted puts an address of this network into theirs. A wildcard is every account of AWS.',
  fix: 'Name the accounts in AllowedPrincipals, and keep AcceptanceRequired true.',
  owasp: ['API5:2023', 'API8:2023'],
  * judge(posture) {
    for (const permissions of posture.ofType('AWS::EC2::VPCEndpointServicePermissions')) {
      const principals = permissions.properties.AllowedPrincipals;
      const service = posture.target(permissions.properties.ServiceId);
      if (listOf(principals).some((principal) => principal === '*')) {
        const asks = asksFirst(service);
        yield fail(permissions, 'AllowedPrincipals', `every account may make an endpoint to the service${asks ? ', as soon as somebody accepts it' : ''}`, asks ? 'warning' : undefined);
      } else {
        yield isUnknown(principals) || listOf(principals).some((one) => isUnknown(one)) ? unsure(permissions, 'AllowedPrincipals', openIn(principals))
          : pass(permissions, 'AllowedPrincipals');
      }
    }
  },
};

/** Whether somebody has to accept an endpoint first: where nothing is said, they have. */
function asksFirst(service: Resource | undefined): boolean {
  const required = service && readBoolean(service, 'AcceptanceRequired');
  return required === undefined || required.kind !== 'known' || required.value;
}
