import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { AssemblyError } from '../../posture/assembly/assembly-error';
import { printBaseline, readBaseline } from '../../posture/checks/baseline-file';
import { readConfig } from '../../posture/checks/config-file';
import { readExceptions } from '../../posture/checks/exceptions-file';
import { type FailOn, fails } from '../../posture/checks/fails';
import { type Report, runChecks } from '../../posture/checks/run';
import { loadApp } from '../../posture/model/load';
import { Posture } from '../../posture/model/posture';
import { jsonReport } from '../../posture/report/json';
import { junitReport } from '../../posture/report/junit';
import { markdownReport } from '../../posture/report/markdown-report';
import { sarifReport } from '../../posture/report/sarif';
import { textReport } from '../../posture/report/text';
import { isoDay, today } from '../../values/day';
import { type Format, formatOption, nowOption, outputOption } from '../options';
import { deliver, paintFor, widthOf, writeResult } from '../output';
import { type Session, sessionOf } from '../session';

interface CheckOptions {
  readonly format: Format;
  readonly failOn: FailOn;
  readonly exceptions: string[];
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly config?: string;
  readonly now?: number;
  readonly output?: string;
}


/** `check`: what does not hold in the templates, with place, why and fix. */
export function addCheckCommand(program: Command): void {
  program.command('check')
    .summary('find what makes an API less than private')
    .description('Checks the APIs of cloud assemblies (cdk.out), templates or stored models: what does not hold, where, why, and what to write instead.')
    .argument('<path...>', 'cdk.out, a template, or a stored model')
    .addOption(formatOption())
    .addOption(new Option('--fail-on <level>', 'the least that ends with 1: an unknown fails with "unknown" only').choices(['error', 'warning', 'unknown']).default('error'))
    .addOption(new Option('--exceptions <file>', 'exceptions with reason, owner and end date; may be repeated')
      .argParser((file: string, before: string[]) => [...before, file]).default([], 'none'))
    .option('--baseline <file>', 'what was there before: only what is new fails')
    .option('--write-baseline <file>', 'write what is there now, and end with 0')
    .option('--config <file>', 'severities and checks')
    .addOption(nowOption())
    .addOption(outputOption())
    .addHelpText('after', `
Ends with 0 if nothing fails, 1 if something does, 2 if it could not run.

Examples:
  $ cdk-private-api check cdk.out
  $ cdk-private-api check cdk.out --format sarif --output findings.sarif
  $ cdk-private-api check cdk.out --write-baseline baseline.json
  $ cdk-private-api check cdk.out --baseline baseline.json --exceptions exceptions.yaml --fail-on warning
  $ cdk-private-api check payments/cdk.out orders/template.yaml --format markdown`)
    .action((paths: string[], options: CheckOptions, command: Command) => check(paths, options, sessionOf(command)));
}

function check(paths: readonly string[], options: CheckOptions, session: Session): void {
  const day = options.now ?? today(undefined, session.now);
  const report = runChecks(paths.map((path) => ({ path, posture: new Posture(loadApp(path)) })), {
    checks: session.checks,
    today: day,
    exceptions: options.exceptions.flatMap((file) => readExceptions(file, session.checks)),
    ...options.config === undefined ? {} : { config: readConfig(options.config, session.checks) },
    ...options.baseline === undefined ? {} : { baseline: readBaseline(options.baseline) },
  });
  if (options.writeBaseline !== undefined && options.output !== undefined && resolve(options.writeBaseline) === resolve(options.output)) {
    throw new AssemblyError(`a report and a baseline are two files, received: ${options.output} for both`);
  }
  if (options.writeBaseline !== undefined) {
    writeResult(options.writeBaseline, printBaseline([...report.findings, ...report.inBaseline]));
  }
  deliver(session, render(report, options, day, session), options.output);
  session.exitCode = options.writeBaseline === undefined && fails(report, options.failOn) ? 1 : 0;
}

function render(report: Report, { format, output, failOn }: CheckOptions, day: number, session: Session): string {
  switch (format) {
    case 'json': return jsonReport(report);
    case 'sarif': return sarifReport(report, session.version);
    case 'junit': return junitReport(report, failOn);
    case 'markdown': return markdownReport(report);
    case 'text': return textReport(report, { paint: paintFor(session, output), width: widthOf(session), until: isoDay(day + 90) });
  }
}
