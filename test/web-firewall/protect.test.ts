import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { WebFirewall } from '../../src/web-firewall/web-firewall';
import { WebFirewallMode } from '../../src/web-firewall/web-firewall-mode';
import { newStack, onlyResource, resourcesOf } from '../support/stack';

const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
const mode = WebFirewallMode.OBSERVE;

function restApi(scope: Construct, id = 'Api') {
  const api = new apigateway.RestApi(scope, id, { cloudWatchRole: false });
  api.root.addMethod('GET');
  return api;
}

function idOf(stack: Stack, type: string): string {
  return Object.keys(resourcesOf(stack, type))[0]!;
}

test('an L2 stage is associated by its ARN, which waits for the stage and has no account in it', () => {
  const stack = newStack();
  const api = restApi(stack);
  new WebFirewall(stack, 'Firewall', { mode }).protect(api.deploymentStage);
  const association = onlyResource(stack, ASSOCIATION);
  expect(association.Properties.ResourceArn).toEqual({
    'Fn::Join': ['', [
      'arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, '::/restapis/',
      { Ref: idOf(stack, 'AWS::ApiGateway::RestApi') }, '/stages/', { Ref: idOf(stack, 'AWS::ApiGateway::Stage') },
    ]],
  });
  expect(association.Properties.WebACLArn).toEqual({ 'Fn::GetAtt': [idOf(stack, 'AWS::WAFv2::WebACL'), 'Arn'] });
  expect(association.DependsOn).toContain(idOf(stack, 'AWS::ApiGateway::Stage'));
});

test('an L1 stage with a literal name is waited for, though nothing refers to it', () => {
  const stack = newStack();
  const stage = new apigateway.CfnStage(stack, 'Stage', { restApiId: 'abc123', stageName: 'prod' });
  const literal = {
    node: stage.node, env: stage.env, stageRef: { restApiId: 'abc123', stageName: 'prod' },
  } as unknown as apigateway.IStageRef;
  new WebFirewall(stack, 'Firewall', { mode }).protect(literal);
  expect(onlyResource(stack, ASSOCIATION).DependsOn).toContain(idOf(stack, 'AWS::ApiGateway::Stage'));
});

test('an imported stage is associated by its literal ARN', () => {
  const stack = newStack();
  const stage = apigateway.Stage.fromStageAttributes(stack, 'Stage', {
    stageName: 'prod', restApi: apigateway.RestApi.fromRestApiId(stack, 'Api', 'abc123'),
  });
  new WebFirewall(stack, 'Firewall', { mode }).protect(stage);
  expect(JSON.stringify(onlyResource(stack, ASSOCIATION).Properties.ResourceArn)).toContain('::/restapis/abc123/stages/prod');
});

test('a stage of another stack is associated by an export, and nothing is added to that stack but the export', () => {
  const app = new App();
  const theirs = new Stack(app, 'Theirs');
  const ours = new Stack(app, 'Ours');
  const api = restApi(theirs);
  new WebFirewall(ours, 'Firewall', { mode }).protect(api.deploymentStage);
  app.synth();
  expect(JSON.stringify(onlyResource(ours, ASSOCIATION).Properties.ResourceArn)).toContain('Fn::ImportValue');
  expect(Object.values(Template.fromStack(theirs).toJSON().Resources).map((resource: any) => resource.Type)).not.toContain(ASSOCIATION);
});

test.each([
  ['Region', { account: '111122223333', region: 'eu-west-1' }], ['account', { account: '444455556666', region: 'eu-central-1' }],
])('a stage of another %s is refused: no web ACL could protect it', (_, env) => {
  const app = new App();
  const ours = new Stack(app, 'Ours', { env: { account: '111122223333', region: 'eu-central-1' } });
  const api = restApi(new Stack(app, 'Theirs', { env }));
  expect(() => new WebFirewall(ours, 'Firewall', { mode }).protect(api.deploymentStage))
    .toThrow(`(111122223333, eu-central-1), received: "Theirs/Api/DeploymentStage.prod" of ${env.account}, ${env.region}`);
});

test('no stage is associated before its requests would be logged', () => {
  const stack = newStack();
  new WebFirewall(stack, 'Firewall', { mode }).protect(restApi(stack).deploymentStage);
  expect(onlyResource(stack, ASSOCIATION).DependsOn).toContain(idOf(stack, 'AWS::WAFv2::LoggingConfiguration'));
});

test('associations are made one after the other, since WAF takes one in two seconds', () => {
  const stack = newStack();
  const firewall = new WebFirewall(stack, 'Firewall', { mode });
  ['A', 'B', 'C', 'D'].forEach((id) => firewall.protect(restApi(stack, id).deploymentStage));
  const associations = resourcesOf(stack, ASSOCIATION);
  const ids = Object.keys(associations);
  const waitsFor = ids.map((id) => (associations[id]!.DependsOn ?? []).filter((other) => ids.includes(other)));
  expect(waitsFor).toEqual([[], [ids[0]], [ids[1]], [ids[2]]]);
});

test('no caller\'s object changes: the API\'s resources are those it has without a web firewall', () => {
  const resources = (protect: boolean) => {
    const stack = newStack();
    const api = restApi(stack);
    if (protect) {
      new WebFirewall(stack, 'Firewall', { mode }).protect(api.deploymentStage);
    }
    return Object.entries(Template.fromStack(stack).toJSON().Resources).filter(([, { Type }]: any) => Type.startsWith('AWS::ApiGateway'));
  };
  expect(resources(true)).toEqual(resources(false));
});

test('an association keeps its logical id when the stack moves into a CDK stage, or another stage is protected before it', () => {
  const ids = (scope: Construct, ...apis: string[]) => {
    const stack = new Stack(scope, 'Payments');
    const firewall = new WebFirewall(stack, 'Firewall', { mode });
    apis.forEach((id) => firewall.protect(restApi(stack, id).deploymentStage));
    return Object.keys(resourcesOf(stack, ASSOCIATION));
  };
  const [before] = ids(new App(), 'Api');
  expect(ids(new Stage(new App(), 'Prod'), 'Api')).toEqual([before]);
  expect(ids(new App(), 'Other', 'Api')).toContain(before);
});

test('the same stage is refused a second time, whichever construct stands for it', () => {
  const stack = newStack();
  const api = restApi(stack);
  const firewall = new WebFirewall(stack, 'Firewall', { mode });
  firewall.protect(api.deploymentStage);
  expect(() => firewall.protect(api.deploymentStage)).toThrow('protected once, received: "Test/Api/DeploymentStage.prod" again');
  expect(() => firewall.protect(api.deploymentStage.node.defaultChild as apigateway.CfnStage)).toThrow('protected once');
});

test('stages of two stacks are two stages, though their logical ids are the same', () => {
  const app = new App();
  const [one, two, ours] = ['One', 'Two', 'Ours'].map((id) => new Stack(app, id));
  const firewall = new WebFirewall(ours!, 'Firewall', { mode });
  firewall.protect(restApi(one!).deploymentStage);
  firewall.protect(restApi(two!).deploymentStage);
  new WebFirewall(ours!, 'Other', { mode }).protect(restApi(new Stack(app, 'Three')).deploymentStage);
  expect(() => app.synth()).not.toThrow();
  expect(Object.keys(resourcesOf(ours!, ASSOCIATION))).toHaveLength(3);
});

test.each([
  ['another web firewall', (stack: Stack, stage: apigateway.Stage) => new WebFirewall(stack, 'Second', { mode }).protect(stage)],
  ['an association of the caller\'s', (stack: Stack, stage: apigateway.Stage) => new wafv2.CfnWebACLAssociation(stack, 'Second', {
    webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/b',
    resourceArn: `arn:aws:apigateway:us-east-1::/restapis/${stage.restApi.restApiId}/stages/${stage.stageName}`,
  })],
  ['an association by the L2\'s own ARN', (stack: Stack, stage: apigateway.Stage) => new wafv2.CfnWebACLAssociation(stack, 'Second', {
    webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/b', resourceArn: stage.stageArn,
  })],
])('%s on the same stage fails the synth: one would replace the other in silence', (_, second) => {
  const stack = newStack();
  const { deploymentStage } = restApi(stack);
  new WebFirewall(stack, 'Firewall', { mode }).protect(deploymentStage);
  second(stack, deploymentStage);
  expect(() => Template.fromStack(stack)).toThrow(/a stage has one web ACL.*received: "Test\/Second/);
});

test('web firewalls of their own for two stages are no conflict, nor in a nested stack where the ids are the same', () => {
  const stack = newStack();
  const protect = (scope: Construct, id: string) => new WebFirewall(scope, `${id}Firewall`, { mode }).protect(restApi(scope, id).deploymentStage);
  protect(stack, 'One');
  protect(stack, 'Two');
  protect(new NestedStack(stack, 'Nested'), 'One');
  expect(() => Template.fromStack(stack)).not.toThrow();
});

test('the same stage is refused a second time where the web firewall is managed elsewhere too', () => {
  const stack = newStack();
  const firewall = new WebFirewall(stack, 'Firewall', { mode: WebFirewallMode.managedElsewhere({ owner: 'team', reason: 'central' }) });
  const { deploymentStage } = restApi(stack);
  firewall.protect(deploymentStage);
  expect(() => firewall.protect(deploymentStage)).toThrow('protected once');
});
