import { App, Mixins, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { AddressList } from '../../src/web-firewall/address-list';
import { BlockedAddresses } from '../../src/web-firewall/blocked-addresses';
import { ForwardedAddress } from '../../src/web-firewall/forwarded-address';
import { ManagedRuleGroup, ManagedRuleOverride } from '../../src/web-firewall/managed-rule-group';
import { WebFirewallRule } from '../../src/web-firewall/rule';
import { WebFirewallAction } from '../../src/web-firewall/rule-action';
import { RulesMixin } from '../../src/web-firewall/rules-mixin';
import { WebAclMixin } from '../../src/web-firewall/stage-mixin';
import { WebFirewallStatement } from '../../src/web-firewall/statement';
import { WebFirewall } from '../../src/web-firewall/web-firewall';
import { WebFirewallMode } from '../../src/web-firewall/web-firewall-mode';
import { newStack, onlyResource, resourcesOf, warningsOf } from '../support/stack';

const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
const ARN = 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/central/1';

function restApi(stack: Stack, id = 'Api') {
  const api = new apigateway.RestApi(stack, id, { cloudWatchRole: false });
  api.root.addMethod('GET');
  return api;
}

const importedStage = (stack: Stack) => apigateway.Stage.fromStageAttributes(stack, 'Imported', {
  stageName: 'prod', restApi: apigateway.RestApi.fromRestApiId(stack, 'ImportedApi', 'abc123'),
});
const firewallIn = (stack: Stack) => new WebFirewall(stack, 'Firewall', { mode: WebFirewallMode.OBSERVE });

/** A web ACL that is no resource of the app. */
class ImportedWebAcl extends Construct implements wafv2.IWebACLRef {
  public readonly env = { account: '111122223333', region: 'eu-central-1' };
  public readonly webAclRef = { webAclArn: ARN, webAclId: '1', webAclName: 'central', scope: 'REGIONAL' };
}

describe('a web ACL before stages of others', () => {
  test('every stage below a scope is associated once, one after the other, though the mixin visits L1 and L2', () => {
    const stack = newStack();
    ['A', 'B', 'C'].forEach((id) => restApi(stack, id));
    Mixins.of(stack).requireAny().apply(WebAclMixin.of(firewallIn(stack)));
    const associations = resourcesOf(stack, ASSOCIATION);
    const ids = Object.keys(associations);
    expect(ids).toHaveLength(3);
    expect(ids.map((id) => (associations[id]!.DependsOn ?? []).filter((other) => ids.includes(other)))).toEqual([[], [ids[0]], [ids[1]]]);
  });

  test('a web ACL that exists is associated below the stage, which it waits for', () => {
    const stack = newStack();
    const apis = ['A', 'B'].map((id) => restApi(stack, id));
    const mixin = WebAclMixin.existing(ARN);
    apis.forEach((api) => api.deploymentStage.with(mixin));
    const associations = Object.entries(resourcesOf(stack, ASSOCIATION));
    expect(associations.map(([, { Properties }]) => Properties.WebACLArn)).toEqual([ARN, ARN]);
    const stages = Object.keys(resourcesOf(stack, 'AWS::ApiGateway::Stage'));
    const waits = [[stages[0]], [stages[1], associations[0]![0]]];
    expect(associations.map(([, { DependsOn }]) => DependsOn)).toEqual(waits.map((each) => expect.arrayContaining(each)));
    expect(associations.every(([, { Properties }], at) => JSON.stringify(Properties.ResourceArn).includes(`"${stages[at]}"`))).toBe(true);
  });

  test('stages of two stacks are put behind one web ACL, each in its own stack', () => {
    const app = new App();
    const stacks = ['One', 'Two'].map((id) => new Stack(app, id));
    stacks.forEach((stack) => restApi(stack));
    Mixins.of(app).apply(WebAclMixin.existing(ARN));
    expect(stacks.map((stack) => Object.keys(resourcesOf(stack, ASSOCIATION)).length)).toEqual([1, 1]);
  });

  test.each([
    ['a web firewall', (stack: Stack) => WebAclMixin.of(firewallIn(stack))], ['an existing web ACL', () => WebAclMixin.existing(ARN)],
  ])('%s refuses an imported stage, which has no resource, instead of leaving it unprotected', (_, make) => {
    const stack = newStack();
    const stage = importedStage(stack);
    expect(() => stage.with(make(stack))).toThrow('protect() takes one that is imported, received: "Test/Imported"');
    expect(() => Mixins.of(stack).apply(make(new Stack(stack, 'Other')))).toThrow('protect() takes one');
  });

  test.each([
    ['a web firewall', (stack: Stack) => WebAclMixin.of(firewallIn(stack))], ['an existing web ACL', () => WebAclMixin.existing(ARN)],
  ])('%s is put before a stage once', (_, make) => {
    const stack = newStack();
    const mixin = make(stack);
    const { deploymentStage } = restApi(stack);
    deploymentStage.with(mixin);
    expect(() => deploymentStage.with(mixin)).toThrow('applied to a stage once, received: "Test/Api/DeploymentStage.prod/Resource" again');
  });

  test('a web ACL that is none is refused', () => {
    expect(() => restApi(newStack()).deploymentStage.with(WebAclMixin.existing('central'))).toThrow('the ARN of a regional webacl, received: "central"');
  });

  test('two web ACLs before one stage fail the synth', () => {
    const stack = newStack();
    const { deploymentStage } = restApi(stack);
    deploymentStage.with(WebAclMixin.existing(ARN));
    firewallIn(stack).protect(deploymentStage);
    expect(() => Template.fromStack(stack)).toThrow('a stage has one web ACL');
  });

  test('what is no stage is left alone', () => {
    const stack = newStack();
    const api = restApi(stack);
    expect(WebAclMixin.existing(ARN).supports(api)).toBe(false);
    expect(WebAclMixin.existing(ARN).supports(api.deploymentStage)).toBe(false);
  });
});

describe('rules in a web ACL of others', () => {
  const visibilityConfig = { cloudWatchMetricsEnabled: true, metricName: 'theirs', sampledRequestsEnabled: true };
  const theirs = (stack: Stack, props: Partial<wafv2.CfnWebACLProps> = {}) => new wafv2.CfnWebACL(stack, 'Acl', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig,
    rules: [{ name: 'Theirs', priority: 10, action: { block: {} }, statement: { geoMatchStatement: { countryCodes: ['DE'] } }, visibilityConfig }],
    ...props,
  });
  const mine = (name = 'Mine', action?: WebFirewallAction) => WebFirewallRule.match(name, { statement: WebFirewallStatement.label('a'), action });

  test('are added at their priorities, and those that were there stay as they were', () => {
    const stack = newStack();
    const before = onlyResource((() => {
      const other = newStack();
      theirs(other);
      return other;
    })(), 'AWS::WAFv2::WebACL').Properties.Rules;
    theirs(stack).with(new RulesMixin([WebFirewallRule.blocked('BlockNow', new BlockedAddresses(stack, 'Blocked')), mine()], { firstPriority: 0 }));
    const { Rules } = onlyResource(stack, 'AWS::WAFv2::WebACL').Properties;
    expect(Rules.slice(0, 1)).toEqual(before);
    expect(Rules.slice(1).map(({ Name, Priority, Action }: any) => [Name, Priority, Action])).toEqual([['BlockNow', 0, { Block: {} }], ['Mine', 1, { Block: {} }]]);
  });

  test('are one or more, at priorities that WAF has', () => {
    const add = (rules: WebFirewallRule[], firstPriority: number) => () => theirs(newStack()).with(new RulesMixin(rules, { firstPriority }));
    expect(add([], 0)).toThrow('a mixin adds one rule or more, received: none');
    expect(add([mine('A'), mine('B')], 2_147_483_646)).not.toThrow();
    expect(add([mine('A'), mine('B')], 2_147_483_647)).toThrow('received: 2147483647 for 2 rules');
  });

  test('bring the bodies of their custom responses', () => {
    const stack = newStack();
    theirs(stack, { customResponseBodies: { Theirs: { content: 'no', contentType: 'TEXT_PLAIN' } } })
      .with(new RulesMixin([mine('Mine', WebFirewallAction.block({ statusCode: 403, body: '{}' }))], { firstPriority: 0 }));
    expect(Object.keys(onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.CustomResponseBodies)).toEqual(['Theirs', 'Mine']);
  });

  test('bring the reasons of what they let pass, beside those that are there', () => {
    const stack = newStack();
    const acl = theirs(stack);
    acl.with(new RulesMixin([mine('First', WebFirewallAction.allow('health checks'))], { firstPriority: 0 }));
    acl.with(new RulesMixin([WebFirewallRule.managed(ManagedRuleGroup.linux({ overrides: [ManagedRuleOverride.count('LFI_URIPATH', 'paths look alike')] }))], { firstPriority: 5 }));
    expect(onlyResource(stack, 'AWS::WAFv2::WebACL').Metadata!['cdk-private-api'])
      .toEqual({ reasons: { First: 'health checks', Linux: { LFI_URIPATH: 'paths look alike' } } });
  });

  test('have their named versions watched', () => {
    const pinned = [WebFirewallRule.managed(ManagedRuleGroup.linux({ version: 'Version_2.1' }))];
    const unwatched = newStack();
    theirs(unwatched).with(new RulesMixin(pinned, { firstPriority: 0 }));
    expect(warningsOf(unwatched).filter((text) => text.includes('received: Linux Version_2.1'))).toHaveLength(1);
    const stack = newStack();
    const versionAlarmTopic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-central-1:111122223333:alarms');
    theirs(stack).with(new RulesMixin(pinned, { firstPriority: 0, versionAlarmTopic }));
    expect(onlyResource(stack, 'AWS::CloudWatch::Alarm').Properties).toMatchObject({ MetricName: 'DaysToExpiry', AlarmActions: [versionAlarmTopic.topicArn] });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('stand, behind proxies, behind the rules that keep out what does not come through them', () => {
    const stack = newStack();
    const forwardedAddress = ForwardedAddress.by({ proxies: new AddressList(stack, 'Proxies') });
    theirs(stack).with(new RulesMixin([WebFirewallRule.blocked('BlockNow', new BlockedAddresses(stack, 'Blocked'))], { firstPriority: 0, forwardedAddress }));
    expect(onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.Rules.slice(1).map(({ Name, Priority, Action }: any) => [Name, Priority, Action]))
      .toEqual(['MissingForwardedHeader', 'NotFromProxies', 'BlockNow', 'BlockNow-Forwarded'].map((name, at) => [name, at, { Block: {} }]));
  });

  test.each<[string, (stack: Stack) => unknown, string]>([
    ['a web ACL for CloudFront', (stack) => theirs(stack, { scope: 'CLOUDFRONT' }).with(new RulesMixin([mine()], { firstPriority: 0 })), 'which is for CloudFront'],
    ['a priority that is taken', (stack) => theirs(stack).with(new RulesMixin([mine()], { firstPriority: 10 })), 'received: 10, which Theirs has'],
    ['half a priority', (stack) => theirs(stack).with(new RulesMixin([mine()], { firstPriority: 0.5 })), 'whole numbers from 0 to 2,147,483,647, received: 0.5'],
    ['an imported web ACL', (stack) => Mixins.of(new ImportedWebAcl(stack, 'Central')).apply(new RulesMixin([mine()], { firstPriority: 0 })), '"Test/Central", which is imported'],
    ['rules that are not known yet', (stack) => {
      firewallIn(stack);
      Mixins.of(stack).apply(new RulesMixin([mine()], { firstPriority: 100 }));
    }, 'received: "Test/Firewall/Resource", whose rules are not'],
    ['a web ACL twice', (stack) => {
      const mixin = new RulesMixin([mine()], { firstPriority: 0 });
      theirs(stack).with(mixin).with(mixin);
    }, 'applied to a web ACL once'],
    ['a body whose key is taken', (stack) => theirs(stack, { customResponseBodies: { Mine: { content: 'no', contentType: 'TEXT_PLAIN' } } })
      .with(new RulesMixin([mine('Mine', WebFirewallAction.block({ statusCode: 403, body: '{}' }))], { firstPriority: 0 })), 'received: Mine'],
  ])('%s is refused', (_, change, message) => {
    expect(() => change(newStack())).toThrow(message);
  });

  test('are held to WAF\'s limits together with those that were there', () => {
    const stack = newStack();
    theirs(stack).with(new RulesMixin([mine('Theirs')], { firstPriority: 0 }));
    expect(() => Template.fromStack(stack)).toThrow('each rule name once, received: "Theirs" again');
  });

  test('what is no web ACL is left alone', () => {
    expect(new RulesMixin([mine()], { firstPriority: 0 }).supports(newStack())).toBe(false);
  });
});
