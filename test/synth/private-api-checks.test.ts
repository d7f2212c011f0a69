import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnResource, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { PrivateApiAssertions, PrivateApiChecks, type PrivateApiChecksProps } from '../../src';
import { run } from '../cli/command';
import { TrialStack, newFolder, threeStages } from '../posture/checks/trial';

// The real checks have tests of their own: here it counts what becomes of findings.
jest.mock('../../src/posture/checks/registry', () => ({ CHECKS: jest.requireActual('../posture/checks/trial').TRIAL_CHECKS }));

interface Synthesized {
  readonly directory: string;
  /** What stopped the synth; empty if nothing did. */
  readonly stopped: string;
  /** What CDK wrote of our plug-in into the assembly. */
  readonly report: any;
}

/** Synthesizes an app with the plug-in, in the mode in which CDK throws what it found. */
function synth(make: (app: App) => void, props: PrivateApiChecksProps = {}, context: Record<string, unknown> = {}): Synthesized {
  const app = new App({ outdir: join(newFolder(), 'cdk.out'), context });
  Validations.of(app).addPlugins(new PrivateApiChecks(props));
  make(app);
  let stopped = '';
  const quiet = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    app.synth();
  } catch (error) {
    stopped = (error as Error).message;
  } finally {
    quiet.mockRestore();
  }
  const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  return { directory: app.outdir, stopped, report: pluginReports.find(({ pluginName }: { pluginName: string }) => pluginName === 'PrivateApi') };
}

const places = (violations: any[]) => violations.flatMap(({ ruleName, severity, violatingConstructs }) =>
  violatingConstructs.map(({ constructPath }: { constructPath: string }) => `${severity} ${ruleName} ${constructPath}`)).sort();

describe('the plug-in, the command line and the assertion', () => {
  const make = (app: App) => {
    const stages = threeStages(app);
    Validations.of(stages[2]!.api).acknowledge({ id: 'PrivateApi::api-private', reason: 'The gateway of the partners (owner: x@example.com, until: 2099-01-01)' });
    Validations.of(stages[1]!).acknowledge({ id: 'api-described', reason: 'A test' });
  };
  const { directory, report, stopped } = synth(make);

  test('find the same', async () => {
    const fromPlugin = places(report.violations);
    const json = JSON.parse((await run('check', directory, '--format', 'json')).out);
    const fromCommand = json.findings.flatMap((finding: any) => finding.places.map((place: any) =>
      `${finding.outcome === 'unknown' ? 'info' : finding.severity} ${finding.check} ${place.constructPath}`)).sort();
    const app = new App();
    make(app);
    const fromAssertion = PrivateApiAssertions.fromApp(app).findings().flatMap((finding) => finding.places.map((place) =>
      `${finding.outcome === 'unknown' ? 'info' : finding.severity} ${finding.check} ${place.constructPath}`)).sort();
    expect(fromPlugin).toEqual([
      'error api-private Dev/Payments/Api', 'error api-private Test/Payments/Api',
      'info stage-throttled Dev/Payments/Stage', 'info stage-throttled Prod/Payments/Stage', 'info stage-throttled Test/Payments/Stage',
      'warning api-described Dev/Payments/Api', 'warning api-described Prod/Payments/Api',
    ]);
    expect(fromCommand).toEqual(fromPlugin);
    expect(fromAssertion).toEqual(fromPlugin);
  });

  test('tell where, why and what to write', () => {
    const [violation] = report.violations;
    expect(violation).toMatchObject({
      ruleName: 'api-private',
      severity: 'error',
      suggestedFix: 'endpointConfiguration: { types: [EndpointType.PRIVATE] }',
      description: 'EndpointConfiguration.Types is ["REGIONAL"]. Anybody on the internet could call it.',
    });
    expect(violation.violatingConstructs[0].cloudFormationResource).toEqual({
      templatePath: expect.stringMatching(/^assembly-Dev\/.*\.template\.json$/), logicalId: 'Api', propertyPaths: ['Properties.EndpointConfiguration.Types'],
    });
    expect(stopped).toContain('Dev/Payments/Api');
  });

  test('leave what was acknowledged with its reason in CDK\'s own report', () => {
    expect(report.suppressedViolations).toMatchObject([{
      ruleName: 'api-private',
      acknowledgedId: 'PrivateApi::api-private',
      acknowledgedAt: 'Prod/Payments/Api',
      reason: 'The gateway of the partners (owner: x@example.com, until: 2099-01-01)',
    }]);
  });
});

describe('the synth', () => {
  const stops = (make: (app: App) => void, ...more: [PrivateApiChecksProps?, Record<string, unknown>?]) => synth(make, ...more).stopped !== '';

  test('is stopped by an error', () => {
    expect(stops((app) => new TrialStack(app, 'Payments', { types: ['EDGE'] }))).toBe(true);
  });

  test('is not stopped by a warning or by what is not known', () => {
    expect(stops((app) => new TrialStack(app, 'Payments', { parameter: true }))).toBe(false);
  });

  test.each(['PrivateApi::api-private', 'api-private'])('is not stopped by an error that is acknowledged as %s, at the construct or above', (id) => {
    const acknowledge = (pick: (stack: TrialStack) => Stack | CfnResource) => (app: App) => {
      Validations.of(pick(new TrialStack(app, 'Payments', { types: ['EDGE'] }))).acknowledge({ id, reason: 'It is meant' });
    };
    expect(stops(acknowledge((stack) => stack.api))).toBe(false);
    expect(stops(acknowledge((stack) => stack))).toBe(false);
    expect(stops(acknowledge((stack) => stack.stage))).toBe(true);
  });

  test('is not stopped by an exception that lapsed, which is reported', () => {
    const { stopped, report } = synth((app) => {
      const stack = new TrialStack(app, 'Payments', { types: ['EDGE'], rate: 1, description: 'x' });
      Validations.of(stack).acknowledge({ id: 'PrivateApi::api-private', reason: 'Until spring (owner: x, until: 2026-03-01)' });
    }, {}, { 'cdk-private-api:now': '2027-01-01' });
    expect(stopped).toBe('');
    expect(places(report.violations)).toEqual(['warning lapsed-exception Payments']);
    expect(report.violations[0].description).toContain('ended on 2026-03-01');
  });

  test('sees what is overridden, and a raw resource', () => {
    expect(stops((app) => new TrialStack(app, 'Payments').api.addPropertyOverride('EndpointConfiguration.Types', ['EDGE']))).toBe(true);
    expect(stops((app) => new CfnResource(new Stack(app, 'Raw'), 'Api', { type: 'AWS::ApiGateway::RestApi' }))).toBe(true);
  });

  test('follows the files that it is given', () => {
    const file = join(newFolder(), 'config.yaml');
    writeFileSync(file, 'checks: { api-private: { severity: warning, reason: Moves in spring } }');
    expect(stops((app) => new TrialStack(app, 'Payments', { types: ['EDGE'] }), { config: file })).toBe(false);
  });

  test('is stopped by a file that cannot be read: what should hold is not known', () => {
    expect(stops((app) => new TrialStack(app, 'Payments'), { exceptions: ['not-there.yaml'] })).toBe(true);
  });

  test('checks one stage only where the plug-in is registered there', () => {
    const app = new App({ outdir: join(newFolder(), 'cdk.out') });
    const [prod] = ['Prod', 'Production'].map((name) => {
      const stage = new Stage(app, name);
      new TrialStack(stage, 'Payments', { types: [name === 'Prod' ? 'PRIVATE' : 'EDGE'], rate: 1, description: 'x' });
      return stage;
    });
    Validations.of(prod!).addPlugins(new PrivateApiChecks());
    expect(() => app.synth()).not.toThrow();
  });

  test('names the construct of a resource in a nested stack', () => {
    const { report } = synth((app) => {
      const nested = new NestedStack(new Stack(app, 'Outer'), 'Inner');
      new CfnResource(nested, 'Api', { type: 'AWS::ApiGateway::RestApi', properties: { Description: 'x' } });
    });
    expect(places(report.violations)).toEqual(['error api-private Outer/Inner/Api']);
  });
});
