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
export function junitReport({ findings, notices, tallies }: Report, failOn: FailOn): string {
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
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'cdk-private-api', ...countsOf(suites.flatMap(({ cases }) => cases)) },
    suites.map(({ name, cases }) => element('testsuite', { name, ...countsOf(cases) }, cases.map(caseElement))))}`;
}

function caseElement({ name, className, verdict }: TestCase): string {
  return element('testcase', { name, classname: className }, verdict ? [element(verdict.tag, verdict.attributes, [], verdict.text)] : []);
}

function element(name: string, attributes: Attributes, children: readonly string[], text = ''): string {
  const open = `${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${xml(String(value))}"`).join('')}`;
  return children.length > 0 ? `<${open}>\n${children.join('')}</${name}>\n` : text === '' ? `<${open}/>\n` : `<${open}>${xml(text)}</${name}>\n`;
}

/** Characters that XML 1.0 cannot hold at all become a sign that something stood there. */
function xml(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
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
