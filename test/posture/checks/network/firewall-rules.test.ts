import { firewallRulesEffective } from '../../../../src/posture/checks/network/firewall-rules-effective';
import { firewallRulesOpen } from '../../../../src/posture/checks/network/firewall-rules-open';
import { firewallRulesValid } from '../../../../src/posture/checks/network/firewall-rules-valid';
import { found, messages, postureOf } from '../../support/app';
import { firewall, PASS_ONE, ref } from '../../support/network';

const CHECKS = [firewallRulesValid, firewallRulesOpen, firewallRulesEffective];
const PARAMETER = { Parameters: { P: { Type: 'String' } } };

test('rules in order pass, however they are written', () => {
  const list = { RulesSource: { RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['.example.com'] } } };
  const structured = {
    RulesSource: {
      StatefulRules: [{
        Action: 'DROP', Header: { Protocol: 'TCP', Source: '$HOME_NET', SourcePort: 'ANY', Destination: '10.1.0.0/16', DestinationPort: '22', Direction: 'FORWARD' }, RuleOptions: [{ Keyword: 'sid', Settings: ['1'] }],
      }],
    },
  };
  for (const resources of [firewall(PASS_ONE), firewall(undefined, {}, list), firewall(undefined, {}, structured)]) {
    expect(CHECKS.flatMap((check) => messages(check, resources))).toEqual([]);
  }
});

test.each([
  ['does not parse', 'drop tcp any any -> any (sid:1;)'],
  ['has an unknown action', 'allow tcp any any -> any any (sid:1;)'],
])('a rule that %s is named by its line', (_, rule) => {
  expect(found(firewallRulesValid, firewall(`${PASS_ONE}\n${rule}`))[0]).toBe('fail Rules RuleGroup.RulesSource.RulesString');
  expect(messages(firewallRulesValid, firewall(`${PASS_ONE}\n${rule}`))[0]).toMatch(/^line 2: /);
});

test.each([
  ['everything', 'pass ip any any -> any any (sid:9;)', 'line 1 passes everything from anywhere to anywhere: pass ip any any -> any any'],
  ['the internet', 'pass tcp $HOME_NET any -> any any (sid:9;)', 'line 1 passes everything to the internet: pass tcp $HOME_NET any -> any any'],
  ['every name that ends in .com', 'pass tls $HOME_NET any -> any 443 (tls.sni; content:".com"; endswith; sid:9;)', 'line 1 passes a top-level domain, or every name: ".com"'],
])('a rule that passes %s is an opening', (_, rule, message) => {
  expect(messages(firewallRulesOpen, firewall(rule))).toEqual([message]);
});

test.each([
  ['between networks', '$HOME_NET any -> $HOME_NET [22,23,3389]', ['line 1 passes remote administration between networks: TCP 22, 23, 3389']],
  ['in a span of ports', '10.0.0.0/8 any -> 10.1.0.0/16 20:30', ['line 1 passes remote administration between networks: TCP 22, 23']],
  ['among all ports but one', '10.0.0.0/8 any -> 10.1.0.0/16 !22', ['line 1 passes remote administration between networks: TCP 23, 3389, 5985, 5986']],
  ['in both directions', '10.0.0.0/8 22 <> 10.1.0.0/16 443', ['line 1 passes remote administration between networks: TCP 22']],
  ['from one host', '10.0.0.5/32 any -> $HOME_NET 22', []],
  ['not at all', '10.0.0.0/8 any -> 10.1.0.0/16 443', []],
])('a rule that passes remote administration %s', (_, header, expected) => {
  expect(messages(firewallRulesOpen, firewall(`pass tcp ${header} (msg:"x"; sid:9;)`))).toEqual(expected);
  expect(messages(firewallRulesOpen, firewall(`drop tcp ${header} (msg:"x"; sid:9;)`))).toEqual([]);
});

test('a domain list of a top-level domain is an opening', () => {
  const list = { RulesSource: { RulesSourceList: { GeneratedRulesType: 'ALLOWLIST', TargetTypes: ['TLS_SNI'], Targets: ['.example.com', '.com'] } } };
  expect(messages(firewallRulesOpen, firewall(undefined, {}, list))).toEqual(['target 2 passes a top-level domain, or every name: ".com"']);
});

test('a drop behind a pass that matches more is an error, a pass behind a pass a warning', () => {
  const severities = (rules: string) => [...firewallRulesEffective.judge(postureOf(firewall(rules)))].map((judgement) => (judgement.outcome === 'pass' ? 'pass' : judgement.severity ?? 'error'));
  expect(severities('pass tcp 10.0.0.0/8 any -> 10.0.0.0/8 any (sid:1;)\ndrop tcp 10.1.0.0/16 any -> 10.2.0.0/16 22 (sid:2;)')).toEqual(['error']);
  expect(severities('pass tcp 10.0.0.0/8 any -> 10.0.0.0/8 any (sid:1;)\npass tcp 10.1.0.0/16 any -> 10.2.0.0/16 22 (sid:2;)')).toEqual(['warning']);
});

test.each([
  ['has no sid', `${PASS_ONE}\ndrop tcp any any -> any 22 (msg:"x";)`, /line 2 has no sid/],
  ['has the sid of another', `${PASS_ONE}\ndrop tcp any any -> any 22 (sid:1;)`, /line 2 has the sid of another rule/],
  ['names an undefined variable', 'drop tcp $PARTNERS any -> any 22 (sid:1;)', /line 1 has a variable that the group does not define: PARTNERS|\$PARTNERS/],
])('a rule that %s is refused', (_, rules, message) => {
  expect(messages(firewallRulesEffective, firewall(rules))).toEqual([expect.stringMatching(message)]);
});

test('the order of a group is that of its policy, its capacity is enough, its home network is not everything', () => {
  expect(found(firewallRulesEffective, firewall(PASS_ONE, {}, { StatefulRuleOptions: undefined }))).toEqual(['fail Rules RuleGroup.StatefulRuleOptions.RuleOrder']);
  const full = firewall(`${PASS_ONE}\n${PASS_ONE.replace('sid:1', 'sid:2').replace('api.', 'b.')}`);
  full.Rules!.Properties!.Capacity = '1';
  expect(messages(firewallRulesEffective, full)).toEqual(['is 1 for 2 rules: Network Firewall refuses that']);
  expect(found(firewallRulesEffective, firewall(PASS_ONE, {}, { RuleVariables: { IPSets: { HOME_NET: { Definition: ['0.0.0.0/0'] } } } })))
    .toEqual(['fail Rules RuleGroup.RuleVariables.IPSets.HOME_NET.Definition']);
});

test('rules that are a parameter, or hold one, are not known', () => {
  expect(found(firewallRulesValid, postureOf(firewall(ref('P')), PARAMETER))).toEqual(['unknown Rules RuleGroup.RulesSource.RulesString']);
  expect(found(firewallRulesValid, postureOf(firewall({ 'Fn::Sub': `${PASS_ONE}\n\${P}` }), PARAMETER)).every((line) => line.startsWith('unknown'))).toBe(true);
});

test('pseudo parameters in a text hide nothing', () => {
  expect(messages(firewallRulesValid, firewall({ 'Fn::Sub': PASS_ONE.replace('api.example.com', 'kms.${AWS::Region}.amazonaws.com') }))).toEqual([]);
});
