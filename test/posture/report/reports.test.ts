import { createRequire } from 'node:module';
import { toBeValidSarifLog } from '@microsoft/jest-sarif';
import * as fc from 'fast-check';
import { create } from 'xmlbuilder2';
import type { Finding } from '../../../src/posture/checks/finding';
import type { Report } from '../../../src/posture/checks/run';
import { junitReport } from '../../../src/posture/report/junit';
import { code, escaped } from '../../../src/posture/report/markdown';
import { markdownReport } from '../../../src/posture/report/markdown-report';
import { sarifReport } from '../../../src/posture/report/sarif';
import { textReport } from '../../../src/posture/report/text';
import { unknownLine } from '../../../src/posture/report/unknowns';
import { TRIAL_CHECKS } from '../checks/trial';

// A reader of Markdown that jsii brings along.
const commonmark = createRequire(require.resolve('jsii-rosetta/package.json'))('commonmark') as {
  Parser: new () => { parse(text: string): unknown };
  HtmlRenderer: new () => { render(tree: unknown): string };
};

const PLACE: Finding['places'][number] = {
  app: 'cdk.out',
  stack: 'Prod/Payments',
  resource: 'Api',
  type: 'AWS::ApiGateway::RestApi',
  constructPath: 'Prod/Payments/Api',
  property: 'EndpointConfiguration.Types',
  source: 'lib/payments.ts:42',
  template: 'Payments.template.json',
  message: 'is ["EDGE"]',
  fingerprint: 'a'.repeat(32),
};

function finding(options: Partial<Finding> = {}): Finding {
  const { why, fix, owasp } = TRIAL_CHECKS[0]!;
  const { stack, resource, constructPath, property, message } = { ...PLACE, ...options };
  return {
    check: 'api-private',
    severity: 'error',
    outcome: 'fail',
    stack,
    resource,
    constructPath,
    property,
    message,
    why,
    fix,
    owasp,
    places: [{ ...PLACE, constructPath, message }],
    ...options,
  };
}

function reportOf(...findings: Finding[]): Report {
  return {
    findings,
    acknowledged: [],
    inBaseline: [],
    notices: [],
    tallies: TRIAL_CHECKS.map((check) => ({ check, pass: 1, fail: 0, unknown: 0 })),
  };
}

describe('SARIF', () => {
  expect.extend({ toBeValidSarifLog });
  const log = (report: Report) => JSON.parse(sarifReport(report, '1.2.3'));

  test('is valid 2.1.0', () => {
    const made = log(reportOf(finding(), finding({ outcome: 'unknown', message: 'is not known: parameter Types' })));
    expect(made).toBeValidSarifLog();
    expect({ ...made, runs: [{}] }).not.toBeValidSarifLog();
  });

  test('has what code scanning shows: rules with help and rank, places below the repository, fingerprints', () => {
    const [run] = log(reportOf(finding())).runs;
    expect(run.tool.driver.rules[0]).toMatchObject({
      id: 'api-private',
      name: 'ApiPrivate',
      shortDescription: { text: 'An API is private' },
      help: { markdown: expect.stringContaining('**Fix**') },
      defaultConfiguration: { level: 'error' },
      properties: { 'security-severity': '8.0', 'tags': ['security', 'network', 'API8:2023', 'APIGateway.1'] },
    });
    expect(run.results).toMatchObject([{
      ruleId: 'api-private',
      ruleIndex: 0,
      level: 'error',
      partialFingerprints: { 'cdkPrivateApi/v1': 'a'.repeat(32) },
      locations: [{
        physicalLocation: { artifactLocation: { uri: 'lib/payments.ts', uriBaseId: '%SRCROOT%' }, region: { startLine: 42 } },
        logicalLocations: [{ fullyQualifiedName: 'Prod/Payments/Api' }],
      }],
    }]);
  });

  test('ranks what is not known below what is wrong', () => {
    const [run] = log(reportOf(finding({ outcome: 'unknown' }))).runs;
    const rule = run.tool.driver.rules[run.results[0].ruleIndex];
    expect(rule).toMatchObject({ id: 'api-private/unknown', properties: { 'security-severity': '2.0' } });
    expect(run.results[0].level).toBe('note');
  });

  test('never names a file outside of the repository', () => {
    const outside = ['/etc/passwd:1', '../../x y.ts:3', 'C:\\work\\x.ts:1', '\ud800.ts:1'].map((source) => finding({
      places: [{ ...PLACE, source }],
    }));
    const uris = log(reportOf(...outside)).runs[0].results.map((result: any) => result.locations[0].physicalLocation.artifactLocation.uri);
    expect(uris).toEqual(['etc/passwd', 'x%20y.ts', 'work/x.ts', '%EF%BF%BD.ts']);
  });

  test('stays within the limits of code scanning', () => {
    const many = finding({ places: Array.from({ length: 150 }, () => PLACE), message: 'x'.repeat(5000) });
    const [run] = log(reportOf(many, ...Array.from({ length: 5000 }, () => finding()))).runs;
    expect(run.results).toHaveLength(5000);
    expect(run.results[0].locations).toHaveLength(100);
    expect(run.results[0].message.text.length).toBeLessThanOrEqual(1000);
    expect(run.invocations[0].toolExecutionNotifications).toMatchObject([{ message: { text: '1 result is left out: code scanning takes 5000' } }]);
  });
});

describe('JUnit', () => {
  const read = (xml: string): any => create(xml).end({ format: 'object' });

  test('fails what fails by the level, and skips the rest with its reason', () => {
    const report = reportOf(finding(), finding({ check: 'api-described', severity: 'warning' }), finding({ check: 'stage-throttled', outcome: 'unknown' }));
    const { testsuites } = read(junitReport(report, 'error'));
    expect(testsuites).toMatchObject({ '@name': 'cdk-private-api', '@tests': '6', '@failures': '1', '@skipped': '2' });
    const [passed, failed] = testsuites.testsuite[0].testcase;
    expect(passed).toEqual({ '@name': 'An API is private (1 place)', '@classname': 'api-private' });
    expect(failed).toMatchObject({
      '@name': 'Prod/Payments/Api EndpointConfiguration.Types',
      '@classname': 'api-private',
      'failure': { '@message': 'EndpointConfiguration.Types is [&quot;EDGE&quot;]', '@type': 'error', '#': expect.stringMatching(/^lib\/payments\.ts:42\nAnybody/) },
    });
    expect(read(junitReport(report, 'unknown')).testsuites).toMatchObject({ '@failures': '3', '@skipped': '0' });
  });

  test('is XML whatever a template holds', () => {
    fc.assert(fc.property(fc.oneof(fc.constant(']]><a b="&\u0000\u0007\ud800\uffff<!--'), fc.string({ unit: 'binary' })), (message) => {
      const { testsuites } = read(junitReport(reportOf(finding({ message })), 'error'));
      expect(testsuites['@failures']).toBe('1');
    }), { numRuns: 100 });
  });
});

describe('Markdown', () => {
  const hostile = [
    '[x](https://evil.example)', '<img src=x onerror=y>', '@octocat', 'a | b', '`a` | `', 'line\n# heading', '![x](y)', 'https://evil.example', 'www.evil.example',
    '#1', 'GH-1', '<!-- x -->', '\\| x', '**bold**', '~~x~~', 'a@evil.example', '$x$', '&lt;b&gt;', '</code><b>',
  ];
  const html = (markdown: string) => new commonmark.HtmlRenderer().render(new commonmark.Parser().parse(markdown));

  test.each(hostile)('a name that is %s stays text', (text) => {
    for (const made of [escaped(text), code(text)]) {
      expect(made).not.toMatch(/[|\n\r[\]*`~\\$]|<(?!\/?code>)|\bwww\.|:\/\/|@(?!\u200b)|#\d+(?![\d;])/);
    }
    expect(html(escaped(text))).toMatch(/^<p>[^<]*<\/p>\n$/);
    expect(html(code(text))).toMatch(/^<p><code>[^<]*<\/code><\/p>\n$/);
    expect(html(escaped(text)).replaceAll('\u200b', '')).toBe(`<p>${text.replace(/\n/g, ' ').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}</p>\n`);
  });

  test('any text stays one paragraph of text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      expect(html(`| x | ${escaped(`a${text}b`)} |`)).toMatch(/^<p>[^<]*<\/p>\n$/);
    }), { numRuns: 100 });
  });

  test('is empty where nothing was found', () => {
    expect(markdownReport(reportOf())).toBe('');
  });

  test('is never longer than a comment may be, and says what is left out', () => {
    const long = markdownReport(reportOf(...Array.from({ length: 2000 }, (_, at) => finding({ constructPath: `Stack${at}/<Api>` }))));
    expect(long.length).toBeLessThanOrEqual(65_536);
    expect(long.length).toBeGreaterThan(60_000);
    const rows = long.split('\n').filter((line) => line.startsWith('| ❌')).length;
    // The table of reasons has one row more.
    expect(long).toContain(`**${2000 - rows + 1} more rows are not shown**`);
  });

  test('has a row for each finding, and why and fix once', () => {
    const text = markdownReport(reportOf(finding(), finding({ constructPath: 'Dev/Payments/Api' })));
    expect(text.split('\n').filter((line) => line.startsWith('| ❌'))).toHaveLength(2);
    expect(text.match(/Anybody on the internet/g)).toHaveLength(1);
    expect(text).toMatch(/^<!-- cdk-private-api:check -->\n### Private API checks: 2 errors, 0 warnings\n/);
  });
});

test('what is not known is one line, the most frequent first', () => {
  const unknown = (why: string, places: number) => finding({
    outcome: 'unknown', places: Array.from({ length: places }, () => ({ ...PLACE, message: `is not known: ${why}` })),
  });
  expect(unknownLine([unknown('import vpc', 1), unknown('parameter Limit', 2), unknown('parameter Limit', 1), finding()])).toBe(
    '4 things are not known: parameter Limit (3), import vpc');
  expect(unknownLine(Array.from({ length: 7 }, (_, at) => unknown(`parameter P${at}`, 1)))).toMatch(/^7 things are not known: .*P4, and 2 more$/);
  expect(unknownLine([finding()])).toBe('');
});

test('text is no wider than the terminal, and painted only where it is asked for', () => {
  const report = reportOf(finding({ message: 'word '.repeat(60).trim() }));
  const text = textReport(report, { paint: (_, part) => part, width: 80, until: '2027-04-01' });
  expect(text.split('\n').filter((line) => line.length > 80 && !line.includes('acknowledge'))).toEqual([]);
  expect(textReport(report, { paint: (style, part) => `<${style}>${part}`, width: 80, until: '2027-04-01' })).toContain('<red>✗ error');
});
