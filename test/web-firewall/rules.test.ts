import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { type SeenRequest, matches } from './request';
import { AddressList } from '../../src/web-firewall/address-list';
import { BlockedAddresses } from '../../src/web-firewall/blocked-addresses';
import { ForwardedAddress, ForwardedPosition } from '../../src/web-firewall/forwarded-address';
import { ManagedRuleGroup, ManagedRuleOverride } from '../../src/web-firewall/managed-rule-group';
import { RequestPart } from '../../src/web-firewall/request-part';
import { WebFirewallRule } from '../../src/web-firewall/rule';
import { WebFirewallAction } from '../../src/web-firewall/rule-action';
import { WebFirewallRuleGroup } from '../../src/web-firewall/rule-group';
import { WebFirewallStatement } from '../../src/web-firewall/statement';
import { WebFirewall } from '../../src/web-firewall/web-firewall';
import { WebFirewallMode } from '../../src/web-firewall/web-firewall-mode';
import type { WebFirewallProps } from '../../src/web-firewall/web-firewall-props';
import { newStack, onlyResource, resourcesOf, warningsOf } from '../support/stack';

const ACL = 'AWS::WAFv2::WebACL';
const statement = WebFirewallStatement.label('a');
const own = (name: string, action?: WebFirewallAction) => WebFirewallRule.match(name, { statement, action });

function aclOf(props: WebFirewallProps = {}, more: (firewall: WebFirewall) => void = () => {}, stack = newStack()) {
  const firewall = new WebFirewall(stack, 'Firewall', { mode: WebFirewallMode.ENFORCE, ...props });
  firewall.addressList!.add('10.20.0.0/16', { application: 'Billing' });
  more(firewall);
  return { stack, firewall, acl: onlyResource(stack, ACL), rules: onlyResource(stack, ACL).Properties.Rules as any[] };
}

const names = (rules: any[]) => rules.map(({ Name }) => Name);
const named = (rules: any[], name: string) => rules.find(({ Name }) => Name === name);

describe('rules of the team\'s own', () => {
  test('stand behind the managed groups, before the rule that admits, in the order in which they came', () => {
    const { rules } = aclOf({ rules: [own('First'), own('Second')] }, (firewall) => firewall.addRule(own('Third')));
    expect(names(rules)).toEqual([
      'BlockedAddresses', 'RateLimit', 'KnownBadInputs', 'SqlInjection', 'CoreRuleSet', 'First', 'Second', 'Third', 'AdmitListedAddresses',
    ]);
    expect(rules.map(({ Priority }) => Priority)).toEqual([...rules.keys()]);
  });

  test('block, count or admit as they say; in OBSERVE mode they count what they would block', () => {
    const actions = [own('Blocks'), own('Counts', WebFirewallAction.count()), own('Admits', WebFirewallAction.allow('health checks of the platform'))];
    const of = (mode: WebFirewallMode) => aclOf({ mode, rules: actions }).rules.slice(5, 8).map(({ Action }) => Action);
    expect(of(WebFirewallMode.ENFORCE)).toEqual([{ Block: {} }, { Count: {} }, { Allow: {} }]);
    expect(of(WebFirewallMode.OBSERVE)).toEqual([{ Count: {} }, { Count: {} }, { Allow: {} }]);
  });

  test('a rule that admits past the address list has its reason in the template', () => {
    const { acl } = aclOf({ rules: [own('Admits', WebFirewallAction.allow('health checks of the platform'))] });
    expect(acl.Metadata!['cdk-private-api']).toEqual({ reasons: { Admits: 'health checks of the platform' } });
    expect(aclOf().acl.Metadata!['cdk-private-api']).toBeUndefined();
  });

  test('a custom response has its body in the web ACL, once somebody is blocked by it', () => {
    const rules = [own('Blocks', WebFirewallAction.block({ statusCode: 403, body: '{"message":"no"}' }))];
    const { acl } = aclOf({ rules });
    expect(named(acl.Properties.Rules, 'Blocks').Action.Block.CustomResponse).toEqual({ ResponseCode: 403, CustomResponseBodyKey: 'Blocks' });
    expect(acl.Properties.CustomResponseBodies).toEqual({ Blocks: { Content: '{"message":"no"}', ContentType: 'APPLICATION_JSON' } });
    expect(aclOf({ rules, mode: WebFirewallMode.OBSERVE }).acl.Properties.CustomResponseBodies).toBeUndefined();
  });

  test('labels are added as they are named', () => {
    const { rules } = aclOf({ rules: [WebFirewallRule.match('Labels', { statement, action: WebFirewallAction.count(), labels: ['team:internal'] })] });
    expect(named(rules, 'Labels').RuleLabels).toEqual([{ Name: 'team:internal' }]);
  });

  test.each(['BlockedAddresses', 'RateLimit', 'CoreRuleSet', 'AdmitListedAddresses', 'CountUnlistedAddresses', 'MissingForwardedHeader', 'Mine'])(
    'a second rule called %s is refused', (name) => {
      expect(() => aclOf({ rules: [own('Mine'), own(name)] })).toThrow(`each rule name once, received: "${name}" again`);
    });

  test('where the web firewall is managed elsewhere, they change nothing', () => {
    const stack = newStack();
    const mode = WebFirewallMode.managedElsewhere({ owner: 'netsec@example.com', reason: 'central' });
    new WebFirewall(stack, 'Firewall', { mode, rules: [own('Mine')] }).addRule(own('Other'));
    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
  });
});

describe('managed rule groups', () => {
  const version = 'Version_1.22';

  test('are those that are named, in their order, with version, overrides and scope', () => {
    const { rules } = aclOf({
      managedRuleGroups: [
        ManagedRuleGroup.linux({ only: statement }),
        ManagedRuleGroup.coreRuleSet({ version, overrides: [ManagedRuleOverride.block('SizeRestrictions_BODY'), ManagedRuleOverride.count('GenericRFI_BODY', 'webhooks')] }),
      ],
    });
    expect(names(rules)).toEqual(['BlockedAddresses', 'RateLimit', 'Linux', 'CoreRuleSet', 'AdmitListedAddresses']);
    expect(named(rules, 'Linux').Statement.ManagedRuleGroupStatement).toEqual({
      VendorName: 'AWS', Name: 'AWSManagedRulesLinuxRuleSet', ScopeDownStatement: { LabelMatchStatement: { Scope: 'LABEL', Key: 'a' } },
    });
    expect(named(rules, 'CoreRuleSet').Statement.ManagedRuleGroupStatement).toEqual({
      VendorName: 'AWS',
      Name: 'AWSManagedRulesCommonRuleSet',
      Version: version,
      RuleActionOverrides: [
        { Name: 'NoUserAgent_HEADER', ActionToUse: { Count: {} } },
        { Name: 'SizeRestrictions_BODY', ActionToUse: { Block: {} } },
        { Name: 'GenericRFI_BODY', ActionToUse: { Count: {} } },
      ],
    });
  });

  test('a rule that is only counted has its reason in the template', () => {
    const managedRuleGroups = [ManagedRuleGroup.sqlInjection({ overrides: [ManagedRuleOverride.count('SQLi_BODY', 'the API takes SQL')] })];
    expect(aclOf({ managedRuleGroups }).acl.Metadata!['cdk-private-api']).toEqual({ reasons: { SqlInjection: { SQLi_BODY: 'the API takes SQL' } } });
  });

  test.each([
    [ManagedRuleGroup.knownBadInputs, 200], [ManagedRuleGroup.sqlInjection, 200], [ManagedRuleGroup.coreRuleSet, 700],
    [ManagedRuleGroup.adminProtection, 100],
    [ManagedRuleGroup.linux, 200], [ManagedRuleGroup.posix, 100], [ManagedRuleGroup.windows, 200], [ManagedRuleGroup.php, 100],
    [ManagedRuleGroup.wordPress, 100], [ManagedRuleGroup.amazonIpReputation, 25], [ManagedRuleGroup.anonymousIp, 50],
  ])('group %# costs what its page says', (make, units) => {
    // Blocked sets 2, rate 2, admitted sets 2.
    expect(aclOf({ managedRuleGroups: [make({})] }).firewall.capacity).toBe(6 + units);
  });

  test('a group of a vendor costs what is said, and is unknown where nothing is said', () => {
    const of = (capacity?: number) => aclOf({ managedRuleGroups: [ManagedRuleGroup.of('Theirs', { vendor: 'Somebody', groupName: 'Rules', capacity })] });
    expect(of(300).firewall.capacity).toBe(306);
    expect(warningsOf(of(300).stack)).toEqual([]);
    expect(warningsOf(of().stack).join()).toContain('could not be counted: Somebody Rules');
  });

  test('a named version is watched: an alarm rings 30 days before it expires, on the metric that AWS counts it by', () => {
    const stack = newStack();
    const versionAlarmTopic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-central-1:111122223333:alarms');
    aclOf({ managedRuleGroups: [ManagedRuleGroup.coreRuleSet({ version }), ManagedRuleGroup.linux()], versionAlarmTopic }, undefined, stack);
    const alarm = onlyResource(stack, 'AWS::CloudWatch::Alarm').Properties;
    expect(alarm).toMatchObject({
      Namespace: 'AWS/WAFV2',
      MetricName: 'DaysToExpiry',
      Statistic: 'Minimum',
      Period: 86_400,
      ComparisonOperator: 'LessThanOrEqualToThreshold',
      Threshold: 30,
      TreatMissingData: 'notBreaching',
      AlarmActions: ['arn:aws:sns:eu-central-1:111122223333:alarms'],
    });
    expect(alarm.Dimensions).toEqual([
      { Name: 'ManagedRuleGroup', Value: 'AWSManagedRulesCommonRuleSet' }, { Name: 'Region', Value: { Ref: 'AWS::Region' } },
      { Name: 'Vendor', Value: 'AWS' }, { Name: 'Version', Value: version },
    ]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('a named version that nobody watches is warned of', () => {
    const { stack } = aclOf({ managedRuleGroups: [ManagedRuleGroup.coreRuleSet({ version })] });
    expect(warningsOf(stack).filter((text) => text.includes(`received: CoreRuleSet ${version}`))).toHaveLength(1);
    expect(resourcesOf(stack, 'AWS::CloudWatch::Alarm')).toEqual({});
  });

  test.each<[string, WebFirewallProps, (firewall: WebFirewall) => void]>([
    ['in `rules`', { rules: [WebFirewallRule.managed(ManagedRuleGroup.linux({ version }))] }, () => {}],
    ['by `addRule`', {}, (firewall) => firewall.addRule(WebFirewallRule.managed(ManagedRuleGroup.linux({ version })))],
  ])('a named version is watched as well where the group comes %s', (_, props, more) => {
    expect(warningsOf(aclOf(props, more).stack).filter((text) => text.includes(`received: Linux ${version}`))).toHaveLength(1);
    const stack = newStack();
    const versionAlarmTopic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-central-1:111122223333:alarms');
    aclOf({ ...props, versionAlarmTopic }, more, stack);
    expect(onlyResource(stack, 'AWS::CloudWatch::Alarm').Properties.Dimensions).toContainEqual({ Name: 'Version', Value: version });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('days are counted for a named version only', () => {
    expect(() => aclOf().firewall.metricDaysToExpiry(ManagedRuleGroup.linux())).toThrow('received: AWSManagedRulesLinuxRuleSet without one');
  });

  test.each<[string, () => unknown, string]>([
    ['a version of two words', () => ManagedRuleGroup.linux({ version: 'Version 1' }), 'as in Version_1.22, received: "Version 1"'],
    ['a rule twice', () => ManagedRuleGroup.linux({ overrides: [ManagedRuleOverride.block('A'), ManagedRuleOverride.block('A')] }), 'one override, received: ["A","A"]'],
    ['a counted rule without a reason', () => ManagedRuleOverride.count('A', ''), 'for a written reason, received: "" for A'],
    ['a rule without a name', () => ManagedRuleOverride.block(''), 'received: ""'],
    ['a group without a name', () => ManagedRuleGroup.of('A', { vendor: 'AWS', groupName: '' }), 'received: ["AWS",""]'],
    ['a group for login pages', () => ManagedRuleGroup.of('A', { vendor: 'AWS', groupName: 'AWSManagedRulesATPRuleSet' }), '(it guards login pages'],
    ['a group against machines', () => ManagedRuleGroup.of('A', { vendor: 'AWS', groupName: 'AWSManagedRulesBotControlRuleSet' }), 'blocks the machines'],
    ['a group of no capacity', () => ManagedRuleGroup.of('A', { vendor: 'B', groupName: 'C', capacity: 0 }), '1 to 5,000 capacity units, received: 0'],
  ])('%s is refused', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('behind proxies', () => {
  const behind = (mode = WebFirewallMode.ENFORCE, position?: ForwardedPosition, rules: (stack: Stack) => WebFirewallRule[] = () => []) => {
    const stack = newStack();
    const proxies = new AddressList(stack, 'Proxies');
    proxies.add('10.0.0.0/28', { application: 'load balancers' });
    return { ...aclOf({ mode, forwardedAddress: ForwardedAddress.by({ proxies, position }), rules: rules(stack) }, undefined, stack), proxies };
  };
  const sets = (statements: any) => [...JSON.stringify(statements).matchAll(/"Fn::GetAtt":\["([A-Za-z]+?Ipv[46])\w*","Arn"\]\}(,"IPSetForwardedIPConfig":\{[^}]*\})?/g)]
    .map(([, id, forwarded]) => `${id}${forwarded ? ` ${/"Position":"(\w+)"/.exec(forwarded)?.[1]}` : ''}`);

  test('a request meets the blocked sets by connection and by header, then the rule that a missing header needs', () => {
    const { rules } = behind();
    expect(names(rules)).toEqual([
      'BlockedAddresses', 'BlockedForwardedAddresses', 'MissingForwardedHeader', 'RateLimit', 'KnownBadInputs', 'SqlInjection', 'CoreRuleSet', 'AdmitListedAddresses',
    ]);
    expect(sets(rules[0])).toEqual(['FirewallBlockedIpv4', 'FirewallBlockedIpv6']);
    expect(sets(rules[1])).toEqual(['FirewallBlockedIpv4 ANY', 'FirewallBlockedIpv6 ANY']);
    expect(named(rules, 'RateLimit').Statement.RateBasedStatement.AggregateKeyType).toBe('FORWARDED_IP');
  });

  test('a request without the header, or with an empty one, is blocked: WAF asks it none of the rules that read it', () => {
    const rule = named(behind().rules, 'MissingForwardedHeader');
    expect(rule.Action).toEqual({ Block: {} });
    const blocked = (headers: SeenRequest['headers']) => matches(rule.Statement, { headers });
    expect([blocked({}), blocked({ 'x-forwarded-for': '' }), blocked({ 'x-forwarded-for': '10.20.0.7' })]).toEqual([true, true, false]);
  });

  test('only a listed address is admitted that one of the proxies hands on', () => {
    const admits = behind().rules.at(-1);
    expect(admits.Action).toEqual({ Allow: {} });
    const [byProxy, caller] = admits.Statement.AndStatement.Statements;
    expect(sets(byProxy)).toEqual(['ProxiesIpv4', 'ProxiesIpv6']);
    expect(sets(caller)).toEqual(['FirewallAddressesIpv4 LAST', 'FirewallAddressesIpv6 LAST']);
    expect(JSON.stringify(admits)).not.toContain('"MATCH"');
    expect(sets(behind(undefined, ForwardedPosition.FIRST).rules.at(-1).Statement.AndStatement.Statements[1])).toContain('FirewallAddressesIpv4 FIRST');
  });

  test('a rule of the team\'s own that admits asks who connects, so that a forged header admits nobody', () => {
    const of = (mode: WebFirewallMode) => named(behind(mode, undefined, () => [own('Admits', WebFirewallAction.allow('health checks'))]).rules, 'Admits');
    const { stack, proxies } = behind();
    const inProxies = stack.resolve(proxies.ipv4SetArns).map((arn: unknown) => JSON.stringify(arn));
    for (const mode of [WebFirewallMode.ENFORCE, WebFirewallMode.OBSERVE]) {
      const { Action, Statement: { AndStatement: { Statements: [byProxy, admitted] } } } = of(mode);
      expect(Action).toEqual({ Allow: {} });
      expect([matches(byProxy, { inSets: inProxies }), matches(byProxy, {})]).toEqual([true, false]);
      expect(admitted).toEqual({ LabelMatchStatement: { Scope: 'LABEL', Key: 'a' } });
    }
  });

  test('another blocked set is read by connection and by header, in two rules', () => {
    const { rules } = behind(undefined, undefined, (stack) => [WebFirewallRule.blocked('Ours', new BlockedAddresses(stack, 'Ours'))]);
    expect(sets(named(rules, 'Ours'))).toEqual(['OursIpv4', 'OursIpv6']);
    expect(sets(named(rules, 'Ours-Forwarded'))).toEqual(['OursIpv4 ANY', 'OursIpv6 ANY']);
    expect(() => WebFirewallRule.blocked('a'.repeat(119), new BlockedAddresses(newStack(), 'Ours'))).toThrow('a rule is named by 1 to 128');
  });

  test('in OBSERVE mode a missing header is counted', () => {
    const { rules } = behind(WebFirewallMode.OBSERVE);
    expect(named(rules, 'MissingForwardedHeader').Action).toEqual({ Count: {} });
    expect(rules.at(-1).Statement.NotStatement.Statement).toEqual(behind().rules.at(-1).Statement);
  });

  test('the rules cost 1,119 units: 4 for each blocked set in any place of the header, 1 for the header, 2 for the proxies', () => {
    expect(behind().firewall.capacity).toBe(1106 + 10 + 1 + 2);
  });
});

describe('observing', () => {
  const queryOf = (stack: Stack) => onlyResource(stack, 'AWS::Logs::QueryDefinition').Properties;

  test('until a day: the web ACL\'s metadata says it, for later checks to read', () => {
    const of = (mode: WebFirewallMode) => aclOf({ mode }).acl.Metadata!['cdk-private-api:observe'];
    expect(of(WebFirewallMode.observeUntil('2999-01-31', 'month-end batch'))).toEqual({ until: '2999-01-31', reason: 'month-end batch' });
    expect(of(WebFirewallMode.observeUntil('2999-01-31'))).toEqual({ until: '2999-01-31' });
    expect([of(WebFirewallMode.OBSERVE), of(WebFirewallMode.ENFORCE)]).toEqual([undefined, undefined]);
  });

  test('counts as OBSERVE does, and blocks nothing', () => {
    expect(aclOf({ mode: WebFirewallMode.observeUntil('2999-01-31') }).acl.Properties).toEqual(aclOf({ mode: WebFirewallMode.OBSERVE }).acl.Properties);
  });

  test.each(['31.01.2027', '2027-02-30', '', 'P30D'])('until %j is refused', (until) => {
    expect(() => WebFirewallMode.observeUntil(until)).toThrow('an ISO date (YYYY-MM-DD)');
  });

  test.each([['2027-01-31', 0], ['2027-02-01', 1]])('on %s, by the one clock, a synth warns %d times and changes nothing', (now, count) => {
    const stack = new Stack(new App({ context: { 'cdk-private-api:now': now } }), 'Test');
    const { acl } = aclOf({ mode: WebFirewallMode.observeUntil('2027-01-31') }, undefined, stack);
    expect(warningsOf(stack).filter((text) => text.includes('was to observe until 2027-01-31'))).toHaveLength(count);
    expect(acl.Properties).toEqual(aclOf({ mode: WebFirewallMode.observeUntil('2027-01-31') }).acl.Properties);
  });

  test('a saved query tells per address which rule would block it: every rule that blocks in ENFORCE mode, and no other', () => {
    const rules = [own('Blocks'), own('Counts', WebFirewallAction.count()), own('Admits', WebFirewallAction.allow('why not'))];
    const { stack, firewall } = aclOf({ mode: WebFirewallMode.OBSERVE }, (made) => rules.forEach((rule) => made.addRule(rule)));
    const { Name, LogGroupNames, QueryString } = queryOf(stack);
    expect(Name).toBe(`cdk-private-api/${stack.resolve(firewall.webAclName)}/addresses`);
    expect(LogGroupNames).toEqual([{ Ref: Object.keys(resourcesOf(stack, 'AWS::Logs::LogGroup'))[0] }]);
    const counted = /"ruleId":"\(\?<counted>([^)]*)\)"/.exec(QueryString)?.[1];
    expect(counted?.split('|')).toEqual(['BlockedAddresses', 'RateLimit', 'KnownBadInputs', 'SqlInjection', 'CoreRuleSet', 'Blocks', 'CountUnlistedAddresses']);
    expect(QueryString).toContain('by connection, rule, method');
  });

  test('its pattern finds the first rule that counted in a line of WAF\'s log', () => {
    const pattern = /@message like \/(.*)\//.exec(queryOf(aclOf({ mode: WebFirewallMode.OBSERVE }).stack).QueryString)![1]!;
    const line = (...ids: string[]) => JSON.stringify({ action: 'ALLOW', nonTerminatingMatchingRules: ids.map((ruleId) => ({ ruleId, action: 'COUNT' })) });
    expect(new RegExp(pattern).exec(line('Counts', 'SqlInjection', 'CountUnlistedAddresses'))?.[1]).toBe('SqlInjection');
    expect(new RegExp(pattern).test(line('NoUserAgent_HEADER'))).toBe(false);
  });

  test('in ENFORCE mode the same query tells what is blocked, and behind proxies it names the address that they hand on', () => {
    expect(queryOf(aclOf().stack).QueryString).toContain('filter action = "BLOCK"');
    const stack = newStack();
    const forwardedAddress = ForwardedAddress.by({ proxies: new AddressList(stack, 'Proxies'), headerName: 'X-Real-IP' });
    const { QueryString } = queryOf(aclOf({ forwardedAddress }, undefined, stack).stack);
    const pattern = /parse @message \/\(\?i\)(.*)\//.exec(QueryString)![1]!;
    expect(new RegExp(pattern, 'i').exec('{"headers":[{"name":"x-real-ip","value":"10.20.0.7"}]}')?.groups?.forwarded).toBe('10.20.0.7');
    expect(new RegExp(pattern, 'i').test('{"headers":[{"name":"x-real-ips","value":"10.20.0.7"}]}')).toBe(false);
    expect(QueryString).toContain('by forwarded, connection, rule, method');
  });

  test('a metric tells what no rule would admit', () => {
    const of = (mode: WebFirewallMode) => {
      const { metricName, dimensions } = aclOf({ mode }).firewall.metricUnlisted();
      return [metricName, dimensions!.Rule];
    };
    expect([of(WebFirewallMode.OBSERVE), of(WebFirewallMode.ENFORCE)]).toEqual([['CountedRequests', 'CountUnlistedAddresses'], ['BlockedRequests', 'Default_Action']]);
  });
});

describe('limits', () => {
  const problem = (rules: WebFirewallRule[]) => {
    try {
      aclOf({ rules });
    } catch (error) {
      return String(error);
    }
    return 'no problem';
  };

  test('eleven rate rules, ours among them, fail the synth', () => {
    const rates = (count: number) => Array.from({ length: count }, (_, at) => WebFirewallRule.rate(`Rate${at}`, { limit: 100 }));
    expect(problem(rates(9))).toBe('no problem');
    expect(problem(rates(10))).toContain('a web ACL has at most 10 rate rules, received: 11');
  });

  test('101 headers of custom responses fail the synth', () => {
    const headers = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`x-${at}`, 'a']));
    const many = (count: number) => Array.from({ length: count }, (_, at) => own(`Own${at}`, WebFirewallAction.block({ statusCode: 403, headers })));
    expect(problem(many(10))).toBe('no problem');
    expect(problem([...many(10), own('More', WebFirewallAction.block({ statusCode: 403, headers: { a: 'b' } }))]))
      .toContain('all custom responses together have at most 100 headers, received: 101');
  });

  test('51 references fail the synth', () => {
    const stack = newStack();
    const lists = Array.from({ length: 24 }, (_, at) => new AddressList(stack, `L${at}`));
    const rules = (count: number) => [WebFirewallRule.match('Lists', { statement: WebFirewallStatement.addresses(...lists.slice(0, count)) })];
    expect(() => aclOf({ rules: rules(23) }, undefined, stack)).not.toThrow();
    const other = newStack();
    const more = Array.from({ length: 24 }, (_, at) => new AddressList(other, `L${at}`));
    expect(() => aclOf({ rules: [WebFirewallRule.match('Lists', { statement: WebFirewallStatement.addresses(...more) })] }, undefined, other))
      .toThrow('at most 50 times, received: 52 references');
  });

  test('over 5,000 capacity units the error names the dearest rules', () => {
    const script = WebFirewallStatement.crossSiteScripting(RequestPart.QUERY_STRING);
    const scripts = WebFirewallStatement.anyOf(...Array<WebFirewallStatement>(100).fill(script));
    expect(problem([WebFirewallRule.match('Dear', { statement: scripts })])).toContain('received: 5106 (Dear 4000, CoreRuleSet 700,');
  });

  test('a rule group costs what it reserves', () => {
    const stack = newStack();
    const group = new WebFirewallRuleGroup(stack, 'Group', { capacity: 50, rules: [own('Mine')] });
    const { firewall, rules } = aclOf({ rules: [WebFirewallRule.ruleGroup('Group', group.ruleGroupArn, group.capacity)] }, undefined, stack);
    expect(firewall.capacity).toBe(1156);
    expect(named(rules, 'Group')).toMatchObject({ OverrideAction: { None: {} } });
    expect(warningsOf(stack)).toEqual([]);
  });
});
