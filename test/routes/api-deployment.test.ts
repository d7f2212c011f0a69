import { App, Aspects, CfnParameter, Lazy, Stack, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type Fixture, newApi, newFunction, newPolicy, newStage } from './fixture';
import { PrivateRestApi, type PrivateRestApiProps } from '../../src/routes/private-rest-api';
import { RouteAuthorization } from '../../src/routes/route-authorization';
import { TlsPolicy } from '../../src/routes/tls-policy';
import { resourcesOf } from '../support/stack';

const SCOPE = { scope: 'payments/read' };

/** The logical id of the deployment of an API with two routes, after a change. */
function deploymentId(change: (fixture: Fixture) => void = () => undefined, props: PrivateRestApiProps = {}): string {
  const fixture = newApi(props);
  const { api, handler } = fixture;
  api.addRoute('GET /a', { handler, ...SCOPE });
  api.addRoute('GET /b', { handler, ...SCOPE });
  newStage(api);
  change(fixture);
  return idIn(fixture.stack);
}

function idIn(stack: Stack): string {
  const [id, ...others] = Object.keys(resourcesOf(stack, 'AWS::ApiGateway::Deployment'));
  expect(others).toEqual([]);
  return id!;
}

const resourceOf = (api: PrivateRestApi) => api.node.findChild('Resource') as apigateway.CfnRestApi;

test('the same API has the same deployment, synth after synth', () => {
  expect(deploymentId()).toMatch(/^ApiDeployment[0-9A-F]{8}[0-9a-f]{16}$/);
  expect(deploymentId()).toBe(deploymentId());
});

test('how many tokens were made before changes nothing', () => {
  const ids = [0, 50].map((tokens) => {
    for (let i = 0; i < tokens; i++) {
      Lazy.string({ produce: () => 'x' });
    }
    return deploymentId();
  });
  expect(ids[0]).toBe(ids[1]);
});

test('the order of routes changes nothing', () => {
  const ids = [['GET /a', 'GET /b', 'PUT /a'], ['PUT /a', 'GET /b', 'GET /a']].map((routes) => {
    const { stack, api, handler } = newApi();
    routes.forEach((route) => api.addRoute(route, { handler, ...SCOPE }));
    return idIn(stack);
  });
  expect(ids[0]).toBe(ids[1]);
});

test.each<[string, (fixture: Fixture) => void, PrivateRestApiProps?]>([
  ['another route', ({ api, handler }) => api.addRoute('GET /c', { handler, ...SCOPE })],
  ['another scope', ({ api, handler }) => api.addRoute('GET /c', { handler, scope: 'payments/write' })],
  ['another statement of the policy', () => undefined, { policy: newPolicy('vpce-0fedcba9876543210') }],
  ['another TLS policy', () => undefined, { tlsPolicy: TlsPolicy.TLS_1_3 }],
  ['another access mode', () => undefined, { tlsPolicy: TlsPolicy.TLS_1_3.strict() }],
  ['another associated endpoint', () => undefined, { endpointIds: ['vpce-0123456789abcdef0'] }],
  ['an override of the resource', ({ api }) => resourceOf(api).addPropertyOverride('BinaryMediaTypes', ['image/png'])],
  ['an aspect on the resource', ({ api }) => Aspects.of(api).add({
    visit: (node) => { if (node instanceof apigateway.CfnRestApi) node.minimumCompressionSize = 0; },
  })],
])('%s makes a new deployment', (_what, change, ...[props]) => {
  expect(deploymentId(change, props)).not.toBe(deploymentId());
});

test.each<[string, (fixture: Fixture) => void, PrivateRestApiProps?]>([
  ['nothing', () => undefined],
  ['a tag', ({ api }) => Tags.of(api).add('team', 'payments')],
  ['a description', () => undefined, { description: 'new' }],
  ['a consumer (plan and key) whose endpoint the policy already admits', ({ stack, api }) => {
    new apigateway.CfnApiKey(stack, 'Key', { enabled: true });
    new apigateway.CfnUsagePlan(stack, 'Plan', { apiStages: [{ apiId: api.restApiId, stage: 'live' }] });
  }],
  ['other code of a handler', ({ handler }) => (handler.node.defaultChild as any).addPropertyOverride('Code.ZipFile', 'other')],
])('%s makes no new deployment', (_what, change, ...[props]) => {
  expect(deploymentId(change, props)).toBe(deploymentId());
});

test('another handler makes a new deployment', () => {
  const one = deploymentId(({ api, handler }) => api.addRoute('GET /c', { handler, ...SCOPE }));
  const other = deploymentId(({ stack, api }) => api.addRoute('GET /c', { handler: newFunction(stack, 'Other'), ...SCOPE }));
  expect(one).not.toBe(other);
});

test('a reason said in other words makes no new deployment', () => {
  const ids = ['load balancers ask', 'the load balancer asks'].map((reason) => deploymentId(({ api, handler }) =>
    api.addRoute('GET /health', { handler, authorization: RouteAuthorization.open(reason) })));
  expect(ids[0]).toBe(ids[1]);
});

test('a statement added after everything else still counts', () => {
  const policy = newPolicy();
  const late = deploymentId(() => policy.addStatements(new iam.PolicyStatement({
    effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/*/DELETE/*'],
  })), { policy });
  expect(late).not.toBe(deploymentId());
});

test('references across stacks count in their final form, so that synth after synth agrees', () => {
  const ids = [1, 2].map(() => {
    const app = new App();
    const functions = new Stack(app, 'Functions');
    const handler = newFunction(functions);
    const stack = new Stack(app, 'Apis');
    const endpoint = new CfnParameter(stack, 'Endpoint');
    const api = new PrivateRestApi(stack, 'Api', { policy: newPolicy(endpoint.valueAsString) });
    api.addRoute('GET /a', { handler, authorization: RouteAuthorization.open('test') });
    newStage(api);
    const template = app.synth().getStackByName('Apis').template;
    const [id] = Object.entries<any>(template.Resources).find(([, resource]) => resource.Type === 'AWS::ApiGateway::Deployment')!;
    const stage = Object.values<any>(template.Resources).find((resource) => resource.Type === 'AWS::ApiGateway::Stage');
    expect(stage.Properties.DeploymentId).toEqual({ Ref: id });
    return id;
  });
  expect(ids[0]).toBe(ids[1]);
});
