import { App, Aspects, Duration, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { DataKey } from '../../src/encryption/data-key';
import { AddressList } from '../../src/web-firewall/address-list';
import { WebFirewall } from '../../src/web-firewall/web-firewall';
import { WebFirewallMode } from '../../src/web-firewall/web-firewall-mode';
import type { WebFirewallProps } from '../../src/web-firewall/web-firewall-props';
import { newStack, onlyResource, resourcesOf, warningsOf } from '../support/stack';

const ACL = 'AWS::WAFv2::WebACL';
const elsewhere = WebFirewallMode.managedElsewhere({ owner: 'network-security@example.com', reason: 'Firewall Manager owns the web ACL' });

function aclOf(props: WebFirewallProps = { mode: WebFirewallMode.ENFORCE }) {
  const stack = newStack();
  const firewall = new WebFirewall(stack, 'Firewall', props);
  firewall.addressList?.add('10.20.0.0/16', { application: 'Billing' });
  const acl = onlyResource(stack, ACL);
  return { stack, firewall, acl, rules: acl.Properties.Rules as any[] };
}

const named = (rules: any[], name: string) => rules.find(({ Name }) => Name === name);
const listSets = (stack: Stack) => ['IPV4', 'IPV6'].map((version) => Object.entries(resourcesOf(stack, 'AWS::WAFv2::IPSet'))
  .find(([id, set]) => set.Properties.IPAddressVersion === version && id.includes('Addresses'))![0]);

const groupOf = (rule: any) => rule.Statement.ManagedRuleGroupStatement;

test('a web firewall for which no mode is named blocks nothing, and says so', () => {
  const { stack, acl } = aclOf({});
  expect(acl.Properties.DefaultAction).toEqual({ Allow: {} });
  expect(warningsOf(stack).filter((text) => text.includes('blocks nothing'))).toHaveLength(1);
  expect(warningsOf(aclOf({ mode: WebFirewallMode.OBSERVE }).stack).filter((text) => text.includes('blocks nothing'))).toEqual([]);
});

describe('in ENFORCE mode', () => {
  test('a web ACL blocks what no rule admits', () => {
    const { acl } = aclOf();
    expect(acl.Properties.DefaultAction).toEqual({ Block: {} });
    expect(acl.Properties.Scope).toBe('REGIONAL');
  });

  test('only the last rule admits, and only the addresses of the list', () => {
    const { stack, rules } = aclOf();
    const admitting = rules.filter((rule) => rule.Action?.Allow !== undefined);
    expect(admitting).toEqual([rules.at(-1)]);
    expect(admitting[0].Statement).toEqual({
      OrStatement: {
        Statements: listSets(stack).map((set) => ({ IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': [set, 'Arn'] } } })),
      },
    });
  });

  test('a request meets blocked addresses, the rate rule, bad inputs, SQL injection, the core rules and the addresses, in this order', () => {
    const { rules } = aclOf();
    expect(rules.map(({ Name }) => Name))
      .toEqual(['BlockedAddresses', 'RateLimit', 'KnownBadInputs', 'SqlInjection', 'CoreRuleSet', 'AdmitListedAddresses']);
    expect(rules.map(({ Priority }) => Priority)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(rules.slice(2, 5).map((rule) => [groupOf(rule).VendorName, groupOf(rule).Name])).toEqual([
      ['AWS', 'AWSManagedRulesKnownBadInputsRuleSet'], ['AWS', 'AWSManagedRulesSQLiRuleSet'], ['AWS', 'AWSManagedRulesCommonRuleSet'],
    ]);
  });

  test('AWS\'s rule groups keep their own actions, but for the two rules that break API clients', () => {
    const { rules } = aclOf();
    expect(rules.slice(2, 5).map((rule) => rule.OverrideAction)).toEqual([{ None: {} }, { None: {} }, { None: {} }]);
    expect(rules.slice(2, 5).map((rule) => groupOf(rule).RuleActionOverrides)).toEqual([undefined, undefined, [
      { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
      { Name: 'NoUserAgent_HEADER', ActionToUse: { Count: {} } },
    ]]);
  });

  test('an address is blocked beyond 20,000 requests in five minutes', () => {
    const rate = named(aclOf().rules, 'RateLimit');
    expect(rate.Action).toEqual({ Block: {} });
    expect(rate.Statement).toEqual({ RateBasedStatement: { Limit: 20_000, EvaluationWindowSec: 300, AggregateKeyType: 'IP' } });
  });

  test('an empty address list is warned of, since it admits nobody', () => {
    const stack = newStack();
    new WebFirewall(stack, 'Firewall', { mode: WebFirewallMode.ENFORCE });
    expect(warningsOf(stack).filter((text) => text.includes('blocks every request'))).toHaveLength(1);
    expect(warningsOf(aclOf().stack)).toEqual([]);
  });
});

describe('in OBSERVE mode', () => {
  const observed = () => aclOf({ mode: WebFirewallMode.OBSERVE });

  test('nothing is blocked', () => {
    const { acl, rules } = observed();
    expect(acl.Properties.DefaultAction).toEqual({ Allow: {} });
    const [blockedNow, ...others] = rules.map((rule) => rule.Action ?? rule.OverrideAction);
    expect(others).toEqual(Array(5).fill({ Count: {} }));
    // What an operator blocks is blocked in every mode; until then its sets are empty.
    expect(blockedNow).toEqual({ Block: {} });
  });

  test('the last rule counts exactly the addresses that ENFORCE would not admit', () => {
    const admitting = aclOf().rules.at(-1).Statement;
    const counting = observed().rules.at(-1).Statement;
    expect(counting).toEqual({ NotStatement: { Statement: admitting } });
  });

  test('an empty address list is no reason to warn', () => {
    const stack = newStack();
    new WebFirewall(stack, 'Firewall', { mode: WebFirewallMode.OBSERVE });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('the mode changes rules in place: no logical id moves between OBSERVE and ENFORCE', () => {
    const ids = (stack: Stack) => Object.keys(Template.fromStack(stack).toJSON().Resources);
    expect(ids(observed().stack)).toEqual(ids(aclOf().stack));
  });
});

describe('managed elsewhere', () => {
  test('no resource is made, whichever stage is protected', () => {
    const stack = newStack();
    const firewall = new WebFirewall(stack, 'Firewall', { mode: elsewhere });
    firewall.protect(apigateway.Stage.fromStageAttributes(stack, 'Stage', {
      stageName: 'prod', restApi: apigateway.RestApi.fromRestApiId(stack, 'Api', 'abc123'),
    }));
    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
    expect([firewall.webAclArn, firewall.webAclName, firewall.capacity, firewall.addressList, firewall.blockedAddresses, firewall.logGroup])
      .toEqual(Array(6).fill(undefined));
  });

  test('the assembly says who manages it and why', () => {
    const stack = newStack();
    const firewall = new WebFirewall(stack, 'Firewall', { mode: elsewhere });
    expect(firewall.node.metadata.map(({ type, data }) => [type, data])).toEqual([['cdk-private-api:web-firewall', {
      managedElsewhere: { owner: 'network-security@example.com', reason: 'Firewall Manager owns the web ACL' },
    }]]);
    expect(firewall.mode.manager?.owner).toBe('network-security@example.com');
    expect(WebFirewallMode.ENFORCE._metadata()).toEqual({});
  });

  test.each([{ owner: '', reason: 'because' }, { owner: 'team', reason: ' ' }])('%j is refused: an owner and a reason are due', (manager) => {
    expect(() => new WebFirewall(newStack(), 'Firewall', { mode: WebFirewallMode.managedElsewhere(manager) }))
      .toThrow(`says by whom and why, received: owner "${manager.owner}", reason "${manager.reason}"`);
  });

  test('its metrics are refused with the owner who can see them', () => {
    const firewall = new WebFirewall(newStack(), 'Firewall', { mode: elsewhere });
    expect(() => firewall.metricBlockedRequests()).toThrow('a call for BlockedRequests, which network-security@example.com can see');
    expect(() => firewall.metricRateLimited()).toThrow('managed elsewhere has no metrics here');
  });
});

test.each([9, 2_000_000_001, 10.5, NaN])('a rate limit of %d is refused with its value', (rateLimit) => {
  expect(() => new WebFirewall(newStack(), 'Firewall', { rateLimit })).toThrow(`10 to 2,000,000,000, received: ${rateLimit}`);
});

test.each([10, 2_000_000_000])('a rate limit of %d is taken', (rateLimit) => {
  expect(named(aclOf({ rateLimit }).rules, 'RateLimit').Statement.RateBasedStatement.Limit).toBe(rateLimit);
});

test.each([0, 59, 61, 240, 601])('a rate limit over %d seconds is refused with its value', (seconds) => {
  expect(() => new WebFirewall(newStack(), 'Firewall', { rateLimitWindow: Duration.seconds(seconds) }))
    .toThrow(`60, 120, 300 or 600 seconds, received: ${seconds} seconds`);
});

test.each([60, 120, 300, 600])('a rate limit over %d seconds is taken', (seconds) => {
  const { rules } = aclOf({ rateLimitWindow: Duration.seconds(seconds) });
  expect(named(rules, 'RateLimit').Statement.RateBasedStatement.EvaluationWindowSec).toBe(seconds);
});

test('an existing address list is used, and no other is made', () => {
  const stack = newStack();
  const addressList = new AddressList(stack, 'Ours');
  addressList.add('10.20.0.0/16', { application: 'Billing' });
  const firewalls = ['A', 'B'].map((id) => new WebFirewall(stack, id, { addressList }));
  expect(Object.keys(resourcesOf(stack, 'AWS::WAFv2::IPSet')).filter((id) => !id.includes('Blocked'))).toEqual([
    expect.stringMatching(/^OursIpv4/), expect.stringMatching(/^OursIpv6/),
  ]);
  expect(firewalls.map((firewall) => firewall.addressList)).toEqual([addressList, addressList]);
});

describe('metrics', () => {
  test('metrics and samples are on, for the web ACL and every rule, under names that WAF takes and that differ', () => {
    const { acl, rules } = aclOf();
    const visibility = [acl.Properties.VisibilityConfig, ...rules.map((rule) => rule.VisibilityConfig)];
    for (const config of visibility) {
      expect(config).toMatchObject({ CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true });
      expect(config.MetricName).toMatch(/^(?!All$|Default_Action$)[A-Za-z0-9_-]{1,128}$/);
    }
    expect(new Set(visibility.map((config) => config.MetricName)).size).toBe(7);
    expect(rules.map((rule) => rule.VisibilityConfig.MetricName)).toEqual(rules.map((rule) => rule.Name));
  });

  test('blocked requests, counted requests and the rate rule are found under the web ACL, the rule and the Region', () => {
    const { stack, firewall, acl } = aclOf();
    const dimensions = (rule: string) => ({ WebACL: acl.Properties.Name, Rule: rule, Region: { Ref: 'AWS::Region' } });
    const of = (metric: any) => stack.resolve([metric.namespace, metric.metricName, metric.dimensions, metric.statistic]);
    expect(of(firewall.metricBlockedRequests())).toEqual(['AWS/WAFV2', 'BlockedRequests', dimensions('ALL'), 'Sum']);
    expect(of(firewall.metricCountedRequests())).toEqual(['AWS/WAFV2', 'CountedRequests', dimensions('ALL'), 'Sum']);
    expect(of(firewall.metricRateLimited())).toEqual(['AWS/WAFV2', 'BlockedRequests', dimensions('RateLimit'), 'Sum']);
    expect(firewall.metricBlockedRequests({ period: Duration.minutes(1) }).period.toSeconds()).toBe(60);
  });

  test('in OBSERVE mode the rate rule is found among the counted requests', () => {
    expect(aclOf({ mode: WebFirewallMode.OBSERVE }).firewall.metricRateLimited().metricName).toBe('CountedRequests');
  });

  test('name, metric name and dimension stay the same when an aspect prefixes names', () => {
    const { stack, firewall } = (() => {
      const fresh = newStack();
      return { stack: fresh, firewall: new WebFirewall(fresh, 'Firewall', { mode: WebFirewallMode.OBSERVE }) };
    })();
    const metric = firewall.metricBlockedRequests();
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof wafv2.CfnWebACL) {
          node.name = `acme-${node.name}`;
        }
      },
    });
    const { Name, VisibilityConfig } = onlyResource(stack, ACL).Properties;
    expect(Name).toMatch(/^acme-/);
    expect(VisibilityConfig.MetricName).toBe(Name);
    expect(stack.resolve(metric.dimensions!.WebACL)).toBe(Name);
    expect(stack.resolve(firewall.webAclName)).toBe(Name);
  });

  test('two web ACLs never share a name: not in a stack, not in two, not in nested ones', () => {
    const app = new App();
    const stacks = ['One', 'Two'].map((id) => new Stack(app, id));
    const nested = stacks.map((stack) => new NestedStack(stack, 'Nested'));
    const names = [...stacks, ...nested].flatMap((stack) => ['A', 'B'].map((id) =>
      stack.resolve(new WebFirewall(stack, id, { mode: WebFirewallMode.OBSERVE }).webAclName)));
    expect(new Set(names).size).toBe(8);
    expect(names.every((name) => /^[\w-]{1,128}$/.test(name))).toBe(true);
  });

  test('a long path still gives a name that WAF takes', () => {
    const stack = newStack('A'.repeat(100));
    const firewall = new WebFirewall(stack, 'B'.repeat(100), { mode: WebFirewallMode.OBSERVE });
    expect(stack.resolve(firewall.webAclName)).toMatch(/^[\w-]{1,128}$/);
  });
});

describe('the log', () => {
  const groupName = (stack: Stack) => onlyResource(stack, 'AWS::Logs::LogGroup').Properties.LogGroupName;
  const rendered = (value: any) => value['Fn::Join'][1].map((part: any) => (typeof part === 'string' ? part : JSON.stringify(part))).join('');

  test('its name begins as WAF insists, and is unique per stack instance', () => {
    const { stack } = aclOf();
    expect(rendered(groupName(stack))).toMatch(/^aws-waf-logs-Test-Firewall-[0-9A-F]{8}-\{"Fn::Select":\[2,.*AWS::StackId/);
  });

  test('it goes to the log group by an ARN without :*', () => {
    const { stack } = aclOf();
    const { LogDestinationConfigs, ResourceArn } = onlyResource(stack, 'AWS::WAFv2::LoggingConfiguration').Properties;
    const [group] = Object.keys(resourcesOf(stack, 'AWS::Logs::LogGroup'));
    expect(LogDestinationConfigs).toHaveLength(1);
    expect(LogDestinationConfigs[0]['Fn::Join'][1].slice(-2)).toEqual([':log-group:', { Ref: group }]);
    expect(ResourceArn).toEqual({ 'Fn::GetAtt': [Object.keys(resourcesOf(stack, ACL))[0], 'Arn'] });
  });

  test('it is encrypted by a key that admits its name, kept a year and retained', () => {
    const { stack } = aclOf();
    const group = onlyResource(stack, 'AWS::Logs::LogGroup');
    expect(group.Properties.RetentionInDays).toBe(365);
    expect(group.DeletionPolicy).toBe('Retain');
    expect(group.Properties.KmsKeyId['Fn::GetAtt'][0]).toBe(Object.keys(resourcesOf(stack, 'AWS::KMS::Key'))[0]);
    const pattern = JSON.stringify(onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy).match(/log-group:(aws-waf-logs-[^"]*)\*/)?.[1];
    expect(rendered(groupName(stack)).startsWith(pattern ?? 'no pattern')).toBe(true);
  });

  test('key, retention and removal are the caller\'s to choose', () => {
    const stack = newStack();
    const dataKey = new DataKey(stack, 'Key');
    new WebFirewall(stack, 'Firewall', {
      mode: WebFirewallMode.OBSERVE, dataKey, logs: { retention: logs.RetentionDays.TWO_YEARS, removalPolicy: RemovalPolicy.DESTROY },
    });
    const group = onlyResource(stack, 'AWS::Logs::LogGroup');
    expect(Object.keys(resourcesOf(stack, 'AWS::KMS::Key'))).toHaveLength(1);
    expect([group.Properties.RetentionInDays, group.DeletionPolicy]).toEqual([731, 'Delete']);
  });

  test('credentials are replaced in logs, samples and match details', () => {
    const { DataProtections } = aclOf().acl.Properties.DataProtectionConfig;
    const complete = { Action: 'SUBSTITUTION', ExcludeRateBasedDetails: false, ExcludeRuleMatchDetails: false };
    expect(DataProtections).toEqual([
      { Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization', 'x-api-key', 'cookie'] }, ...complete },
      { Field: { FieldType: 'SINGLE_COOKIE' }, ...complete },
    ]);
  });

  test('credentials are redacted by the logging configuration too', () => {
    const { RedactedFields } = onlyResource(aclOf().stack, 'AWS::WAFv2::LoggingConfiguration').Properties;
    expect(RedactedFields).toEqual(['authorization', 'x-api-key', 'cookie'].map((Name) => ({ SingleHeader: { Name } })));
  });

  test('what a rule blocked or counted is logged, and nothing else', () => {
    const { LoggingFilter } = onlyResource(aclOf().stack, 'AWS::WAFv2::LoggingConfiguration').Properties;
    expect(LoggingFilter.DefaultBehavior).toBe('DROP');
    expect(LoggingFilter.Filters).toHaveLength(1);
    expect(LoggingFilter.Filters[0]).toMatchObject({ Behavior: 'KEEP', Requirement: 'MEETS_ANY' });
    expect(LoggingFilter.Filters[0].Conditions.map((condition: any) => condition.ActionCondition.Action))
      .toEqual(['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT', 'CAPTCHA', 'CHALLENGE']);
  });

  test('delivery gets its permission from the group itself; no account-wide resource policy is spent', () => {
    const { stack } = aclOf();
    expect(resourcesOf(stack, 'AWS::Logs::ResourcePolicy')).toEqual({});
    const { Statement } = onlyResource(stack, 'AWS::Logs::LogGroup').Properties.ResourcePolicyDocument;
    expect(Statement).toHaveLength(1);
    expect(Statement[0]).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    });
    const [group] = Object.keys(resourcesOf(stack, 'AWS::Logs::LogGroup'));
    expect(JSON.stringify(Statement)).not.toContain(group!);
    expect(rendered(Statement[0].Resource)).toContain(`log-group:${rendered(groupName(stack))}:log-stream:*`);
  });
});

describe('capacity', () => {
  test.each([WebFirewallMode.ENFORCE, WebFirewallMode.OBSERVE])('the rules of a mode fit the base price: 1,106 units', (mode) => {
    expect(aclOf({ mode }).firewall.capacity).toBe(1106);
  });

  const withRules = (count: number, statement: object) => {
    const stack = newStack();
    const firewall = new WebFirewall(stack, 'Firewall', { mode: WebFirewallMode.OBSERVE });
    const acl = firewall.node.defaultChild as wafv2.CfnWebACL;
    acl.rules = Array.from({ length: count }, (_, priority) => ({
      name: `r${priority}`, priority, statement, overrideAction: { none: {} }, visibilityConfig: acl.visibilityConfig,
    }));
    return { stack, firewall };
  };
  const core = { managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet' } };

  test('beyond 1,500 units a warning says what a million requests cost more', () => {
    const { stack, firewall } = withRules(3, core);
    expect(firewall.capacity).toBe(2100);
    expect(warningsOf(stack).join()).toContain('2100 units add 0.40 USD per million requests');
  });

  test('beyond 5,000 units the synth fails with the number', () => {
    expect(() => Template.fromStack(withRules(8, core).stack)).toThrow('at most 5,000 capacity units, received: 5600');
    expect(() => Template.fromStack(withRules(7, core).stack)).not.toThrow();
  });

  test('a rule group whose capacity is not known is named in a warning', () => {
    const { stack } = withRules(1, { managedRuleGroupStatement: { vendorName: 'Somebody', name: 'Rules' } });
    expect(warningsOf(stack).join()).toContain('could not be counted: Somebody Rules');
  });
});
