import { plain } from './plain';
import { lineText, whereOf } from './where';
import { type FailOn, fails } from '../checks/fails';
import type { Finding, Place } from '../checks/finding';
import type { Report } from '../checks/run';

type Attributes = Readonly<Record<string, string | number>>;

interface TestCase {
  readonly name: string;
  readonly className: string;
  readonly verdict?: { readonly tag: 'failure' | 'skipped'; readonly attributes: Attributes; readonly text: string };
}

/** A report that CI servers show among the tests: what fails by `--fail-on` failed, the rest was skipped with its reason. */
export async function junitReport({ findings, notices, tallies }: Report, failOn: FailOn): Promise<string> {
  const { create } = await import('xmlbuilder2'); // 50 ms that only this format needs
  const suites = [
    ...tallies.map(({ check: { id, title }, pass }) => ({
      name: id,
      cases: [
        ...pass > 0 ? [{ name: `${title} (${pass} ${pass === 1 ? 'place' : 'places'})`, className: id }] : [],
        ...findings.filter(({ check }) => check === id).flatMap((finding) => finding.places.map((place) => caseOf(finding, place, failOn))),
      ],
    })).filter(({ cases }) => cases.length > 0),
    ...notices.length === 0 ? [] : [{
      name: 'exceptions',
      cases: notices.map(({ check, level, source, message }): TestCase => ({
        name: plain(`${check} at ${source}`),
        className: 'exceptions',
        verdict: { tag: level === 'error' ? 'failure' : 'skipped', attributes: { message: plain(message) }, text: '' },
      })),
    }],
  ];
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\ufffd' })
    .ele('testsuites', { name: 'cdk-private-api', ...countsOf(suites.flatMap(({ cases }) => cases)) });
  for (const { name, cases } of suites) {
    const suite = root.ele('testsuite', { name, ...countsOf(cases) });
    for (const { name: caseName, className, verdict } of cases) {
      const testCase = suite.ele('testcase', { name: caseName, classname: className });
      if (verdict) {
        testCase.ele(verdict.tag, verdict.attributes).txt(verdict.text);
      }
    }
  }
  return `${root.end({ prettyPrint: true })}\n`;
}

function caseOf(finding: Finding, place: Place, failOn: FailOn): TestCase {
  const failed = fails({ findings: [finding], notices: [] }, failOn);
  const what = plain(`${place.property === null ? '' : `${place.property} `}${place.message}`);
  return {
    name: plain(`${place.constructPath ?? `${place.stack}/${place.resource}`}${place.property === null ? '' : ` ${place.property}`}`),
    className: finding.check,
    verdict: failed
      ? { tag: 'failure', attributes: { message: what, type: finding.severity }, text: [lineText(whereOf(place)), finding.why, finding.fix].map(plain).join('\n') }
      : { tag: 'skipped', attributes: { message: `${finding.outcome === 'unknown' ? 'not known' : finding.severity}: ${what}` }, text: '' },
  };
}

function countsOf(cases: readonly TestCase[]): Attributes {
  const count = (tag: string) => cases.filter(({ verdict }) => verdict?.tag === tag).length;
  return { tests: cases.length, failures: count('failure'), skipped: count('skipped') };
}
