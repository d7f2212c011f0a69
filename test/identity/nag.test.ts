import { App, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { MachineTokenIssuer } from '../../src/identity/machine-token-issuer';

const PACKS = [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks];

test.each(PACKS.map((Pack) => [Pack.name, Pack] as const))('%s finds nothing in an issuer with two clients', (_, Pack) => {
  const app = new App();
  const issuer = new MachineTokenIssuer(new Stack(app, 'Test'), 'Issuer');
  issuer.declareScope('payments/read');
  issuer.addClient('Billing', { scopes: ['payments/read'] });
  issuer.addClient('Ledger', { scopes: ['payments/read'] });
  app.synth();
  expect(new Pack().validateScope(app).violations).toEqual([]);
});
