import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { AddressList } from '../../src/web-firewall/address-list';
import { RequestPart } from '../../src/web-firewall/request-part';
import { WebFirewallRule } from '../../src/web-firewall/rule';
import { WebFirewallRuleGroup } from '../../src/web-firewall/rule-group';
import { RulesMixin } from '../../src/web-firewall/rules-mixin';
import { WebAclMixin } from '../../src/web-firewall/stage-mixin';
import { WebFirewallStatement } from '../../src/web-firewall/statement';
import { WebFirewall } from '../../src/web-firewall/web-firewall';
import { WebFirewallMode } from '../../src/web-firewall/web-firewall-mode';

const OURS = { account: '123456789012', region: 'eu-central-1' };
const arn = (kind: string, { account, region } = OURS) => `arn:aws:wafv2:${region}:${account}:regional/${kind}/central/1`;
const ELSEWHERE = [['Region', { ...OURS, region: 'us-east-1' }], ['account', { ...OURS, account: '999999999999' }]] as const;

function stackIn(env: { account: string; region: string } | undefined = OURS, app = new App({ analyticsReporting: false }), id = 'Stack'): Stack {
  return new Stack(app, id, { env });
}
const firewallIn = (stack: Stack, addressList?: AddressList) => new WebFirewall(stack, 'Firewall', { mode: WebFirewallMode.ENFORCE, addressList });
const synth = (stack: Stack) => () => (stack.node.root as App).synth();
const inSet = (set: string) => WebFirewallRule.match('Set', { statement: WebFirewallStatement.ipSet(set) });
const visibilityConfig = { cloudWatchMetricsEnabled: true, metricName: 'x', sampledRequestsEnabled: true };
const HOME = '\\(123456789012, eu-central-1\\), received: ';

describe.each(ELSEWHERE)('what is in another %s is refused at synth, where WAF would not find it:', (_, there) => {
  test.each<[string, (stack: Stack) => void, string]>([
    ['a list of sets that exist', (stack) => firewallIn(stack).admit(AddressList.fromIpSets([arn('ipset', there)], [])), 'ipset'],
    ['an IP set in a rule', (stack) => firewallIn(stack).addRule(inSet(arn('ipset', there))), 'ipset'],
    ['a pattern set below others', (stack) => firewallIn(stack).addRule(WebFirewallRule.match('Patterns', {
      statement: WebFirewallStatement.not(WebFirewallStatement.patternSet(RequestPart.URI_PATH, arn('regexpatternset', there))),
    })), 'regexpatternset'],
    ['a set in a mixin', (stack) => new wafv2.CfnWebACL(stack, 'Theirs', { scope: 'REGIONAL', defaultAction: { block: {} }, visibilityConfig })
      .with(new RulesMixin([inSet(arn('ipset', there))], { firstPriority: 0 })), 'ipset'],
    ['a set in a rule group', (stack) => void new WebFirewallRuleGroup(stack, 'Group', { capacity: 5, rules: [inSet(arn('ipset', there))] }), 'ipset'],
  ])('%s', (__, make, kind) => {
    const stack = stackIn();
    make(stack);
    expect(synth(stack)).toThrow(new RegExp(`WafElsewhere: rules refer to sets of their own account and Region ${HOME}${arn(kind, there)}`));
  });

  test('a list of a stack that is there', () => {
    const app = new App({ analyticsReporting: false });
    const list = new AddressList(stackIn(there, app, 'There'), 'List');
    list.add('10.20.0.0/16', { application: 'Billing' });
    firewallIn(stackIn(OURS, app), list);
    expect(() => app.synth()).toThrow(new RegExp(`WafElsewhere: .* ${HOME}one of (the stack There|another Region, as /cdk/exports/Stack/There)`));
  });

  test('a web ACL that a mixin puts before a stage', () => {
    const api = new apigateway.RestApi(stackIn(), 'Api', { cloudWatchRole: false });
    api.root.addMethod('GET');
    expect(() => api.deploymentStage.with(WebAclMixin.existing(arn('webacl', there)))).toThrow(
      new RegExp(`a stage has a web ACL of its own account and Region ${HOME}${arn('webacl', there)}`));
  });
});

test('what is here is taken, and so is everything where the stack does not say where it is', () => {
  for (const [env, there] of [[OURS, OURS], [undefined, ELSEWHERE[0][1]]] as const) {
    const stack = env === undefined ? new Stack(new App({ analyticsReporting: false }), 'Stack') : stackIn(env);
    firewallIn(stack).admit(AddressList.fromIpSets([arn('ipset', there)], []));
    const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
    api.root.addMethod('GET');
    api.deploymentStage.with(WebAclMixin.existing(arn('webacl', there)));
    expect(synth(stack)).not.toThrow();
  }
});

test('a list of a neighbouring stack is taken', () => {
  const app = new App({ analyticsReporting: false });
  const list = new AddressList(stackIn(OURS, app, 'Neighbour'), 'List');
  list.add('10.20.0.0/16', { application: 'Billing' });
  firewallIn(stackIn(OURS, app), list);
  expect(() => app.synth()).not.toThrow();
});
