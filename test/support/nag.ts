import { type App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';

/** cdk-nag's five packs. */
export const PACKS = { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks };

/** What the packs find in an app that was synthesized, as `rule: where`; what was acknowledged is not among it. */
export function nagFindings(app: App, packs = Object.values(PACKS)): string[] {
  return packs.flatMap((Pack) => new Pack().validateScope(app).violations).flatMap((violation) =>
    violation.violatingResources.map((place) => `${violation.ruleName}: ${place.constructPath}`));
}
