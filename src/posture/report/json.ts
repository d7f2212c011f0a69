import { unknownLine } from './unknowns';
import type { Report } from '../checks/run';

/** A report for programs: `schemas/findings.schema.json`. */
export function jsonReport({ findings, acknowledged, inBaseline, notices, tallies }: Report): string {
  const failed = findings.filter(({ outcome }) => outcome === 'fail');
  return `${JSON.stringify({
    format: 'cdk-private-api/findings',
    version: 1,
    findings,
    acknowledged: acknowledged.map(({ finding, exception: { reason, owner, until, source } }) => ({
      ...finding, exception: { reason, owner: owner ?? null, until: until ?? null, source },
    })),
    baseline: inBaseline,
    notices,
    summary: {
      errors: failed.filter(({ severity }) => severity === 'error').length,
      warnings: failed.filter(({ severity }) => severity === 'warning').length,
      unknown: findings.length - failed.length,
      acknowledged: acknowledged.length,
      baseline: inBaseline.length,
      notKnown: unknownLine(findings, Infinity),
    },
    checks: tallies.map(({ check: { id, severity }, pass, fail, unknown }) => ({ check: id, severity, pass, fail, unknown })),
  }, undefined, 2)}\n`;
}
