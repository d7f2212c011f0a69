import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type IPolicyValidationContext, type IPolicyValidationPlugin, type PolicyValidationPluginReport, type PolicyViolatingResource, type PolicyViolation,
  Stage,
} from 'aws-cdk-lib';
import { checkAssembly } from './check-assembly';
import type { PrivateApiCheckOptions } from './check-options';
import { NAMESPACE } from '../posture/checks/exception';
import { fails } from '../posture/checks/fails';
import type { Finding, Place } from '../posture/checks/finding';
import type { Notice } from '../posture/checks/notice';
import { CHECKS } from '../posture/checks/registry';
import type { Report } from '../posture/checks/run';
import { today } from '../values/day';

/** Properties of `PrivateApiChecks`. */
export interface PrivateApiChecksProps extends PrivateApiCheckOptions {}

/**
 * Checks the templates of an app at synth: `Validations.of(app).addPlugins(new PrivateApiChecks())`.
 *
 * It reads what would be deployed, overrides and raw resources included, and finds what `cdk-private-api check` finds. Only an error that
 * nobody acknowledged stops the synth: warnings and what is not known are reported, and so are exceptions that lapsed, which never do.
 * A finding is acknowledged at its construct or above, by `Validations.of(construct).acknowledge({ id: 'PrivateApi::CHECK', reason })`;
 * the reason may end in `(owner: NAME, until: YYYY-MM-DD)`.
 *
 * The day is that of the context key `cdk-private-api:now`, by default today in UTC.
 */
export class PrivateApiChecks implements IPolicyValidationPlugin {
  public readonly name: string = NAMESPACE;
  /** Version of this library. */
  public readonly version?: string;
  /** Ids of the checks. */
  public readonly ruleIds?: string[];

  public constructor(private readonly props: PrivateApiChecksProps = {}) {
    this.version = (JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string }).version;
    this.ruleIds = CHECKS.map(({ id }) => id);
  }

  /**
   * Called by CDK once the app is synthesized.
   *
   * @throws AssemblyError if a file of the properties does not follow its schema, with lines and columns
   * @throws RuleError ClockMalformed
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const root = Stage.isStage(context.appConstruct) ? context.appConstruct : Stage.of(context.appConstruct)!;
    const stacks = context.stackTemplates.map(({ stackConstructPath }) => stackConstructPath);
    const report = checkAssembly({
      directory: root.outdir,
      options: this.props,
      today: today(root.node.tryGetContext('cdk-private-api:now')),
      graceDays: Infinity, // what lapses fails the check of a pipeline, never the synth of a fix
      only: ({ stack }) => stacks.some((path) => stack === path || stack.startsWith(`${path}/`)),
    });
    return { success: !fails({ findings: report.findings, notices: [] }, 'error'), violations: violationsOf(report, root.outdir) };
  }
}

function violationsOf({ findings, acknowledged, notices }: Report, outdir: string): PolicyViolation[] {
  const all = [
    ...findings,
    // CDK lists those among the suppressed ones with their reason. It does not know ids without our namespace, nor those of files.
    ...acknowledged.filter(({ exception }) => exception.qualified).map(({ finding }) => finding),
  ];
  const unknown = all.filter(({ outcome }) => outcome === 'unknown');
  return [
    ...all.filter(({ outcome }) => outcome === 'fail').map((finding) => violation(finding, outdir)),
    ...[...new Set(unknown.map(({ check }) => check))].map((id) => unknownViolation(unknown.filter(({ check }) => check === id), outdir)),
    ...notices.filter(({ kind }) => kind !== 'fixed').map(noticeViolation),
  ];
}

function violation({ check, severity, property, message, why, fix, owasp, places }: Finding, outdir: string): PolicyViolation {
  return {
    ruleName: check,
    severity,
    fix,
    description: `${property === null ? '' : `${property} `}${message}. ${why}`,
    ruleMetadata: { why, owasp: owasp.join(', ') },
    violatingResources: places.map((place) => resourceAt(place, outdir)),
  };
}

/** What is not known is said once for each check. */
function unknownViolation(findings: readonly Finding[], outdir: string): PolicyViolation {
  const [{ check, why, fix, owasp }] = findings as [Finding];
  const places = findings.flatMap((finding) => finding.places);
  return {
    ruleName: check,
    severity: 'info',
    fix,
    description: [...new Set(places.map(({ property, message }) => `${property === null ? '' : `${property} `}${message}`))].join('; '),
    ruleMetadata: { why, owasp: owasp.join(', ') },
    violatingResources: places.map((place) => resourceAt(place, outdir)),
  };
}

function resourceAt(place: Place, outdir: string): PolicyViolatingResource {
  return { resourceLogicalId: place.resource, templatePath: join(outdir, place.template), locations: locations(place) };
}

function locations({ property }: Place): string[] {
  return [property === null ? 'Properties' : `Properties.${property}`];
}

function noticeViolation({ kind, check, source, message }: Notice): PolicyViolation {
  return {
    ruleName: `${kind}-exception`,
    description: `${check}: ${message}`,
    severity: 'warning',
    violatingResources: [{ constructPath: source, locations: [] }],
  };
}
