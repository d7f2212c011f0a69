import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// Every benchmark runs, also after one that missed its target; each in a process of its own.
const BENCHMARKS = ['run', 'addresses', 'feed', 'posture'];

const failed = BENCHMARKS.filter((name) => spawnSync(process.execPath, ['--require', 'tsx/cjs', join(__dirname, `${name}.ts`)], {
  cwd: join(__dirname, '..'), stdio: 'inherit', env: { ...process.env, TSX_TSCONFIG_PATH: join(__dirname, 'tsconfig.json') },
}).status !== 0);
console.log(failed.length === 0 ? '\nevery benchmark met its targets' : `\nbenchmarks that missed a target, or failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
