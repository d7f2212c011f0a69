import { App, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { WebFirewall } from '../../src/web-firewall/web-firewall';
import { WebFirewallMode } from '../../src/web-firewall/web-firewall-mode';

const PACKS = [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks];

test.each(PACKS.map((Pack) => [Pack.name, Pack] as const))('%s finds nothing in a web firewall', (_, Pack) => {
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
  expect(new Pack().validateScope(app).violations).toEqual([]);
});
