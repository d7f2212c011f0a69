import { Template } from 'aws-cdk-lib/assertions';
import { type SeenRequest, matches } from './request';
import { AddressList } from '../../src/web-firewall/address-list';
import { ForwardedAddress } from '../../src/web-firewall/forwarded-address';
import { ManagedRuleGroup } from '../../src/web-firewall/managed-rule-group';
import { WebFirewallRule } from '../../src/web-firewall/rule';
import { WebFirewallAction } from '../../src/web-firewall/rule-action';
import { WebFirewallRuleGroup } from '../../src/web-firewall/rule-group';
import { WebFirewallStatement } from '../../src/web-firewall/statement';
import { newStack, onlyResource } from '../support/stack';

const mine = (name = 'Mine', action?: WebFirewallAction) => WebFirewallRule.match(name, { statement: WebFirewallStatement.label('a'), action });

function groupOf(rules: WebFirewallRule[], capacity = 10) {
  const stack = newStack();
  const group = new WebFirewallRuleGroup(stack, 'Group', { capacity, rules });
  return { stack, group, template: () => onlyResource(stack, 'AWS::WAFv2::RuleGroup') };
}

test('a rule group has its rules in their order, its capacity, metrics, and a name of its own', () => {
  const { stack, group, template } = groupOf([mine('First'), mine('Second', WebFirewallAction.count())]);
  const { Properties } = template();
  expect(Properties).toMatchObject({ Scope: 'REGIONAL', Capacity: 10, Name: group.ruleGroupName });
  expect(Properties.Rules.map(({ Name, Priority, Action }: any) => [Name, Priority, Action])).toEqual([['First', 0, { Block: {} }], ['Second', 1, { Count: {} }]]);
  expect(Properties.VisibilityConfig).toEqual({ CloudWatchMetricsEnabled: true, MetricName: group.ruleGroupName, SampledRequestsEnabled: true });
  expect(stack.resolve([group.ruleGroupArn, group.ruleGroupRef.ruleGroupArn])).toEqual(Array(2).fill({ 'Fn::GetAtt': [expect.stringMatching(/^Group/), 'Arn'] }));
});

test('a rule that admits has its reason in the template', () => {
  expect(groupOf([mine('Admits', WebFirewallAction.allow('health checks'))]).template().Metadata!['cdk-private-api']).toEqual({ reasons: { Admits: 'health checks' } });
});

test('a group that is too small for its rules fails the synth with what they need', () => {
  expect(() => Template.fromStack(groupOf([mine('A'), mine('B')], 1).stack)).toThrow('received: 1 capacity units for 2 (A 1, B 1)');
  expect(() => Template.fromStack(groupOf([mine('A'), mine('B')], 2).stack)).not.toThrow();
});

test('five rate rules fail the synth', () => {
  const rates = (count: number) => Array.from({ length: count }, (_, at) => WebFirewallRule.rate(`Rate${at}`, { limit: 100 }));
  expect(() => Template.fromStack(groupOf(rates(4)).stack)).not.toThrow();
  expect(() => Template.fromStack(groupOf(rates(5)).stack)).toThrow('a rule group has at most 4 rate rules, received: 5');
});

test.each([0, 5001, 1.5])('a capacity of %d is refused', (capacity) => {
  expect(() => groupOf([mine()], capacity)).toThrow(`1 to 5,000 capacity units, received: ${capacity}`);
});

test.each(['', 'ab', 'x'.repeat(257), 'for $5'])('the description %j is refused, as WAF would', (description) => {
  expect(() => new WebFirewallRuleGroup(newStack(), 'Group', { capacity: 10, rules: [mine()], description })).toThrow('3 to 256 letters, digits, spaces');
});

test('behind proxies, a group keeps out what does not come through them before its own rules read the header', () => {
  const stack = newStack();
  const proxies = new AddressList(stack, 'Proxies');
  const callers = new AddressList(stack, 'Callers');
  const rules = [WebFirewallRule.match('OnlyCallers', { statement: WebFirewallStatement.not(WebFirewallStatement.addresses(callers)) })];
  new WebFirewallRuleGroup(stack, 'Group', { capacity: 5, rules, forwardedAddress: ForwardedAddress.by({ proxies }) });
  const { Rules } = onlyResource(stack, 'AWS::WAFv2::RuleGroup').Properties;
  expect(Rules.map(({ Name, Action }: any) => [Name, Action])).toEqual(
    ['MissingForwardedHeader', 'NotFromProxies', 'OnlyCallers'].map((name) => [name, { Block: {} }]));
  const inProxies = proxies.ipv4SetArns.map((arn) => JSON.stringify(stack.resolve(arn)));
  const blocked = (request: SeenRequest) => Rules.slice(0, 2).some((rule: any) => matches(rule.Statement, request));
  expect(blocked({ headers: { 'x-forwarded-for': '10.20.0.7' } })).toBe(true);
  expect(blocked({ headers: {}, inSets: inProxies })).toBe(true);
  expect(blocked({ headers: { 'x-forwarded-for': '10.20.0.7' }, inSets: inProxies })).toBe(false);
});

test('a group within a group is refused, and so is one without rules', () => {
  const other = 'arn:aws:wafv2:eu-central-1:111122223333:regional/rulegroup/theirs/1';
  expect(() => groupOf([WebFirewallRule.managed(ManagedRuleGroup.linux())])).toThrow('no other groups, received: Linux');
  expect(() => groupOf([WebFirewallRule.ruleGroup('Theirs', other)])).toThrow('no other groups, received: Theirs');
  expect(() => groupOf([])).toThrow('no other groups, received: none');
});
