import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { of, ref } from '../support/network';

const said = (base: Resources, head: Resources) => diffApps(appOf({ Net: { Resources: base } }), appOf({ Net: { Resources: head } })).map(({ direction, message }) => `${direction}: ${message}`);
const STRICT = 'STRICT_ORDER';
const group = (RulesSource: unknown, order: string) => of('NetworkFirewall::RuleGroup', { Type: 'STATEFUL', Capacity: 100, RuleGroup: { RulesSource, StatefulRuleOptions: { RuleOrder: order } } });
const text = (rules: string, order = STRICT) => group({ RulesString: rules }, order);
const PASS = text('pass tls any any -> any 443 (tls.sni; content:"api.example.com"; endswith; sid:1;)');
const DROP = text('drop tls any any -> any 443 (tls.sni; content:"example.com"; endswith; sid:2;)');

const policy = (priorities: Record<string, number>, groups: Resources): Resources => ({
  ...groups,
  Policy: of('NetworkFirewall::FirewallPolicy', {
    FirewallPolicy: {
      StatefulEngineOptions: { RuleOrder: STRICT },
      StatefulRuleGroupReferences: Object.entries(priorities).map(([id, Priority]) => ({ ResourceArn: groups[id] ? ref(id) : id, Priority })),
    },
  }),
});
const both = { Allowed: PASS, Denied: DROP };
const ARN = 'arn:aws:network-firewall:eu-central-1:aws-managed:stateful-rulegroup/ThreatSignaturesDoSStrictOrder';

test.each<[way: string, base: Resources, head: Resources, said: string[]]>([
  ['what passes comes before what drops', policy({ Denied: 1, Allowed: 2 }, both), policy({ Denied: 2, Allowed: 1 }, both),
    ['weaker: firewall policy Policy: packets now meet the rule group Allowed before Denied: what it passes, the other no longer drops']],
  ['what drops comes first', policy({ Denied: 2, Allowed: 1 }, both), policy({ Denied: 1, Allowed: 2 }, both),
    ['stronger: firewall policy Policy: packets now meet the rule group Denied before Allowed: what it drops, the other no longer passes']],
  ['a group of elsewhere comes first', policy({ Allowed: 1, [ARN]: 2 }, { Allowed: PASS }), policy({ Allowed: 2, [ARN]: 1 }, { Allowed: PASS }),
    [`unknown: firewall policy Policy: packets now meet the rule group ${ARN} before Allowed`]],
  ['other priorities in the same order', policy({ Denied: 1, Allowed: 2 }, both), policy({ Denied: 10, Allowed: 20 }, both), []],
  ['two that pass trade places', policy({ A: 1, B: 2 }, { A: PASS, B: text('pass tls any any -> any 443 (tls.sni; content:"b.example.com"; sid:3;)') }),
    policy({ A: 2, B: 1 }, { A: PASS, B: text('pass tls any any -> any 443 (tls.sni; content:"b.example.com"; sid:3;)') }), []],
])('the order of rule groups counts where the first that decides, decides: %s', (_, base, head, expected) => {
  expect(said(base, head)).toEqual(expected);
});

const list = (GeneratedRulesType: string, order: string, Targets = ['a.example.com']) => ({ List: group({ RulesSourceList: { GeneratedRulesType, Targets, TargetTypes: ['TLS_SNI'] } }, order) });

test('a list of what may pass that becomes one of what may not lets the rest pass', () => {
  expect(said(list('ALLOWLIST', 'DEFAULT_ACTION_ORDER'), list('DENYLIST', 'DEFAULT_ACTION_ORDER'))).toEqual([
    'weaker: firewall rule group List: it no longer has the rule "drop every name that is not on the list (TLS_SNI)"',
    'stronger: firewall rule group List: the rule "a.example.com (TLS_SNI)" now has the action drop; before, pass',
  ]);
});

test('in strict order a list says nothing of what it does not name', () => {
  expect(said(list('ALLOWLIST', STRICT), list('DENYLIST', STRICT))).toEqual(['stronger: firewall rule group List: the rule "a.example.com (TLS_SNI)" now has the action drop; before, pass']);
  expect(said(list('ALLOWLIST', STRICT), list('ALLOWLIST', STRICT, ['a.example.com', 'b.example.com']))).toEqual(['weaker: firewall rule group List: it now has the rule "pass b.example.com (TLS_SNI)"']);
});
