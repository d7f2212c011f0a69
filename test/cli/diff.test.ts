import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { run } from './command';
import type { Change } from '../../src/posture/diff/change';
import { textChanges } from '../../src/posture/report/changes';
import { markdownChanges } from '../../src/posture/report/markdown-changes';
import { TrialStack, newFolder, synthesized } from '../posture/checks/trial';

const base = synthesized((app) => new TrialStack(app, 'Payments', { rate: 10 }));
const head = synthesized((app) => new TrialStack(app, 'Payments', { types: ['EDGE'], rate: 10 }));

const change = (direction: Change['direction'], more: Partial<Change> = {}): Change => ({
  direction,
  layer: 'network',
  stack: 'Payments',
  resource: 'Api',
  constructPath: 'Payments/Api',
  property: 'EndpointConfiguration.Types',
  before: ['PRIVATE'],
  after: ['EDGE'],
  message: 'Anybody on the internet can call the API',
  ...more,
});

test('two versions that say the same have no change: text says so, Markdown is empty, the end is 0', async () => {
  expect(await run('diff', base, base)).toEqual({ code: 0, out: 'Nothing changed for who may call what.\n', err: '' });
  expect(await run('diff', base, base, '--format', 'markdown')).toEqual({ code: 0, out: '', err: '' });
});

test('a change is printed as JSON that keeps its published schema', async () => {
  const schema = JSON.parse(readFileSync(join(__dirname, '../../schemas/changes.schema.json'), 'utf8'));
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
  const { out } = await run('diff', base, head, '--format', 'json');
  const { changes } = JSON.parse(out);
  expect(validate(JSON.parse(out)) || validate.errors).toBe(true);
  expect(changes.length).toBeGreaterThan(0);
  expect(changes[0]).toMatchObject({ stack: 'Payments', resource: 'Api', app: { base, head } });
});

test('a stored model stands for the assembly that it was made of', async () => {
  const model = join(newFolder(), 'anything.txt');
  expect(await run('model', base, '--format', 'json', '--output', model)).toEqual({ code: 0, out: '', err: '' });
  expect((await run('diff', model, base)).out).toContain('Nothing changed');
  const [stored, read] = await Promise.all([run('diff', model, head, '--format', 'json'), run('diff', base, head, '--format', 'json')]);
  expect(JSON.parse(stored.out).summary).toEqual(JSON.parse(read.out).summary);
  expect((await run('check', model)).out).toBe((await run('check', base)).out);
});

test.each([
  ['another version', (text: string) => text.replace('"version":1', '"version":2'), 'a stored model is of version 1'],
  ['a file that is cut off', (text: string) => text.slice(0, 500), 'is not valid JSON'],
  ['broken resources', (text: string) => text.replace('"properties":{', '"properties":0,"x":{'), 'with broken resources'],
  ['a construct path that is no text', (text: string) => text.replace(/"constructPath":"[^"]*"/, '"constructPath":7'), 'with broken resources'],
  ['dependencies that are no texts', (text: string) => text.replace('"dependsOn":[]', '"dependsOn":[{}]'), 'with broken resources'],
  ['a Region that is no text', (text: string) => text.replace('"transforms":[]', '"region":{},"transforms":[]'), 'with broken stacks'],
  ['values that are nested without end', (text: string) => text.replace('"properties":{', `"properties":{"x":${'['.repeat(2000)}${']'.repeat(2000)},`), 'nests at most 700 levels'],
  ['lists that are none', (text: string) => text.replace(/"stacks":\[.*?\],"resources"/, '"stacks":{},"resources"'), 'with broken stacks'],
])('a stored model of %s ends with 2 and one clear line', async (_, spoil, message) => {
  const model = join(newFolder(), 'model.json');
  writeFileSync(model, spoil((await run('model', base)).out));
  const { code, err } = await run('diff', model, head);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(err.trim().split('\n')).toHaveLength(1);
});

test.each([[[base]], [[base, head, base]]])('paths that are no pairs end with 2', async (paths) => {
  const { code, err } = await run('diff', ...paths);
  expect(code).toBe(2);
  expect(err).toContain('a diff takes pairs: BASE HEAD');
});

test('several apps have one answer', async () => {
  const { out } = await run('diff', base, base, base, head, '--format', 'json');
  expect(new Set(JSON.parse(out).changes.map(({ app }: { app: unknown }) => JSON.stringify(app)))).toEqual(new Set([JSON.stringify({ base, head })]));
});

describe('a report of changes', () => {
  const apps = [
    { base: 'a', head: 'payments/cdk.out', changes: [change('stronger', { message: 'Better' }), change('weaker')] },
    { base: 'c', head: 'orders/cdk.out', changes: [] },
  ];

  test('has the weaker ones first', () => {
    expect(textChanges(apps, (_, text) => text, 100)).toMatch(/✗ weaker {3}Anybody on the internet[\s\S]*\["PRIVATE"\] -> \["EDGE"\][\s\S]*✓ stronger Better[\s\S]*\n1 change weaker, 1 stronger, 0 not known\.\n$/);
  });

  test('as Markdown has a table for each direction, with the app of each change', () => {
    const text = markdownChanges(apps);
    expect(text).toMatch(/^<!-- cdk-private-api:diff -->\n### Who may call what: 1 weaker, 1 stronger, 0 not known\n/);
    expect(text.indexOf('**Weaker**')).toBeLessThan(text.indexOf('**Stronger**'));
    expect(text).toContain('<code>payments/cdk&#46;out</code>');
    expect(text).not.toContain('orders');
  });

  test('as Markdown holds no markup of a value, and no more than a comment may', () => {
    const many = Array.from({ length: 3000 }, () => change('weaker', { after: { '</code><script>': '](x) @octocat |' } }));
    const text = markdownChanges([{ base: 'a', head: 'b', changes: many }]);
    expect(text).not.toMatch(/script>|\]\(|@octocat/);
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/\*\*\d+ more rows are not shown\*\*/);
  });
});
