import * as fc from 'fast-check';
import { compareSchemas } from '../../../src/posture/diff/apis/compare-schemas';
import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { type Part, ref } from '../support/payments';

const AMOUNT = { type: 'integer', minimum: 1, maximum: 100_000_000 };
const payment = (more: Part = {}, properties: Part = {}) => ({ type: 'object', additionalProperties: false, required: ['amount'], properties: { amount: AMOUNT, ...properties }, ...more });

/** An API of one route whose body is what the schemas say, `Payment` first. */
const inBody = (schemas: Part, openapi: Part = {}): Resources => ({
  Api: {
    Type: 'AWS::ApiGateway::RestApi',
    Properties: {
      EndpointConfiguration: { Types: ['PRIVATE'] },
      Body: {
        openapi: '3.0.1',
        paths: { '/payments': { post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Payment' } } } }, ...openapi } } },
        components: { schemas },
      },
    },
  },
});
/** The same with Model resources; `models` is what other models are called. */
const asResources = (Schema: unknown, models: Record<string, unknown> = {}): Resources => ({
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { EndpointConfiguration: { Types: ['PRIVATE'] } } },
  Post: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: ref('Api'), ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, HttpMethod: 'POST', AuthorizationType: 'NONE', RequestModels: { 'application/json': ref('Payment') } } },
  Payment: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: ref('Api'), ContentType: 'application/json', Schema } },
  ...Object.fromEntries(Object.entries(models).map(([id, schema]) => [id, { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: ref('Api'), Name: id, ContentType: 'application/json', Schema: schema } }])),
});
const said = (base: Resources, head: Resources) => diffApps(appOf({ Pay: { Resources: base } }), appOf({ Pay: { Resources: head } })).map(({ direction, message }) => `${direction}: ${message}`);
const MORE = 'weaker: the model of the body of POST /payments (application/json) now admits more: ';

test.each<[way: string, before: Part, after: Part, said: string[]]>([
  ['a bound of what a model refers to', { Payment: { properties: { amount: { $ref: '#/components/schemas/Amount' } } }, Amount: AMOUNT }, { Payment: { properties: { amount: { $ref: '#/components/schemas/Amount' } } }, Amount: { ...AMOUNT, maximum: 1e15 } },
    [`${MORE}maximum of amount is now 1000000000000000; before, 100000000`]],
  ['what a model refers to admits anything', { Payment: { properties: { amount: { $ref: '#/components/schemas/Amount' } } }, Amount: AMOUNT }, { Payment: { properties: { amount: { $ref: '#/components/schemas/Amount' } } }, Amount: {} },
    [`${MORE}amount may now be of any type; before, integer; minimum of amount is now nothing; before, 1; maximum of amount is now nothing; before, 100000000`]],
  ['two references away, in a list', { Payment: { properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Item' } } } }, Item: { properties: { amount: { $ref: '#/components/schemas/Amount' } } }, Amount: AMOUNT },
    { Payment: { properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Item' } } } }, Item: { properties: { amount: { $ref: '#/components/schemas/Amount' } } }, Amount: { ...AMOUNT, minimum: undefined } },
    [`${MORE}minimum of items.items.amount is now nothing; before, 1`]],
  ['a model that refers to itself', { Payment: payment({}, { parts: { type: 'array', maxItems: 3, items: { $ref: '#/components/schemas/Payment' } } }) }, { Payment: payment({ required: [] }, { parts: { type: 'array', maxItems: 3, items: { $ref: '#/components/schemas/Payment' } } }) },
    [`${MORE}the body may come without amount`]],
])('a model that a reference hides is compared: %s', (_, before, after, expected) => {
  expect(said(inBody(before), inBody(after))).toEqual(expected);
});

test('models that refer to each other by their address are compared, as a text too', () => {
  const refer = (model: unknown) => JSON.stringify({ type: 'object', properties: { amount: { $ref: `https://apigateway.amazonaws.com/restapis/abc/models/${String(model)}` } } });
  expect(said(asResources(refer('Amount'), { Amount: AMOUNT }), asResources(refer('Amount'), { Amount: { ...AMOUNT, maximum: undefined } })).map((line) => line.replace(/POST \/ /, 'POST /payments '))).toEqual([
    `${MORE}maximum of amount is now nothing; before, 100000000`,
  ]);
});

test.each<[way: string, before: Part, after: Part]>([
  ['other names of what is referred to', { Payment: { properties: { amount: { $ref: '#/components/schemas/Amount' } } }, Amount: AMOUNT }, { Payment: { properties: { amount: { $ref: '#/components/schemas/Sum' } } }, Sum: AMOUNT }],
  ['what was referred to stands in its place', { Payment: { properties: { amount: { $ref: '#/components/schemas/Amount' } } }, Amount: AMOUNT }, { Payment: { properties: { amount: AMOUNT } } }],
  ['another name of a model that refers to itself', { Payment: { properties: { next: { $ref: '#/components/schemas/Node' } } }, Node: { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' } } } },
    { Payment: { properties: { next: { $ref: '#/components/schemas/Knot' } } }, Knot: { type: 'object', properties: { next: { $ref: '#/components/schemas/Knot' } } } }],
  ['words for people', { Payment: payment() }, { Payment: payment({ title: 'Payment', description: 'What is paid', example: { amount: 3 }, $schema: 'http://json-schema.org/draft-04/schema#' }) }],
  ['numbers and flags that became texts', { Payment: payment() }, { Payment: { ...payment(), additionalProperties: 'false', properties: { amount: { type: 'integer', minimum: '1', maximum: '100000000' } } } }],
])('a model that admits the same gives an empty diff: %s', (_, before, after) => {
  expect(said(inBody(before), inBody(after))).toEqual([]);
});

const cases: [way: string, before: unknown, after: unknown, said: string][] = [
  ['fields that it does not name', payment(), payment({ additionalProperties: true }), 'weaker additionalProperties: the body may now have any field that it does not name'],
  ['fields that it does not name, by leaving out', payment(), payment({ additionalProperties: undefined }), 'weaker additionalProperties: the body may now have any field that it does not name'],
  ['fields of a kind', payment(), payment({ additionalProperties: { type: 'string' } }), 'weaker additionalProperties: fields that the body does not name are now {"type":"string"}'],
  ['a field that may be left out', payment(), payment({ required: undefined }), 'weaker required: the body may come without amount'],
  ['a field more', payment(), payment({}, { note: { type: 'string' } }), 'weaker note: note may be there now'],
  ['a field less', payment({}, { note: { type: 'string' } }), payment(), 'stronger note: note may no longer be there'],
  ['a field less, where any may be there', { properties: { note: { maxLength: 3 } } }, { properties: {} }, 'weaker note.maxLength: maxLength of note is now nothing; before, 3'],
  ['a field more, where any could be there', { properties: {} }, { properties: { note: { maxLength: 3 } } }, 'stronger note.maxLength: maxLength of note is now 3; before, nothing'],
  ['a pattern that is gone', { pattern: '^[A-Z]+$' }, {}, 'weaker pattern: pattern of the body is now nothing; before, ^[A-Z]+$'],
  ['a pattern that every text has', { pattern: '^[A-Z]+$' }, { pattern: '.*' }, 'weaker pattern: pattern of the body is now .*; before, ^[A-Z]+$'],
  ['another pattern', { pattern: '^[A-Z]+$' }, { pattern: '^[A-Z]{3}$' }, 'unknown pattern: pattern of the body is now ^[A-Z]{3}$; before, ^[A-Z]+$'],
  ['a value more', { enum: ['EUR'] }, { enum: ['EUR', 'USD'] }, 'weaker enum: the body may now be EUR or USD; before, EUR'],
  ['values that are gone', { enum: ['EUR', 'USD'] }, {}, 'weaker enum: the body may now be anything; before, EUR or USD'],
  ['another value', { enum: ['EUR'] }, { enum: ['USD'] }, 'unknown enum: the body may now be USD; before, EUR'],
  ['numbers in place of integers', { type: 'integer' }, { type: 'number' }, 'weaker type: the body may now be number; before, integer'],
  ['another type', { type: 'integer' }, { type: 'string' }, 'unknown type: the body may now be string; before, integer'],
  ['null too', { type: 'string' }, { type: 'string', nullable: true }, 'weaker nullable: nullable of the body is now true; before, nothing'],
  ['longer texts', { maxLength: 10 }, { maxLength: 1000 }, 'weaker maxLength: maxLength of the body is now 1000; before, 10'],
  ['shorter texts', { minLength: 3 }, { minLength: 0 }, 'weaker minLength: minLength of the body is now 0; before, 3'],
  ['a bound that no longer excludes itself', { maximum: 3, exclusiveMaximum: true }, { maximum: 3 }, 'weaker exclusiveMaximum: exclusiveMaximum of the body is now nothing; before, true'],
  ['one more way', { oneOf: [{ type: 'string' }] }, { oneOf: [{ type: 'string' }, { type: 'object' }] }, 'weaker oneOf: oneOf of the body is now [{"type":"string"},{"type":"object"}]; before, [{"type":"string"}]'],
  ['one of the ways', { anyOf: [{ type: 'string', maxLength: 3 }, { type: 'null' }] }, { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 9 }] }, 'weaker anyOf.maxLength: maxLength of anyOf is now 9; before, 3'],
  ['one condition less', { allOf: [{ minLength: 3 }, { maxLength: 9 }] }, { allOf: [{ minLength: 3 }] }, 'weaker allOf: allOf of the body is now [{"minLength":3}]; before, [{"minLength":3},{"maxLength":9}]'],
  ['what must not be', { not: { type: 'null' } }, {}, 'weaker not: not of the body is now nothing; before, {"type":"null"}'],
  ['a bound of a parameter', { maximum: 3 }, { maximum: '‹?parameter Most›' }, 'unknown maximum: maximum of the body is now <parameter Most>; before, 3'],
  ['a field that is called like words for people', { properties: { description: { maxLength: 3 } } }, { properties: { description: {} } }, 'weaker description.maxLength: maxLength of description is now nothing; before, 3'],
];

test.each(cases)('a model is compared keyword by keyword: %s', (_, before, after, expected) => {
  const lines = (one: unknown, other: unknown) => compareSchemas(one as never, other as never).map(({ direction, path, words }) => `${direction} ${path}: ${words}`);
  expect(lines(before, after)).toEqual([expected]);
  const turned = { weaker: 'stronger', stronger: 'weaker', unknown: 'unknown' }[expected.split(' ')[0] as 'weaker'];
  expect(lines(after, before).map((line) => line.split(' ')[0])).toEqual([turned]);
});

test('a model that asks for less is never stronger, and one that is itself is nothing', () => {
  const schema = fc.record({
    type: fc.constant('string'), maxLength: fc.nat(), minLength: fc.nat(), pattern: fc.constantFrom('^a', '^b'), enum: fc.constant(['a', 'b']),
  }, { requiredKeys: [] });
  fc.assert(fc.property(schema, fc.constantFrom('type', 'maxLength', 'minLength', 'pattern', 'enum'), (before, word) => {
    const after = Object.fromEntries(Object.entries(before).filter(([key]) => key !== word));
    expect(compareSchemas(before, before)).toEqual([]);
    expect(compareSchemas(before, after).filter(({ direction }) => direction !== 'weaker')).toEqual([]);
  }));
});
