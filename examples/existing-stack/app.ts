import { App } from 'aws-cdk-lib';
import { ExistingStack } from './existing-stack';

const app = new App();
new ExistingStack(app, 'Orders');
app.synth();
