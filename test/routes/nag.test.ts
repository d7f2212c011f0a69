import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { newApi, newStage } from './fixture';
import { BackendLink } from '../../src/routes/backend-link';
import { RouteAuthorization } from '../../src/routes/route-authorization';

/** Met by the web firewall, which this layer does not know. */
const OTHER_LAYERS = ['AwsSolutions-APIG3', 'HIPAA.Security-APIGWAssociatedWithWAF', 'NIST.800.53.R5-APIGWAssociatedWithWAF', 'PCI.DSS.321-APIGWAssociatedWithWAF'];

test('the five packs find nothing that another layer does not mend', () => {
  const { app, stack, api, handler } = newApi();
  api.addRoute('GET /a', { handler, scope: 'payments/read' });
  api.addRoute('GET /health', { handler, authorization: RouteAuthorization.open('probe') });
  newStage(api);
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'], vpcCidrBlock: '10.0.0.0/16' });
  new BackendLink(stack, 'Link', { vpc });
  app.synth();
  const findings = [new AwsSolutionsChecks(), new HIPAASecurityChecks(), new NIST80053R5Checks(), new PCIDSS321Checks(), new ServerlessChecks()]
    .flatMap((pack) => pack.validateScope(app).violations)
    .filter((violation) => violation.violatingResources.some(({ constructPath }) => /^Test\/(Api|Link)/.test(constructPath ?? '')))
    .map((violation) => violation.ruleName);
  expect(findings.filter((rule) => !OTHER_LAYERS.includes(rule))).toEqual([]);
  expect(findings.length).toBeGreaterThan(0);
});
