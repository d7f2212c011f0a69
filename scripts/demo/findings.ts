import type { Acknowledgement } from './facts';
import { indented, paint, wrapped } from './text';

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string; readonly cloudFormationResource?: { readonly logicalId?: string } }[];
  /** Of one that was acknowledged. */
  readonly reason?: string;
}

/** CDK's `validation-report.json`, as far as it is read here. */
export interface ValidationReport {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly pluginVersion?: string;
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly Violation[];
  }[];
}

/** A rule that does not hold. */
export interface Finding {
  readonly rule: string;
  readonly what: string;
  readonly paths: string[];
}

/** Everything that was found and not acknowledged, whatever its severity. */
export function findingsIn({ pluginReports }: ValidationReport): Finding[] {
  return pluginReports.flatMap(({ violations }) => violations).map((violation) => ({
    rule: violation.ruleName, what: violation.description, paths: pathsOf(violation),
  }));
}

/** What CDK's own validation found and somebody acknowledged. */
export function acknowledgedIn({ pluginReports }: ValidationReport): Acknowledgement[] {
  return pluginReports.flatMap(({ suppressedViolations }) => suppressedViolations ?? []).flatMap((violation) =>
    pathsOf(violation).map((path) => ({ rule: violation.ruleName, path, reason: violation.reason ?? '' })));
}

/** Name and version of the plug-in that looked at a template, or undefined where it did not. */
export function versionOf({ pluginReports }: ValidationReport, name: string): string | undefined {
  const report = pluginReports.find(({ pluginName }) => pluginName === name);
  return report && `${name} ${report.pluginVersion ?? ''}`.trim();
}

export function findingLines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ rule, what, paths }) => [
    `${paint('red', '✗')} ${paint('bold', rule)}`,
    ...indented(wrapped(what, 94), 4),
    ...indented(paths.map((path) => paint('dim', `at ${path}`)), 4),
  ]);
}

function pathsOf({ violatingConstructs }: Violation): string[] {
  return violatingConstructs.map(({ constructPath, cloudFormationResource }) => constructPath ?? cloudFormationResource?.logicalId ?? 'the template');
}
