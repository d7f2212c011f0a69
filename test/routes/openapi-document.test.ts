import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { documentWith, imported } from './openapi-fixture';
import { OpenApiDocument } from '../../src/routes/openapi-document';
import { RuleError } from '../../src/values/rule-error';

const YAML = `
openapi: 3.0.3
info: { title: Payments, version: "1" }
security: [{ Token: [payments/read] }]
paths:
  /payments/{id}:
    get:
      operationId: readPayment
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses: {}
components:
  securitySchemes:
    Token: { type: oauth2, flows: {} }
`;

function errorOf(run: () => unknown): RuleError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(RuleError);
    return error as RuleError;
  }
  throw new Error('expected an error');
}

test('a document is read from YAML, from JSON and from memory alike', () => {
  const fromYaml = OpenApiDocument.fromText(YAML);
  expect(fromYaml._operations).toEqual([{
    pointer: '/paths/~1payments~1{id}/get',
    route: 'GET /payments/{id}',
    operationId: 'readPayment',
    scopes: ['payments/read'],
    open: false,
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
  }]);
  const data = { ...documentWith({}), paths: {} };
  expect(OpenApiDocument.fromText(JSON.stringify(data)).notes).toEqual(OpenApiDocument.fromObject(data).notes);
});

test('a file that is wrong is named with line and column', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'openapi-')), 'payments.yaml');
  writeFileSync(path, YAML.replace('      operationId', '     operationId'));
  const error = errorOf(() => OpenApiDocument.fromFile(path));
  expect(error.id).toBe('OpenApiMalformed');
  expect(error.message).toContain(path);
  expect(error.message).toMatch(/line 8, column \d+/);
  expect(errorOf(() => OpenApiDocument.fromFile('/no/such/file')).message).toContain('/no/such/file');
});

test('a member that is named twice is an error, not the last one', () => {
  const error = errorOf(() => OpenApiDocument.fromText('{"openapi": "3.0.0",\n "paths": {"/a": {}, "/a": {}}}'));
  expect(error.message).toMatch(/unique.*line 2, column \d+/);
  expect(errorOf(() => OpenApiDocument.fromText('openapi: 3.0.0\npaths: {}\npaths: {}\n')).message).toContain('line 3');
});

test('text with quotes, colons and escapes in it is no member', () => {
  const data = { ...documentWith({}), info: { 'title': 'a "b": c', 'x\\": ': ['"d" :', '\\'] } };
  expect(OpenApiDocument.fromText(JSON.stringify(data))._operations).toHaveLength(1);
});

test.each([
  ['Swagger 2.0', { swagger: '2.0', paths: {} }, /swagger2openapi.*received: swagger "2.0"/],
  ['OpenAPI 3.1', { openapi: '3.1.0', paths: {} }, /write it in 3\.0.*received: "3.1.0"/],
  ['no version', { paths: {} }, /received: undefined/],
  ['a number', { openapi: 3 }, /received: 3/],
])('%s is refused with the way out', (_, document, message) => {
  const error = errorOf(() => imported(document));
  expect(error.id).toBe('OpenApiVersion');
  expect(error.message).toMatch(message);
});

test('aliases that multiply are an error in no time', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]', ...'bcdefghij'.split('').map((name, at) => {
    const before = 'abcdefghij'[at];
    return `${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`;
  })].join('\n');
  const start = Date.now();
  expect(errorOf(() => OpenApiDocument.fromText(bomb)).id).toBe('OpenApiMalformed');
  expect(errorOf(() => OpenApiDocument.fromText('a: &a\n  b: *a\n')).id).toBe('OpenApiMalformed');
  expect(errorOf(() => OpenApiDocument.fromText('['.repeat(50_000))).id).toBe('OpenApiMalformed');
  expect(errorOf(() => OpenApiDocument.fromText(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)).id).toBe('OpenApiMalformed');
  expect(Date.now() - start).toBeLessThan(10_000);
});

test('what JSON cannot hold is refused', () => {
  const cycle: any = documentWith({});
  cycle.paths.loop = cycle;
  for (const bad of [cycle, { a: new Map() }, { a: () => 1 }, { a: Infinity }, JSON.parse('{"__proto__": 1}')]) {
    expect(errorOf(() => imported(bad)).id).toBe('OpenApiMalformed');
  }
});

test('no text whatever makes anything but a RuleError', () => {
  const pieces = fc.array(fc.oneof(fc.string(), fc.constantFrom('openapi: 3.0.0\n', '{', '}', '[', '- ', ': ', '&a ', '*a', '!!int ', '|', '\n  ', '"', '? ')));
  fc.assert(fc.property(pieces, (texts) => {
    try {
      OpenApiDocument.fromText(texts.join(''));
    } catch (error) {
      expect(error).toBeInstanceOf(RuleError);
    }
  }), { numRuns: 500 });
});

test('the document that was given stays as it was, and changing it later changes nothing', () => {
  const data = documentWith({ operation: { operationId: 'one' } });
  const before = JSON.stringify(data);
  const document = imported(data);
  expect(JSON.stringify(data)).toBe(before);
  data.paths['/things'].post.operationId = 'two';
  expect(document._operations[0]!.operationId).toBe('one');
});

test('one error lists every refusal with its pointer, and the notes can be read without it', () => {
  const document = imported(documentWith({
    operation: { parameters: [{ $ref: 'other.yaml#/a' }], requestBody: { content: { 'application/json': { schema: { type: 'text' } } } } },
    root: { 'x-amazon-apigateway-policy': { Statement: [] } },
  }));
  expect(document.notes.filter((note) => note.action === 'REFUSED')).toHaveLength(3);
  const error = errorOf(() => document._operations);
  expect(error.id).toBe('OpenApiRefused');
  for (const pointer of ['/paths/~1things/post/parameters/0/$ref', '/x-amazon-apigateway-policy', '/schema/type']) {
    expect(error.message).toContain(pointer);
  }
  expect(errorOf(() => document._schemas).message).toBe(error.message);
});
