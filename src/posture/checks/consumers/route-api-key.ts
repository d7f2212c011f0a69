import { readable } from '../../assembly/symbols';
import { type Api, apisOf } from '../../model/api';
import type { Route } from '../../model/authorization';
import { isPreflight, reasonOf } from '../../model/meant-private';
import { usagePlansOf } from '../../model/usage-plans';
import { type Check, fail, pass, unsure } from '../check';

export const routeApiKey: Check = {
  id: 'route-api-key',
  title: 'A route whose consumers have API keys requires a key',
  severity: 'error',
  layer: 'consumers',
  why: 'A usage plan counts calls by their key. A route that needs none is outside of every limit and quota, for everybody.',
  fix: 'Set ApiKeyRequired to true (in a body: a security scheme for the header x-api-key, in the security of the route).',
  owasp: ['API4:2023'],
  * judge(posture) {
    const planned = new Set(posture.derive(usagePlansOf).flatMap(({ stages }) => stages.flatMap(({ api }) => api ?? [])));
    for (const api of posture.derive(apisOf)) {
      for (const route of api.routes.filter((one) => isCounted(api, one, planned.has(api)))) {
        const { resource, apiKeyRequired, apiKeyProperty } = route;
        yield apiKeyRequired.kind === 'unknown' ? unsure(resource, apiKeyProperty, apiKeyRequired.why)
          : apiKeyRequired.kind === 'known' && apiKeyRequired.value || isPreflight(route) || reasonOf(api, route, 'noApiKey') !== undefined ? pass(resource, apiKeyProperty)
            : fail(resource, apiKeyProperty, `${readable(route.text)} needs no API key, though ${needsKey(api.routes) ? 'other routes of the same callers do' : 'usage plans serve the API'}`,
              planned.has(api) && route.method !== 'OPTIONS' ? undefined : 'warning');
      }
    }
  },
};

/** Whether keys are meant to count the calls of a route: those of its callers' other routes do, or there are plans, and no route needs a key. */
function isCounted({ routes }: Api, route: Route, planned: boolean): boolean {
  return needsKey(routes.filter((other) => callersOf(other) === callersOf(route))) || planned && !needsKey(routes);
}

function needsKey(routes: readonly Route[]): boolean {
  return routes.some(({ apiKeyRequired }) => apiKeyRequired.kind === 'known' && apiKeyRequired.value);
}

/** Who says who the callers are: consumers of one issuer have keys, where those of another need none. */
function callersOf({ authorization }: Route): string {
  const authorizer = authorization.kind === 'cognito' || authorization.kind === 'lambda' ? authorization.authorizer : undefined;
  return [authorization.kind, authorizer?.resource.key, ...authorizer?.path ?? []].join(' ');
}
