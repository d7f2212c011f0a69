// A process of its own, started in examples/payments: what CDK, esbuild and npm print while they work stays out of the demo's output.
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, CfnResource, Validations } from 'aws-cdk-lib';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { countedPack } from './counted-pack';
import type { ConsumerFact, SynthMessage } from './facts';
import { warningsOf } from './warnings';
import { PaymentsStack } from '../../examples/payments/payments-stack';

const say = (message: SynthMessage) => process.send?.(message);
const started = (step: string) => say({ kind: 'started', step, at: Date.now() });

const outdir = resolve('cdk.out');
const reportFile = join(outdir, 'validation-report.json');
rmSync(reportFile, { force: true });

started('Build the constructs and bundle the handlers');
const app = new App({ outdir });
const stack = new PaymentsStack(app, 'Payments', { environment: 'prod' });

const packs = [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks]
  .map((Pack) => countedPack(Pack, ({ name }) => started(`Check the policies of ${name}`)));
Validations.of(app).addPlugins(...packs, {
  // CDK's own validation comes after all others, and says nothing when it starts.
  name: 'progress',
  validate: () => {
    started('Validate the template against the schemas of CloudFormation');
    return { success: true, violations: [] };
  },
});

started('Synthesize the template');
try {
  app.synth();
} catch (error) {
  if (!existsSync(reportFile)) {
    throw error;
  }
  // The report says what was found.
}

const artifact = new CloudAssembly(outdir).getStackArtifact(stack.artifactId);
const { routes, register } = stack.api;
say({
  kind: 'finished',
  at: Date.now(),
  facts: {
    templateFile: artifact.templateFullPath,
    reportFile,
    stackName: artifact.stackName,
    resources: stack.node.findAll().filter((node) => CfnResource.isCfnResource(node)).map((resource) => ({
      logicalId: stack.resolve(resource.logicalId), type: resource.cfnResourceType, path: resource.node.path.slice(stack.node.path.length + 1),
    })),
    routes,
    consumers: register.consumers.map(consumerFact),
    packs: packs.map(({ result }) => result),
    warnings: warningsOf(artifact.messages),
  },
});

function consumerFact({ id, owner, scopes, addresses, vpcEndpoints, expires, enabled, throttle, quota }: ConsumerFact): ConsumerFact {
  return { id, owner, scopes, addresses, vpcEndpoints, expires, enabled, throttle, quota };
}
