import { Duration } from 'aws-cdk-lib';
import { bodyOf, newApi } from './fixture';
import { warningsOf } from '../support/stack';

const SCOPE = { scope: 'payments/read' };
const ORIGIN = 'https://console.example.com';

test('without CORS there is no OPTIONS operation and no CORS header', () => {
  const { stack, api, handler } = newApi();
  api.addRoute('GET /a', { handler, ...SCOPE });
  expect(Object.keys(bodyOf(stack).paths['/a'])).toEqual(['get']);
  expect(JSON.stringify(bodyOf(stack))).not.toContain('Access-Control');
});

test('a preflight is answered without token and key, with the path\'s own methods, and costs no resource', () => {
  const { stack, api, handler } = newApi({ cors: { allowOrigins: [ORIGIN], maxAge: Duration.minutes(1) }, endpointIds: ['vpce-1'] });
  api.addRoute('GET /a', { handler, ...SCOPE });
  api.addRoute('PUT /a', { handler, ...SCOPE });
  const { options } = bodyOf(stack).paths['/a'];
  expect(options.security).toEqual([]);
  expect(options['x-amazon-apigateway-integration']).toMatchObject({
    type: 'mock',
    responses: {
      default: {
        statusCode: '204',
        responseParameters: {
          'method.response.header.Access-Control-Allow-Origin': `'${ORIGIN}'`,
          'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS,PUT'",
          'method.response.header.Access-Control-Allow-Headers': "'authorization,content-type,x-api-key'",
          'method.response.header.Access-Control-Max-Age': "'60'",
          'method.response.header.Vary': "'Origin'",
        },
      },
    },
  });
  expect(Object.keys(options.responses[204].headers)).toContain('Access-Control-Allow-Origin');
  expect(bodyOf(stack)['x-amazon-apigateway-gateway-responses'].UNAUTHORIZED.responseParameters)
    .toEqual({ 'gatewayresponse.header.Access-Control-Allow-Origin': `'${ORIGIN}'`, 'gatewayresponse.header.Vary': "'Origin'" });
});

test('of several origins each hears its own name, and a stranger the first', () => {
  const { stack, api, handler } = newApi({ cors: { allowOrigins: [ORIGIN, 'https://two.example.com', 'https://three.example.com:8443'] } });
  api.addRoute('ANY /a', { handler, ...SCOPE });
  const { responseParameters, responseTemplates } = bodyOf(stack).paths['/a'].options['x-amazon-apigateway-integration'].responses.default;
  expect(responseParameters['method.response.header.Access-Control-Allow-Origin']).toBe(`'${ORIGIN}'`);
  expect(responseParameters['method.response.header.Access-Control-Allow-Methods']).toBe("'GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS'");
  expect(responseTemplates['application/json']).toContain('$origin == "https://two.example.com" || $origin == "https://three.example.com:8443"');
  expect(responseTemplates['application/json']).toContain('#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)');
  // A gateway response knows no logic: it could only reflect any origin, or name the wrong one.
  expect(bodyOf(stack)['x-amazon-apigateway-gateway-responses'].UNAUTHORIZED).not.toHaveProperty('responseParameters');
});

test('an OPTIONS route that was declared answers itself', () => {
  const { stack, api, handler } = newApi({ cors: { allowOrigins: [ORIGIN] } });
  api.addRoute('OPTIONS /a', { handler, ...SCOPE });
  expect(bodyOf(stack).paths['/a'].options['x-amazon-apigateway-integration'].type).toBe('aws_proxy');
});

test.each([
  [{ allowOrigins: ['*'] }, 'received: "*"'],
  [{ allowOrigins: ['https://*.example.com'] }, 'received: "https://*.example.com"'],
  [{ allowOrigins: ['http://console.example.com'] }, 'received: "http://console.example.com"'],
  [{ allowOrigins: [`${ORIGIN}/`] }, `received: "${ORIGIN}/"`],
  [{ allowOrigins: ['https://..'] }, 'received: "https://.."'],
  [{ allowOrigins: ['https://-'] }, 'received: "https://-"'],
  [{ allowOrigins: ['https://a-.example.com'] }, 'TLS (or http://localhost)'],
  [{ allowOrigins: [`${ORIGIN}:99999`] }, `received: "${ORIGIN}:99999"`],
  [{ allowOrigins: [`${ORIGIN}:0`] }, `received: "${ORIGIN}:0"`],
  [{ allowOrigins: ['null'] }, 'received: "null"'],
  [{ allowOrigins: [] }, 'received: []'],
  [{ allowOrigins: [ORIGIN], allowHeaders: ['*'] }, 'received: "*"'],
  [{ allowOrigins: [ORIGIN], maxAge: Duration.days(2) }, 'received: 172800'],
])('CORS with %j is refused', (cors, message) => {
  expect(() => newApi({ cors })).toThrow(message);
});

test.each(['http://localhost', 'http://localhost:3000', 'https://localhost:65535', 'https://10.0.0.1', 'https://a-b.example.com'])('the origin %s is taken', (origin) => {
  const { stack, api, handler } = newApi({ cors: { allowOrigins: [origin] } });
  api.addRoute('GET /a', { handler, ...SCOPE });
  expect(JSON.stringify(bodyOf(stack))).toContain(`'${origin}'`);
});

test('a warning says that browsers need a name of the API, unless an endpoint is associated', () => {
  expect(warningsOf(withRoute({ cors: { allowOrigins: [ORIGIN] } }).stack).join()).toContain('x-apigw-api-id');
  expect(warningsOf(withRoute({ cors: { allowOrigins: [ORIGIN] }, endpointIds: ['vpce-1'] }).stack)).toEqual([]);
});

function withRoute(props: Parameters<typeof newApi>[0]) {
  const fixture = newApi(props);
  fixture.api.addRoute('GET /a', { handler: fixture.handler, ...SCOPE });
  return fixture;
}
