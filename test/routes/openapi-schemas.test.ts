import Ajv from 'ajv';
import * as fc from 'fast-check';
import { documentOfSchema, imported, modelOf, notesOf } from './openapi-fixture';
import type { OpenApiDocument } from '../../src/routes/openapi-document';

const validator = () => new Ajv({ strict: false, validateFormats: false });

/** Whether the rewritten body admits a value; the models refer to each other. */
function admits(document: OpenApiDocument): (value: unknown) => boolean {
  const reference = document._operations[0]!.requestBody!.content['application/json']!;
  return validator().compile({ ...reference, components: { schemas: document._schemas } });
}

const bodyAdmits = (schema: unknown, others?: object) => admits(imported(documentOfSchema(schema, others)));

test('keywords of draft 4 stay as they are', () => {
  const schema = {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 9, pattern: '^(?!x)[a-z]+$', format: 'email' },
      count: { type: 'integer', minimum: 1, maximum: 9, multipleOf: 2 },
      tags: { type: 'array', items: { enum: ['a', 1, { b: true }] }, uniqueItems: true },
    },
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 3,
  };
  expect(modelOf(schema)).toEqual(schema);
});

test('documentation costs no template bytes, and a property may be called like a keyword', () => {
  expect(modelOf({
    title: 'Thing',
    description: 'A thing',
    example: {},
    externalDocs: {},
    xml: {},
    deprecated: true,
    type: 'object',
    properties: { title: { type: 'string' }, example: { type: 'string', default: 'x' }, $schema: { 'type': 'string', 'x-order': 1 } },
  })).toEqual({ type: 'object', properties: { title: { type: 'string' }, example: { type: 'string' }, $schema: { type: 'string' } } });
});

test('null passes where the document says nullable, and only there', () => {
  for (const type of ['string', 'integer', 'array', 'object', 'boolean', 'number']) {
    expect(bodyAdmits({ type, nullable: true })(null)).toBe(true);
    expect(bodyAdmits({ type, nullable: false })(null)).toBe(false);
    expect(bodyAdmits({ type })(null)).toBe(false);
  }
  const named = bodyAdmits({ type: 'string', nullable: true, maxLength: 2 });
  expect([null, 'ab', 'abc', 1, true, [], {}].map(named)).toEqual([true, true, false, false, false, false, false]);
  const listed = bodyAdmits({ type: 'string', nullable: true, enum: ['a', null] });
  expect([null, 'a', 'b'].map(listed)).toEqual([true, true, false]);
  expect(bodyAdmits({ type: 'string', nullable: true, enum: ['a'] })(null)).toBe(false);
  expect([null, 'a'].map(bodyAdmits({ enum: [null] }))).toEqual([true, false]);
  expect([null, 'a'].map(bodyAdmits({ nullable: true }))).toEqual([true, true]);
});

test('neither the type null nor a null stands in a template', () => {
  for (const schema of [{ type: 'string', nullable: true, enum: ['a', null] }, { enum: [1, null] }, { type: 'array', items: {}, nullable: true }]) {
    expect(JSON.stringify(modelOf(schema))).not.toContain('null');
  }
  expect(() => modelOf({ enum: [{ a: null }] })).toThrow('(null-value)');
});

test('a nullable schema that holds itself lets any value pass, and that is said', () => {
  const document = imported(documentOfSchema({ type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } } }, {
    Node: { type: 'object', nullable: true, properties: { next: { $ref: '#/components/schemas/Node' } } },
  }));
  expect(document._schemas.Node).toEqual({});
  expect(notesOf(document, 'nullable')).toMatchObject([{ pointer: '/components/schemas/Node', action: 'LEFT_OUT', loosens: true }]);
});

test('schemas that hold themselves stay references', () => {
  const node = { type: 'object', properties: { next: { $ref: '#/components/schemas/Body' } } };
  expect(modelOf(node)).toEqual(node);
});

test('a request need not carry what is read only, by whatever way it is required', () => {
  const readOnly = { id: { type: 'string', readOnly: true }, name: { type: 'string' } };
  expect(bodyAdmits({ type: 'object', required: ['id', 'name'], properties: readOnly })({ name: 'a' })).toBe(true);
  expect(bodyAdmits({ type: 'object', required: ['id', 'name'], properties: readOnly })({ id: 'a' })).toBe(false);
  expect(bodyAdmits({ allOf: [{ $ref: '#/components/schemas/Base' }, { required: ['id'] }] }, { Base: { type: 'object', properties: readOnly } })({})).toBe(true);
  expect(modelOf({ type: 'object', required: ['id'], properties: { id: { $ref: '#/components/schemas/Id' } } }, { Id: { readOnly: true, type: 'string' } }).required)
    .toBeUndefined();
});

test('exclusive bounds keep their meaning', () => {
  const integer = bodyAdmits({ type: 'integer', minimum: 0, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: true });
  expect([0, 1, 2, 3].map(integer)).toEqual([false, true, true, false]);
  const number = bodyAdmits({ type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: true });
  expect([0, 0.1, 2.9, 3, 'a'].map(number)).toEqual([false, true, true, false, false]);
  expect(JSON.stringify(modelOf({ minimum: 0, exclusiveMinimum: true }))).not.toContain('exclusive');
  expect([0, 1, 'a'].map(bodyAdmits({ minimum: 0, exclusiveMinimum: true }))).toEqual([false, true, true]);
});

test('within oneOf, anyOf and allOf no reference is left, for API Gateway takes none there', () => {
  const others = { Cat: { type: 'object', properties: { owner: { $ref: '#/components/schemas/Owner' } } }, Owner: { type: 'string' } };
  const model = modelOf({ oneOf: [{ $ref: '#/components/schemas/Cat' }, { type: 'array' }], discriminator: { propertyName: 'kind' } }, others);
  expect(model).toEqual({ oneOf: [{ type: 'object', properties: { owner: { type: 'string' } } }, { type: 'array' }] });
  expect(() => modelOf({ anyOf: [{ type: 'string' }, { type: 'array', items: { $ref: '#/components/schemas/Body' } }] })).toThrow('(composition-recursive)');
});

test('all of one schema is that schema, and a reference to it may stay', () => {
  expect(modelOf({ type: 'object', properties: { a: { description: 'an A', allOf: [{ $ref: '#/components/schemas/A' }] } } }, { A: { type: 'string' } }))
    .toEqual({ type: 'object', properties: { a: { $ref: '#/components/schemas/A' } } });
});

test('schemas that stand in each other over and over end in a refusal, not in a full memory', () => {
  const others = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`S${at}`, {
    oneOf: [1, 2].map(() => ({ $ref: `#/components/schemas/S${at + 1}` })),
  }]));
  expect(() => modelOf({ $ref: '#/components/schemas/S0' }, { ...others, S40: { type: 'string' } })).toThrow('(model-size)');
  expect(() => modelOf({ enum: ['x'.repeat(410 * 1024)] })).toThrow('(model-size)');
});

test('where a part of oneOf or not is loosened, no right request is refused for it', () => {
  const either = { oneOf: [{ type: 'string', format: 'date' }, { type: 'string', format: 'uuid' }] };
  expect(bodyAdmits(either)('2026-01-01')).toBe(true);
  const document = imported(documentOfSchema({ not: { type: 'array', maxItems: 2 } }));
  expect(document._schemas.Body).toEqual({});
  expect(notesOf(document, 'not')).toMatchObject([{ loosens: true }]);
});

test('models have names of letters and digits, and every reference follows', () => {
  const document = imported(documentOfSchema(
    { type: 'object', properties: { a: { $ref: '#/components/schemas/com.acme.Name_1' }, b: { $ref: '#/components/schemas/comacmeName1' }, c: { $ref: '#/components/schemas/Body/properties/d' }, d: { type: 'string' } } },
    { 'com.acme.Name_1': { type: 'string' }, 'comacmeName1': { type: 'number' } },
  ));
  expect(document._schemas).toEqual({
    Body: {
      type: 'object',
      properties: { a: { $ref: '#/components/schemas/ComAcmeName1' }, b: { $ref: '#/components/schemas/comacmeName1' }, c: { $ref: '#/components/schemas/BodyPropertiesD' }, d: { type: 'string' } },
    },
    ComAcmeName1: { type: 'string' },
    comacmeName1: { type: 'number' },
    BodyPropertiesD: { type: 'string' },
  });
});

test('two names never become one', () => {
  const names = Object.keys(imported(documentOfSchema({ oneOf: [{}], properties: Object.fromEntries(['a_1', 'a-1', 'a.1', 'A1'].map((name) => [name, { $ref: `#/components/schemas/${name}` }])) },
    { 'a_1': {}, 'a-1': {}, 'a.1': {}, 'A1': {} }))._schemas);
  expect(new Set(names).size).toBe(5);
  expect(names).toContain('A1');
});

test('schemas of answers alone are left out', () => {
  const document = imported(documentOfSchema({ type: 'string' }, { Answer: { type: 'string' } }));
  expect(Object.keys(document._schemas)).toEqual(['Body']);
  expect(notesOf(document, 'unused').map((note) => note.pointer)).toEqual(['/components/schemas/Answer']);
});

test('a schema cannot smuggle a function of CloudFormation or a variable into the template', () => {
  for (const schema of [
    { type: 'object', properties: { Ref: { type: 'string' } } },
    { type: 'object', properties: { 'Fn::Transform': { type: 'string' }, 'a': {} } },
    { enum: [{ 'Fn::ImportValue': 'Secret' }] },
    { enum: [{ Ref: 'AWS::AccountId' }] },
  ]) {
    expect(() => modelOf(schema)).toThrow('(cloudformation-function)');
  }
  expect(() => modelOf({ pattern: '^${AWS::AccountId}$' })).toThrow('(substitution)');
  expect(() => modelOf({ enum: ['${Token[TOKEN.1]}'] })).toThrow('(substitution)');
  expect(modelOf({ properties: { Ref: {}, Other: {} } })).toEqual({ properties: { Ref: {}, Other: {} } });
});

test.each([
  ['const', { const: 1 }, 'unknown-member'],
  ['a list of types', { type: ['string', 'null'] }, 'malformed'],
  ['a numeric exclusive bound', { exclusiveMinimum: 3 }, 'malformed'],
  ['a schema that is true', true, 'malformed'],
  ['an empty enum', { enum: [] }, 'malformed'],
  ['an empty oneOf', { oneOf: [] }, 'malformed'],
  ['a broken pattern', { pattern: '(' }, 'pattern'],
  ['another file', { $ref: 'other.yaml' }, 'external-ref'],
  ['a host', { $ref: 'https://evil.example/schema.json' }, 'external-ref'],
  ['nowhere', { $ref: '#/components/schemas/Nowhere' }, 'dangling-ref'],
  ['itself', { $ref: '#/components/schemas/Body' }, 'recursive-ref'],
  ['all of itself', { allOf: [{ $ref: '#/components/schemas/Body' }] }, 'recursive-ref'],
])('a schema with %s is refused', (_, schema, rule) => {
  expect(() => modelOf(schema)).toThrow(`(${rule})`);
});

// A reading of OpenAPI 3.0 of its own, in the direction of draft 7, to hold the rewriting against.
function asDraft7(schema: any): any {
  if (Array.isArray(schema)) return schema.map(asDraft7);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
  const result: any = {};
  for (const [key, value] of Object.entries<any>(rest)) {
    result[key] = key === 'enum' || key === 'required' ? value
      : key === 'properties' ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asDraft7(each)]))
        : asDraft7(value);
  }
  if (nullable && schema.type !== undefined) result.type = [schema.type, 'null'];
  if (exclusiveMinimum && schema.minimum !== undefined) { result.exclusiveMinimum = schema.minimum; delete result.minimum; }
  if (exclusiveMaximum && schema.maximum !== undefined) { result.exclusiveMaximum = schema.maximum; delete result.maximum; }
  return result;
}

/** What a run gives; nothing if a schema of the document asks itself for ever. */
function endlessly<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return undefined;
  }
}

const scalar = fc.constantFrom<any>(null, 'a', 'b', 'ab', '', 0, 1, 1.5, 2, -1, true, false);
const value: fc.Arbitrary<any> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 2 }, scalar, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'))),
})).value;
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const schemas = fc.letrec<{ schema: any }>((tie) => ({
  schema: fc.oneof({ maxDepth: 3, depthSize: 'small' },
    fc.record({
      type: some(fc.constantFrom('string', 'number', 'integer', 'boolean', 'array', 'object')),
      nullable: some(fc.boolean()),
      enum: some(fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 })),
      minLength: some(fc.nat(2)),
      pattern: some(fc.constantFrom('^a', '(?<=a)b', 'b$')),
      format: some(fc.constantFrom('date', 'int64', 'double', 'date-time')),
      minimum: some(fc.constantFrom(0, 1, 1.5)),
      exclusiveMinimum: some(fc.boolean()),
      maximum: some(fc.constantFrom(1, 1.5, 2)),
      exclusiveMaximum: some(fc.boolean()),
      required: some(fc.uniqueArray(fc.constantFrom('a', 'b'))),
      description: some(fc.constant('text')),
    }, { requiredKeys: [] }),
    fc.record({
      type: some(fc.constantFrom('array', 'object')),
      nullable: some(fc.boolean()),
      properties: some(fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema'))),
      additionalProperties: some(fc.oneof(fc.boolean(), tie('schema'))),
      items: some(tie('schema')),
      maxItems: some(fc.nat(2)),
      not: some(tie('schema')),
    }, { requiredKeys: [] }),
    fc.record({ keyword: fc.constantFrom('oneOf', 'anyOf', 'allOf'), schemas: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }), nullable: some(fc.boolean()), type: some(fc.constant('object')) })
      .map(({ keyword, schemas: parts, ...rest }) => ({ ...rest, [keyword]: parts })),
    fc.constantFrom('A', 'B', 'Body').map((name) => ({ $ref: `#/components/schemas/${name}` })),
  ),
}));
const defined = (data: any): any => JSON.parse(JSON.stringify(data));

test('what the document admits API Gateway admits, and what it forbids API Gateway forbids unless a note says otherwise', () => {
  const seen = { compared: 0, exact: 0, valid: 0 };
  fc.assert(fc.property(schemas.schema, schemas.schema, schemas.schema, fc.array(value, { minLength: 8, maxLength: 8 }), (body, a, b, values) => {
    const components = defined({ Body: body, A: a, B: b });
    const document = imported(documentOfSchema(components.Body, components));
    if (document.notes.some((note) => note.action === 'REFUSED')) {
      return;
    }
    const loosens = document.notes.some((note) => note.loosens);
    const before = endlessly(() => validator().compile({ $ref: '#/components/schemas/Body', components: { schemas: Object.fromEntries(Object.entries(components).map(([name, each]) => [name, asDraft7(each)])) } }));
    if (before === undefined) {
      return;
    }
    const after = admits(document);
    for (const each of values) {
      const was = endlessly(() => before(each));
      if (was === undefined) {
        return;
      }
      const is = after(each);
      seen.compared += 1;
      seen.exact += loosens ? 0 : 1;
      seen.valid += was ? 1 : 0;
      expect({ each, is: was && !is }).toEqual({ each, is: false });
      if (!loosens) {
        expect({ each, is }).toEqual({ each, is: was });
      }
    }
  }), { numRuns: 250 });
  // Documents that are all refused, or values that all fail, would prove nothing.
  expect(seen.compared).toBeGreaterThan(600);
  expect(seen.exact).toBeGreaterThan(150);
  expect(seen.valid).toBeGreaterThan(150);
});

const DRAFT_4 = ['$ref', 'type', 'enum', 'format', 'pattern', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties',
  'required', 'minimum', 'maximum', 'multipleOf', 'properties', 'items', 'additionalProperties', 'not', 'allOf', 'anyOf', 'oneOf'];

/** What draft 4's own schema asks of a schema, and API Gateway of one below a composition. */
function faultsOf(schema: any, composed = false): string[] {
  const own = Object.entries(schema).flatMap(([key, part]: [string, any]) => [
    ...DRAFT_4.includes(key) ? [] : [`keyword ${key}`],
    ...['required', 'enum', 'allOf', 'anyOf', 'oneOf'].includes(key) && !(part.length > 0) ? [`empty ${key}`] : [],
    ...['required', 'enum'].includes(key) && new Set(part.map((each: any) => JSON.stringify(each))).size < part.length ? [`repetition in ${key}`] : [],
    ...key === 'type' && typeof part !== 'string' ? ['types'] : [],
    ...key === '$ref' && composed ? ['a reference in a composition'] : [],
  ]);
  const parts: [any, boolean][] = [
    ...Object.values(schema.properties ?? {}).map((part): [any, boolean] => [part, composed]),
    ...[schema.items, schema.additionalProperties].filter((part) => typeof part === 'object').map((part): [any, boolean] => [part, composed]),
    ...[schema.not ?? [], schema.allOf ?? [], schema.anyOf ?? [], schema.oneOf ?? []].flat().map((part): [any, boolean] => [part, true]),
  ];
  return [...own, ...parts.flatMap(([part, below]) => faultsOf(part, below))];
}

test('every model is draft 4, and refers to models only, by alphanumeric names that exist', () => {
  fc.assert(fc.property(schemas.schema, schemas.schema, (body, a) => {
    const document = imported(documentOfSchema(defined(body), defined({ A: a, B: { type: 'string' } })));
    if (document.notes.every((note) => note.action !== 'REFUSED')) {
      const models = document._schemas;
      expect(Object.values(models).flatMap((model) => faultsOf(model))).toEqual([]);
      for (const [, name] of JSON.stringify(models).matchAll(/"\$ref":"#\/components\/schemas\/([A-Za-z0-9]+)"/g)) {
        expect(models).toHaveProperty(name!);
      }
    }
  }), { numRuns: 150 });
});
