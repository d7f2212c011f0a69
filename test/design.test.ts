import { App, Aspects, CfnResource, type IAspect, Stack, TagManager, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ApiGatewayLogging, PrivateApi, WebFirewall, WebFirewallMode } from '../src';
import { onlyResource } from './support/stack';

/** An API with two routes and two consumers. */
function payments(app: App): Stack {
  const stack = new Stack(app, 'Test');
  const api = new PrivateApi(stack, 'Payments', {
    accountLogging: new ApiGatewayLogging(stack, 'AccountLogging'), alarmSubscribers: ['ops@example.com'], outputs: true,
  });
  const handler = new lambda.Function(stack, 'Handler', {
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
  });
  const consumer = { owner: 'billing@example.com', scopes: ['payments/read'], addresses: ['10.20.0.0/16', 'fd00:20::/48'] };
  api.addConsumer('Billing', consumer);
  api.addRoute('GET /payments/{id}', { handler, scope: 'payments/read' });
  api.addRoute('POST /payments', { handler, scope: 'payments/write' });
  api.addConsumer('Treasury', { ...consumer, scopes: ['payments/read', 'payments/write'] });
  return stack;
}

const resourcesIn = (app: App) => app.node.findAll().filter((node) => CfnResource.isCfnResource(node)) as CfnResource[];

describe('children are made eagerly', () => {
  /** Remembers the resources that it was shown. */
  class Witness implements IAspect {
    public readonly seen: string[] = [];

    public visit(node: unknown): void {
      if (CfnResource.isCfnResource(node)) {
        this.seen.push(node.node.path);
      }
    }
  }

  const app = new App();
  const witness = new Witness();
  Aspects.of(app).add(witness);
  Tags.of(app).add('owner', 'payments-team');
  const stack = payments(app);
  const before = resourcesIn(app).map((resource) => resource.node.path);
  const { Resources } = app.synth().getStackArtifact(stack.artifactId).template as { Resources: Record<string, any> };
  const resources = resourcesIn(app);
  const inTemplate = (resource: CfnResource) => Resources[stack.resolve(resource.logicalId)];

  test('no resource appears only at synth', () => {
    expect(resources.map((resource) => resource.node.path)).toEqual(before);
    expect(before).toHaveLength(Object.keys(Resources).length);
  });

  test('an aspect sees every resource, once', () => {
    expect(witness.seen.sort()).toEqual(resources.map((resource) => resource.node.path).sort());
  });

  test('an aspect that tags sees every resource', () => {
    const tagged = (resource: CfnResource) => Object.entries(inTemplate(resource).Properties ?? {})
      .some(([name, tags]) => /Tags$/.test(name) && /"owner"/.test(JSON.stringify(tags)));
    const typesWithTags = new Set(resources.filter(tagged).map((resource) => resource.cfnResourceType));
    expect([...typesWithTags]).toEqual(expect.arrayContaining([
      'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::ApiKey', 'AWS::Cognito::UserPool', 'AWS::SecretsManager::Secret', 'AWS::WAFv2::WebACL',
      'AWS::EC2::VPC', 'AWS::Logs::LogGroup', 'AWS::KMS::Key', 'AWS::CloudWatch::Alarm',
    ]));
    const untagged = resources.filter((resource) => !tagged(resource)
      && (TagManager.of(resource) !== undefined || typesWithTags.has(resource.cfnResourceType))).map((resource) => resource.node.path);
    // CDK makes its own custom resource provider of resources without tags, and a tag that changed would empty the blocked sets.
    const without = ['Test/Custom::VpcRestrictDefaultSGCustomResourceProvider/', 'Test/Payments/WebFirewall/Blocked/Ipv'];
    expect(untagged.filter((path) => !without.some((place) => path.startsWith(place)))).toEqual([]);
  });
});

describe('the web firewall has no rule group that judges public addresses', () => {
  /** Every value of one key, at any depth. */
  const valuesOf = (key: string, value: unknown): unknown[] => (typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...valuesOf(key, inner)])
    : []);

  const firewall = (mode: WebFirewallMode) => (app: App) => {
    const stack = new Stack(app, 'Test');
    new WebFirewall(stack, 'Firewall', { mode }).protect(apigateway.Stage.fromStageAttributes(stack, 'Stage', {
      stageName: 'live', restApi: apigateway.RestApi.fromRestApiId(stack, 'Api', 'abc123'),
    }));
    return stack;
  };
  const cases: Record<string, (app: App) => Stack> = {
    'in a PrivateApi': payments,
    'in a WebFirewall that enforces': firewall(WebFirewallMode.ENFORCE),
    'in a WebFirewall that observes': firewall(WebFirewallMode.OBSERVE),
  };

  test.each(Object.entries(cases))('%s', (_, make) => {
    const { Rules } = onlyResource(make(new App()), 'AWS::WAFv2::WebACL').Properties;
    const groups = valuesOf('ManagedRuleGroupStatement', Rules).map((group: any) => `${group.VendorName}/${group.Name}`);
    expect(groups).toContain('AWS/AWSManagedRulesCommonRuleSet');
    // Reputation, anonymity, country and network are facts about public addresses: of 10.0.0.0/8 they say nothing, or something wrong.
    expect(groups.filter((name) => /IpReputation|AnonymousIp/i.test(name))).toEqual([]);
    for (const statement of ['GeoMatchStatement', 'AsnMatchStatement', 'RuleGroupReferenceStatement']) {
      expect(valuesOf(statement, Rules)).toEqual([]);
    }
  });
});
