import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssemblyError } from '../../../src/posture/assembly/assembly-error';
import { Effort } from '../../../src/posture/assembly/effort';
import { Evaluator } from '../../../src/posture/assembly/evaluate';
import type { Json } from '../../../src/posture/assembly/json';
import { readApp } from '../../../src/posture/assembly/read';
import { LONGEST, sizeOf } from '../../../src/posture/assembly/size';
import { isUnknown } from '../../../src/posture/assembly/symbols';
import { isHeard } from '../../../src/posture/model/alarms';
import { functionsAt } from '../../../src/posture/model/backends';
import { appOf, postureOf } from '../support/app';
import { survives } from '../support/survival';

const folder = mkdtempSync(join(tmpdir(), 'endless-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DEPTH = 60;

/** A template of which every read of a member is counted. */
function counted(template: object): { template: Record<string, Json>; reads: () => number } {
  let reads = 0;
  const watch = (value: unknown): unknown => (typeof value !== 'object' || value === null ? value
    : Array.isArray(value) ? value.map(watch) : new Proxy(Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, watch(entry)])), {
      get: (target, key) => { reads++; return Reflect.get(target, key) as unknown; },
    }));
  return { template: watch(template) as Record<string, Json>, reads: () => reads };
}

function evaluatorOf(template: Record<string, Json>): Evaluator {
  return new Evaluator({
    stack: 'Test', template, pseudo: {}, effort: new Effort(), parameter: () => undefined, exported: () => undefined, ssmParameter: () => undefined, output: () => undefined, attribute: () => undefined,
  });
}

test.each<[string, (inner: unknown) => unknown]>([
  ['Fn::Join', (inner) => ({ 'Fn::Join': ['', [inner, 'x']] })],
  ['Fn::Sub', (inner) => ({ 'Fn::Sub': ['${a}${a}', { a: inner }] })],
  ['Fn::If', (inner) => ({ 'Fn::If': ['Open', inner, 'x'] })],
  ['Fn::Select', (inner) => ({ 'Fn::Select': ['0', inner] })],
  ['Fn::Select by what is not known', (inner) => ({ 'Fn::Select': [inner, ['a']] })],
  ['Fn::Split', (inner) => ({ 'Fn::Split': [',', inner] })],
  ['Fn::FindInMap', (inner) => ({ 'Fn::FindInMap': ['Map', inner, 'x'] })],
  ['a function that nobody knows', (inner) => ({ 'Fn::Cidr': [inner, 1, 2] })],
])('twice as many of %s in each other take twice the steps, and not the square of them', (_, form) => {
  const [half, whole] = [DEPTH / 2, DEPTH].map((depth) => {
    let value: unknown = { Ref: 'Open' };
    for (let level = 0; level < depth; level++) {
      value = form(value);
    }
    const { template, reads } = counted({ Parameters: { Open: { Type: 'String' } }, Conditions: { Open: { 'Fn::Equals': [{ Ref: 'Open' }, 'yes'] } }, Value: value });
    survives(() => evaluatorOf(template).value(template.Value));
    return reads();
  });
  expect(whole).toBeLessThan(3 * half!);
});

const CHAINS: Readonly<Record<string, object>> = {
  'exports of one template': {
    Resources: {},
    Outputs: Object.fromEntries(Array.from({ length: DEPTH }, (_, at) => [`O${at}`, {
      Value: at === 0 ? 'text' : { 'Fn::Join': ['', [{ 'Fn::ImportValue': `E${at - 1}` }, { 'Fn::ImportValue': `E${at - 1}` }]] }, Export: { Name: `E${at}` },
    }])),
  },
  'mappings': {
    Mappings: Object.fromEntries(Array.from({ length: DEPTH }, (_, at) => [`M${at}`, {
      a: { b: at === 0 ? ['text'] : [{ 'Fn::FindInMap': [`M${at - 1}`, 'a', 'b'] }, { 'Fn::FindInMap': [`M${at - 1}`, 'a', 'b'] }] },
    }])),
    Resources: {},
    Outputs: { O: { Value: { 'Fn::FindInMap': [`M${DEPTH - 1}`, 'a', 'b'] } } },
  },
  'conditions': {
    Parameters: { Open: { Type: 'String' } },
    Conditions: Object.fromEntries(Array.from({ length: DEPTH }, (_, at) => [`C${at}`, at === 0 ? { 'Fn::Equals': [{ Ref: 'Open' }, 'a'] } : { 'Fn::Or': [{ Condition: `C${at - 1}` }, { Condition: `C${at - 1}` }] }])),
    Resources: {},
    Outputs: { O: { Value: { 'Fn::If': [`C${DEPTH - 1}`, 'a', 'b'] } } },
  },
  'SSM parameters': {
    Resources: Object.fromEntries(Array.from({ length: DEPTH }, (_, at) => [`P${at}`, {
      Type: 'AWS::SSM::Parameter', Properties: { Name: `/p${at}`, Value: at === 0 ? 'text' : { 'Fn::Join': ['', [`{{resolve:ssm:/p${at - 1}}}`, `{{resolve:ssm:/p${at - 1}}}`]] } },
    }])),
  },
};

test.each(Object.entries(CHAINS))('%s that double what they hand on come to an end, and to values that can be held', (_, template) => {
  const app = survives(() => appOf({ Test: template as { Resources: object } as Parameters<typeof appOf>[0][string] }))!;
  const values = [...app.outputs.map(({ value }) => value), ...app.resources.map(({ properties }) => properties)];
  expect(Math.max(...values.map(sizeOf))).toBeLessThan(3 * LONGEST);
});

test.each<[string, Record<string, unknown>]>([
  ['exports', { A: { Value: { 'Fn::ImportValue': 'b' }, Export: { Name: 'a' } }, B: { Value: { 'Fn::Sub': ['${x}', { x: { 'Fn::ImportValue': 'a' } }] }, Export: { Name: 'b' } } }],
  ['the name of an export', { A: { Value: 'a', Export: { Name: { 'Fn::ImportValue': 'a' } } }, B: { Value: { 'Fn::ImportValue': 'a' } } }],
  ['outputs by the name of the stack', { A: { Value: { 'Fn::GetStackOutput': { StackName: 'Test', OutputName: 'A' } } } }],
])('%s that lead back to themselves are not known', (_, Outputs) => {
  const app = survives(() => appOf({ Test: { Resources: {}, Outputs } }))!;
  expect(app.outputs.some(({ value }) => isUnknown(value))).toBe(true);
});

test('a condition that names itself, and an SSM parameter that holds itself, are not known', () => {
  const app = appOf({
    Test: {
      Conditions: { A: { Condition: 'B' }, B: { 'Fn::Not': [{ Condition: 'A' }] } },
      Resources: { P: { Type: 'AWS::SSM::Parameter', Condition: 'A', Properties: { Name: '/p', Value: '{{resolve:ssm:/p}}' } } },
    },
  });
  expect(app.resources).toEqual([expect.objectContaining({ condition: 'A', properties: { Name: '/p', Value: '‹?value that refers to itself›' } })]);
});

test('chains of a thousand outputs, and of ten thousand conditions, are read without a stack overflow', () => {
  const links = Array.from({ length: 1000 }, (_, at) => at);
  const conditions = Array.from({ length: 10_000 }, (_, at) => at);
  const app = survives(() => appOf({
    Test: {
      Conditions: Object.fromEntries(conditions.map((at) => [`C${at}`, at === 0 ? { 'Fn::Equals': ['a', 'a'] } : { 'Fn::Not': [{ Condition: `C${at - 1}` }] }])),
      Resources: {},
      Outputs: Object.fromEntries([
        ...links.reverse().map((at) => [`O${at}`, { Value: at === 0 ? 'x' : { 'Fn::Sub': ['${x}', { x: { 'Fn::ImportValue': `E${at - 1}` } }] }, Export: { Name: `E${at}` } }]),
        ['If', { Value: { 'Fn::If': ['C9999', 'a', 'b'] } }],
      ]),
    },
  }));
  expect(app?.outputs).toHaveLength(1001);
});

test('a template whose values come to more than can be held ends in one line', () => {
  const Outputs = Object.fromEntries(Array.from({ length: 4000 }, (_, at) => [`O${at}`, { Value: { 'Fn::Sub': '${Long}' } }]));
  expect(() => appOf({ Test: { Parameters: { Long: { Type: 'String', Default: 'x'.repeat(LONGEST) } }, Resources: {}, Outputs } })).toThrow(AssemblyError);
});

/** An assembly of one stack, and templates beside it. */
function assembly(name: string, templates: Record<string, object>): string {
  const place = join(folder, name);
  mkdirSync(place);
  for (const [file, template] of Object.entries(templates)) {
    writeFileSync(join(place, `${file}.json`), JSON.stringify(template));
  }
  writeFileSync(join(place, 'manifest.json'), JSON.stringify({ artifacts: { Test: { type: 'aws:cloudformation:stack', properties: { templateFile: 'main.json' } } } }));
  return place;
}

const nested = (file: string, Parameters: object = {}) => ({ Type: 'AWS::CloudFormation::Stack', Properties: { Parameters }, Metadata: { 'aws:asset:path': `${file}.json` } });

test('a nested stack that holds itself is told by name', () => {
  const path = assembly('circle', { main: { Resources: { A: nested('main'), B: nested('main') } } });
  expect(() => readApp(path)).toThrow(new AssemblyError('a nested stack does not hold itself, received: main.json in Test/A'));
});

test('nested stacks that hold each other twice, level by level, end in one line', () => {
  const templates = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [at === 0 ? 'main' : `n${at}`, { Resources: at === 29 ? {} : { A: nested(`n${at + 1}`), B: nested(`n${at + 1}`) } }]));
  expect(() => readApp(assembly('doubling', templates))).toThrow(/^an app has at most 2000 stacks, nested ones included, received: more in the stack Test\/A/);
});

test('a nested stack that hands its parameter back to itself is not known', () => {
  const path = assembly('echo', {
    main: { Resources: { A: nested('child', { P: { 'Fn::GetAtt': ['A', 'Outputs.O'] } }) } },
    child: { Parameters: { P: { Type: 'String' } }, Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'P' } } } }, Outputs: { O: { Value: { 'Fn::Join': ['', [{ Ref: 'P' }, { Ref: 'P' }]] } } } },
  });
  const topic = survives(() => readApp(path))!.resources.find(({ type }) => type === 'AWS::SNS::Topic')!;
  expect(String(topic.properties.TopicName)).toContain('value that refers to itself');
});

test('aliases of functions that lead to each other lead nowhere', () => {
  const alias = (FunctionName: unknown) => ({ Type: 'AWS::Lambda::Alias', Properties: { FunctionName } });
  const posture = postureOf({ A: alias({ Ref: 'B' }), B: alias({ Ref: 'A' }) });
  expect(survives(() => functionsAt(posture, '‹Test#A.Ref›'))).toEqual([]);
});

test('composite alarms that look at each other in layers are each asked once', () => {
  const layers = Array.from({ length: 40 }, (_, at) => at);
  const composite = (at: number) => ({ Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: { 'Fn::Sub': at === 0 ? 'ALARM(${Alarm})' : `ALARM(\${A${at - 1}}) OR ALARM(\${B${at - 1}})` } } });
  const posture = postureOf({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: {} }, ...Object.fromEntries(layers.flatMap((at) => [[`A${at}`, composite(at)], [`B${at}`, composite(at)]])) });
  expect(survives(() => isHeard(posture, posture.resource('Test#Alarm')!))).toBe(false);
});
