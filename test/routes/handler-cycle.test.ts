import { type App, CfnResource, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type Fixture, newApi, newFunction, newStage } from './fixture';
import { referencesIn } from '../../src/routes/handler-cycle';

const SCOPE = { scope: 'payments/read' };

function withRoute(): Fixture & { stage: ReturnType<typeof newStage> } {
  const fixture = newApi();
  fixture.api.addRoute('GET /a', { handler: fixture.handler, ...SCOPE });
  return { ...fixture, stage: newStage(fixture.api) };
}

const problemsOf = (app: App) => {
  try {
    app.synth();
    return '';
  } catch (error) {
    return String(error);
  }
};

test('a handler that knows the id of its API is refused with the way round', () => {
  const { app, api, handler } = withRoute();
  handler.addEnvironment('API_ID', api.restApiId);
  expect(problemsOf(app)).toMatch(/HandlerCycle: .*Test\/Handler.*SSM parameter.*received: (Api\w+) -> Handler\w+ -> \1/);
});

test('a handler that knows the URL of a stage is refused over stage or API', () => {
  const { app, stage, handler } = withRoute();
  handler.addEnvironment('API_URL', stage.url);
  expect(problemsOf(app)).toContain('HandlerCycle');
});

test('a handler that may call its own API is refused: it depends on the policy of its role', () => {
  const { app, api, handler } = withRoute();
  api.grantInvoke(handler);
  expect(problemsOf(app)).toMatch(/HandlerCycle: .*Handler\w+ -> HandlerServiceRoleDefaultPolicy\w+ -> Api/);
});

test('a circle over Fn::Sub, DependsOn, the stage and its deployment is found', () => {
  for (const tie of [
    ({ api, handler, stack }: Fixture) => handler.addEnvironment('URL', Fn.sub(`https://\${${String(stack.resolve((api.node.defaultChild as CfnResource).logicalId))}}.example`)),
    ({ api, handler }: Fixture) => (handler.node.defaultChild as CfnFunction).addResourceDependency(api.node.defaultChild as CfnResource),
    ({ api, handler }: Fixture) => handler.node.addDependency(api),
    ({ stack, handler }: Fixture) => handler.addEnvironment('STAGE', (stack.node.findAll().find((one) => one.node.path.endsWith('Live/Resource')) as CfnResource).ref),
    ({ api, handler }: Fixture) => handler.addEnvironment('DEPLOYMENT', api.deploymentId),
  ]) {
    const fixture = withRoute();
    tie(fixture);
    expect(problemsOf(fixture.app)).toContain('HandlerCycle');
  }
});

test('an alias, and a function of a nested stack that takes the API as a parameter, are followed too', () => {
  const aliased = newApi();
  aliased.api.addRoute('GET /a', { handler: aliased.handler.addAlias('live'), ...SCOPE });
  aliased.handler.addEnvironment('API_ID', aliased.api.restApiId);
  expect(problemsOf(aliased.app)).toMatch(/HandlerCycle: .* -> HandlerAliaslive\w+ -> Handler/);
  const nested = newApi();
  const handler = newFunction(new NestedStack(nested.stack, 'Nested'));
  nested.api.addRoute('GET /a', { handler, ...SCOPE });
  handler.addEnvironment('API_ID', nested.api.restApiId);
  expect(problemsOf(nested.app)).toContain('HandlerCycle');
});

test('what refers to the API beside the handler is no circle, nor is a function that is known by a literal ARN', () => {
  const { app, stack, api, handler } = withRoute();
  newFunction(stack, 'Client').addEnvironment('API_ID', api.restApiId);
  handler.addEnvironment('TABLE', new CfnResource(stack, 'Table', { type: 'AWS::DynamoDB::Table' }).ref);
  const literal = lambda.Function.fromFunctionArn(stack, 'Literal', 'arn:aws:lambda:eu-west-1:111122223333:function:theirs');
  api.addRoute('GET /b', { handler: literal, ...SCOPE });
  const functions = newFunction(new Stack(app, 'Functions'));
  api.addRoute('GET /c', { handler: functions, ...SCOPE });
  expect(problemsOf(app)).toBe('');
});

test('references are read from Ref, GetAtt and Sub in each of their forms', () => {
  expect(referencesIn([
    { Ref: 'A' }, { 'Fn::GetAtt': ['B', 'Arn'] }, { 'Fn::GetAtt': 'C.Arn' }, { 'Fn::Sub': '${D}-${E.Arn}-${!F}-${AWS::Region}' },
    { 'Fn::Sub': ['${G}-${local}', { local: { Ref: 'H' } }] }, { 'Fn::Join': ['', [{ Ref: 'I' }]] }, { Reference: 'J' },
  ])).toEqual(['A', 'B', 'C', 'D', 'E', 'G', 'H', 'I']);
});
