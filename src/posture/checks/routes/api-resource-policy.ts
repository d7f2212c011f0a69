import { readable } from '../../assembly/symbols';
import { STRANGER, admits, stageText } from '../../model/admission';
import { type Api, apisOf, stageNames } from '../../model/api';
import type { Route } from '../../model/authorization';
import { anyRoute, isMeantPrivate } from '../../model/meant-private';
import type { Posture } from '../../model/posture';
import { strangersTo } from '../../model/strangers';
import type { Policy } from '../../policy/policy';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const apiResourcePolicy: Check = {
  id: 'api-resource-policy',
  title: 'A private API has a resource policy that denies every VPC endpoint that it does not name',
  severity: 'error',
  layer: 'routes',
  why: 'Any account of the Region can make a VPC endpoint for execute-api. Without a Deny for endpoints that the policy does not name, it leads to this API too.',
  fix: 'Allow execute-api:Invoke, and Deny it with StringNotEquals on aws:SourceVpce and the list of your endpoints, for every method and stage.',
  owasp: ['API5:2023', 'API8:2023'],
  * judge(posture) {
    for (const api of posture.derive(apisOf)) {
      yield* judgeApi(posture, api);
    }
  },
};

function* judgeApi(posture: Posture, api: Api): Iterable<Judgement> {
  const { resource, policy, policyProperty } = api;
  if (!isMeantPrivate(posture, api)) {
    return; // a public API is judged by its endpoint type
  }
  if (policy.kind === 'unknown') {
    yield unsure(resource, policyProperty, policy.why);
  } else if (policy.kind === 'absent') {
    yield fail(resource, policyProperty, 'the API has no resource policy: it cannot be deployed as a private one, and says of no endpoint whether it may call');
  } else {
    yield strangers(api, policy.value);
  }
}

/** Somebody else's endpoint, VPC and address, on every route: one that is let in is enough. */
function strangers(api: Api, policy: Policy): Judgement {
  const { resource, policyProperty } = api;
  const origins = strangersTo(policy);
  const stages = [...new Set(stageNames(api).map(stageText))];
  const verdicts = routesToTry(api, policy).flatMap((route) => (stages.length === 0 ? [stageText(undefined)] : stages)
    .flatMap((stage) => origins.filter(({ signedBy }) => signedBy === undefined || ['iam', 'unknown'].includes(route.authorization.kind)).map((origin) => ({ route, origin, verdict: admits(api, policy, route, stage, origin) }))));
  // An identity of the account, or a Lambda authorizer, may admit what the policy says nothing of:
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
  const silence = verdicts.find(({ route, verdict }) => verdict === 'silent' && ['iam', 'lambda'].includes(route.authorization.kind));
  const open = verdicts.find(({ verdict }) => verdict === 'allowed');
  if (!open && silence) {
    return fail(resource, policyProperty, `the resource policy says nothing of endpoints that it does not name: ${readable(silence.route.text)} is then open to `
      + `${silence.route.authorization.kind === 'iam' ? 'every IAM identity of the account that may invoke it' : 'whomever the Lambda authorizer admits'}, through any VPC endpoint`);
  }
  if (open) {
    const { address, signedBy, written } = open.origin;
    const chosen = signedBy !== undefined ? `, for ${readable(signedBy)}` : address !== STRANGER.address ? ', for whoever chooses an address that it admits' : Object.values(written ?? {}).some((value) => value !== 'stranger') ? ', for whoever sends a header that it names' : '';
    return fail(resource, policyProperty, `the resource policy admits ${readable(open.route.text)} from any VPC endpoint of the Region, other accounts' included${chosen}`);
  }
  const doubtful = verdicts.find(({ verdict }) => verdict === 'unknown');
  return doubtful ? unsure(resource, policyProperty, `whether the resource policy admits ${readable(doubtful.route.text)} from an endpoint that it does not name`)
    : pass(resource, policyProperty);
}

/** One route where the policy makes no difference between routes; one that stands for all where they are not known. */
function routesToTry(api: Api, policy: Policy): Route[] {
  const known = api.routes.length > 0 ? api.routes : [anyRoute(api)];
  const same = policy.statements.every(({ resources, notResources }) => !notResources && resources.every((resource) => resource === '*' || resource === 'execute-api:/*'));
  // What an identity or a Lambda authorizer decides makes a difference where the policy is silent.
  return same ? [...new Map(known.map((route) => [route.authorization.kind, route])).values()] : [...known];
}
