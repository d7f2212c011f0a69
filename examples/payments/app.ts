import { App } from 'aws-cdk-lib';
import { PaymentsStack } from './payments-stack';

const app = new App();
new PaymentsStack(app, 'Payments', { environment: app.node.tryGetContext('environment') ?? 'prod', probe: app.node.tryGetContext('probe') === 'true' });
app.synth();
