import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

// In a process of its own: the test runner turns the validation off for all others.
test('CDK\'s own template validation finds nothing in any rule that can be made', () => {
  const output = execFileSync(join(ROOT, 'node_modules/.bin/tsx'), [join(__dirname, 'every-rule.ts')], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'true', TSX_TSCONFIG_PATH: 'test/tsconfig.json' }, stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [faulty, every] = JSON.parse(output);
  expect(faulty.violations).not.toEqual([]);
  expect(every.violations).toEqual([]);
  expect(every.rules).toBeGreaterThan(50);
}, 60_000);
