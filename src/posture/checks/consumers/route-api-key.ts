import { readable } from '../../assembly/symbols';
import { apisOf } from '../../model/api';
import { isPreflight, reasonOf } from '../../model/meant-private';
import { usagePlansOf } from '../../model/usage-plans';
import { type Check, fail, pass, unsure } from '../check';

export const routeApiKey: Check = {
  id: 'route-api-key',
  title: 'Every route of an API with usage plans needs an API key',
  severity: 'error',
  layer: 'consumers',
  why: 'A usage plan counts calls by their key. A route that needs none is outside of every limit and quota, for everybody.',
  fix: 'Set ApiKeyRequired to true (in a body: a security scheme for the header x-api-key, in the security of the route).',
  owasp: ['API4:2023'],
  * judge(posture) {
    const planned = new Set(posture.derive(usagePlansOf).flatMap(({ stages }) => stages.flatMap(({ api }) => api ?? [])));
    for (const api of posture.derive(apisOf)) {
      const needed = api.routes.some(({ apiKeyRequired }) => apiKeyRequired.kind === 'known' && apiKeyRequired.value);
      if (!planned.has(api) && !needed) {
        continue; // an API without keys
      }
      for (const route of api.routes) {
        const { resource, apiKeyRequired, apiKeyProperty } = route;
        yield apiKeyRequired.kind === 'unknown' ? unsure(resource, apiKeyProperty, apiKeyRequired.why)
          : apiKeyRequired.kind === 'known' && apiKeyRequired.value || isPreflight(route) || reasonOf(api, route, 'noApiKey') !== undefined ? pass(resource, apiKeyProperty)
            : fail(resource, apiKeyProperty, `${readable(route.text)} needs no API key, ${planned.has(api) ? 'though usage plans serve the API' : 'though other routes do'}`,
              planned.has(api) && route.method !== 'OPTIONS' ? undefined : 'warning');
      }
    }
  },
};
