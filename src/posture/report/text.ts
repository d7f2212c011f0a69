import { counted, plain, wrapped } from './plain';
import { summaryLine } from './summary';
import { unknownLine } from './unknowns';
import { lineText, whereOf } from './where';
import type { Check } from '../checks/check';
import { NAMESPACE } from '../checks/exception';
import type { Finding, Place } from '../checks/finding';
import type { Notice } from '../checks/notice';
import { type Report, rank } from '../checks/run';

/** How text is painted; without colours as it is. */
export type Paint = (style: 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', text: string) => string;

export interface TextOptions {
  readonly paint: Paint;
  /** Columns. */
  readonly width: number;
  /** An end date for the acknowledgement that is proposed, an ISO date. */
  readonly until: string;
}

/** A report for people at a terminal: by check, the most severe first; what is not known in one line. */
export function textReport(report: Report, options: TextOptions): string {
  const failed = report.findings.filter(({ outcome }) => outcome === 'fail');
  const groups = [...new Set(failed.map(({ check, severity }) => `${severity} ${check}`))]
    .map((key) => failed.filter(({ check, severity }) => `${severity} ${check}` === key))
    .sort(([one], [other]) => rank(one!) - rank(other!));
  const blocks = groups.map((findings) => group(findings, report.tallies.find(({ check }) => check.id === findings[0]!.check)!.check, options));
  const unknown = unknownLine(report.findings);
  return [
    ...blocks.map((lines) => `${lines.join('\n')}\n`),
    ...report.notices.length > 0 ? [`${report.notices.map((notice) => noticeLine(notice, options)).join('\n')}\n`] : [],
    ...unknown === '' ? [] : [`${options.paint('cyan', '?')} ${unknown}\n`],
    `${options.paint(failed.some(({ severity }) => severity === 'error') ? 'red' : failed.length > 0 ? 'yellow' : 'green', summaryLine(report))}\n`,
  ].join('\n');
}

function group(findings: readonly Finding[], check: Check, { paint, width, until }: TextOptions): string[] {
  const { severity } = findings[0]!;
  return [
    `${paint(severity === 'error' ? 'red' : 'yellow', severity === 'error' ? '✗ error' : '! warning')}  ${paint('bold', check.title)}  ${paint('dim', check.id)}`,
    ...findings.flatMap((finding) => placeLines(finding, width, paint)),
    ...labelled('why', check.why, width, paint),
    ...labelled('fix', check.fix, width, paint),
    ...labelled('or', acknowledgement(findings[0]!, until), Infinity, paint),
  ];
}

function placeLines({ places }: Finding, width: number, paint: Paint): string[] {
  const [first, ...more] = places;
  const others = more.map((place) => plain(place.stack));
  const messages = [...new Set(places.map(({ message }) => plain(message)))];
  return [
    '',
    `  ${paint('bold', placeOf(first!))}${others.length === 0 ? '' : paint('dim', `  and in ${others.slice(0, 4).join(', ')}${others.length > 4 ? ` and ${others.length - 4} more` : ''}`)}`,
    `  ${paint('dim', locationOf(first!))}`,
    ...messages.slice(0, 3).flatMap((message) => wrapped(first!.property === null ? message : `${plain(first!.property)} ${message}`, width - 4).map((line) => `    ${line}`)),
    ...messages.length > 3 ? [`    ${paint('dim', `and ${counted(messages.length - 3, 'other value')}`)}`] : [],
  ];
}

function placeOf({ constructPath, stack, resource }: Place): string {
  return plain(constructPath ?? `${stack}/${resource}`);
}

function locationOf(place: Place): string {
  return plain(`${lineText(whereOf(place))}  ${place.resource}  ${place.type}`);
}

/** What to write where the finding is meant: at the construct, or in a file where there is none. */
function acknowledgement({ check, constructPath, stack, resource }: Finding, until: string): string {
  return constructPath === null
    ? `exceptions: [{ check: ${check}, stack: ${plain(stack)}, resource: ${plain(resource)}, reason: ..., owner: ..., until: ${until} }]`
    : `Validations.of(construct).acknowledge({ id: '${NAMESPACE}::${check}', reason: '... (owner: ..., until: ${until})' })`;
}

function labelled(label: string, text: string, width: number, paint: Paint): string[] {
  const [first = '', ...more] = wrapped(text, width - 7);
  return [`  ${paint('dim', label.padEnd(4))} ${first}`, ...more.map((line) => `       ${line}`)];
}

function noticeLine({ level, check, source, message }: Notice, { paint }: TextOptions): string {
  const [style, mark] = level === 'error' ? ['red', '✗'] as const : level === 'warning' ? ['yellow', '!'] as const : ['green', '✓'] as const;
  return `${paint(style, mark)} ${plain(source)}  ${plain(message)}  ${paint('dim', check)}`;
}
