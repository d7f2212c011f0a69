import { App, Stack } from 'aws-cdk-lib';
import { MachineTokenIssuer } from '../../src/identity/machine-token-issuer';
import { PACKS, nagFindings } from '../support/nag';

test.each(Object.entries(PACKS))('%s finds nothing in an issuer with clients, one of them suspended', (_, Pack) => {
  const app = new App();
  const issuer = new MachineTokenIssuer(new Stack(app, 'Test'), 'Issuer');
  issuer.declareScope('payments/read');
  issuer.addClient('Billing', { scopes: ['payments/read'] });
  issuer.addClient('Ledger', { scopes: ['payments/read'], enabled: false });
  app.synth();
  expect(nagFindings(app, [Pack])).toEqual([]);
});
