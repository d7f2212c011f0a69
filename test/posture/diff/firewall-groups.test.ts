import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';
import { att, firewall, of, PASS_ONE } from '../support/network';

/** What the diff says of a change of one stack. */
const said = (before: Resources, after: Resources) => diffApps(appOf({ Pay: { Resources: before } }), appOf({ Pay: { Resources: after } }))
  .map(({ direction, message }) => `${direction}: ${message}`);

const DROP_ALL = 'drop ip any any -> any any (sid:9; rev:1;)';
const ARN = (id: string) => att(id, 'RuleGroupArn');
const ELSEWHERE = 'arn:aws:network-firewall:eu-central-1:111122223333:stateful-rulegroup/elsewhere';
const group = (RulesString: string, RuleOrder = 'STRICT_ORDER') =>
  of('NetworkFirewall::RuleGroup', { Type: 'STATEFUL', Capacity: 10, RuleGroup: { RulesSource: { RulesString }, StatefulRuleOptions: { RuleOrder } } });
const references = (arns: unknown[], factor = 1) => arns.map((ResourceArn, at) => ({ ResourceArn, Priority: (at + 1) * factor }));

describe('the order of rule groups', () => {
  const inOrder = (first: unknown, second: unknown, options: object = { RuleOrder: 'STRICT_ORDER' }, factor = 1): Resources => ({
    ...firewall(PASS_ONE, { StatefulEngineOptions: options, StatefulRuleGroupReferences: references([first, second], factor) }),
    Drops: group(DROP_ALL),
    More: group(PASS_ONE.replace('api', 'www')),
  });

  test('is weaker where what passes comes before what drops, and stronger the other way round', () => {
    const [open, closed] = [inOrder(ARN('More'), ARN('Drops')), inOrder(ARN('Drops'), ARN('More'))];
    expect(said(closed, open)).toEqual(['weaker: firewall policy Policy: packets now meet the rule group More before Drops: what it passes, the other no longer drops']);
    expect(said(open, closed)).toEqual(['stronger: firewall policy Policy: packets now meet the rule group Drops before More: what it drops, the other no longer passes']);
  });

  test('says nothing between groups of which none drops what the other passes', () => {
    expect(said(inOrder(ARN('More'), ARN('Rules')), inOrder(ARN('Rules'), ARN('More')))).toEqual([]);
  });

  test('is not known where a group is not of the app', () => {
    expect(said(inOrder(ELSEWHERE, ARN('Drops')), inOrder(ARN('Drops'), ELSEWHERE))).toEqual([expect.stringMatching(/^unknown: .*packets now meet the rule group Drops before arn:\S+elsewhere$/)]);
  });

  test('does not count where the engine has an order of its own, nor do other numbers in the same order', () => {
    const free = { RuleOrder: 'DEFAULT_ACTION_ORDER' };
    expect(said(inOrder(ARN('More'), ARN('Drops'), free), inOrder(ARN('Drops'), ARN('More'), free))).toEqual([]);
    expect(said(inOrder(ARN('More'), ARN('Drops')), inOrder(ARN('More'), ARN('Drops'), undefined, 20))).toEqual([]);
  });
});

describe('a stateless rule group', () => {
  const stateless = (action: string) => of('NetworkFirewall::RuleGroup', {
    Type: 'STATELESS',
    Capacity: 10,
    RuleGroup: {
      RulesSource: {
        StatelessRulesAndCustomActions: {
          StatelessRules: [{ Priority: 1, RuleDefinition: { Actions: [action], MatchAttributes: { Protocols: [6] } } }],
        },
      },
    },
  });
  const none = firewall(PASS_ONE);
  const having = (arn: unknown, action: string): Resources => (
    { ...firewall(PASS_ONE, { StatelessRuleGroupReferences: references([arn]) }), Fast: stateless(action) });

  test.each([
    ['aws:pass', 'weaker', 'stronger'],
    ['aws:drop', 'stronger', 'weaker'],
    ['aws:forward_to_sfe', 'unknown', 'unknown'],
  ])('of %s is %s when it comes, and %s when it goes', (action, came, went) => {
    expect(said(none, having(ARN('Fast'), action))).toEqual([expect.stringMatching(`^${came}: firewall policy Policy: it now has the stateless rule group Fast`)]);
    expect(said(having(ARN('Fast'), action), none)).toEqual([expect.stringMatching(`^${went}: firewall policy Policy: it no longer has the stateless rule group Fast`)]);
  });
});

describe('a list of names', () => {
  const list = (GeneratedRulesType: string, RuleOrder = 'DEFAULT_ACTION_ORDER') => firewall('', {}, {
    RulesSource: { RulesSourceList: { GeneratedRulesType, TargetTypes: ['TLS_SNI'], Targets: ['a.example.com'] } }, StatefulRuleOptions: { RuleOrder },
  });

  test('that allows becomes one that denies: all other names are let through', () => {
    expect(said(list('ALLOWLIST'), list('DENYLIST'))).toEqual([
      expect.stringMatching(/^weaker: .*it no longer has the rule "drop every name that is not on the list \(TLS_SNI\)"$/),
      expect.stringMatching(/^stronger: .*a\.example\.com \(TLS_SNI\)" now has the action drop; before, pass$/),
    ]);
  });

  test('in the written order drops no other names: the default of the policy does', () => {
    expect(said(list('ALLOWLIST', 'STRICT_ORDER'), list('DENYLIST', 'STRICT_ORDER'))).toEqual([expect.stringMatching(/^stronger: /)]);
  });

  test('that denies and now only tells is weaker', () => {
    expect(said(list('DENYLIST'), list('ALERTLIST'))).toEqual([expect.stringMatching(/^weaker: .*now has the action alert; before, drop$/)]);
  });
});

test.each([
  ['the engine puts passes before drops', { StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' } }, { StatefulEngineOptions: { RuleOrder: 'DEFAULT_ACTION_ORDER' } }],
  ['the engine lets through what it lost', { StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' } }, { StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER', StreamExceptionPolicy: 'CONTINUE' } }],
])('that %s is weaker, and stronger when it is taken back', (_, before, after) => {
  expect(said(firewall(PASS_ONE, before), firewall(PASS_ONE, after))).toEqual([expect.stringMatching(/^weaker: /)]);
  expect(said(firewall(PASS_ONE, after), firewall(PASS_ONE, before))).toEqual([expect.stringMatching(/^stronger: /)]);
});

test('HOME_NET of a rule group that becomes everything is weaker', () => {
  const home = (...Definition: string[]) => firewall(PASS_ONE, {}, { RuleVariables: { IPSets: { HOME_NET: { Definition } } } });
  expect(said(home('10.0.0.0/8'), home('0.0.0.0/0'))).toEqual([expect.stringMatching(/^weaker: .*HOME_NET is now everything/)]);
});
