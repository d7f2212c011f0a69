import { App, type Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ExistingStack } from '../../examples/existing-stack/existing-stack';
import { PaymentsStack } from '../../examples/payments/payments-stack';

/** An example app, in every variant that is held to the promises. */
export interface Example {
  readonly name: string;
  readonly make: (scope: Construct) => Stack;
}

export const EXAMPLES: Example[] = [
  { name: 'payments', make: (scope) => new PaymentsStack(scope, 'Payments', { environment: 'prod' }) },
  { name: 'payments-with-probe', make: (scope) => new PaymentsStack(scope, 'Payments', { environment: 'test', probe: true }) },
  { name: 'existing-stack', make: (scope) => new ExistingStack(scope, 'Orders') },
];

/** An app on a fixed day that does not bundle the handlers: their bytes are not what these tests look at. */
export function newApp(context: Record<string, unknown> = {}): App {
  return new App({ context: { 'aws:cdk:bundling-stacks': [], 'cdk-private-api:now': '2027-01-01', ...context } });
}

/** What a synth of an example leaves. */
export function synthesize({ make }: Example, prepare: (app: App, stack: Stack) => void = () => {}) {
  const app = newApp();
  const stack = make(app);
  prepare(app, stack);
  const artifact = app.synth().getStackArtifact(stack.artifactId);
  return {
    app, stack, messages: artifact.messages, template: artifact.template as { Resources: Record<string, any>; Outputs?: Record<string, any> },
  };
}
