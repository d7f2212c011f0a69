import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { parse } from 'yaml';
import { dangling } from './fixtures/dangling';
import { hardened } from './fixtures/hardened';
import { hardenedOpenApi } from './fixtures/hardened-openapi';
import { hardenedYaml, TEMPLATE_FILE } from './fixtures/hardened-yaml';
import { type Refactoring, REFACTORINGS } from './fixtures/refactorings';
import { cleanUp, synthesize, templatesOf, type Variant, writeAssembly } from './fixtures/synth';
import { type Templates } from './fixtures/templates';
import { CHANGES, FURTHER, KNOWN } from './fixtures/weakenings';
import { findCycle } from '../support/cycles';
import { nagFindings, PACKS } from '../support/nag';

const ROOT = join(__dirname, '../..');
const STRICT = JSON.stringify({ '@aws-cdk/core:validateAgainstDefaultRules': true });
const VARIANTS: Variant[] = ['methods', 'openapi', 'yaml'];
const MUTATIONS = [...KNOWN, ...CHANGES, ...FURTHER, ...REFACTORINGS];

afterAll(cleanUp);

/** The templates after a mutation. */
function applied({ id, base, apply }: Pick<Refactoring, 'id' | 'base' | 'apply'>): Templates {
  const templates = templatesOf(base);
  try {
    apply(templates);
  } catch (error) {
    throw new Error(`${id}: ${(error as Error).message}`);
  }
  return templates;
}

test('the lists are as long as they say, and every entry has a name of its own', () => {
  expect([KNOWN.length, CHANGES.length]).toEqual([43, 27]);
  expect(FURTHER.length).toBeGreaterThanOrEqual(60);
  expect(new Set(MUTATIONS.map(({ id }) => id)).size).toBe(MUTATIONS.length);
  expect(MUTATIONS.map(({ id }) => id).filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test.each(Object.entries({ KNOWN, CHANGES, FURTHER, REFACTORINGS }))('every mutation of %s changes what is deployed, and leaves no reference without an end', (_name, list) => {
  const unchanged = Object.fromEntries(VARIANTS.map((variant) => [variant, JSON.stringify(templatesOf(variant))]));
  const faults = list.flatMap((mutation) => {
    const templates = applied(mutation);
    const same = !('format' in mutation && mutation.format) && JSON.stringify(templates) === unchanged[mutation.base];
    return [...same ? ['changes nothing'] : [], ...dangling(templates)].map((fault) => `${mutation.id}: ${fault}`);
  });
  expect(faults).toEqual([]);
});

test.each([['the known and the further', [...KNOWN, ...FURTHER]], ['the changes', CHANGES]] as const)('no two of %s weakenings are the same', (_name, list) => {
  const texts = list.map((weakening) => JSON.stringify(applied(weakening)));
  expect(texts.flatMap((text, at) => texts.indexOf(text) === at ? [] : [list[at]!.id])).toEqual([]);
});

test.each(VARIANTS)('the variant %s has no reference without an end and no cycle', (variant) => {
  const templates = templatesOf(variant);
  expect(dangling(templates)).toEqual([]);
  expect(Object.values(templates).map(findCycle).filter(Boolean)).toEqual([]);
});

test.each(REFACTORINGS.filter(({ id, format }) => format || ['association-in-a-new-stack', 'all-logical-ids', 'methods-to-body'].includes(id)).map((entry) => [entry.id, entry] as const))(
  'CDK reads an assembly after %s: its files are others, its templates those that were written', (_id, { format, ...mutation }) => {
    const { base } = mutation;
    const templates = applied(mutation);
    const read = (folder: string) => new CloudAssembly(folder).stacks.map(({ stackName, templateFullPath }) => [stackName, readFileSync(templateFullPath, 'utf8')] as const);
    const written = read(writeAssembly(synthesize(base), templates, format));
    expect(written).not.toEqual(read(writeAssembly(synthesize(base), templatesOf(base))));
    expect(Object.fromEntries(written.map(([name, text]) => [name, parse(text)]))).toEqual(templates);
  });

test('the metadata of a mutated assembly names the new logical ids by their construct paths', () => {
  const templates = templatesOf('methods');
  REFACTORINGS.find(({ id }) => id === 'all-logical-ids')!.apply(templates);
  const [stack] = new CloudAssembly(writeAssembly(synthesize('methods'), templates)).stacks.filter(({ stackName }) => stackName === 'ClaimsGuard');
  expect(stack!.findMetadataByType('aws:cdk:logicalId').filter(({ path }) => path === '/ClaimsGuard/WebAcl').map(({ data }) => data)).toEqual(['RenamedWebAcl']);
});

test('an assembly with unchanged templates is equal to the one it was made of', () => {
  const folder = writeAssembly(synthesize('methods'), templatesOf('methods'));
  const [copy, original] = [folder, synthesize('methods')].map((path) => new CloudAssembly(path));
  expect(copy!.manifest).toEqual(original!.manifest);
  const content = (assembly: CloudAssembly) => assembly.stacks.map(({ template, metadata }) => ({ template, metadata }));
  expect(content(copy!)).toEqual(content(original!));
});

test('the hand-written template is written with short forms', () => {
  const text = readFileSync(TEMPLATE_FILE, 'utf8');
  expect(['!Ref ', '!Sub ', '!GetAtt ', '!Select ', '!Split ', '!FindInMap ', '!If ', '!Equals '].filter((form) => !text.includes(form))).toEqual([]);
});

test.each([hardened, hardenedOpenApi, hardenedYaml].map((make) => [make.name, make] as const))('cdk-nag\'s AwsSolutions pack finds nothing in %s', (_name, make) => {
  const app = make();
  app.synth();
  expect(nagFindings(app, [PACKS.AwsSolutionsChecks])).toEqual([]);
});

// In a process of its own: the test runner turns the validation off for all others, for its 2 s.
test('CDK\'s own template validation finds nothing in the hardened API, whichever way it is written', () => {
  const [faulty, ...found] = JSON.parse(execFileSync(join(ROOT, 'node_modules/.bin/tsx'), [join(__dirname, 'fixtures/validate.ts')], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'true', CDK_CONTEXT_JSON: STRICT, TSX_TSCONFIG_PATH: 'test/tsconfig.json' }, stdio: ['ignore', 'pipe', 'ignore'],
  }));
  expect(faulty.violations).not.toEqual([]);
  expect(found).toEqual(['hardened', 'hardenedOpenApi', 'hardenedYaml'].map((variant) => ({ variant, violations: [] })));
}, 60_000);
