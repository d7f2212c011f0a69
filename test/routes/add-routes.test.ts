import { bodyOf, newApi, newFunction } from './fixture';
import { documentWith, imported } from './openapi-fixture';
import type { DocumentOperation } from '../../src/routes/openapi-operation';
import { RouteAuthorization } from '../../src/routes/route-authorization';
import { resourcesOf } from '../support/stack';

/** A document as its import hands it over. */
function documentOf(operations: Partial<DocumentOperation>[], schemas: Record<string, object> = {}): any {
  return {
    _operations: operations.map((operation, at) => ({ pointer: `/paths/~1p${at}/get`, scopes: [], open: false, parameters: [], ...operation })),
    _schemas: schemas,
  };
}

test('every operation becomes a route with its scopes, parameters and model', () => {
  const { stack, api, handler, issuer } = newApi();
  const routes = api.addRoutes(documentOf([
    {
      route: 'GET /accounts/{id}',
      operationId: 'readAccount',
      scopes: ['bank/read'],
      parameters: [
        { name: 'id', in: 'path', required: true }, { name: 'day', in: 'query', required: false }, { name: 'x-request', in: 'header', required: true },
      ],
    },
    {
      route: 'POST /accounts',
      scopes: ['bank/write', 'bank/all'],
      requestBody: { required: false, content: { 'application/json': { $ref: '#/components/schemas/Account' } } },
    },
  ], { Account: { type: 'object' } }), { handler });
  const body = bodyOf(stack);
  expect(body.paths['/accounts/{id}'].get).toMatchObject({
    operationId: 'readAccount',
    security: [{ machines: ['bank/read'] }, { api_key: [] }],
    parameters: [
      { name: 'id', in: 'path', required: true }, { name: 'day', in: 'query', required: false }, { name: 'x-request', in: 'header', required: true },
    ],
  });
  expect(body.paths['/accounts'].post.requestBody)
    .toEqual({ required: false, content: { 'application/json': { schema: { $ref: '#/components/schemas/Account' } } } });
  expect(body.components.schemas).toEqual({ Account: { type: 'object' } });
  expect(routes.map((route) => [route.text, route.operationId, route.requestModelName])).toEqual([
    ['GET /accounts/{id}', 'readAccount', undefined], ['POST /accounts', undefined, 'Account'],
  ]);
  expect(issuer.declared).toEqual(['bank/read', 'bank/write', 'bank/all']);
});

test('an operation without scopes needs a written reason, by its id or its route', () => {
  const operations = [{ route: 'GET /health', operationId: 'health', open: true }, { route: 'GET /version', open: true }];
  const { api, handler } = newApi();
  expect(() => api.addRoutes(documentOf(operations), { handler })).toThrow('GET /health (/paths/~1p0/get) names its scopes, or says');
  const [health, version] = newApi().api.addRoutes(documentOf(operations), {
    handler, openReasons: { 'health': 'load balancers ask', 'GET /version': 'nothing secret' },
  });
  expect([health?.openReason, version?.openReason]).toEqual(['load balancers ask', 'nothing secret']);
});

test('a reason never opens an operation that has scopes', () => {
  const { api, handler } = newApi();
  expect(() => api.addRoutes(documentOf([{ route: 'GET /a', scopes: ['bank/read'] }]), { handler, openReasons: { 'GET /a': 'I would like it' } }))
    .toThrow('has scopes in the document, so that it is not open');
});

test.each(['Token', 'Other', 'Bearer'])('a reason never opens an operation that asks for any token of %s', (scheme) => {
  const { api, handler } = newApi();
  const document = imported(documentWith({ method: 'get', operation: { security: [{ [scheme]: [] }] } }));
  expect(() => api.addRoutes(document, { handler, openReasons: { 'GET /things': 'I would like it' } }))
    .toThrow('asks for a token in the document, so that it is not open');
  expect(api.routes).toEqual([]);
});

test('a reason opens an operation whose document asks for API keys alone', () => {
  const { api, handler } = newApi();
  const document = imported(documentWith({ method: 'get', operation: { security: [{ Key: [] }] } }));
  expect(api.addRoutes(document, { handler, openReasons: { 'GET /things': 'partners have keys only' } })[0]?.openReason).toBe('partners have keys only');
});

test.each(['${Token[AWS.Region.4]}/read', '#{Token[AWS.Region.4]}/read', '${AWS::Region}/read', '${stageVariables.server}/read'])('the scope %s is refused in a document', (scope) => {
  const { api, handler } = newApi();
  const document = imported(documentWith({ method: 'get', operation: { security: [{ Token: [scope] }] } }));
  expect(() => api.addRoutes(document, { handler })).toThrow('(substitution)');
});

test('single operations have handlers of their own, one permission a function', () => {
  const { stack, api, handler } = newApi();
  const other = newFunction(stack, 'Other');
  api.addRoutes(documentOf([
    { route: 'GET /a', operationId: 'readA', scopes: ['bank/read'] }, { route: 'GET /b', scopes: ['bank/read'] }, { route: 'GET /c', scopes: ['bank/read'] },
  ]), { handler, handlers: { 'readA': other, 'GET /b': other } });
  const functionOf = (path: string) => bodyOf(stack).paths[path].get['x-amazon-apigateway-integration'].uri['Fn::Sub'][1].f['Fn::GetAtt'][0];
  expect(functionOf('/a')).toMatch(/^Other/);
  expect(functionOf('/b')).toMatch(/^Other/);
  expect(functionOf('/c')).toMatch(/^Handler/);
  expect(Object.keys(resourcesOf(stack, 'AWS::Lambda::Permission'))).toHaveLength(2);
});

test.each([
  [{ handlers: { readB: {} } }, 'received: "readB"'],
  [{ openReasons: { 'GET /b': 'x' } }, 'received: "GET /b"'],
])('%j names no operation of the document and is refused', (options, message) => {
  const { api, handler } = newApi();
  expect(() => api.addRoutes(documentOf([{ route: 'GET /a', operationId: 'readA', scopes: ['bank/read'] }]), { handler, ...options as any })).toThrow(message);
});

test('routes of documents and single routes are one API: doubles are refused across them', () => {
  const { api, handler } = newApi();
  api.addRoute('GET /a', { handler, authorization: RouteAuthorization.open('x') });
  expect(() => api.addRoutes(documentOf([{ route: 'GET /a', scopes: ['bank/read'] }]), { handler })).toThrow('received twice: "GET /a"');
  api.addRoutes(documentOf([{ route: 'GET /b', operationId: 'read', scopes: ['bank/read'] }]), { handler });
  expect(() => api.addRoutes(documentOf([{ route: 'GET /c', operationId: 'read', scopes: ['bank/read'] }]), { handler }))
    .toThrow('("read" is GET /b), received: "GET /c"');
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('an operation called %s has no handler and no reason but its own', (operationId) => {
  const { stack, api, handler } = newApi();
  const other = newFunction(stack, 'Other');
  const operations = [{ route: 'GET /a', operationId, scopes: ['bank/read'] }];
  const [route] = api.addRoutes(documentOf(operations), { handler, handlers: {}, openReasons: {} });
  expect(route?.openReason).toBeUndefined();
  expect(bodyOf(stack).paths['/a'].get['x-amazon-apigateway-integration'].uri['Fn::Sub'][1].f['Fn::GetAtt'][0]).toMatch(/^Handler/);
  newApi().api.addRoutes(documentOf(operations), { handlers: Object.fromEntries([[operationId, other]]) });
});
