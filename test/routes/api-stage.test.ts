import { Duration } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { type Fixture, newApi, newStage } from './fixture';
import { onlyResource, resourcesOf } from '../support/stack';

const SCOPE = { scope: 'payments/read' };

function newRoutes(props: Parameters<typeof newApi>[0] = {}): Fixture {
  const fixture = newApi(props);
  fixture.api.addRoute('GET /payments/{id}', { handler: fixture.handler, ...SCOPE });
  return fixture;
}

const stageOf = (fixture: Fixture) => onlyResource(fixture.stack, 'AWS::ApiGateway::Stage').Properties;
const deploymentsOf = (fixture: Fixture) => Object.entries(resourcesOf(fixture.stack, 'AWS::ApiGateway::Deployment'));

test('a stage logs access and errors, traces, throttles, and caches and dumps nothing', () => {
  const fixture = newRoutes();
  newStage(fixture.api);
  expect(stageOf(fixture)).toMatchObject({
    StageName: 'live',
    TracingEnabled: true,
    CacheClusterEnabled: false,
    AccessLogSetting: { Format: '{"requestId":"$context.requestId"}' },
    MethodSettings: [{
      HttpMethod: '*',
      ResourcePath: '/*',
      LoggingLevel: 'ERROR',
      DataTraceEnabled: false,
      MetricsEnabled: false,
      CachingEnabled: false,
      ThrottlingRateLimit: 100,
      ThrottlingBurstLimit: 200,
    }],
  });
});

test('a throttle of a route stands in the settings of its path, and repeats what the stage says of the rest', () => {
  const fixture = newRoutes();
  const { api, handler } = fixture;
  newStage(api, { loggingLevel: apigateway.MethodLoggingLevel.INFO, throttle: { rateLimit: 7, burstLimit: 9 }, detailedMetrics: true });
  api.addRoute('POST /payments/{id}/refunds', { handler, ...SCOPE, throttle: { rateLimit: 0.5, burstLimit: 1 } });
  api.addRoute('ANY /', { handler, ...SCOPE, throttle: { rateLimit: 1, burstLimit: 2 } });
  const [everyRoute, refunds, root] = stageOf(fixture).MethodSettings;
  expect(everyRoute).toMatchObject({ LoggingLevel: 'INFO', MetricsEnabled: true, ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 });
  expect(refunds).toEqual({
    ...everyRoute, HttpMethod: 'POST', ResourcePath: '/~1payments~1{id}~1refunds', ThrottlingRateLimit: 0.5, ThrottlingBurstLimit: 1,
  });
  expect(root).toMatchObject({ HttpMethod: 'ANY', ResourcePath: '/' });
});

test.each([
  [{ stageName: 'a b' }, 'received: "a b"'],
  [{ stageName: 'test-invoke-stage' }, 'not test-invoke-stage'],
  [{ throttle: { rateLimit: -1, burstLimit: 1 } }, 'received: {"rateLimit":-1,"burstLimit":1}'],
  [{ throttle: { rateLimit: 1, burstLimit: 2_147_483_648 } }, 'received: {"rateLimit":1,"burstLimit":2147483648}'],
  [{ loggingLevel: apigateway.MethodLoggingLevel.OFF }, 'received: OFF'],
  [{ canary: { percentTraffic: 100, stableDeploymentId: 'abc' } }, 'received: 100'],
  [{ canary: { percentTraffic: 10, stableDeploymentId: '' } }, 'stable deployment by its id, letters and digits, received: ""'],
  [{ canary: { percentTraffic: 10, stableDeploymentId: 'abc' } }, 'set retainDeployments: true on the API one deploy before the canary, received a canary against: "abc"'],
])('a stage with %j is refused', (props, message) => {
  expect(() => newStage(newRoutes().api, props)).toThrow(message);
});

test('a stage is known by its URL, by the URL of an associated endpoint, and by its ARN', () => {
  const { stack, api } = newRoutes();
  const stage = newStage(api, { stageName: 'v1' });
  expect(JSON.stringify(stack.resolve(stage.url))).toMatch(/https:\/\/.*\.execute-api\..*\/v1"/);
  expect(JSON.stringify(stack.resolve(stage.urlOfEndpoint('vpce-1')))).toContain('"-vpce-1.execute-api."');
  expect(JSON.stringify(stack.resolve(stage.stageArn))).toMatch(/apigateway:.*::\/restapis\/.*\/stages\//);
});

test('metrics are those of this API and this stage', () => {
  const { stack, api } = newRoutes();
  const stage = newStage(api);
  const metrics = [
    stage.metricCount(), stage.metricClientError(), stage.metricServerError(), stage.metricLatency(), stage.metricIntegrationLatency(),
  ];
  expect(metrics.map(({ namespace, metricName, statistic }) => [namespace, metricName, statistic])).toEqual([
    ['AWS/ApiGateway', 'Count', 'SampleCount'], ['AWS/ApiGateway', '4XXError', 'Sum'], ['AWS/ApiGateway', '5XXError', 'Sum'],
    ['AWS/ApiGateway', 'Latency', 'Average'], ['AWS/ApiGateway', 'IntegrationLatency', 'Average'],
  ]);
  for (const metric of metrics) {
    expect(stack.resolve(metric.dimensions)).toEqual({ ApiName: 'Test-Api', Stage: 'live' });
  }
  expect(stage.metricLatency({ statistic: cloudwatch.Stats.p(99), period: Duration.minutes(1) })).toMatchObject({ statistic: 'p99' });
});

describe('a canary', () => {
  test('gives its part of the traffic to the new deployment and leaves the rest on the stable one', () => {
    const fixture = newRoutes({ retainDeployments: true });
    newStage(fixture.api, { canary: { percentTraffic: 10, stableDeploymentId: 'a1b2c3' } });
    const [[deploymentId]] = deploymentsOf(fixture) as [[string, unknown]];
    expect(stageOf(fixture)).toMatchObject({
      DeploymentId: 'a1b2c3',
      CanarySetting: { DeploymentId: { Ref: deploymentId }, PercentTraffic: 10, UseStageCache: false },
    });
  });

  test('finds the stable deployment, because deployments stay when another replaces them', () => {
    const [[, retained]] = deploymentsOf(newRoutes({ retainDeployments: true })) as [[string, any]];
    const [[, deleted]] = deploymentsOf(newRoutes()) as [[string, any]];
    expect(retained).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(deleted.DeletionPolicy).not.toBe('Retain');
  });

  test('is off by default: all traffic goes to the new deployment', () => {
    const fixture = newRoutes();
    newStage(fixture.api);
    const [[deploymentId]] = deploymentsOf(fixture) as [[string, unknown]];
    expect(stageOf(fixture).DeploymentId).toEqual({ Ref: deploymentId });
    expect(stageOf(fixture)).not.toHaveProperty('CanarySetting');
  });
});
