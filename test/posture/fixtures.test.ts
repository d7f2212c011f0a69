import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, readTemplates, synthesize, templatesOf, type Variant, writeAssembly } from './fixtures/synth';
import { CHANGES, FURTHER, KNOWN } from './fixtures/weakenings';

afterAll(cleanUp);

const WEAKENINGS = [...KNOWN, ...CHANGES, ...FURTHER];

test.each(WEAKENINGS.map((weakening) => [weakening.id, weakening] as const))('the weakening %s changes a template', (_id, { base, apply }) => {
  const templates = templatesOf(base);
  apply(templates);
  expect(templates).not.toEqual(templatesOf(base));
});

test('x', () => {
  const folder = synthesize('methods');
  const t = Date.now();
  for (const { base, apply } of FURTHER) {
    const templates = templatesOf(base);
    apply(templates);
    writeAssembly(synthesize(base), templates);
  }
  console.log((Date.now() - t) / FURTHER.length, FURTHER.length, KNOWN.length, CHANGES.length);
  void folder; void readTemplates; void join; void readFileSync; void (undefined as unknown as Variant);
});
