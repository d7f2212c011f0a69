import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnParameter, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { CfnRestApi, CfnStage } from 'aws-cdk-lib/aws-apigateway';
import { type Check, fail, judged, pass } from '../../../src/posture/checks/check';
import { read, readNumber } from '../../../src/posture/model/reading';

/** Two checks that need no other: what is tested here is what becomes of their judgements. */
export const TRIAL_CHECKS: readonly Check[] = [
  {
    id: 'api-private',
    title: 'An API is private',
    severity: 'error',
    layer: 'network',
    why: 'Anybody on the internet could call it.',
    fix: 'endpointConfiguration: { types: [EndpointType.PRIVATE] }',
    owasp: ['API8:2023'],
    securityHub: ['APIGateway.1'],
    * judge(posture) {
      for (const api of posture.ofType('AWS::ApiGateway::RestApi')) {
        yield judged(api, 'EndpointConfiguration.Types', read(api, 'EndpointConfiguration.Types'), ['EDGE'],
          (types) => (JSON.stringify(types) === '["PRIVATE"]' ? undefined : `is ${JSON.stringify(types)}`));
      }
    },
  },
  {
    id: 'stage-throttled',
    title: 'A stage has a limit of its own',
    severity: 'warning',
    layer: 'consumers',
    why: 'One caller could take all of the account\'s rate.',
    fix: 'Set throttlingRateLimit.',
    owasp: ['API4:2023'],
    * judge(posture) {
      for (const stage of posture.ofType('AWS::ApiGateway::Stage')) {
        yield judged(stage, 'MethodSettings[0].ThrottlingRateLimit', readNumber(stage, 'MethodSettings[0].ThrottlingRateLimit'), undefined,
          (rate) => (rate === undefined ? 'is not set' : rate > 1000 ? `is ${rate}` : undefined));
      }
    },
  },
  {
    id: 'api-described',
    title: 'An API says what it is',
    severity: 'warning',
    layer: 'routes',
    why: 'Nobody would know whom to ask.',
    fix: 'Set description.',
    owasp: ['API9:2023'],
    * judge(posture) {
      for (const api of posture.ofType('AWS::ApiGateway::RestApi')) {
        yield read(api, 'Description').kind === 'known' ? pass(api, 'Description') : fail(api, 'Description', 'is not set');
      }
    },
  },
];

export interface TrialOptions {
  readonly types?: string[];
  readonly description?: string;
  readonly rate?: number;
  /** Leaves the rate to a parameter. */
  readonly parameter?: boolean;
}

/** A stack with one API and one stage. */
export class TrialStack extends Stack {
  public readonly api: CfnRestApi;
  public readonly stage: CfnStage;

  public constructor(scope: Stage | App, id: string, options: TrialOptions = {}) {
    super(scope, id);
    this.api = new CfnRestApi(this, 'Api', {
      name: 'trial', description: options.description, endpointConfiguration: { types: options.types ?? ['PRIVATE'] },
    });
    const deployment = new CfnResource(this, 'Deployment', { type: 'AWS::ApiGateway::Deployment', properties: { RestApiId: this.api.ref } });
    const limit = options.parameter ? new CfnParameter(this, 'Limit', { type: 'Number' }).valueAsNumber : options.rate;
    this.stage = new CfnStage(this, 'Stage', {
      restApiId: this.api.ref,
      deploymentId: deployment.ref,
      stageName: 'live',
      ...limit === undefined ? {} : { methodSettings: [{ httpMethod: '*', resourcePath: '/*', throttlingRateLimit: limit }] },
    });
  }
}

/** An empty folder that the machine clears away. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'trial-'));
}

/** Synthesizes an app into a folder of its own. */
export function synthesized(make: (app: App) => void): string {
  const app = new App({ outdir: join(newFolder(), 'cdk.out'), context: { 'aws:cdk:enable-path-metadata': true } });
  make(app);
  return app.synth().directory;
}

/** One stack in three stages, each with the same faults. */
export function threeStages(app: App, options: TrialOptions = { types: ['REGIONAL'], parameter: true }): TrialStack[] {
  return ['Dev', 'Test', 'Prod'].map((name) => new TrialStack(new Stage(app, name), 'Payments', options));
}
