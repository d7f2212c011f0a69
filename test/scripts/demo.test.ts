import { join } from 'node:path';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { accessLines, mayCall } from '../../scripts/demo/access-table';
import { acknowledgementLines, acknowledgementSummary, byReason } from '../../scripts/demo/acknowledgements';
import { consumerLines } from '../../scripts/demo/consumer-table';
import { countedPack } from '../../scripts/demo/counted-pack';
import { acknowledgedIn, findingLines, findingsIn, versionOf } from '../../scripts/demo/findings';
import { layerLines, layerOf, layerRemark, resourcesByLayer } from '../../scripts/demo/layers';
import { openedLines } from '../../scripts/demo/opened';
import { priceLines } from '../../scripts/demo/price-lines';
import { stepLine } from '../../scripts/demo/progress';
import { table, widthOf, wrapped } from '../../scripts/demo/text';
import { warningLines, warningsOf } from '../../scripts/demo/warnings';
import { monthlyPrice } from '../../src/posture/price/price';
import { parseDay } from '../../src/values/day';
import { EXAMPLES, synthesize } from '../examples/examples';

process.env.NO_COLOR = '1'; // also where the tests run on a terminal

const { app: example, stack, template } = synthesize(EXAMPLES.find(({ name }) => name === 'payments')!);
const { api } = stack as Stack & { api: import('cdk-private-api').PrivateApi };
const { routes, register: { consumers } } = api;
const resources = stack.node.findAll().filter((node) => CfnResource.isCfnResource(node)).map((resource) => ({
  logicalId: stack.resolve(resource.logicalId) as string, type: resource.cfnResourceType, path: resource.node.path.slice('Payments/'.length),
}));

describe('the table of layers', () => {
  test('knows the layer of every resource of the library, and takes none of the service for one', () => {
    const service = resources.filter(({ path }) => layerOf(path) === 'your service').map(({ path }) => path.split('/')[0]);
    expect([...new Set(service)].sort()).toEqual(['DataKey', 'HandlerSecurityGroup', 'PaymentsHandler', 'Table', 'WhoamiHandler']);
  });

  test('counts every resource of the template once', () => {
    const layers = resourcesByLayer(resources);
    expect(layers.reduce((sum, { count }) => sum + count, 0)).toBe(Object.keys(template.Resources).length);
    for (const { count, types } of layers) {
      expect(types.reduce((sum, [, of]) => sum + of, 0)).toBe(count);
      expect(count).toBeGreaterThan(0);
    }
    expect(layerRemark(resources)).toMatch(/^\d+ resources: \d+ by cdk-private-api, \d+ by the service itself$/);
  });

  test('shows address lists with the web firewall, and the functions with the service', () => {
    expect(layerOf('Payments/Register/AddressList/Ipv4')).toBe('web-firewall');
    expect(layerOf('PaymentsHandler/Function/Resource')).toBe('your service');
  });
});

describe('the table of routes and consumers', () => {
  const lines = accessLines(routes, consumers);
  const lineOf = (route: string) => lines.find((line) => line.trim().replace(/\s+/g, ' ').startsWith(`${route} `))!;

  test.each([
    ['GET /payments', '●●·'],
    ['POST /payments', '●··'],
    ['PUT /payments/{paymentId}/approval', '·●·'],
    ['GET /reports/daily/{date}', '··●'],
  ])('says for %s who may call it', (route, marks) => {
    expect(lineOf(route).replace(/[^●·]/g, '')).toBe(marks);
  });

  test('has a row for every route, with its request model', () => {
    expect(routes.map(({ text }) => lineOf(text)).filter(Boolean)).toHaveLength(routes.length);
    expect(lineOf('POST /payments')).toContain('PaymentOrder');
  });

  test('gives the reason of a route that asks for less', () => {
    const all = lines.join(' ');
    expect(all).toContain('GET /whoami asks for no API key: it tells a caller only its own address');
    const open = accessLines([{ text: 'GET /health', method: 'GET', path: '/health', scopes: [], openReason: 'the monitor has no token', apiKeyRequired: true }], consumers);
    expect(open.join(' ')).toContain('GET /health asks for no token: the monitor has no token');
  });

  test('marks by the scopes alone: one of the route\'s is enough, none opens to all, and a consumer that is off calls nothing', () => {
    expect(mayCall({ scopes: ['a/read'], enabled: true }, { scopes: ['a/write', 'a/read'] })).toBe(true);
    expect(mayCall({ scopes: ['a/read'], enabled: true }, { scopes: ['a/write'] })).toBe(false);
    expect(mayCall({ scopes: [], enabled: true }, { scopes: [] })).toBe(true);
    expect(mayCall({ scopes: ['a/read'], enabled: false }, { scopes: ['a/read'] })).toBe(false);
  });
});

test('the table of consumers has owner, addresses, endpoints, limits and end of each', () => {
  const text = consumerLines(consumers).join('\n');
  for (const { id, owner, addresses, vpcEndpoints, expires } of consumers) {
    [id, owner, ...addresses, ...vpcEndpoints, ...expires ? [expires] : []].forEach((value) => expect(text).toContain(value));
  }
  expect(text).toContain('10/s, burst 20');
  expect(text).toContain('50,000 a month');
});

describe('the price', () => {
  const price = monthlyPrice(template);
  const text = priceLines(price, (logicalId) => `<${logicalId}>`).join('\n');

  test('names everything that has no price', () => {
    expect(price.unpriced.length).toBeGreaterThan(0);
    price.unpriced.forEach(({ logicalId }) => expect(text).toContain(`<${logicalId}>`));
  });

  test('shows every line, assumption and charge by use', () => {
    [...price.base, ...price.perConsumer, ...price.perMillionRequests, ...price.byUse].forEach(({ what }) => expect(text).toContain(what));
    price.assumptions.forEach((assumption) => expect(text).toContain(assumption));
  });

  test('adds the consumers up', () => {
    const [, printed] = new RegExp(`with ${consumers.length} such consumers: \\$([0-9.]+) a month`).exec(text)!;
    expect(Number(printed)).toBeCloseTo(price.totals.base + consumers.length * price.totals.perConsumer, 1);
  });
});

describe('findings', () => {
  const violation = { ruleName: 'Pack-Rule', description: 'It must', violatingConstructs: [{ constructPath: 'A/B' }, { cloudFormationResource: { logicalId: 'C' } }] };

  test('are all violations, warnings too, and not what was acknowledged', () => {
    const report = { pluginReports: [{ pluginName: 'P', pluginVersion: '1', violations: [{ ...violation, severity: 'warning' }], suppressedViolations: [{ ...violation, reason: 'Why' }] }] };
    expect(findingsIn(report)).toEqual([{ rule: 'Pack-Rule', what: 'It must', paths: ['A/B', 'C'] }]);
    expect(acknowledgedIn(report)).toEqual(['A/B', 'C'].map((path) => ({ rule: 'Pack-Rule', path, reason: 'Why' })));
    expect(findingLines(findingsIn(report))).toEqual(['✗ Pack-Rule', '    It must', '    at A/B', '    at C']);
    expect(versionOf(report, 'P')).toBe('P 1');
    expect(versionOf(report, 'Other')).toBeUndefined();
  });
});

describe('a pack that counts', () => {
  function bucketApp(acknowledge: boolean): App {
    const app = new App();
    const bucket = new s3.Bucket(new Stack(app, 'Test'), 'Bucket');
    if (acknowledge) {
      Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: 'nobody reads it' });
    }
    app.synth();
    return app;
  }

  test.each([true, false])('finds what the pack itself finds (acknowledged: %s)', (acknowledge) => {
    const app = bucketApp(acknowledge);
    const found = countedPack(AwsSolutionsChecks).validateScope(app).violations;
    expect(found).toEqual(new AwsSolutionsChecks().validateScope(app).violations);
    expect(found.map(({ ruleName }) => ruleName).includes('AwsSolutions-S1')).toBe(!acknowledge);
  });

  test('counts its rules, and keeps what was acknowledged with place and reason', () => {
    const pack = countedPack(AwsSolutionsChecks);
    pack.validateScope(bucketApp(true));
    expect(pack.result.rules).toBeGreaterThan(100);
    expect(pack.result.applied).toBe(pack.result.verdicts); // one bucket: each rule at most once
    expect(pack.result.applied).toBeGreaterThan(1);
    expect(pack.result.acknowledged).toEqual([{ rule: 'AwsSolutions-S1', path: 'Test/Bucket/Resource', reason: 'nobody reads it' }]);
  });
});

test('acknowledgements are grouped by their reason, with the rules without their packs', () => {
  const acknowledgements = [
    { rule: 'HIPAA.Security-LambdaDLQ', path: 'A', reason: 'synchronous' },
    { rule: 'AwsSolutions-IAM5[Resource::*]', path: 'B', reason: 'no ARN yet' },
    { rule: 'NIST.800.53.R5-LambdaDLQ', path: 'A', reason: 'synchronous' },
    { rule: 'W3030', path: 'C', reason: 'synchronous' },
  ];
  expect(byReason(acknowledgements)).toEqual([
    { reason: 'synchronous', rules: ['LambdaDLQ', 'W3030'], count: 3 }, { reason: 'no ARN yet', rules: ['IAM5'], count: 1 },
  ]);
  expect(acknowledgementSummary(acknowledgements)).toBe('4 were acknowledged beside 3 resources, for 2 reasons');
  expect(acknowledgementLines(acknowledgements)[0]).toBe('3 ×  LambdaDLQ  synchronous');
});

test('a warning is shown with its id and the way to acknowledge it, and not as CDK writes it', () => {
  const warnings = warningsOf([
    { level: 'warning', id: '/Payments/Api', entry: { data: 'the role must be set [ack: cdk-private-api:AccountLoggingRole]' } },
    { level: 'info', id: '/Payments', entry: { data: 'nothing' } },
    { level: 'error', id: '/Payments', entry: { data: 'broken' } },
  ]);
  expect(warnings).toEqual([
    { path: 'Payments/Api', text: 'the role must be set', id: 'cdk-private-api:AccountLoggingRole' },
    { path: 'Payments', text: 'broken', id: undefined },
  ]);
  expect(warningLines(warnings)).toEqual([
    '! cdk-private-api:AccountLoggingRole at Payments/Api',
    '    the role must be set',
    '    acknowledge it: Annotations.of(scope).acknowledgeWarning(\'cdk-private-api:AccountLoggingRole\', \'why\')',
    '! a warning at Payments',
    '    broken',
  ]);
});

describe('the end of the demo', () => {
  const { diff, finding } = openedLines(join(example.outdir, 'Payments.template.json'), parseDay('2027-01-01')!);

  test('is a diff that opens something, in words', () => {
    expect(diff.join(' ').replace(/\s+/g, ' ')).toMatch(/^✗ weaker anyone in 10\.128\.0\.0\/9 may now call GET \/beneficiaries, .* routes; before, only 10\.20\.0\.0\/16, .* 1 change weaker, 0 stronger, 0 not known\.$/);
  });

  test('is one finding, which the example itself does not have', () => {
    const lines = finding.join('\n');
    expect(lines.match(/^[✗!]/gm)).toHaveLength(1);
    expect(lines).toMatch(/^✗ error {2}A web ACL blocks the addresses that it does not name\s+web-acl-closed/);
    expect(lines).toContain('why  ');
    expect(lines).toContain('fix  ');
    expect(lines).toContain('2027-04-01');
  });

  test('is readable in 80 columns', () => {
    expect([...diff, ...finding].filter((line) => widthOf(line) > 78)).toEqual([]);
  });
});

describe('text', () => {
  test('colours take no room in a table', () => {
    expect(widthOf('\u001b[1mab\u001b[0m')).toBe(2);
    expect(table([['\u001b[1mab\u001b[0m', 'x'], ['abc', ['1', '22']]], [1])).toEqual(['\u001b[1mab\u001b[0m    x', 'abc   1', '     22']);
  });

  test('lines break between words', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('unbreakable', 3)).toEqual(['unbreakable']);
  });

  test('nothing of the example is wider than 100 columns, and no step wider than 80', () => {
    const lines = [
      ...layerLines(resources), ...accessLines(routes, consumers), ...consumerLines(consumers), ...priceLines(monthlyPrice(template), (id) => id),
    ];
    expect(lines.filter((line) => widthOf(line) > 98)).toEqual([]); // two more to the left
    expect(widthOf(stepLine('✓', 'Validate the template against the schemas of CloudFormation', 12_345))).toBeLessThan(80);
  });
});
