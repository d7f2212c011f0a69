import { actionsToTry, reachesStrangers } from '../../model/endpoint-admission';
import { neighbourEndpointsOf, serviceOf } from '../../model/vpc-endpoints';
import { few } from '../../model/words';
import { readPolicy } from '../../policy/policy';
import { type Check, fail, pass, unsure } from '../check';

export const serviceEndpointPolicy: Check = {
  id: 'service-endpoint-policy',
  title: 'The policies of the other VPC endpoints beside an API lead to resources of one\'s own only',
  severity: 'warning',
  layer: 'network',
  why: 'Through an endpoint that allows everything, data leaves an isolated network for the bucket, queue or key of another account.',
  fix: 'Allow the actions that are needed, with a condition on aws:ResourceAccount or aws:ResourceOrgID.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const endpoint of posture.derive(neighbourEndpointsOf)) {
      const service = serviceOf(endpoint)!.split('.')[0]!.replace(/-fips$/, '');
      const policy = readPolicy(endpoint.properties.PolicyDocument ?? endpoint.properties['*']);
      if (policy.kind === 'unknown') {
        yield unsure(endpoint, 'PolicyDocument', policy.why);
      } else if (policy.kind === 'absent') {
        yield fail(endpoint, 'PolicyDocument', 'is left out, so that AWS takes a policy that allows everything');
      } else {
        const tried = actionsToTry(policy.value, service).map((action) => ({ action, verdict: reachesStrangers(policy.value, service, action) }));
        const [open, doubtful] = (['allowed', 'unknown'] as const).map((verdict) => tried.filter((one) => one.verdict === verdict));
        yield open!.length > 0 ? fail(endpoint, 'PolicyDocument', `the policy allows ${few(open!.map(({ action }) => action.replace('X', '*').replace(/:Anything(Else)?$/, ':*')))} on resources of any account`)
          : doubtful!.length > 0 ? unsure(endpoint, 'PolicyDocument', 'whether the policy allows calls on resources of other accounts')
            : pass(endpoint, 'PolicyDocument');
      }
    }
  },
};
