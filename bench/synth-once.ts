import { statSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { onPrivateApi, onRestApi } from './api';

// One synth in a process of its own, so that neither side warms the other up: `synth-once.ts KIND ROUTES NETWORK [CONSUMERS]`.
const [kind, routes, network, consumers] = process.argv.slice(2);
const start = process.hrtime.bigint();
const app = new App({ analyticsReporting: false });
const stack = kind === 'rest-api' ? onRestApi(app, Number(routes), network === 'new') : onPrivateApi(app, Number(routes), network === 'new', Number(consumers ?? 1));
const artifact = app.synth().getStackArtifact(stack.artifactId);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log(JSON.stringify({
  seconds,
  resources: Object.keys(artifact.template.Resources).length,
  bytes: statSync(artifact.templateFullPath).size,
  minified: Buffer.byteLength(JSON.stringify(artifact.template)),
}));
