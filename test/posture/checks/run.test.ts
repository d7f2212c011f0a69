import { Validations } from 'aws-cdk-lib';
import { TRIAL_CHECKS, type TrialOptions, TrialStack, synthesized, threeStages } from './trial';
import { type RunOptions, runChecks } from '../../../src/posture/checks/run';
import { loadApp } from '../../../src/posture/model/load';
import { Posture } from '../../../src/posture/model/posture';
import { parseDay } from '../../../src/values/day';

const DAY = parseDay('2027-01-01')!;

function run(path: string, options: Partial<RunOptions> = {}) {
  return runChecks([{ path, posture: new Posture(loadApp(path)) }], { checks: TRIAL_CHECKS, today: DAY, ...options });
}

const acknowledged = (id: string, reason: string, options: TrialOptions = { types: ['REGIONAL'], rate: 10, description: 'x' }) => synthesized((app) => {
  const stack = new TrialStack(app, 'Payments', options);
  Validations.of(stack.api).acknowledge({ id, reason });
});

describe('findings', () => {
  const report = run(synthesized((app) => threeStages(app)));

  test('one fault in dev, test and prod is one finding with three places', () => {
    expect(report.findings.map(({ check, outcome, places }) => [check, outcome, places.map(({ stack }) => stack)])).toEqual([
      ['api-private', 'fail', ['Dev/Payments', 'Test/Payments', 'Prod/Payments']],
      ['api-described', 'fail', ['Dev/Payments', 'Test/Payments', 'Prod/Payments']],
      ['stage-throttled', 'unknown', ['Dev/Payments', 'Test/Payments', 'Prod/Payments']],
    ]);
  });

  test('a place has stack, logical id, construct path and property', () => {
    expect(report.findings[0]).toMatchObject({
      check: 'api-private',
      severity: 'error',
      stack: 'Dev/Payments',
      resource: 'Api',
      constructPath: 'Dev/Payments/Api',
      property: 'EndpointConfiguration.Types',
      message: 'is ["REGIONAL"]',
      owasp: ['API8:2023'],
    });
  });

  test('a check that breaks is no pass', () => {
    const broken = { ...TRIAL_CHECKS[0]!, judge: () => { throw new Error('no'); } };
    expect(() => run(synthesized((app) => new TrialStack(app, 'Payments')), { checks: [broken] })).toThrow('the check api-private could not judge');
  });
});

describe('an acknowledgement in code', () => {
  test.each(['PrivateApi::api-private', 'api-private'])('by %s holds', (id) => {
    const report = run(acknowledged(id, 'Reached over the peering only (owner: payments@example.com, until: 2027-01-31)'));
    expect(report.findings).toEqual([]);
    expect(report.notices).toEqual([]);
    expect(report.acknowledged.map(({ exception }) => exception)).toMatchObject([
      { reason: 'Reached over the peering only', owner: 'payments@example.com', until: '2027-01-31', source: 'Payments/Api' },
    ]);
  });
});
