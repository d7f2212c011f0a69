import type { Check } from '../../../../src/posture/checks/check';
import { firewallDefaultAction } from '../../../../src/posture/checks/network/firewall-default-action';
import { firewallLogging } from '../../../../src/posture/checks/network/firewall-logging';
import { firewallProtection } from '../../../../src/posture/checks/network/firewall-protection';
import { firewallRuleGroups } from '../../../../src/posture/checks/network/firewall-rule-groups';
import { firewallStatelessPass } from '../../../../src/posture/checks/network/firewall-stateless-pass';
import { firewallStreamException } from '../../../../src/posture/checks/network/firewall-stream-exception';
import { firewallZones } from '../../../../src/posture/checks/network/firewall-zones';
import { found, messages, postureOf } from '../../support/app';
import { att, firewall, of, PASS_ONE, ref } from '../../support/network';

const policy = (changes: Record<string, unknown>) => firewall(PASS_ONE, changes);
const PARAMETER = { Parameters: { P: { Type: 'String' } } };

test.each<[Check, Record<string, unknown>]>([
  [firewallDefaultAction, {}],
  [firewallDefaultAction, { StatefulDefaultActions: ['aws:drop_strict'] }],
  [firewallStatelessPass, {}],
  [firewallStatelessPass, { StatelessDefaultActions: ['aws:drop'] }],
  [firewallRuleGroups, {}],
  [firewallRuleGroups, { StatefulRuleGroupReferences: [{ ResourceArn: 'arn:aws:network-firewall:eu-central-1:aws-managed:stateful-rulegroup/X' }] }],
  [firewallStreamException, {}],
  [firewallZones, {}],
])('$id: a policy in order passes', (check, changes) => {
  expect(found(check, policy(changes))).toEqual([]);
});

test.each<[Check, Record<string, unknown>, string]>([
  [firewallDefaultAction, { StatefulDefaultActions: ['aws:alert_strict'] }, 'fail Policy FirewallPolicy.StatefulDefaultActions'],
  [firewallDefaultAction, { StatefulDefaultActions: undefined }, 'fail Policy FirewallPolicy.StatefulDefaultActions'],
  [firewallDefaultAction, { StatefulEngineOptions: undefined }, 'fail Policy FirewallPolicy.StatefulEngineOptions.RuleOrder'],
  [firewallStatelessPass, { StatelessDefaultActions: ['aws:pass'] }, 'fail Policy FirewallPolicy.StatelessDefaultActions'],
  [firewallStatelessPass, { StatelessFragmentDefaultActions: ['metric', 'aws:pass'] }, 'fail Policy FirewallPolicy.StatelessFragmentDefaultActions'],
  [firewallRuleGroups, { StatefulRuleGroupReferences: [] }, 'fail Policy FirewallPolicy.StatefulRuleGroupReferences'],
  [firewallRuleGroups, { StatefulRuleGroupReferences: [{ ResourceArn: ref('Rules'), Override: { Action: 'DROP_TO_ALERT' } }] }, 'fail Policy FirewallPolicy.StatefulRuleGroupReferences[0].Override.Action'],
  [firewallStreamException, { StatefulEngineOptions: { StreamExceptionPolicy: 'CONTINUE' } }, 'fail Policy FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy'],
])('$id: a policy that lets pass fails', (check, changes, expected) => {
  expect(found(check, policy(changes))).toEqual([expected]);
});

test.each<[Check, Record<string, unknown>, string]>([
  [firewallDefaultAction, { StatefulDefaultActions: [ref('P')] }, 'unknown Policy FirewallPolicy.StatefulDefaultActions'],
  [firewallStatelessPass, { StatelessDefaultActions: [ref('P')] }, 'unknown Policy FirewallPolicy.StatelessDefaultActions'],
  [firewallRuleGroups, { StatefulRuleGroupReferences: [{ ResourceArn: 'arn:aws:network-firewall:eu-central-1:111122223333:stateful-rulegroup/x' }] }, 'unknown Policy FirewallPolicy.StatefulRuleGroupReferences[0].ResourceArn'],
  [firewallStreamException, { StatefulEngineOptions: { StreamExceptionPolicy: ref('P') } }, 'unknown Policy FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy'],
])('$id: what is not known is said', (check, changes, expected) => {
  expect(found(check, postureOf(policy(changes), PARAMETER))).toEqual([expected]);
});

test('in the order of actions, a rule that drops the rest is a default', () => {
  const options = { StatefulRuleOptions: undefined };
  const order = { StatefulEngineOptions: undefined, StatefulDefaultActions: undefined };
  expect(found(firewallDefaultAction, firewall(`${PASS_ONE}\ndrop ip any any -> any any (sid:2;)`, order, options))).toEqual([]);
  expect(found(firewallDefaultAction, firewall(`${PASS_ONE}\ndrop ip 10.1.0.0/16 any -> any any (sid:2;)`, order, options))).toEqual(['fail Policy FirewallPolicy.StatefulEngineOptions.RuleOrder']);
});

test('a firewall whose policy stands elsewhere is not known', () => {
  const elsewhere = of('NetworkFirewall::Firewall', { FirewallPolicyArn: 'arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/x' });
  expect(found(firewallDefaultAction, { ...policy({}), Firewall: elsewhere })).toEqual(['unknown Firewall FirewallPolicyArn']);
});

test('a stateless rule passes fragments of the network, and never all of it', () => {
  const group = (MatchAttributes: Record<string, unknown>) => ({
    ...policy({ StatelessRuleGroupReferences: [{ Priority: 1, ResourceArn: ref('Fast') }] }),
    Fast: of('NetworkFirewall::RuleGroup', {
      Type: 'STATELESS', RuleGroup: { RulesSource: { StatelessRulesAndCustomActions: { StatelessRules: [{ Priority: 1, RuleDefinition: { Actions: ['aws:pass'], MatchAttributes } }] } } },
    }),
  });
  expect(found(firewallStatelessPass, group({ Sources: [{ AddressDefinition: '10.0.1.0/24' }] }))).toEqual([]);
  for (const attributes of [{}, { Protocols: [6] }, { Sources: [{ AddressDefinition: '0.0.0.0/0' }], Destinations: [{ AddressDefinition: '0.0.0.0/0' }] }]) {
    expect(found(firewallStatelessPass, group(attributes))).toEqual(['fail Fast RuleGroup.RulesSource.StatelessRulesAndCustomActions.StatelessRules[0].RuleDefinition.Actions']);
  }
});

test('a firewall logs alerts and flows', () => {
  const logging = (types: unknown[], target: Record<string, unknown> = { FirewallArn: ref('Firewall') }) => ({
    ...policy({}), Logging: of('NetworkFirewall::LoggingConfiguration', { ...target, LoggingConfiguration: { LogDestinationConfigs: types.map((LogType) => ({ LogType })) } }),
  });
  expect(messages(firewallLogging, policy({}))).toEqual(['the firewall writes no log']);
  expect(messages(firewallLogging, logging(['FLOW']))).toEqual(['the firewall logs no alerts']);
  expect(messages(firewallLogging, logging(['ALERT', 'TLS']))).toEqual(['the firewall logs no flows']);
  expect(messages(firewallLogging, logging(['ALERT', 'FLOW'], { FirewallArn: att('Firewall', 'FirewallArn') }))).toEqual([]);
  expect(found(firewallLogging, postureOf(logging([ref('P')]), PARAMETER))).toEqual(['unknown Logging LoggingConfiguration.LogDestinationConfigs']);
  expect(found(firewallLogging, logging(['ALERT'], { FirewallArn: 'arn:of:another' }))).toEqual(['unknown Logging FirewallArn']);
});

test('a firewall has its protections, and two zones', () => {
  const made = (properties: Record<string, unknown>) => ({ Firewall: of('NetworkFirewall::Firewall', properties) });
  expect(found(firewallProtection, made({ DeleteProtection: 'true', SubnetChangeProtection: true }))).toEqual(['fail Firewall FirewallPolicyChangeProtection']);
  expect(messages(firewallProtection, made({ DeleteProtection: false }))[0]).toBe('is false: the firewall can be deleted');
  expect(found(firewallProtection, postureOf(made({ DeleteProtection: ref('P'), SubnetChangeProtection: true, FirewallPolicyChangeProtection: true }), PARAMETER))).toEqual(['unknown Firewall DeleteProtection']);
  expect(found(firewallZones, made({ SubnetMappings: [{ SubnetId: 'a' }] }))).toEqual(['fail Firewall SubnetMappings']);
});
