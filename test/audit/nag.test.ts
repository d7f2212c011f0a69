import { App, Stack, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { AccessLog } from '../../src/audit/access-log';
import { AlarmTopic } from '../../src/audit/alarm-topic';
import { ApiAlarms } from '../../src/audit/api-alarms';
import { ApiGatewayLogging } from '../../src/audit/api-gateway-logging';
import { ExecutionLog } from '../../src/audit/execution-log';
import { nagFindings, PACKS } from '../support/nag';

test.each([
  ['without an environment', undefined],
  ['in a known environment', { account: '111122223333', region: 'eu-central-1' }],
])('cdk-nag\'s five packs have nothing to say about logs, alarms, topic and logging role %s', (_, env) => {
  const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
  const stack = new Stack(app, 'Test', { env });
  const restApi = apigateway.RestApi.fromRestApiId(stack, 'Api', 'abc123');
  const accessLog = new AccessLog(stack, 'AccessLog');
  new ExecutionLog(stack, 'ExecutionLog', { restApi, stageName: 'live' });
  new ApiGatewayLogging(stack, 'Logging');
  const topic = new AlarmTopic(stack, 'Topic', { subscribers: ['ops@example.com'] });
  const metric = new cloudwatch.Metric({ namespace: 'AWS/WAFV2', metricName: 'BlockedRequests' });
  new ApiAlarms(stack, 'Alarms', {
    restApi, apiName: 'payments', stageName: 'live', topic, accessLog, blockedRequests: metric, rateLimitedRequests: metric,
  });
  Validations.of(app).addPlugins(...Object.values(PACKS).map((Pack) => new Pack()));
  expect(() => app.synth()).not.toThrow();
  expect(nagFindings(app)).toEqual([]);
});
