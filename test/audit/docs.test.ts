import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIT_FIELDS, AUDIT_RECORD_BYTES } from '../../src/audit/access-log-format';
import { ALARMS } from '../../src/audit/alarm-table';

const page = readFileSync(join(__dirname, '../../docs/audit.md'), 'utf8');

test('the page lists every key of the audit record, and no other', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` \| `([\w.]+)` \|$/gm)].map(([, key, variable]) => [key, variable]);
  expect(rows).toEqual(Object.entries(AUDIT_FIELDS));
  expect(page).toContain(`${AUDIT_RECORD_BYTES.toLocaleString('en-US')} of the 3,072 bytes`);
});

test('the page lists every alarm with its threshold and window', () => {
  const UNITS = { share: 'of the requests', milliseconds: 'milliseconds', requests: 'requests' };
  for (const [name, { rule }] of Object.entries(ALARMS)) {
    const row = page.split('## The alarms')[1]!.split('\n').find((text) => text.startsWith(`| \`${name}\` |`));
    expect(row).toContain(`| ${rule.threshold} ${UNITS[rule.unit]} | ${rule.evaluationPeriods} of ${rule.evaluationPeriods} periods of ${rule.minutes} min |`);
  }
});
