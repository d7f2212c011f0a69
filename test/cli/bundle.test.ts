import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packed } from './packed';
import { newFolder, synthesized, threeStages } from '../posture/checks/trial';

const ROOT = join(__dirname, '../..');

describe('the command as it is published', () => {
  const script = packed();
  const run = (...argv: string[]) => spawnSync(process.execPath, [script, ...argv], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

  test('is one file that starts by itself, and knows its version', () => {
    expect(readFileSync(script, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(script).size).toBeLessThan(800_000);
    expect(run('--version')).toMatchObject({ status: 0, stdout: `${JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version}\n`, stderr: '' });
  });

  test('checks an app, without colours where nobody looks', () => {
    const { status, stdout, stderr } = run('check', synthesized((app) => threeStages(app)));
    expect({ status: typeof status, stderr }).toEqual({ status: 'number', stderr: '' });
    expect(stdout).toMatch(/\d+ checks (judged|found)/);
    expect(stdout).not.toContain('\u001b');
  });

  test('has colours where they are forced, and none where somebody asked for none', () => {
    const app = synthesized((one) => threeStages(one));
    const printed = (env: Record<string, string>, ...more: string[]) =>
      spawnSync(process.execPath, [script, 'check', app, ...more], { encoding: 'utf8', env: { PATH: process.env.PATH, ...env } }).stdout;
    expect(printed({ FORCE_COLOR: '1' })).toContain('\u001b[');
    expect(printed({ FORCE_COLOR: '1', NO_COLOR: '1' })).not.toContain('\u001b');
    expect(printed({ FORCE_COLOR: '1' }, '--format', 'json')).not.toContain('\u001b');
  });

  test('finds its schemas, and reads a file against them', () => {
    const file = join(newFolder(), 'exceptions.yaml');
    writeFileSync(file, 'exceptions:\n  - {}\n');
    const { status, stderr } = run('check', synthesized((app) => threeStages(app)), '--exceptions', file);
    expect(status).toBe(2);
    expect(stderr).toContain(`${file}:2:5 exceptions[0]: lacks check`);
  });

  test.each([
    ['nothing', ''],
    ['half a template', '{"Resources": {"A"'],
    ['brackets without end', '['.repeat(1_000_000)],
    ['a template without resources', 'Description: x'],
    ['resources that are no objects', '{"Resources": 3}'],
    ['YAML that refers to itself', 'Resources: &a { x: *a }'],
    ['bytes', '\u0000\u0001\u0002'],
    ['UTF-16', Buffer.from('\uFEFF{"Resources":{}}', 'utf16le')],
    ['a model that is cut off', '{"format":"cdk-private-api/model","version":1,"stacks":['],
    ['a template of 51 MB', `{"Resources":{"A":{"Type":"${'x'.repeat(51 * 1024 * 1024)}"}}}`],
  ])('says in one line what is wrong with %s', (_, text) => {
    const file = join(newFolder(), 'template.json');
    writeFileSync(file, text);
    const { status, stdout, stderr } = run('check', file);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^cdk-private-api: [^\n]{10,600}\n$/);
  });

  test('that cannot write its report says so, and does not end as if it had found something', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [script, 'check', synthesized((app) => threeStages(app))], { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' });
    closeSync(full);
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'cdk-private-api: a report can be written, received: ENOSPC\n' });
  });

  test('reads a template with a byte order mark', () => {
    const file = join(newFolder(), 'template.json');
    writeFileSync(file, '\uFEFF{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}');
    expect(run('check', file)).toMatchObject({ status: 0, stderr: '' });
  });

  test.each([
    ['a path that is not there', () => join(newFolder(), 'not-there')],
    ['a path that steers the terminal', () => '/not/there\u001b[31m\r'],
    ['a device without an end', () => '/dev/zero'],
    ['a directory without a manifest', () => newFolder()],
  ])('says in one line what is wrong with %s', (_, path) => {
    const { status, stdout, stderr } = run('check', path());
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^cdk-private-api: [^\n]{10,600}\n$/);
  });

  test('loads the AWS SDK for commands on a live account only, and says in one line what it lacks', () => {
    const live = () => spawnSync(process.execPath, [script, 'addresses', 'list'], { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: '/nonexistent' } });
    expect(live()).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/^cdk-private-api: a live account is asked in one Region[^\n]*\n$/) });
    renameSync(join(script, '../../operations'), join(script, '../../moved'));
    expect(live().stderr).toContain('Cannot find module');
    expect(run('check', synthesized((app) => threeStages(app)))).toMatchObject({ stderr: '', stdout: expect.stringMatching(/\d+ checks/) });
  });

  test('is quiet where its reader has seen enough', () => {
    const model = synthesized((app) => { threeStages(app, { description: 'x'.repeat(200_000) }); });
    const { stderr, stdout } = spawnSync('sh', ['-c', `"${process.execPath}" "${script}" model "${model}" | head -c 10`], { encoding: 'utf8' });
    expect({ stderr, stdout }).toEqual({ stderr: '', stdout: '{"format":' });
  });
});
