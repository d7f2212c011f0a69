import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { EndpointType, MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AwsSolutionsChecks } from 'cdk-nag';
import { PrivateApiAssertions, PrivateApiChecks } from '../../src';
import { main } from '../../src/cli/main';
import { newFolder } from '../posture/checks/trial';

const NOW = '2027-01-01';

/** A public API that both packs have much to say of, with one acknowledgement for each. */
function publicApi(): App {
  const app = new App({ outdir: join(newFolder(), 'cdk.out'), context: { 'cdk-private-api:now': NOW } });
  const api = new RestApi(new Stack(app, 'Shop'), 'Api', { endpointTypes: [EndpointType.REGIONAL], cloudWatchRole: false });
  api.root.addMethod('GET', new MockIntegration());
  Validations.of(api).acknowledge({ id: 'PrivateApi::api-endpoint-private', reason: 'The shop is for the public (owner: shop@example.com, until: 2027-06-30)' });
  Validations.of(api).acknowledge({ id: 'AwsSolutions::AwsSolutions-APIG4', reason: 'The shop is for the public' });
  Validations.of(api).acknowledge({ id: 'AwsSolutions-APIG1', reason: 'The shop counts its visitors' });
  return app;
}

function synthWithBoth(): { readonly directory: string; readonly reports: any[] } {
  const app = publicApi();
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
  Validations.of(app).addPlugins(new PrivateApiChecks());
  const quiet = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    expect(() => app.synth()).toThrow();
  } finally {
    quiet.mockRestore();
  }
  return { directory: app.outdir, reports: JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')).pluginReports };
}

const { directory, reports } = synthWithBoth();
const reportOf = (name: string) => reports.find(({ pluginName }: any) => pluginName.includes(name));
const placesOf = (violations: any[]) => violations.flatMap(({ ruleName, severity, violatingConstructs }) =>
  violatingConstructs.map(({ constructPath }: any) => `${severity} ${ruleName} ${constructPath}`)).sort();

async function command(): Promise<any> {
  let out = '';
  await main(['check', directory, '--format', 'json', '--now', NOW], { out: (text) => { out += text; }, err: () => undefined, colours: false, now: () => 0 });
  return JSON.parse(out);
}

const linesOf = (findings: any[]) => findings.flatMap(({ check, outcome, severity, places }) =>
  places.map(({ constructPath }: any) => `${outcome === 'unknown' ? 'info' : severity} ${check} ${constructPath}`)).sort();

test('both packs find what they find alone', () => {
  expect(placesOf(reportOf('AwsSolutions').violations)).toContainEqual(expect.stringMatching(/APIG2 Shop\/Api/));
  expect(placesOf(reportOf('PrivateApi').violations)).toContainEqual(expect.stringMatching(/^error \S+ Shop\/Api/));
});

test('each acknowledgement is honoured by the pack whose rule it names, with its reason', () => {
  expect(reportOf('AwsSolutions').suppressedViolations.map(({ ruleName }: any) => ruleName)).toContain('AwsSolutions-APIG4');
  expect(placesOf(reportOf('AwsSolutions').violations).join('\n')).not.toContain('AwsSolutions-APIG4');
  expect(reportOf('PrivateApi').suppressedViolations).toMatchObject([{
    ruleName: 'api-endpoint-private', reason: 'The shop is for the public (owner: shop@example.com, until: 2027-06-30)',
  }]);
});

test('acknowledgements of the other pack are not reported as unused', () => {
  expect(JSON.stringify(reportOf('PrivateApi').violations)).not.toContain('AwsSolutions-APIG4');
});

test('the plug-in, the command and the assertion find the same with every check, the same acknowledged', async () => {
  const fromPlugin = placesOf(reportOf('PrivateApi').violations);
  const { findings, acknowledged } = await command();
  const fromAssertion = PrivateApiAssertions.fromApp(publicApi()).findings();
  expect(fromPlugin.length).toBeGreaterThan(5);
  expect(linesOf(findings)).toEqual(fromPlugin);
  expect(linesOf(fromAssertion)).toEqual(fromPlugin);
  expect(acknowledged).toMatchObject([{ check: 'api-endpoint-private', exception: { owner: 'shop@example.com', until: '2027-06-30' } }]);
});
