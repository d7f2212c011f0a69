import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

// In a process of its own: the test runner turns the validation off for all others, for its 2 s.
const APP = `
  import { readFileSync } from 'node:fs';
  import { App, Stack } from 'aws-cdk-lib';
  import { MachineTokenIssuer } from './src/identity/machine-token-issuer';
  const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
  const issuer = new MachineTokenIssuer(new Stack(app, 'Test'), 'Issuer');
  issuer.declareScope('payments/read');
  issuer.addClient('Billing', { scopes: ['payments/read'] });
  process.stdout.write(readFileSync(app.synth().directory + '/validation-report.json', 'utf8'));
`;

test('CDK\'s own template validation finds nothing, and what it does not know yet is acknowledged with a reason', () => {
  const report = JSON.parse(execFileSync(join(ROOT, 'node_modules/.bin/tsx'), ['--eval', APP], {
    cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'true' }, stdio: ['ignore', 'pipe', 'ignore'],
  }));
  const [validation] = report.pluginReports.filter(({ pluginName }: any) => pluginName === 'CloudFormation Validate');
  expect(validation.violations).toEqual([]);
  expect(JSON.stringify(validation.suppressedViolations)).toContain('ALLOW_CLIENT_TOKEN_AUTH');
}, 60_000);
