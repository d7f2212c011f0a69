import { type Table, code, comment, escaped } from './markdown';
import { counted } from './plain';
import { summaryLine } from './summary';
import { unknownLine } from './unknowns';
import { lineText, whereOf } from './where';
import type { Finding } from '../checks/finding';
import type { Report } from '../checks/run';

const MARK = { error: '❌', warning: '⚠️', note: '✅' } as const;

/** A report as a comment of a pull request; empty if there is nothing to say. */
export function markdownReport(report: Report, limit?: number): string {
  const { findings, notices, tallies } = report;
  const failed = findings.filter(({ outcome }) => outcome === 'fail');
  const unknown = unknownLine(findings);
  if (findings.length === 0 && notices.length === 0) {
    return '';
  }
  const errors = failed.filter(({ severity }) => severity === 'error').length;
  const checks = tallies.map(({ check }) => check).filter(({ id }) => failed.some(({ check }) => check === id));
  const tables: Table[] = [
    {
      title: [],
      head: ['', 'check', 'where', 'what'],
      rows: failed.map((finding) => [MARK[finding.severity], finding.check, placeCell(finding), whatCell(finding)]),
    },
    {
      title: ['Exceptions and baseline'],
      head: ['', 'check', 'where', 'what'],
      rows: notices.map(({ level, check, source, message }) => [MARK[level], escaped(check), code(source), escaped(message)]),
    },
    {
      title: ['Why, and what to write instead'],
      head: ['check', 'why', 'fix'],
      rows: checks.map(({ id, why, fix }) => [id, escaped(why, 1000), escaped(fix, 1000)]),
    },
  ];
  return comment('cdk-private-api:check', `Private API checks: ${counted(errors, 'error')}, ${counted(failed.length - errors, 'warning')}`, tables, [
    ...unknown === '' ? [] : [escaped(unknown, 1000)],
    `<sub>${summaryLine(report)}</sub>`,
  ], limit);
}

function placeCell({ places }: Finding): string {
  const [first] = places;
  const more = places.length - 1;
  return `${code(first!.constructPath ?? `${first!.stack}/${first!.resource}`)}${more > 0 ? ` and ${counted(more, 'other stack')}` : ''}`
    + `<br>${escaped(lineText(whereOf(first!)))}`;
}

function whatCell({ places, property }: Finding): string {
  const messages = [...new Set(places.map(({ message }) => message))];
  return `${property === null ? '' : `${code(property)} `}${messages.slice(0, 3).map((message) => escaped(message)).join('<br>')}`;
}
