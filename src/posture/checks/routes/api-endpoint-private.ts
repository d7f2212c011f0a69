import { readable } from '../../assembly/symbols';
import { apisOf, privateSigns } from '../../model/api';
import { type Check, fail, pass, unsure } from '../check';

export const apiEndpointPrivate: Check = {
  id: 'api-endpoint-private',
  title: 'An API that is meant to be private is a REST API of the endpoint type PRIVATE, and no other',
  severity: 'error',
  layer: 'routes',
  why: 'A regional or edge-optimized API, an HTTP API and a WebSocket API answer on a public address: everybody on the internet can try them.',
  fix: 'Set EndpointConfiguration.Types to ["PRIVATE"]. Where the API is public on purpose, acknowledge the check with the reason.',
  owasp: ['API8:2023', 'API9:2023'],
  * judge(posture) {
    for (const api of posture.derive(apisOf)) {
      const { resource, types, typesProperty, isPrivate } = api;
      if (isPrivate.kind === 'unknown') {
        yield unsure(resource, typesProperty, isPrivate.why);
      } else if (isPrivate.kind === 'known' && isPrivate.value) {
        yield pass(resource, typesProperty);
      } else {
        const type = types.kind === 'known' ? `has the endpoint type ${readable(types.value.join(' and '))}` : 'leaves its endpoint type out, so that AWS takes EDGE';
        const signs = privateSigns(posture, api);
        // A public API beside no private thing may be public on purpose: said, but no error.
        yield fail(resource, typesProperty, `the API ${type}${signs.length === 0 ? '' : `, although ${signs.join(' and ')} say that it is private`}`,
          signs.length === 0 ? 'warning' : undefined);
      }
    }
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
    for (const resource of posture.ofType('AWS::ApiGatewayV2::Api')) {
      const kind = String(resource.properties.ProtocolType).toUpperCase() === 'WEBSOCKET' ? 'a WebSocket API' : 'an HTTP API';
      yield fail(resource, undefined, `${kind} is always on the internet: it cannot be private`, 'warning');
    }
  },
};
