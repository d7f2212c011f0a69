import { readFileSync } from 'node:fs';
import { App, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import { AddressList } from '../../src/web-firewall/address-list';
import { ForwardedAddress } from '../../src/web-firewall/forwarded-address';
import { ManagedRuleGroup, ManagedRuleOverride } from '../../src/web-firewall/managed-rule-group';
import { PatternSet } from '../../src/web-firewall/pattern-set';
import { RateKey } from '../../src/web-firewall/rate-limit';
import { KeysOrValues, Oversize, RequestPart } from '../../src/web-firewall/request-part';
import { WebFirewallRule } from '../../src/web-firewall/rule';
import { ResponseContentType, WebFirewallAction } from '../../src/web-firewall/rule-action';
import { WebFirewallRuleGroup } from '../../src/web-firewall/rule-group';
import { SizeComparison, SqlSensitivity, TextPosition, WebFirewallStatement as Look } from '../../src/web-firewall/statement';
import { TextTransformation } from '../../src/web-firewall/text-transformation';
import { WebFirewall } from '../../src/web-firewall/web-firewall';
import { WebFirewallMode } from '../../src/web-firewall/web-firewall-mode';

const { URI_PATH, QUERY_STRING } = RequestPart;
const oversize = Oversize.MATCH;
const PARTS = [
  RequestPart.METHOD, URI_PATH, QUERY_STRING, RequestPart.ALL_QUERY_ARGUMENTS, RequestPart.header('a'.repeat(64)), RequestPart.queryArgument('a'.repeat(30)),
  RequestPart.headers({ oversize }), RequestPart.headers({ included: ['a'], scope: KeysOrValues.KEY, oversize }), RequestPart.headers({ excluded: ['a'], oversize }),
  RequestPart.cookies({ oversize: Oversize.NO_MATCH }), RequestPart.cookies({ included: ['a'.repeat(60)], oversize: Oversize.CONTINUE }),
  RequestPart.headerOrder(oversize), RequestPart.body(oversize), RequestPart.jsonBody({ oversize }), RequestPart.jsonBody({ includedPaths: ['/a/~0b', '/'], oversize }),
];
const TRANSFORMATIONS = Object.values(TextTransformation);

/** Each rule that a rule group can hold: every factory, and every value of every choice. */
function ownRules(list: AddressList, patterns: PatternSet): WebFirewallRule[] {
  const statements: Look[] = [
    ...PARTS.map((part) => Look.text(part, TextPosition.CONTAINS, 'x')),
    ...Object.values(TextPosition).map((position) => Look.text(URI_PATH, position, 'x')),
    ...Object.values(SizeComparison).map((comparison) => Look.size(QUERY_STRING, comparison, 21_474_836_480)),
    ...Object.values(SqlSensitivity).map((sensitivity) => Look.sqlInjection(QUERY_STRING, sensitivity)),
    ...[0, 10, 20].map((first) => Look.regex(URI_PATH, 'a', { transformations: TRANSFORMATIONS.slice(first, first + 10) })),
    Look.crossSiteScripting(QUERY_STRING), Look.patternSet(URI_PATH, patterns.patternSetArn), Look.countries('DE'), Look.networks(0, 4_294_967_295),
    Look.label('team:internal'), Look.labelNamespace('team:'), Look.addresses(list), Look.ipSet(Fn.importValue('Set')),
    Look.not(Look.allOf(Look.label('a'), Look.anyOf(Look.label('b'), Look.not(Look.label('c'))))),
  ];
  const response = { statusCode: 429, body: 'later', contentType: ResponseContentType.TEXT, headers: { 'retry-after': '60' } };
  const rate = (name: string, ...keys: RateKey[]) => WebFirewallRule.rate(name, { limit: 100, keys });
  return [
    ...statements.map((statement, at) => WebFirewallRule.match(`Look-${at}`, { statement, action: WebFirewallAction.count(), labels: [`a:b${at}`] })),
    WebFirewallRule.match('Blocks', { statement: Look.label('a'), action: WebFirewallAction.block(response) }),
    WebFirewallRule.match('Admits', { statement: Look.label('a'), action: WebFirewallAction.allow('health checks') }),
    rate('Rate-1', RateKey.ADDRESS, RateKey.header('a', TextTransformation.TRIM), RateKey.cookie('a'), RateKey.queryArgument('a'), RateKey.queryString()),
    rate('Rate-2', RateKey.uriPath(), RateKey.METHOD, RateKey.labelNamespace('a:'), RateKey.NETWORK),
    WebFirewallRule.rate('Rate-3', { limit: 100, together: true, only: Look.label('a') }),
    WebFirewallRule.route('Route', 'ANY /admin/{id}/{proxy+}', { methods: ['GET'], addresses: [list], maxBodyBytes: 16_384, maxQueryBytes: 8192, response }),
  ];
}

function everyRule(): App {
  const app = new App();
  const stack = new Stack(app, 'EveryRule');
  const list = new AddressList(stack, 'List');
  const forwardedAddress = ForwardedAddress.by({ proxies: list });
  new WebFirewallRuleGroup(stack, 'Group', {
    capacity: 2000,
    rules: ownRules(list, new PatternSet(stack, 'Patterns', { patterns: ['^/a', '(?i)b'] })),
    description: 'for the central team',
    forwardedAddress,
  });
  new WebFirewall(stack, 'Firewall', {
    mode: WebFirewallMode.ENFORCE,
    addressList: list,
    forwardedAddress,
    rules: [
      WebFirewallRule.managed(ManagedRuleGroup.linux({
        version: 'Version_2.1', only: Look.not(Look.label('a')), overrides: [ManagedRuleOverride.block('A'), ManagedRuleOverride.count('B', 'webhooks')],
      })),
      WebFirewallRule.ruleGroup('Group', 'arn:aws:wafv2:eu-central-1:111122223333:regional/rulegroup/theirs/1', 10),
    ],
  });
  return app;
}

/** An app in which the validation has something to find: without it, silence would say nothing. */
function faulty(): App {
  const app = new App();
  new CfnResource(new Stack(app, 'Faulty'), 'Group', {
    type: 'AWS::WAFv2::RuleGroup', properties: { Scope: 'REGIONAL', Capacity: 1, VisibilityConfig: {}, Rules: [{ Name: 'a b' }] },
  });
  return app;
}

// Run in a process of its own, where CDK's template validation is on: prints what it finds in each app, and how many rules it saw.
const found = [faulty, everyRule].map((make) => {
  const { directory, stacks } = make().synth();
  const report = JSON.parse(readFileSync(`${directory}/validation-report.json`, 'utf8'));
  const resources = Object.values<any>(stacks[0]!.template.Resources);
  return {
    rules: resources.reduce((sum, { Properties }) => sum + (Properties.Rules?.length ?? 0), 0),
    violations: report.pluginReports.flatMap(({ violations }: any) => violations.map(({ ruleName, description }: any) => `${ruleName}: ${description}`)),
  };
});
process.stdout.write(JSON.stringify(found));
