import { reachesStrangers } from '../../model/endpoint-admission';
import { apiEndpointsOf } from '../../model/vpc-endpoints';
import { readPolicy } from '../../policy/policy';
import { type Check, fail, pass, unsure } from '../check';

export const endpointPolicy: Check = {
  id: 'endpoint-policy',
  title: 'The policy of the API\'s VPC endpoint leads to APIs of one\'s own only',
  severity: 'error',
  layer: 'network',
  why: 'Through an endpoint that allows everything, whoever is in the network calls private APIs of any account: a way out for data that no firewall sees.',
  fix: 'Allow execute-api:Invoke on the APIs of the account (arn:aws:execute-api:REGION:ACCOUNT:*), or with a condition on aws:ResourceAccount or aws:ResourceOrgID.',
  owasp: ['API5:2023', 'API8:2023'],
  * judge(posture) {
    for (const endpoint of posture.derive(apiEndpointsOf)) {
      const policy = readPolicy(endpoint.properties.PolicyDocument ?? endpoint.properties['*']);
      if (policy.kind === 'unknown') {
        yield unsure(endpoint, 'PolicyDocument', policy.why);
      } else if (policy.kind === 'absent') {
        yield fail(endpoint, 'PolicyDocument', 'is left out, so that AWS takes a policy that allows everything');
      } else {
        const verdict = reachesStrangers(policy.value, 'execute-api', 'execute-api:Invoke');
        yield verdict === 'allowed' ? fail(endpoint, 'PolicyDocument', 'the policy allows calls of APIs of any account')
          : verdict === 'unknown' ? unsure(endpoint, 'PolicyDocument', 'whether the policy allows calls of APIs of other accounts')
            : pass(endpoint, 'PolicyDocument');
      }
    }
  },
};
