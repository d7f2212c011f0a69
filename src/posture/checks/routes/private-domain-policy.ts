import type { Resource } from '../../assembly/app';
import { contextOf } from '../../model/admission';
import { read } from '../../model/reading';
import { strangersTo } from '../../model/strangers';
import { evaluatePolicy } from '../../policy/evaluate';
import { readPolicy } from '../../policy/policy';
import { type Answer } from '../../policy/wildcard';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const privateDomainPolicy: Check = {
  id: 'private-domain-policy',
  title: 'The policy of a private domain admits only endpoints that it names',
  severity: 'error',
  layer: 'routes',
  why: 'A private domain has a policy of its own. One that admits everybody leaves the API behind it to the policy of that API alone.',
  fix: 'Allow execute-api:Invoke, and Deny it with StringNotEquals on aws:SourceVpce and the list of your endpoints.',
  owasp: ['API5:2023', 'API8:2023'],
  * judge(posture) {
    for (const resource of posture.ofType('AWS::ApiGateway::DomainNameV2')) {
      yield judgeDomain(resource);
    }
  },
};

function judgeDomain(resource: Resource): Judgement {
  const open = read(resource, 'Policy');
  const policy = open.kind === 'known' ? readPolicy(open.value) : open;
  if (policy.kind === 'unknown') {
    return unsure(resource, 'Policy', policy.why);
  }
  if (policy.kind === 'absent') {
    return fail(resource, 'Policy', 'the domain has no policy that says which endpoints may call it', 'warning');
  }
  const verdicts = strangersTo(policy.value).map((origin) => evaluatePolicy(policy.value, {
    principal: 'anonymous', action: 'execute-api:Invoke', isMeant: meansDomain, context: contextOf(origin),
  }));
  return verdicts.includes('allowed') ? fail(resource, 'Policy', 'the policy of the domain admits any VPC endpoint of the Region that is associated with it')
    : verdicts.includes('unknown') ? unsure(resource, 'Policy', 'whether the policy of the domain admits an endpoint that it does not name') : pass(resource, 'Policy');
}

/** `execute-api:/*` is the domain; which domain an ARN means is left to whoever wrote it here. */
function meansDomain(resource: string): Answer {
  return resource === '*' || resource.includes('execute-api:') && resource.endsWith('*') || resource.includes('/domainnames/') ? true : undefined;
}
