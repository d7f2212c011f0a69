import { readFileSync } from 'node:fs';
import { App, type Stack } from 'aws-cdk-lib';
import { ExistingStack } from '../../examples/existing-stack/existing-stack';
import { PaymentsStack } from '../../examples/payments/payments-stack';
import type { JsonObject } from '../../src/posture/assembly/json';

/** A synthesized example. */
export interface Example {
  readonly name: string;
  readonly file: string;
  readonly template: JsonObject;
}

const MAKE: Readonly<Record<string, (app: App) => Stack>> = {
  'payments': (app) => new PaymentsStack(app, 'Payments', { environment: 'prod' }),
  'existing-stack': (app) => new ExistingStack(app, 'Orders'),
};

/** Synthesizes the examples. The handlers are not bundled: nobody looks at their bytes. */
export function synthesizeExamples(): Example[] {
  return Object.entries(MAKE).map(([name, make]) => {
    const app = new App({ analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [] } });
    const stack = make(app);
    const { templateFullPath: file } = app.synth().getStackArtifact(stack.artifactId);
    return { name, file, template: JSON.parse(readFileSync(file, 'utf8')) as JsonObject };
  });
}
