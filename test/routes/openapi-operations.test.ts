import { documentOfSchema, documentWith, imported, notesOf, operationOf } from './openapi-fixture';

const query = (name: string, more: object = {}) => ({ name, in: 'query', schema: { type: 'string' }, ...more });

test('the security of the document is pushed into each operation that has none of its own', () => {
  const parts = { root: { security: [{ Token: ['things/read'] }] } };
  expect(operationOf(parts)).toMatchObject({ scopes: ['things/read'], open: false });
  expect(operationOf({ ...parts, operation: { security: [{ Token: ['things/write'] }] } })).toMatchObject({ scopes: ['things/write'] });
  expect(operationOf({ ...parts, operation: { security: [] } })).toMatchObject({ scopes: [], open: true });
});

test('a document that says nothing about security, or asks for API keys alone, asks for no token; any token is one', () => {
  expect(operationOf({})).toMatchObject({ scopes: [], open: true });
  expect(operationOf({ operation: { security: [{ Key: [] }] } })).toMatchObject({ scopes: [], open: true });
  expect(operationOf({ operation: { security: [{ Token: [] }] } })).toMatchObject({ scopes: [], open: false });
});

test('scopes get their resource server, once', () => {
  const scopes = (text: string, scopePrefix?: string) => operationOf({ operation: { security: [{ Token: [text] }] } }, { scopePrefix }).scopes;
  expect(scopes('accounts', 'openbanking')).toEqual(['openbanking/accounts']);
  expect(scopes('other/accounts', 'openbanking')).toEqual(['other/accounts']);
  expect(scopes('accounts')).toEqual(['accounts']);
  expect(() => scopes('two words', 'openbanking')).toThrow('received: \\"openbanking/two words\\"'.replaceAll('\\', ''));
});

test('alternatives of one scheme are scopes of which one is enough', () => {
  expect(operationOf({ operation: { security: [{ Token: ['a/r'] }, { Token: ['a/w'] }, { Token: ['a/r'], Key: [] }] } }).scopes).toEqual(['a/r', 'a/w']);
});

test('all of several scopes is refused, for API Gateway admits a token with any of them', () => {
  expect(() => operationOf({ operation: { security: [{ Token: ['a/r', 'a/w'] }] } })).toThrow(/\/security\/0 \(security-all-scopes\).*a\/r, a\/w/);
});

test('a choice of schemes is refused until one is named that counts', () => {
  const parts = { operation: { security: [{ Token: ['a/r'] }, { Other: ['a/w'] }] } };
  expect(() => operationOf(parts)).toThrow('Token or Other');
  expect(operationOf(parts, { securityScheme: 'Other' }).scopes).toEqual(['a/w']);
  expect(notesOf(imported(documentWith(parts), { securityScheme: 'Other' }), 'security-alternatives').map((note) => note.pointer))
    .toEqual(['/paths/~1things/post/security/0']);
  expect(() => operationOf(parts, { securityScheme: 'Typo' })).toThrow('"Typo"');
  expect(() => operationOf({ operation: { security: [{ Token: ['a/r'] }, { Key: [] }] } })).toThrow('Token or an API key');
});

test.each([
  ['two tokens at once', [{ Token: ['a/r'], Other: ['a/r'] }], 'security-all-schemes'],
  ['an optional token', [{ Token: ['a/r'] }, {}], 'security-optional'],
  ['passwords', [{ Basic: [] }], 'security-unsupported'],
  ['a scheme that is not there', [{ Nothing: [] }], 'security-unsupported'],
  ['text', ['Token'], 'malformed'],
  ['scopes that are no list', [{ Token: 'a/r' }], 'malformed'],
])('security that API Gateway cannot keep is refused: %s', (_, security, rule) => {
  expect(() => operationOf({ operation: { security } })).toThrow(`(${rule})`);
});

test('neither policy nor authorizer nor integration of the document gets into the API', () => {
  const integration = { type: 'http_proxy', uri: 'https://evil.example/' };
  const document = imported(documentWith({ operation: { 'x-amazon-apigateway-integration': integration } }));
  expect(JSON.stringify([document._operations, document._schemas])).not.toContain('evil');
  expect(notesOf(document, 'amazon-extension')).toHaveLength(1);
  for (const bad of [
    documentWith({ root: { 'x-amazon-apigateway-policy': {} } }),
    documentWith({ root: { 'x-amazon-apigateway-endpoint-configuration': {} } }),
    documentWith({ operation: { 'x-amazon-apigateway-auth': { type: 'NONE' } } }),
    documentWith({ pathItem: { 'x-amazon-apigateway-any-method': {} } }),
    documentWith({ operation: { parameters: [{ 'name': 'a', 'in': 'query', 'x-amazon-apigateway-auth': {} }] } }),
    documentWith({ operation: { parameters: [{ name: 'a', in: 'query', schema: { 'x-amazon-apigateway-auth': {} } }] } }),
    documentWith({ operation: { requestBody: { 'content': {}, 'x-amazon-apigateway-auth': {} } } }),
    documentWith({ operation: { requestBody: { content: { 'application/json': { 'x-amazon-apigateway-auth': {} } } } } }),
    documentOfSchema({ 'type': 'object', 'x-amazon-apigateway-auth': {} }),
    documentOfSchema({ type: 'object', properties: { a: { 'x-amazon-apigateway-auth': {} } } }),
    documentWith({ components: { securitySchemes: { Own: { 'type': 'apiKey', 'x-amazon-apigateway-authorizer': {} } } } }),
  ]) {
    expect(() => imported(bad)._operations).toThrow('amazon-extension');
  }
});

test('parameters of the path are merged, and those of the operation win', () => {
  const operation = operationOf({
    path: '/things/{id}',
    pathItem: { parameters: [query('page', { required: true }), { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }] },
    operation: { parameters: [query('page'), { $ref: '#/components/parameters/Trace' }] },
    components: { parameters: { Trace: { $ref: '#/components/parameters/TraceId' }, TraceId: { name: 'X-Trace', in: 'header', required: true } } },
  });
  expect(operation.parameters).toEqual([
    { name: 'page', in: 'query', required: false, schema: { type: 'string' } },
    { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
    { name: 'X-Trace', in: 'header', required: true },
  ]);
});

test('a parameter of the path that nobody declared is there all the same', () => {
  expect(operationOf({ path: '/things/{id}' }).parameters).toEqual([{ name: 'id', in: 'path', required: true }]);
});

test('API Gateway asks for no parameter that a right request may lack', () => {
  const required = (parameter: object) => operationOf({ operation: { parameters: [{ required: true, ...parameter }] } })
    .parameters.map((each) => each.required);
  expect(required(query('plain'))).toEqual([true]);
  expect(required(query('blank', { allowEmptyValue: true }))).toEqual([false]);
  expect(required(query('filter', { style: 'deepObject', schema: { type: 'object' } }))).toEqual([false]);
  expect(required(query('filter', { schema: { type: 'object' } }))).toEqual([false]);
  expect(required(query('filter', { schema: { type: 'object' }, explode: false }))).toEqual([true]);
  expect(required(query('ids', { schema: { type: 'array', items: {} } }))).toEqual([true]);
  expect(required(query('filter[name]'))).toEqual([]);
  expect(required({ name: 'session', in: 'cookie' })).toEqual([]);
  expect(required({ name: 'authorization', in: 'header' })).toEqual([]);
  expect(required({ name: 'x-api-key', in: 'header' })).toEqual([true]);
});

test('every check of a parameter that API Gateway does not make is said', () => {
  const document = imported(documentWith({ operation: { parameters: [query('page', { schema: { type: 'string', pattern: '^a' } })] } }));
  expect(notesOf(document, 'parameter-schema')).toMatchObject([{ pointer: '/paths/~1things/post/parameters/0/schema/pattern', loosens: true }]);
});

test.each([
  ['a trailing slash', '/things/'],
  ['a query', '/things?a=b'],
  ['a parameter in a part of a segment', '/things/v{id}'],
  ['no slash', 'things'],
  ['characters that the import does not take', '/things/a@b'],
  ['a parameter twice', '/{id}/{id}'],
])('a path that API Gateway does not import is refused: %s', (_, path) => {
  expect(() => operationOf({ path })).toThrow('(path)');
});

test('paths that differ in the names of parameters are refused together', () => {
  const paths = (...texts: string[]) => ({ ...documentWith({}), paths: Object.fromEntries(texts.map((text) => [text, { get: { responses: {} } }])) });
  expect(() => imported(paths('/a/{x}', '/a/{y}/b'))._operations).toThrow('{y} stands where /a/{x} has {x}');
  expect(imported(paths('/a/{x}', '/a/{x}/b', '/b/{y}', '/a/c'))._operations).toHaveLength(4);
});

test('methods without an equal are refused, and a GET has no body', () => {
  expect(() => imported(documentWith({ method: 'trace' }))._operations).toThrow('(method)');
  const body = { requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } };
  expect(operationOf({ method: 'get', operation: body }).requestBody).toBeUndefined();
});

test('two operations never share an id', () => {
  const document = documentWith({ operation: { operationId: 'one' }, pathItem: { get: { operationId: 'one', responses: {} } } });
  expect(() => imported(document)._operations).toThrow('received: "one"');
});

test('bodies are found by media types without parameters, and only where they are JSON', () => {
  const ref = { schema: { $ref: '#/components/schemas/Thing' } };
  const parts = (content: object) => ({
    operation: { requestBody: { $ref: '#/components/requestBodies/Thing' } },
    components: { requestBodies: { Thing: { content } }, schemas: { Thing: { type: 'object' }, Else: { type: 'string' } } },
  });
  expect(operationOf(parts({ 'application/json; charset=utf-8': ref, 'application/json': ref, 'application/vnd.a+json': ref, 'text/plain': ref })).requestBody)
    .toEqual({
      required: false,
      content: { 'application/json': { $ref: '#/components/schemas/Thing' }, 'application/vnd.a+json': { $ref: '#/components/schemas/Thing' } },
    });
  expect(() => operationOf(parts({ 'application/json': ref, '*/*': { schema: { $ref: '#/components/schemas/Else' } } }))).toThrow('(media-type)');
  expect(operationOf(parts({ 'multipart/form-data': ref })).requestBody).toBeUndefined();
});

test('a schema without a name becomes a model that is called after its operation', () => {
  const document = imported(documentWith({
    operation: { operationId: 'create-thing', requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } },
    components: { schemas: { CreateThingBody: {} } },
  }));
  expect(document._operations[0]!.requestBody!.content['application/json']).toEqual({ $ref: '#/components/schemas/CreateThingBody2' });
  expect(document._schemas).toEqual({ CreateThingBody2: { type: 'object' } });
});
