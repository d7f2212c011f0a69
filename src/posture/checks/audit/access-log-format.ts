import type { Resource } from '../../assembly/app';
import type { AccessLogFormat } from '../../model/access-log-format';
import { namedIn } from '../../model/admission';
import { accessLogsOf } from '../../model/audit-logs';
import type { Posture } from '../../model/posture';
import type { Stage } from '../../model/stages';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** What a line must tell, and the variables that tell it. */
const MUSTS: readonly (readonly [what: string, variable: RegExp, severity?: 'error'])[] = [
  ['a request id', /^(requestId|extendedRequestId)$/, 'error'], // API Gateway refuses a format without one
  ['the caller\'s address', /^identity\.sourceIp$/, 'error'],
  ['the status', /^status$/, 'error'],
  ['the time', /^requestTime(Epoch)?$/],
  ['the method', /^(httpMethod|routeKey)$/],
  ['the path', /^(path|resourcePath|routeKey)$/],
];

/** Whoever proved who it is. */
const WHO = /^(authorizer\.|identity\.(userArn|caller|user|accountId|apiKeyId|principalOrgId|cognito|clientCert))/;

export const accessLogFormat: Check = {
  id: 'access-log-format',
  title: 'An access log line is JSON and says who called what, from where, when, and how it ended',
  severity: 'warning',
  layer: 'audit',
  why: 'A line that leaves out the address or the caller is no evidence, and one that is no JSON cannot be searched or counted by field.',
  fix: 'Write a JSON format with requestId, identity.sourceIp, identity.vpceId, requestTime, httpMethod, resourcePath, status and the caller (authorizer.claims..., identity.apiKeyId, identity.userArn).',
  owasp: ['API8:2023'],
  * judge(posture: Posture) {
    for (const { stage, format, property } of posture.derive(accessLogsOf)) {
      if (format.kind === 'unknown') {
        yield unsure(stage.resource, `${property}.Format`, format.why);
      } else if (format.kind === 'known') {
        const authorized = (stage.api?.routes ?? []).some(({ authorization, apiKeyRequired }) => authorization.kind !== 'none' || apiKeyRequired.kind === 'known' && apiKeyRequired.value);
        const found = [
          ...judgeFormat(stage.resource, `${property}.Format`, format.value, authorized),
          ...withoutEndpoint(posture, stage, `${property}.Format`, format.value),
        ];
        yield* found.length > 0 ? found : [pass(stage.resource, `${property}.Format`)];
      }
    }
  },
};

/** Behind an endpoint of somebody else's network, an address may be one of the app's own network too. */
function* withoutEndpoint(posture: Posture, { resource, api }: Stage, property: string, { variables }: AccessLogFormat): Iterable<Judgement> {
  const endpoints = api?.policy.kind === 'known' ? namedIn(api.policy.value).endpoints : [];
  const own = endpoints.filter((endpoint) => posture.target(endpoint) !== undefined);
  const others = endpoints.filter((endpoint) => /^vpce-[0-9a-f]+$/.test(endpoint));
  if (own.length > 0 && others.length > 0 && !['identity.vpceId', 'identity.vpcId'].some((name) => variables.has(name))) {
    yield fail(resource, property, `a line of the access log does not say whether a caller came by the app's endpoint or by ${others[0]!}`);
  }
}

function* judgeFormat(
  resource: Resource, property: string, { isJson, variables }: AccessLogFormat, authorized: boolean,
): Iterable<Judgement> {
  if (!isJson) {
    yield fail(resource, property, 'a line of the access log is no JSON');
  }
  const missing = MUSTS.filter(([, variable]) => ![...variables].some((name) => variable.test(name)));
  if (missing.length > 0) {
    yield fail(resource, property, `a line of the access log does not say ${missing.map(([what]) => what).join(', ')}`, missing.some(([, , severity]) => severity === 'error') ? 'error' : undefined);
  }
  if (authorized && ![...variables].some((name) => WHO.test(name))) {
    yield fail(resource, property, 'a line of the access log does not say who called');
  }
}
