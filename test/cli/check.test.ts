import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Validations } from 'aws-cdk-lib';
import { run } from './command';
import { TrialStack, newFolder, synthesized, threeStages } from '../posture/checks/trial';

const SCHEMAS = join(__dirname, '../../schemas');
const clean = synthesized((app) => new TrialStack(app, 'Payments', { rate: 10, description: 'x' }));
const faulty = synthesized((app) => threeStages(app));
const warned = synthesized((app) => new TrialStack(app, 'Payments', { rate: 10 }));
const open = synthesized((app) => new TrialStack(app, 'Payments', { parameter: true, description: 'x' }));

describe('a check ends with', () => {
  test.each([
    ['0 if all is well', 0, [clean]],
    ['1 on an error', 1, [faulty]],
    ['0 on a warning', 0, [warned]],
    ['1 on a warning that is to fail', 1, [warned, '--fail-on', 'warning']],
    ['0 on what is not known', 0, [open, '--fail-on', 'warning']],
    ['1 on what is not known and is to fail', 1, [open, '--fail-on', 'unknown']],
    ['1 if one of several apps fails', 1, [clean, faulty]],
    ['2 if a path is not there', 2, [clean, 'not-there']],
    ['2 without a path', 2, []],
    ['2 on an unknown option', 2, [clean, '--frobnicate']],
    ['2 on an unknown format', 2, [clean, '--format', 'pdf']],
    ['2 on a date that is none', 2, [clean, '--now', '2027-02-30']],
    ['2 if the result cannot be written', 2, [clean, '--output', '/not/there/x.json']],
    ['2 if report and baseline would be one file', 2, [clean, '--output', './x.json', '--write-baseline', 'x.json']],
    ['2 on a config that cannot be read', 2, [clean, '--config', 'not-there.yaml']],
  ])('%s', async (_, code, argv) => {
    const ran = await run('check', ...argv);
    expect(ran.code).toBe(code);
    expect(ran.err === '').toBe(code !== 2);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });
});

test('help has examples, and is no error', async () => {
  const { code, out } = await run('check', '--help');
  expect(code).toBe(0);
  expect(out).toContain('$ cdk-private-api check cdk.out');
});

describe('JSON', () => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(join(SCHEMAS, 'findings.schema.json'), 'utf8')));

  test('keeps its published schema, and has every place', async () => {
    const { out } = await run('check', faulty, '--format', 'json');
    const report = JSON.parse(out);
    expect(validate(report) || validate.errors).toBe(true);
    expect(report.findings[0]).toMatchObject({
      check: 'api-private',
      severity: 'error',
      outcome: 'fail',
      stack: 'Dev/Payments',
      resource: 'Api',
      constructPath: 'Dev/Payments/Api',
      property: 'EndpointConfiguration.Types',
      message: 'is ["REGIONAL"]',
      owasp: ['API8:2023'],
    });
    expect(report.findings[0].places.map(({ stack }: { stack: string }) => stack)).toEqual(['Dev/Payments', 'Test/Payments', 'Prod/Payments']);
    expect(report.summary).toMatchObject({ errors: 1, warnings: 1, unknown: 1, notKnown: '3 things are not known: parameter Limit (3)' });
  });

  test('is refused by the schema where a member is missing', () => {
    expect(validate({ format: 'cdk-private-api/findings', version: 1, findings: [{}] })).toBe(false);
  });
});

describe('text', () => {
  test('has place, what, why, fix, and how to acknowledge it', async () => {
    const { out } = await run('check', faulty);
    for (const part of ['✗ error  An API is private  api-private', 'Dev/Payments/Api  and in Test/Payments, Prod/Payments',
      'EndpointConfiguration.Types is ["REGIONAL"]', 'why  Anybody', 'fix  endpointConfiguration',
      "acknowledge({ id: 'PrivateApi::api-private', reason: '... (owner: ..., until: 2027-04-01)' })",
      '? 3 things are not known: parameter Limit (3)', '1 error, 1 warning, 1 not known. 3 checks judged 9 places.']) {
      expect(out).toContain(part);
    }
    expect(out).not.toContain('\u001b');
  });

  test('says where nothing was judged', async () => {
    const file = join(newFolder(), 'template.yaml');
    writeFileSync(file, 'Resources: { Topic: { Type: AWS::SNS::Topic } }');
    expect((await run('check', file)).out).toContain('3 checks found nothing to judge');
  });

  test('lets no name of a template steer the terminal', async () => {
    const file = join(newFolder(), 'template.json');
    writeFileSync(file, JSON.stringify({ Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { EndpointConfiguration: { Types: ['\u001b]0;x\u0007\u202e'] } } } } }));
    expect((await run('check', file)).out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

test('--output writes into a file, and prints nothing', async () => {
  const file = join(newFolder(), 'findings.json');
  expect(await run('check', clean, '--format', 'json', '--output', file)).toEqual({ code: 0, out: '', err: '' });
  expect(JSON.parse(readFileSync(file, 'utf8')).findings).toEqual([]);
});

describe('a baseline', () => {
  const baseline = join(newFolder(), 'baseline.json');

  test('is written by a check that ends with 0, and lets what was there pass', async () => {
    expect((await run('check', faulty, '--write-baseline', baseline)).code).toBe(0);
    const { code, out } = await run('check', faulty, '--baseline', baseline, '--fail-on', 'unknown');
    expect(out).toContain('0 errors, 0 warnings, 0 not known; 3 in the baseline.');
    expect(code).toBe(0);
  });

  test('is the same from one synth to the next, and holds for other values and lines', async () => {
    const other = join(newFolder(), 'baseline.json');
    await run('check', synthesized((app) => threeStages(app, { types: ['EDGE'], parameter: true })), '--write-baseline', other);
    expect(readFileSync(other, 'utf8')).toBe(readFileSync(baseline, 'utf8'));
  });

  test('does not hold for what is new', async () => {
    const more = synthesized((app) => { threeStages(app); new TrialStack(app, 'Other', { types: ['EDGE'] }); });
    const { code, out } = await run('check', more, '--baseline', baseline);
    expect(code).toBe(1);
    expect(out).toContain('Other/Api');
    expect(out).not.toContain('Dev/Payments/Api');
  });

  test('does not hold for what was not known and is wrong now', async () => {
    const { code } = await run('check', synthesized((app) => threeStages(app, { types: ['REGIONAL'], rate: 5000 })), '--baseline', baseline, '--fail-on', 'warning');
    expect(code).toBe(1);
  });

  test('tells what is fixed, and does not fail for it', async () => {
    const { code, out } = await run('check', synthesized((app) => threeStages(app, { rate: 1 })), '--baseline', baseline, '--fail-on', 'unknown');
    expect(out).toContain('Prod/Payments/Api EndpointConfiguration.Types is fixed: take it out of the baseline');
    expect(code).toBe(0);
  });

  test('that is broken ends with 2, and says where', async () => {
    const broken = join(newFolder(), 'baseline.json');
    writeFileSync(broken, '{ "format": "cdk-private-api/baseline",\n  "version": 2, "entries": [] }');
    const { code, err } = await run('check', faulty, '--baseline', broken);
    expect(code).toBe(2);
    expect(err).toContain(`${broken}:2:14 version: must be equal to constant, received: 2`);
  });
});

describe('an exceptions file', () => {
  const written = (text: string) => {
    const file = join(newFolder(), 'exceptions.yaml');
    writeFileSync(file, text);
    return file;
  };
  const exception = (place: string, until = '2027-06-30', check = 'api-private') =>
    `exceptions:\n  - { check: ${check}, ${place}, reason: Moves in spring, owner: payments@example.com, until: ${until} }\n`;
  const one = synthesized((app) => new TrialStack(app, 'Payments', { types: ['REGIONAL'], rate: 1, description: 'x' }));

  test.each([
    ['the construct', 'constructPath: Payments/Api'],
    ['what is above it', 'constructPath: Payments'],
    ['the stack and logical id', 'stack: Payments, resource: Api'],
    ['a property', 'constructPath: Payments, property: EndpointConfiguration'],
  ])('holds for %s', async (_, place) => {
    const { code, out } = await run('check', one, '--exceptions', written(exception(place)));
    expect(out).toBe('0 errors, 0 warnings, 0 not known; 1 acknowledged. 3 checks judged 3 places.\n');
    expect(code).toBe(0);
  });

  test.each([
    ['a construct of a longer name', 'constructPath: Pay'],
    ['another property', 'constructPath: Payments, property: Endpoint'],
    ['another stack', 'stack: Orders, resource: Api'],
  ])('does not hold for %s, and is reported as matching nothing', async (_, place) => {
    const file = written(exception(place));
    const { code, out } = await run('check', one, '--exceptions', file);
    expect(code).toBe(1);
    expect(out).toContain(`${file}:2  the exception matches nothing (owner: payments@example.com): take it out`);
  });

  test.each([
    ['on its last day holds', '2027-01-01', 0, ''],
    ['after it holds in the grace, and says so', '2026-12-31', 0, 'ended on 2026-12-31, 1 day ago (owner: payments@example.com): it fails the check in 14 days'],
    ['on the last day of the grace holds', '2026-12-18', 0, 'ended on 2026-12-18, 14 days ago (owner: payments@example.com): it fails the check in 1 day'],
    ['after the grace fails, and says so', '2026-12-17', 1, 'ended on 2026-12-17, 15 days ago (owner: payments@example.com)'],
  ])('%s', async (_, until, code, text) => {
    const ran = await run('check', one, '--exceptions', written(exception('constructPath: Payments', until)));
    expect(ran.code).toBe(code);
    expect(ran.out).toContain(text);
    expect(ran.out.includes('is ["REGIONAL"]')).toBe(code === 1);
  });

  test('that lapsed for a warning fails too', async () => {
    const ran = await run('check', warned, '--exceptions', written(exception('constructPath: Payments', '2026-01-01', 'api-described')));
    expect(ran.code).toBe(1);
  });

  test('lapses by the clock that is set', async () => {
    const file = written(exception('constructPath: Payments'));
    expect((await run('check', one, '--exceptions', file, '--now', '2027-07-14')).code).toBe(0);
    expect((await run('check', one, '--exceptions', file, '--now', '2027-07-15')).code).toBe(1);
  });

  test('that is broken ends with 2, and says every problem with line and column', async () => {
    const file = written('exceptions:\n  - check: api-privat\n    until: 2027-02-30\n    reason: ""\n  - check: stage-throttled\n    resource: Api\n    owner: x\n');
    const { code, err } = await run('check', one, '--exceptions', file);
    expect(code).toBe(2);
    expect(err.replaceAll(file, 'FILE').split('\n')).toEqual([
      'cdk-private-api: an exceptions file follows its schema, received:',
      'FILE:2:5 exceptions[0]: lacks its place: constructPath, or stack and resource',
      'FILE:2:5 exceptions[0]: lacks owner',
      'FILE:2:12 exceptions[0].check: is the id of a check, received: "api-privat"; near are api-private',
      'FILE:3:12 exceptions[0].until: is an ISO date (YYYY-MM-DD), received: "2027-02-30"',
      expect.stringContaining('FILE:4:13 exceptions[0].reason'),
      'FILE:5:5 exceptions[1]: lacks its place: constructPath, or stack and resource',
      'FILE:5:5 exceptions[1]: lacks reason',
      'FILE:5:5 exceptions[1]: lacks until',
      'FILE:6:15 exceptions[1].resource: goes with the stack of the resource',
      '',
    ]);
  });

  test('that lapsed and matches nothing any more only is in the way: it fails no check', async () => {
    const file = join(newFolder(), 'exceptions.yaml');
    writeFileSync(file, 'exceptions:\n  - { check: api-private, stack: Gone, reason: Moves, owner: x, until: 2026-01-01 }\n');
    const { code, out } = await run('check', clean, '--exceptions', file);
    expect(code).toBe(0);
    expect(out.match(/the exception/g)).toHaveLength(1);
    expect(out).toContain('the exception matches nothing (owner: x): take it out');
  });

  test('in code and in a file, each that matches nothing is told', async () => {
    const path = synthesized((app) => {
      const stack = new TrialStack(app, 'Payments', { rate: 1, description: 'x' });
      Validations.of(stack.api).acknowledge({ id: 'PrivateApi::api-private', reason: 'It was once' }, { id: 'PrivateApi::api-privat', reason: 'x' },
        { id: 'AwsSolutions::APIG1', reason: 'not ours' });
    });
    const { code, out } = await run('check', path);
    expect(out).toContain('Payments/Api  the exception matches nothing: take it out  api-private');
    expect(out).toContain('an exception names a check, received: "api-privat"; near are api-private');
    expect(out).not.toContain('APIG1');
    expect(code).toBe(0);
  });
});
