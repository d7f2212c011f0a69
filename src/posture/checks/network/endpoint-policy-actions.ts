import { isUnknown } from '../../assembly/symbols';
import { openIn } from '../../model/reading';
import { isEveryAction } from '../../model/resource-actions';
import { apiEndpointsOf, neighbourEndpointsOf } from '../../model/vpc-endpoints';
import { few } from '../../model/words';
import { namesEverybody, readPolicy } from '../../policy/policy';
import { type Check, fail, pass, unsure } from '../check';

export const endpointPolicyActions: Check = {
  id: 'endpoint-policy-actions',
  title: 'The policies of VPC endpoints name the actions that they allow to callers of any account',
  severity: 'warning',
  layer: 'network',
  why: 'Everybody in the network may do all of it, without credentials or with somebody else\'s: read an API, and empty its cache; fetch an image layer, and upload one.',
  fix: 'Name the actions, as in execute-api:Invoke or s3:GetObject, or add a condition on aws:PrincipalAccount or aws:PrincipalOrgID.',
  owasp: ['API5:2023', 'API8:2023'],
  * judge(posture) {
    for (const endpoint of [...posture.derive(apiEndpointsOf), ...posture.derive(neighbourEndpointsOf)]) {
      const policy = readPolicy(endpoint.properties.PolicyDocument ?? endpoint.properties['*']);
      // Of a policy that is not known, or that leads to everybody's resources, other checks say so.
      const statements = policy.kind === 'known' ? policy.value.statements : [];
      for (const statement of statements.filter((one) => one.effect === 'Allow' && namesEverybody(one) && !one.notResources && !one.resources.includes('*'))) {
        const place = `PolicyDocument.Statement[${statement.index}]`;
        const { actions, notActions, conditions } = statement;
        const wide = actions.filter(isEveryAction);
        const open = actions.find((action) => isUnknown(action));
        yield conditions.length > 0 ? pass(endpoint, place)
          : notActions ? fail(endpoint, place, `everybody may do all but ${few(actions)}`)
            : wide.length > 0 ? fail(endpoint, place, `everybody may ${few(wide)}`)
              : open !== undefined ? unsure(endpoint, place, openIn(open)) : pass(endpoint, place);
      }
    }
  },
};
