import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from '../posture/checks/trial';

const ROOT = join(__dirname, '../..');

/** The command as the package ships it: the bundle, its schemas, and the packages that go with it. */
export function packed(): string {
  const folder = newFolder();
  const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen/tasks.json'), 'utf8'));
  const [line, operations] = tasks['bundle:cli'].steps.map(({ exec }: { exec: string }) => exec).filter((exec: string) => exec.startsWith('esbuild'));
  mkdirSync(join(folder, 'node_modules'));
  ['yaml', 'ajv', 'fast-deep-equal', 'fast-uri', 'json-schema-traverse', 'require-from-string']
    .forEach((name) => symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name)));
  cpSync(join(ROOT, 'schemas'), join(folder, 'schemas'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  const script = join(folder, 'lib/cli/index.js');
  const env = { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}` };
  for (const [command, file] of [[line, script], [operations, join(folder, 'lib/operations/index.js')]]) {
    execFileSync('sh', ['-c', command.replace(/--outfile=\S+/, `--outfile=${file}`)], { cwd: ROOT, env });
  }
  return script;
}
