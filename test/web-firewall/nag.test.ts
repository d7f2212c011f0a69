import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
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
  app.synth();
  expect(nagFindings(app, [Pack])).toEqual([]);
});
