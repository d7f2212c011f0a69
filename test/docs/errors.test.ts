import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from '../../scripts/errors-page';
import { ERROR_IDS } from '../../src/values/error-ids';

const ROOT = join(__dirname, '../..');

test('docs/errors.md lists every error and warning (npm run docs writes it)', () => {
  expect(readFileSync(join(ROOT, 'docs/errors.md'), 'utf8')).toBe(errorsPage());
});

test('every id in the list is raised somewhere', () => {
  const sources = execFileSync('grep', ['-rhoE', "'[A-Z][A-Za-z]+'", 'src', '--include=*.ts', '--exclude=error-ids.ts'], { cwd: ROOT, encoding: 'utf8' });
  const raised = new Set(sources.split('\n').map((literal) => literal.slice(1, -1)));
  expect(Object.keys(ERROR_IDS).filter((id) => !raised.has(id))).toEqual([]);
});

test('an id is one word, and its rule one sentence without a full stop', () => {
  for (const [id, rule] of Object.entries(ERROR_IDS)) {
    expect(id).toMatch(/^[A-Z][A-Za-z0-9]+$/);
    expect(rule).toMatch(/^[a-z].*[^.]$/);
  }
});
