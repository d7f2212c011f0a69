import { hasUnknown, readable } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import type { Authorizer, Route } from '../../model/authorization';
import { asText } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

/** What many callers share, or may write as they like: a decision that is remembered by it alone is somebody else's. */
const NOBODYS = /^(method\.request\.header\.(host|accept[\w-]*|content-(type|length)|user-agent|origin|referer|via|x-forwarded-\w+|x-amzn-trace-id|cache-control|connection)|context\.(?!identity\.(apikey|apikeyid|clientcert|userarn|caller)\b).*|stagevariables\..*)$/i;
const OF_THE_ROUTE = /^context\.(path|resourcePath|resourceId|httpMethod)$|^method\.request\.path\./i;
/** What API Gateway takes where it is left out: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html */
const TTL = 300;
/** Beyond a quarter of an hour it is who has lost access, and still gets in, that a cache is for. */
const LONGEST = 900;

export const authorizerCache: Check = {
  id: 'authorizer-cache',
  title: 'An authorizer remembers a decision by who it was made for',
  severity: 'error',
  layer: 'identity',
  why: 'A decision that is remembered by something that callers share, or for another route, lets in whoever comes next.',
  fix: 'Remember it by the token (method.request.header.Authorization), for REQUEST authorizers by path and method too (context.path, context.httpMethod), or set AuthorizerResultTtlInSeconds to 0.',
  owasp: ['API2:2023', 'API5:2023'],
  * judge(posture) {
    for (const { authorizers, routes } of posture.derive(apisOf)) {
      for (const authorizer of authorizers.filter(({ kind }) => kind === 'lambda')) {
        yield judgeAuthorizer(authorizer, routes.filter(({ authorization }) => authorization.kind === 'lambda' && isSame(authorization.authorizer, authorizer)));
      }
    }
  },
};

function isSame(one: Authorizer | undefined, other: Authorizer): boolean {
  return one?.resource === other.resource && one.path.join('.') === other.path.join('.');
}

function judgeAuthorizer({ resource, path, ttl, identitySource, type }: Authorizer, routes: readonly Route[]): Judgement {
  const property = [...path, path.length === 0 ? 'IdentitySource' : 'identitySource'].join('.');
  const source = asText(identitySource);
  if (ttl.kind === 'unknown' || ttl.kind === 'known' && ttl.value <= 0) {
    return ttl.kind === 'unknown' ? unsure(resource, property, `how long decisions are remembered (${ttl.why})`) : pass(resource, property);
  }
  const seconds = `${ttl.kind === 'known' ? ttl.value : TTL} seconds`;
  if (source.kind === 'unknown') {
    return unsure(resource, property, source.why);
  }
  const sources = source.kind === 'known' ? source.value.split(',').map((part) => part.trim()).filter((part) => part !== '') : [];
  if (sources.length === 0) {
    return fail(resource, property, `decisions are remembered for ${seconds}, and nothing says by what`);
  }
  if (sources.every((part) => NOBODYS.test(part))) {
    return fail(resource, property, `decisions are remembered for ${seconds} by ${readable(sources.join(' and '))}, which does not tell callers apart`);
  }
  const acrossRoutes = type.toUpperCase() === 'REQUEST' && routes.length > 1 && !sources.some((part) => OF_THE_ROUTE.test(part) || hasUnknown(part));
  return acrossRoutes ? fail(resource, property, `a decision for one route is remembered for ${seconds} for all ${routes.length} of them`, 'warning')
    : ttl.kind === 'known' && ttl.value > LONGEST ? fail(resource, [...path, path.length === 0 ? 'AuthorizerResultTtlInSeconds' : 'authorizerResultTtlInSeconds'].join('.'),
      `decisions are remembered for ${seconds}: whoever loses access keeps it so long`, 'warning') : pass(resource, property);
}
