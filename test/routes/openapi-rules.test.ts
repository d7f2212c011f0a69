import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { droppedInSilence, leavesOf } from './openapi-coverage';
import { REAL_DOCUMENTS, imported } from './openapi-fixture';
import { RULE_CASES } from './openapi-rule-cases';
import { OpenApiDocument } from '../../src/routes/openapi-document';
import { segmentsOf, valueAt } from '../../src/routes/openapi-json';
import { IMPORT_RULES } from '../../src/routes/openapi-rules';
import { RuleError } from '../../src/values/rule-error';

// Jest takes a parameter for which there is no value for a callback.
const cases = RULE_CASES.map(([rule, source, options]) => [rule, source, options ?? {}] as const);
const isRefused = (document: OpenApiDocument) => document.notes.some((note) => note.action === 'REFUSED');

test.each(cases)('the rule %s is noted with a pointer into the document', (rule, source, options) => {
  const notes = imported(source, options).notes.filter((note) => note.rule === rule);
  expect(notes).not.toEqual([]);
  for (const note of notes) {
    expect(valueAt(source, note.pointer)).toBeDefined();
    expect(note.message).not.toBe('');
  }
});

test.each(cases)('nothing is dropped in silence: the document of the rule %s', (_, source, options) => {
  const document = imported(source, options);
  if (!isRefused(document)) {
    expect(droppedInSilence(source, document)).toEqual([]);
  }
});

test('every rule has a document here and a line in docs/openapi.md, and there are no others', () => {
  expect(new Set(RULE_CASES.map(([rule]) => rule))).toEqual(new Set(IMPORT_RULES));
  const documented = [...readFileSync(join(__dirname, '../../docs/openapi.md'), 'utf8').matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]);
  expect([...documented].sort()).toEqual([...IMPORT_RULES].sort());
});

test('the search for what was dropped finds what an import drops', () => {
  const [, source] = RULE_CASES.find(([rule]) => rule === 'array-length')! as [string, any];
  const document = imported(source);
  delete (document._schemas.Body as any).properties.b;
  expect(droppedInSilence(source, document)).toEqual(['/components/schemas/Body/properties/b/type']);
  (document as any).notes = document.notes.filter((note) => note.rule !== 'documentation');
  expect(droppedInSilence(source, document)).toContain('/info/title');
});

const documents: [unknown, object | undefined][] = RULE_CASES.map(([, source, options]) => [source, options]);
const noise = fc.oneof(
  fc.constantFrom<any>(null, true, 0, -1, 1e300, '', 'a', [], {}, [null], [[]], ['a'], { $ref: '#' }, { $ref: '#/paths' }, { $ref: '#/components/schemas/Body' }, { $ref: 7 },
    { constructor: {} }, { toString: 1 }, { type: 'string' }, { '': '' }, '#/components/schemas/Body', 'toString', 'query'),
  fc.jsonValue({ maxDepth: 2 }),
);

test('a document that went wrong in some place makes notes or a RuleError, never a crash', () => {
  const mutation = fc.record({ at: fc.nat(), up: fc.nat(3), noise, name: fc.option(fc.constantFrom('$ref', 'constructor', 'type', 'x-a', 'security', '', 'schema', 'allOf', 'properties'), { nil: undefined }) });
  fc.assert(fc.property(fc.nat(documents.length - 1), fc.array(mutation, { minLength: 1, maxLength: 4 }), (which, mutations) => {
    const [source, options] = documents[which]!;
    let mutant: any = structuredClone(source);
    for (const { at, up, noise: value, name } of mutations) {
      const leaves = leavesOf(mutant);
      const path = segmentsOf(leaves[at % leaves.length]!);
      const parent: any = path.slice(0, Math.max(0, path.length - 1 - up)).reduce((node, key) => node[key], mutant);
      const key = name ?? path[Math.max(0, path.length - 1 - up)]!;
      if (key !== undefined && key !== 'openapi') {
        parent[key] = structuredClone(value);
      }
    }
    mutant = JSON.parse(JSON.stringify(mutant));
    let document: OpenApiDocument;
    try {
      document = imported(mutant, options);
    } catch (error) {
      expect(error).toBeInstanceOf(RuleError);
      return;
    }
    for (const note of document.notes) {
      expect(note.pointer).toMatch(/^\//);
    }
    if (isRefused(document)) {
      expect(() => document._operations).toThrow(RuleError);
    } else {
      expect(JSON.stringify([document._operations, document._schemas])).not.toMatch(/:null[,}]/);
      expect(droppedInSilence(mutant, document)).toEqual([]);
    }
  }), { numRuns: 600 });
});

const files = existsSync(REAL_DOCUMENTS) ? readdirSync(REAL_DOCUMENTS).filter((name) => name.endsWith('.json')) : [];
if (files.length === 0) {
  console.warn(`no OpenAPI documents in ${REAL_DOCUMENTS}: the tests on real documents are skipped`);
}
const onRealDocuments = files.length > 0 ? test : test.skip;
const realDocument = (name: string) => OpenApiDocument.fromFile(join(REAL_DOCUMENTS, name), { scopePrefix: 'openbanking' });

onRealDocuments('real documents import whole, with their scopes', () => {
  const operations = files.flatMap((name) => realDocument(name)._operations);
  expect(operations.length).toBeGreaterThanOrEqual(33);
  expect(new Set(operations.flatMap((operation) => operation.scopes))).toEqual(new Set(['openbanking/accounts', 'openbanking/fundsconfirmations']));
  expect(operations.every((operation) => operation.scopes.length === 1 && !operation.open)).toBe(true);
});

onRealDocuments('of real documents nothing is dropped in silence', () => {
  for (const name of files) {
    const source = JSON.parse(readFileSync(join(REAL_DOCUMENTS, name), 'utf8'));
    expect(droppedInSilence(source, realDocument(name))).toEqual([]);
  }
});

onRealDocuments('the models of a real document are a small part of it', () => {
  for (const name of files) {
    const bytes = Buffer.byteLength(JSON.stringify(realDocument(name)._schemas));
    console.log(`${name}: ${readFileSync(join(REAL_DOCUMENTS, name)).length} bytes, of which ${bytes} are in the API`);
    expect(bytes).toBeLessThan(10_000);
  }
});
