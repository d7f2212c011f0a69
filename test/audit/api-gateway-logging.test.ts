import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ApiGatewayLogging } from '../../src/audit/api-gateway-logging';
import { newStack, onlyResource, resourcesOf } from '../support/stack';

test('API Gateway gets a role it may assume, with the policy it asks for', () => {
  const stack = newStack();
  new ApiGatewayLogging(stack, 'Logging');
  const role = onlyResource(stack, 'AWS::IAM::Role').Properties;
  expect(role.AssumeRolePolicyDocument.Statement).toEqual([
    { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } },
  ]);
  expect(JSON.stringify(role.ManagedPolicyArns)).toContain(':iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs');
  const [roleId] = Object.keys(resourcesOf(stack, 'AWS::IAM::Role'));
  expect(onlyResource(stack, 'AWS::ApiGateway::Account').Properties.CloudWatchRoleArn).toEqual({ 'Fn::GetAtt': [roleId, 'Arn'] });
});

test('role and setting stay when their stack goes, because other stacks\' APIs log by them', () => {
  const stack = newStack();
  new ApiGatewayLogging(stack, 'Logging');
  expect(onlyResource(stack, 'AWS::IAM::Role').DeletionPolicy).toBe('Retain');
  expect(onlyResource(stack, 'AWS::ApiGateway::Account').DeletionPolicy).toBe('Retain');
});

test('an existing role is used', () => {
  const stack = newStack();
  const role = iam.Role.fromRoleArn(stack, 'Theirs', 'arn:aws:iam::111122223333:role/theirs');
  new ApiGatewayLogging(stack, 'Logging', { role });
  expect(resourcesOf(stack, 'AWS::IAM::Role')).toEqual({});
  expect(onlyResource(stack, 'AWS::ApiGateway::Account').Properties.CloudWatchRoleArn).toBe('arn:aws:iam::111122223333:role/theirs');
});

test('a second one in the same stack is refused', () => {
  const stack = newStack();
  new ApiGatewayLogging(stack, 'Logging');
  expect(() => new ApiGatewayLogging(stack, 'Again')).toThrow('received: Test/Logging/Resource too');
});

test('a stack in which CDK\'s RestApi sets its own role is refused, before and after', () => {
  const before = newStack();
  new apigateway.CfnAccount(before, 'Theirs');
  expect(() => new ApiGatewayLogging(before, 'Logging')).toThrow('received: Test/Theirs too');

  const app = new App();
  const after = new Stack(app, 'Test');
  new ApiGatewayLogging(after, 'Logging');
  new apigateway.RestApi(after, 'Api', { cloudWatchRole: true }).root.addMethod('GET');
  expect(() => app.synth()).toThrow('received: Test/Api/Account too');
});

test('two stacks may each have one: they may go to two accounts', () => {
  const app = new App();
  new ApiGatewayLogging(new Stack(app, 'One'), 'Logging');
  new ApiGatewayLogging(new Stack(app, 'Two'), 'Logging');
  expect(() => app.synth()).not.toThrow();
});
