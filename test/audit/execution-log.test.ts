import { CfnParameter } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { ExecutionLog } from '../../src/audit/execution-log';
import { DataKey } from '../../src/encryption/data-key';
import { findCycle } from '../support/cycles';
import { newStack, onlyResource } from '../support/stack';

function stageWithLog() {
  const stack = newStack();
  const dataKey = new DataKey(stack, 'Key');
  // An API that refers to what the key encrypts: the case in which a key that refers to the API could not be deployed.
  const restApi = new apigateway.CfnRestApi(stack, 'Api', { name: 'payments', description: dataKey.keyArn });
  const stage = new apigateway.CfnStage(stack, 'Stage', { restApiId: restApi.ref, stageName: 'live' });
  const log = new ExecutionLog(stack, 'Log', { restApi, stageName: 'live', dataKey });
  stage.node.addDependency(log);
  return { stack, log };
}

test('the execution log exists under the service\'s own name before the stage, encrypted, kept a year and retained', () => {
  const { stack } = stageWithLog();
  const group = onlyResource(stack, 'AWS::Logs::LogGroup');
  expect(group.Properties.LogGroupName).toEqual({ 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: 'Api' }, '/live']] });
  expect(group.Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: expect.anything() });
  expect(group.DeletionPolicy).toBe('Retain');
  expect(onlyResource(stack, 'AWS::ApiGateway::Stage').DependsOn).toHaveLength(1);
});

test('the key admits the log by a literal pattern, and nothing goes round in a circle', () => {
  const { stack } = stageWithLog();
  const policy = JSON.stringify(onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy);
  expect(policy).toContain('log-group:API-Gateway-Execution-Logs_*/live');
  expect(policy).not.toContain('"Api"');
  expect(findCycle(Template.fromStack(stack).toJSON())).toBeUndefined();
});

test.each([['li ve'], ['live/x'], ['']])('the stage name %j is refused', (stageName) => {
  const stack = newStack();
  const restApi = new apigateway.CfnRestApi(stack, 'Api');
  expect(() => new ExecutionLog(stack, 'Log', { restApi, stageName })).toThrow(`received: ${JSON.stringify(stageName)}`);
});

test('a stage name that is a reference is refused', () => {
  const stack = newStack();
  const restApi = new apigateway.CfnRestApi(stack, 'Api');
  const stageName = new CfnParameter(stack, 'StageName').valueAsString;
  expect(() => new ExecutionLog(stack, 'Log', { restApi, stageName })).toThrow('received: a reference');
});
