import type { Api } from './api';
import type { Route } from './authorization';
import type { Json } from '../assembly/json';
import { colonFields, splitOutside } from '../assembly/symbols';
import { type PolicyRequest, evaluatePolicy, type PolicyVerdict } from '../policy/evaluate';
import type { Policy } from '../policy/policy';
import { type Answer, matches } from '../policy/wildcard';

/** An endpoint, a VPC and an address that no policy names: somebody else's in the same Region. */
export const STRANGER = { endpoint: 'vpce-00000000000stranger', vpc: 'vpc-00000000000stranger', address: '198.18.77.77/32' } as const;

/** From where a call comes, as a resource policy sees it. */
export interface Origin {
  /** Undefined where the call comes through none: over the internet. */
  readonly endpoint?: string;
  readonly vpc?: string;
  /** The caller's own address, as a /32 or /128. */
  readonly address: string;
  /** Who signed it, as an ARN; nobody where it is left out. */
  readonly signedBy?: string;
  /** What the caller writes into the call, by condition key; not known where it is left out. */
  readonly written?: Readonly<Record<string, string>>;
}

/** What the resource policy of an API says of a call. A policy that is not known says nothing that can be relied on. */
export function admits(api: Api, policy: Policy, route: Route, stage: string, origin: Origin): PolicyVerdict {
  return evaluatePolicy(policy, requestOf(api, route, stage, origin));
}

function requestOf(api: Api, route: Route, stage: string, origin: Origin): PolicyRequest {
  const method = route.method === 'ANY' ? '\u0001' : route.method;
  // A parameter is a segment that no policy names.
  const path = `${stage}/${method}${route.path.replace(/\{[^{}]*\}/g, '\u0001')}`;
  return {
    // A bearer token is no identity for policies: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-endpoint-policies.html
    principal: origin.signedBy === undefined ? 'anonymous' : { type: 'AWS', value: origin.signedBy },
    action: 'execute-api:Invoke',
    isMeant: (resource) => isRoute(api, resource, path),
    context: contextOf(origin),
  };
}

/** The condition keys of a call without an identity. */
export function contextOf(origin: Origin): PolicyRequest['context'] {
  return {
    ...origin.endpoint === undefined
      ? { 'aws:sourceip': origin.address }
      // The endpoint rewrites the source address: aws:SourceIp is of no use then.
      : { 'aws:sourcevpce': origin.endpoint, 'aws:sourcevpc': origin.vpc, 'aws:vpcsourceip': origin.address, 'aws:sourceip': undefined },
    'aws:securetransport': 'true',
    'aws:currenttime': undefined,
    'aws:epochtime': undefined,
    'aws:useragent': undefined,
    'aws:referer': undefined,
    ...origin.written,
  };
}

/** Whether a resource of the policy means a path of this API: `execute-api:/...`, an ARN, or `*`. */
function isRoute(api: Api, resource: string, path: string): Answer {
  if (resource === '*') {
    return true;
  }
  const short = /^execute-api:\/(.*)$/.exec(resource);
  if (short) {
    return matches(short[1]!, path);
  }
  const [arn, , service, , , ...rest] = colonFields(resource);
  if (arn !== 'arn' || rest.length === 0) {
    return matches(resource, `arn:aws:execute-api:region:account:api/${path}`);
  }
  const called = rest.join(':');
  const [id = '', ...steps] = splitOutside(called, '/');
  const isService = matches(service!, 'execute-api');
  const isApi = id === `‹${api.resource.key}.Ref›` ? true : matches(id, '\u0002') || (/^[a-z0-9]+$/.test(id) ? undefined : matches(id, '‹?api›'));
  const isPath = steps.length === 0 ? id === '*' : matches(steps.join('/'), path);
  return isService === false || isApi === false || isPath === false ? false : isService && isApi && isPath ? true : undefined;
}

/** The endpoints, VPCs and ranges that a policy names in its conditions. */
export function namedIn(policy: Policy): { endpoints: string[]; vpcs: string[]; ranges: string[] } {
  const valuesOf = (...keys: string[]) => [...new Set(policy.statements.flatMap(({ conditions }) =>
    conditions.filter(({ key }) => keys.includes(key)).flatMap(({ values }) => values)))];
  return { endpoints: valuesOf('aws:sourcevpce'), vpcs: valuesOf('aws:sourcevpc'), ranges: valuesOf('aws:vpcsourceip', 'aws:sourceip') };
}

/** A stage name as a policy's resource is compared with. */
export function stageText(name: Json | undefined): string {
  return typeof name === 'string' ? name : '\u0001';
}
