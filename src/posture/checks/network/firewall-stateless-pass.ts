import type { Resource } from '../../assembly/app';
import { type Json, listOf, member } from '../../assembly/json';
import { hasUnknown, isUnknown } from '../../assembly/symbols';
import { type FirewallPolicy, firewallPoliciesOf, statelessActions } from '../../model/firewalls';
import { addressesOf } from '../../model/security-groups';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

const DEFAULTS = { StatelessDefaultActions: 'packets', StatelessFragmentDefaultActions: 'fragments of packets' } as const;

export const firewallStatelessPass: Check = {
  id: 'firewall-stateless-pass',
  title: 'The stateless part of a network firewall lets nothing pass: it forwards to the stateful engine, or drops',
  severity: 'error',
  layer: 'network',
  why: 'What passes here is never seen by the rules that name servers and protocols, and is logged nowhere.',
  fix: 'Set StatelessDefaultActions and StatelessFragmentDefaultActions to ["aws:forward_to_sfe"], and let stateless rules drop or forward.',
  owasp: ['API7:2023', 'API8:2023'],
  securityHub: ['NetworkFirewall.4', 'NetworkFirewall.5'],
  * judge(posture) {
    for (const policy of posture.derive(firewallPoliciesOf)) {
      yield* defaults(policy);
      for (const { group } of policy.stateless) {
        yield* group ? judgeGroup(group) : [];
      }
    }
  },
};

function* defaults({ resource, document }: FirewallPolicy): Iterable<Judgement> {
  for (const [name, what] of Object.entries(DEFAULTS)) {
    const property = `FirewallPolicy.${name}`;
    const actions = statelessActions(document[name]);
    yield actions.includes('aws:pass') ? fail(resource, property, `aws:pass: ${what} pass without the stateful engine`)
      : isUnknown(resource.properties.FirewallPolicy) || actions.some((action) => hasUnknown(action)) ? unsure(resource, property, 'what the default does')
        : pass(resource, property);
  }
}

function* judgeGroup(group: Resource): Iterable<Judgement> {
  const path = 'RuleGroup.RulesSource.StatelessRulesAndCustomActions.StatelessRules';
  const rules = member(member(member(group.properties.RuleGroup, 'RulesSource'), 'StatelessRulesAndCustomActions'), 'StatelessRules');
  for (const [index, rule] of listOf(rules).entries()) {
    const definition = member(rule, 'RuleDefinition');
    const property = `${path}[${index}].RuleDefinition.Actions`;
    const actions = listOf(member(definition, 'Actions')).map(String);
    if (!actions.includes('aws:pass')) {
      yield isUnknown(rule) || actions.some((action) => hasUnknown(action)) ? unsure(group, property, 'what the rule does') : pass(group, property);
      continue;
    }
    const [from, to] = ['Sources', 'Destinations'].map((name) => reach(member(member(definition, 'MatchAttributes'), name)));
    yield from && to ? fail(group, property, `aws:pass from ${from} to ${to}, without the stateful engine`) : pass(group, property);
  }
}

/** Every address, in words; undefined where a list names some. */
function reach(list: Json | undefined): string | undefined {
  const peer = list === undefined || listOf(list).length === 0 ? undefined : addressesOf(listOf(list).map((entry) => member(entry, 'AddressDefinition') ?? null));
  return peer === undefined ? 'every address' : peer.kind === 'addresses' && peer.blocks.some(({ prefix }) => prefix <= 1) ? 'every address' : undefined;
}
