import { STRANGER, admits, stageText } from '../../model/admission';
import { type Api, apisOf, privateSigns, stageNames } from '../../model/api';
import type { Posture } from '../../model/posture';
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
  const { resource, policy, policyProperty, isPrivate } = api;
  const meant = isPrivate.kind === 'unknown' || isPrivate.kind === 'known' && isPrivate.value || privateSigns(posture, api).length > 0;
  if (!meant) {
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
  const { resource, policyProperty, routes } = api;
  const origin = { endpoint: STRANGER.endpoint, vpc: STRANGER.vpc, address: STRANGER.address };
  const stages = stageNames(api).map(stageText);
  const verdicts = routes.flatMap((route) => (stages.length === 0 ? [stageText(undefined)] : stages)
    .map((stage) => ({ route, verdict: admits(api, policy, route, stage, origin) })));
  // An identity of the account, or a Lambda authorizer, may admit what the policy says nothing of:
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
  const silence = verdicts.find(({ route, verdict }) => verdict === 'silent' && ['iam', 'lambda'].includes(route.authorization.kind));
  const open = verdicts.find(({ verdict }) => verdict === 'allowed');
  if (!open && silence) {
    return fail(resource, policyProperty, `the resource policy says nothing of endpoints that it does not name: ${silence.route.text} is then open to `
      + `${silence.route.authorization.kind === 'iam' ? 'every IAM identity of the account that may invoke it' : 'whomever the Lambda authorizer admits'}, through any VPC endpoint`);
  }
  if (open) {
    return fail(resource, policyProperty, `the resource policy admits ${open.route.text} from any VPC endpoint of the Region, other accounts' included`);
  }
  const doubtful = verdicts.find(({ verdict }) => verdict === 'unknown');
  return doubtful ? unsure(resource, policyProperty, `whether the resource policy admits ${doubtful.route.text} from an endpoint that it does not name`)
    : pass(resource, policyProperty);
}
