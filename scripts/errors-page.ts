import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_IDS } from '../src/values/error-ids';

/** docs/errors.md: every error and warning by its id. */
export function errorsPage(): string {
  return [
    '# Errors and warnings',
    '',
    'Every error states its rule and the value it received, and carries one of these ids as its `name`, or in front of its text (`ID: ...`)',
    'where only the synth can tell and CDK gathers the problems. A warning is silenced with',
    '`Annotations.of(scope).acknowledgeWarning(\'cdk-private-api:ID\')`. An id never changes its meaning.',
    '',
    '| id | rule |',
    '|---|---|',
    ...Object.entries(ERROR_IDS).map(([id, rule]) => `| \`${id}\` | ${rule.replace(/\|/g, '\\|')} |`),
    '',
  ].join('\n');
}

if (require.main === module) {
  writeFileSync(join(__dirname, '../docs/errors.md'), errorsPage());
}
