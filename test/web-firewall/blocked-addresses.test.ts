import { App, Aspects, CfnOutput, NestedStack, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { BlockedAddresses } from '../../src/web-firewall/blocked-addresses';
import { WebFirewallRule } from '../../src/web-firewall/rule';
import { WebFirewallStatement } from '../../src/web-firewall/statement';
import { WebFirewall } from '../../src/web-firewall/web-firewall';
import { WebFirewallMode } from '../../src/web-firewall/web-firewall-mode';
import { onlyResource, resourcesOf, warningsOf } from '../support/stack';

const SET = 'AWS::WAFv2::IPSet';
const STACK_TAGS = '@aws-cdk/core:explicitStackTags';

type Change = (app: App, stack: Stack, firewall: WebFirewall) => void;

function firewallIn(change: Change = () => {}, mode = WebFirewallMode.ENFORCE, description?: string) {
  const app = new App({ context: { [STACK_TAGS]: true } });
  const stack = new Stack(app, 'Test', { description });
  const firewall = new WebFirewall(stack, 'Firewall', { mode });
  firewall.addressList!.add('10.20.0.0/16', { application: 'Billing' });
  change(app, stack, firewall);
  return { stack, firewall };
}

const blockedSets = (stack: Stack) => Object.entries(resourcesOf(stack, SET)).filter(([id]) => id.includes('Blocked'));

test('a web firewall has two blocked sets, one for each IP version, which are empty', () => {
  const { stack, firewall } = firewallIn();
  expect(blockedSets(stack).map(([, set]) => set.Properties)).toEqual([4, 6].map((version) => ({
    Name: `${stack.resolve(firewall.webAclName)}-blocked-ipv${version}`, Scope: 'REGIONAL', IPAddressVersion: `IPV${version}`, Addresses: [],
  })));
});

test.each([WebFirewallMode.ENFORCE, WebFirewallMode.OBSERVE])('the first rule blocks what is in them, in every mode', (mode) => {
  const { stack } = firewallIn(undefined, mode);
  const [first] = onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.Rules;
  expect(first).toMatchObject({ Name: 'BlockedAddresses', Priority: 0, Action: { Block: {} } });
  expect(first.Statement.OrStatement.Statements.map((each: any) => each.IPSetReferenceStatement.Arn['Fn::GetAtt'][0]))
    .toEqual(blockedSets(stack).map(([id]) => id));
});

describe('a deploy leaves the blocked sets alone: their text in the template stays the same, byte for byte, when', () => {
  const asBefore = JSON.stringify(blockedSets(firewallIn().stack));
  class Prefix {
    public visit(node: unknown): void {
      if (node instanceof wafv2.CfnIPSet || node instanceof wafv2.CfnWebACL) {
        node.name = `acme-${node.name}`;
        node.description = 'changed by an aspect';
      }
    }
  }

  test.each<[string, () => Stack]>([
    ['the app gets tags', () => firewallIn((app) => ['owner', 'cost-center'].forEach((key) => Tags.of(app).add(key, 'x'))).stack],
    ['the firewall gets tags', () => firewallIn((_app, _stack, firewall) => Tags.of(firewall.blockedAddresses!).add('owner', 'x')).stack],
    ['an aspect renames and describes IP sets and web ACLs', () => firewallIn((app) => Aspects.of(app).add(new Prefix())).stack],
    ['the mode changes', () => firewallIn(undefined, WebFirewallMode.observeUntil('2027-01-31')).stack],
    ['the stack is described', () => firewallIn(undefined, WebFirewallMode.ENFORCE, 'another description').stack],
    ['rules and addresses are added', () => firewallIn((_app, _stack, firewall) => {
      firewall.addRule(WebFirewallRule.match('Own', { statement: WebFirewallStatement.label('any') }));
      firewall.addressList!.add('10.30.0.0/16', { application: 'Reporting' });
    }).stack],
  ])('%s', (_, changed) => {
    expect(JSON.stringify(blockedSets(changed()))).toBe(asBefore);
  });
});

test('the metadata of the web ACL says how the sets are called, and what their ids are', () => {
  const { stack, firewall } = firewallIn();
  const { Metadata } = onlyResource(stack, 'AWS::WAFv2::WebACL');
  const [[ipv4], [ipv6]] = blockedSets(stack) as [[string, object], [string, object]];
  expect(Metadata!['cdk-private-api:blocked']).toEqual({
    scope: 'REGIONAL',
    rule: 'BlockedAddresses',
    ipv4: { name: firewall.blockedAddresses!.ipv4SetName, id: { 'Fn::GetAtt': [ipv4, 'Id'] } },
    ipv6: { name: firewall.blockedAddresses!.ipv6SetName, id: { 'Fn::GetAtt': [ipv6, 'Id'] } },
  });
});

test('outputs name the sets where they are asked for, and only there', () => {
  const outputs = (stack: Stack) => Object.values(Template.fromStack(stack).findOutputs('*')).map(({ Value }) => Value);
  expect(outputs(firewallIn().stack)).toEqual([]);
  const stack = new Stack(new App(), 'Test');
  new WebFirewall(stack, 'Firewall', { mode: WebFirewallMode.OBSERVE, outputs: true });
  expect(outputs(stack)).toEqual(blockedSets(stack).map(([id]) => ({ Ref: id })));
});

test('several web firewalls share one blocked set', () => {
  const stack = new Stack(new App(), 'Test');
  const blockedAddresses = new BlockedAddresses(stack, 'Emergency', { setName: 'platform' });
  ['A', 'B'].forEach((id) => new WebFirewall(stack, id, { mode: WebFirewallMode.OBSERVE, blockedAddresses }));
  const names = Object.values(resourcesOf(stack, SET)).map((set) => set.Properties.Name).filter((name) => name !== undefined);
  expect(names).toEqual(['platform-blocked-ipv4', 'platform-blocked-ipv6']);
  expect(JSON.stringify(resourcesOf(stack, 'AWS::WAFv2::WebACL')).match(/"Name":"BlockedAddresses"/g)).toHaveLength(2);
});

test('a web firewall of another stack shares them, by exports', () => {
  const app = new App();
  const [platform, service] = ['Platform', 'Service'].map((id) => new Stack(app, id)) as [Stack, Stack];
  const blockedAddresses = new BlockedAddresses(platform, 'Emergency');
  new WebFirewall(service, 'Firewall', { mode: WebFirewallMode.OBSERVE, blockedAddresses });
  app.synth();
  const { Metadata, Properties } = onlyResource(service, 'AWS::WAFv2::WebACL');
  expect(JSON.stringify(Properties.Rules[0]).match(/Fn::ImportValue/g)).toHaveLength(2);
  expect(Metadata!['cdk-private-api:blocked'].ipv4).toEqual({ name: blockedAddresses.ipv4SetName, id: { 'Fn::ImportValue': expect.any(String) } });
});

test('names of blocked sets differ between firewalls, stacks and nested stacks, and WAF takes them', () => {
  const app = new App();
  const stacks = ['One', 'A'.repeat(100)].map((id) => new Stack(app, id));
  const names = [...stacks, new NestedStack(stacks[0]!, 'Nested')].flatMap((stack) => ['A', 'B'.repeat(90)].flatMap((id) => {
    const { ipv4SetName, ipv6SetName } = new WebFirewall(stack, id, { mode: WebFirewallMode.OBSERVE }).blockedAddresses!;
    return [ipv4SetName, ipv6SetName];
  }));
  expect(new Set(names).size).toBe(12);
  expect(names.every((name) => /^[\w-]{1,128}$/.test(name))).toBe(true);
});

test.each(['', 'a b', 'x'.repeat(116)])('the set name %j is refused', (setName) => {
  expect(() => new BlockedAddresses(new Stack(new App(), 'Test'), 'Blocked', { setName })).toThrow('1 to 115 letters, digits, _ and -');
});

test('tags of a stack, which reach its resources past the template, are warned of', () => {
  const warned = (tag: (app: App, stack: Stack) => void, flag: boolean) => {
    const app = new App({ context: { [STACK_TAGS]: flag } });
    const stack = new Stack(app, 'Test');
    new BlockedAddresses(stack, 'Blocked');
    tag(app, stack);
    return warningsOf(stack).filter((text) => text.includes('write the blocked sets anew')).length;
  };
  expect(warned((app) => Tags.of(app).add('owner', 'x'), true)).toBe(0);
  expect(warned((app) => Tags.of(app).add('owner', 'x'), false)).toBe(1);
  expect(warned((_, stack) => stack.addStackTag('owner', 'x'), true)).toBe(1);
});

test('in a nested stack, the tags of the stack around it are warned of too', () => {
  const stack = new Stack(new App({ context: { [STACK_TAGS]: true } }), 'Test', { tags: { owner: 'x' } });
  const nested = new NestedStack(stack, 'Nested');
  new CfnOutput(nested, 'Any', { value: new BlockedAddresses(nested, 'Blocked').ipv4SetArn });
  expect(warningsOf(stack).filter((text) => text.includes('write the blocked sets anew'))).toHaveLength(1);
});
