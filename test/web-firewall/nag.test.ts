import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AddressList } from '../../src/web-firewall/address-list';
import { ForwardedAddress } from '../../src/web-firewall/forwarded-address';
import { ManagedRuleGroup } from '../../src/web-firewall/managed-rule-group';
import { PatternSet } from '../../src/web-firewall/pattern-set';
import { RequestPart } from '../../src/web-firewall/request-part';
import { WebFirewallRule } from '../../src/web-firewall/rule';
import { WebFirewallRuleGroup } from '../../src/web-firewall/rule-group';
import { WebFirewallStatement } from '../../src/web-firewall/statement';
import { WebFirewall } from '../../src/web-firewall/web-firewall';
import { WebFirewallMode } from '../../src/web-firewall/web-firewall-mode';
import { nagFindings, PACKS } from '../support/nag';

test.each(Object.entries(PACKS))('%s finds nothing in a web firewall', (_, Pack) => {
  const app = new App();
  const stack = new Stack(app, 'Test');
  for (const mode of [WebFirewallMode.ENFORCE, WebFirewallMode.OBSERVE]) {
    const firewall = new WebFirewall(stack, mode.name, { mode });
    firewall.addressList?.add('10.20.0.0/16', { application: 'Billing' });
    firewall.protect(apigateway.Stage.fromStageAttributes(stack, `${mode.name}Stage`, {
      stageName: mode.name, restApi: apigateway.RestApi.fromRestApiId(stack, `${mode.name}Api`, 'abc123'),
    }));
  }
  const statement = WebFirewallStatement.patternSet(RequestPart.URI_PATH, new PatternSet(stack, 'Patterns', { patterns: ['^/a'] }).patternSetArn);
  const rules = [WebFirewallRule.match('Patterns', { statement }), WebFirewallRule.route('Route', 'ANY /admin', { methods: ['GET'] })];
  const group = new WebFirewallRuleGroup(stack, 'Group', { capacity: 100, rules });
  new WebFirewall(stack, 'All', {
    mode: WebFirewallMode.observeUntil('2999-12-31'),
    rules: [...rules, WebFirewallRule.ruleGroup('Group', group.ruleGroupArn, group.capacity)],
    forwardedAddress: ForwardedAddress.by({ proxies: new AddressList(stack, 'Proxies') }),
    managedRuleGroups: [ManagedRuleGroup.coreRuleSet({ version: 'Version_1.22' })],
    versionAlarmTopic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-central-1:111122223333:alarms'),
  });
  app.synth();
  expect(nagFindings(app, [Pack])).toEqual([]);
});
