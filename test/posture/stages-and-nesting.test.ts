import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { hardenedStage } from './fixtures/hardened';
import { cdkApp } from './fixtures/styles/cdk-app';
import { cleanUp, readTemplates, synthesize, templatesOf, type Variant } from './fixtures/synth';
import type { Templates } from './fixtures/templates';
import { FURTHER, KNOWN } from './fixtures/weakenings';
import type { App } from '../../src/posture/assembly/app';
import { readMetadata } from '../../src/posture/assembly/metadata';
import { readApp } from '../../src/posture/assembly/read';
import { resolveApp } from '../../src/posture/assembly/resolve';
import { readable } from '../../src/posture/assembly/symbols';
import { parseTemplate } from '../../src/posture/assembly/template';
import { CHECKS } from '../../src/posture/checks/registry';
import { diffApps } from '../../src/posture/diff/diff';
import { Posture } from '../../src/posture/model/posture';
import { EXAMPLES, newApp } from '../examples/examples';

const folder = mkdtempSync(join(tmpdir(), 'nesting-'));
const STYLES = ['flat', 'sam', 'include', 'by-hand'];
const VARIANTS: Variant[] = ['methods', 'openapi', 'yaml'];

afterAll(() => {
  cleanUp();
  rmSync(folder, { recursive: true, force: true });
});

/** What every check says of an app, without the names of its stacks. */
function judged(app: App): string[] {
  const posture = new Posture(app);
  return CHECKS.flatMap((check) => [...check.judge(posture)].map((judgement) => [
    check.id, judgement.outcome, judgement.resource.logicalId, judgement.property,
    ...judgement.outcome === 'pass' ? [] : [judgement.severity, readable(judgement.message).replace(/AWS::StackId of [^\s>}]+/g, 'AWS::StackId')],
  ].join(' '))).sort();
}

const findings = (app: App) => judged(app).filter((line) => line.split(' ')[1] !== 'pass');

/** Stacks in memory, each called as asked. */
function stacks(templates: Templates, nameOf: (name: string) => string): App {
  return resolveApp(Object.entries(templates).map(([name, body]) => ({
    name: nameOf(name),
    stackName: name,
    template: { body, lines: new Map() },
    file: `${name}.template.json`,
    templateFile: `${name}.template.json`,
    account: '111122223333',
    region: 'eu-central-1',
    metadata: readMetadata({}),
    assets: new Map(),
  })));
}

/** The stacks as nested ones of one parent, as the CDK CLI writes them. */
function nested(name: string, templates: Templates): App {
  const place = join(folder, name);
  mkdirSync(place);
  const children = Object.entries(templates).map(([child, body]) => {
    writeFileSync(join(place, `${child}.nested.template.json`), JSON.stringify(body));
    return [child.replace(/\W/g, ''), { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3.amazonaws.com/assets/1' }, Metadata: { 'aws:asset:path': `${child}.nested.template.json` } }];
  });
  writeFileSync(join(place, 'Parent.template.json'), JSON.stringify({ Resources: Object.fromEntries(children) }));
  writeFileSync(join(place, 'manifest.json'), JSON.stringify({
    version: '36.0.0',
    artifacts: { Parent: { type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-central-1', properties: { templateFile: 'Parent.template.json' } } },
  }));
  return readApp(place);
}

function styleOf(name: string): Templates {
  const file = join(__dirname, 'fixtures/styles', `${name}.template.yaml`);
  return { [name]: parseTemplate(readFileSync(file, 'utf8'), basename(file)).body as any };
}

const HARDENED: [string, () => Templates][] = [
  ...VARIANTS.map((variant): [string, () => Templates] => [variant, () => templatesOf(variant)]),
  ...STYLES.map((style): [string, () => Templates] => [style, () => styleOf(style)]),
  ['CDK\'s own constructs', () => readTemplates(cdkApp(join(folder, 'ledger')))],
  ...EXAMPLES.map((example): [string, () => Templates] => [example.name, () => {
    const app = newApp();
    const stack = example.make(app);
    return { [stack.artifactId]: app.synth().getStackArtifact(stack.artifactId).template };
  }]),
];

describe.each(HARDENED)('the hardened API %s', (name, make) => {
  let templates: Templates;
  beforeAll(() => {
    templates = make();
  });

  test.each(['Dev/', 'Pipeline/eu-central-1:', 'a.b#c?d/'])('is judged alike wherever its stacks stand: %s', (prefix) => {
    expect(judged(stacks(templates, (stack) => `${prefix}${stack}`))).toEqual(judged(stacks(templates, (stack) => stack)));
  });

  test('is judged alike in nested stacks, and a diff of it to itself is empty', () => {
    const app = nested(name.replace(/\W/g, ''), templates);
    expect(judged(app).filter((line) => !line.startsWith('template-elsewhere pass'))).toEqual(judged(stacks(templates, (stack) => stack)));
    expect(diffApps(app, app)).toEqual([]);
  });
});

test('weakenings are found in a Stage as they are found outside', () => {
  const bare = (templates: Templates) => findings(stacks(templates, (stack) => stack));
  const staged = (templates: Templates) => findings(stacks(templates, (stack) => `Dev/${stack}`));
  for (const { id, base, apply } of [...KNOWN, ...FURTHER].filter((_, at) => at % 3 === 0)) {
    const templates = templatesOf(base);
    apply(templates);
    expect([id, ...staged(templates)]).toEqual([id, ...bare(templates)]);
  }
}, 120_000);

test('CDK\'s Stage: the stacks of the hardened API have the findings that they have outside, and are no other than themselves', () => {
  const app = readApp(hardenedStage(join(folder, 'staged')).synth().directory);
  expect(app.stacks.map(({ name }) => name)).toEqual(['Dev/ClaimsNetwork', 'Dev/ClaimsApi', 'Dev/ClaimsGuard']);
  const outside = readApp(synthesize('methods'));
  const told = (one: App) => findings(one).map((line) => line.split(' ').slice(0, 2).join(' '));
  expect(told(app)).toEqual(told(outside));
  expect(diffApps(app, readApp(join(folder, 'staged')))).toEqual([]);
  expect(diffApps(outside, app).map(({ direction, message }) => `${direction}: ${message}`)).toEqual([]);
});

test.each(EXAMPLES)('CDK\'s Stage: the example $name has the findings that it has outside', ({ make }) => {
  const [inside, outside] = [newApp(), newApp()];
  make(new Stage(inside, 'Dev'));
  make(outside);
  expect(findings(readApp(inside.synth().directory))).toEqual(findings(readApp(outside.synth().directory)));
});
