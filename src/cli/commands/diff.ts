import { type Command, Option } from 'commander';
import { AssemblyError } from '../../posture/assembly/assembly-error';
import { diffApps } from '../../posture/diff/diff';
import { loadApp } from '../../posture/model/load';
import { type AppChanges, jsonChanges, textChanges } from '../../posture/report/changes';
import { markdownChanges } from '../../posture/report/markdown-changes';
import { type Format, formatOption, outputOption } from '../options';
import { deliver, paintFor, widthOf } from '../output';
import { type Session, sessionOf } from '../session';

interface DiffOptions {
  readonly format: Format;
  readonly failOn: 'weaker' | 'unknown';
  readonly output?: string;
}

/** `diff`: what a change opens and closes. */
export function addDiffCommand(program: Command): void {
  program.command('diff')
    .summary('tell what a change opens and closes')
    .description('Compares two versions of an app: what became weaker, what became stronger, and what cannot be told.')
    .argument('<paths...>', 'BASE HEAD, each cdk.out, a template or a stored model; several apps as BASE1 HEAD1 BASE2 HEAD2 ...')
    .usage('BASE HEAD [BASE HEAD...] [options]')
    .addOption(formatOption(['text', 'json', 'markdown']))
    .addOption(new Option('--fail-on <level>', 'what ends with 1: what is weaker, or also what cannot be told').choices(['weaker', 'unknown']).default('weaker'))
    .addOption(outputOption())
    .addHelpText('after', `
Ends with 0 if nothing became weaker, 1 if something did, 2 if it could not run. Markdown is empty if nothing changed.

Examples:
  $ cdk-private-api diff base/cdk.out cdk.out
  $ cdk-private-api diff model.json cdk.out --format markdown --output comment.md
  $ cdk-private-api diff main/payments.json payments/cdk.out main/orders.json orders/cdk.out`)
    .action((paths: string[], options: DiffOptions, command: Command) => diff(paths, options, sessionOf(command)));
}

function diff(paths: readonly string[], options: DiffOptions, session: Session): void {
  if (paths.length % 2 !== 0) {
    throw new AssemblyError(`a diff takes pairs: BASE HEAD, received: ${paths.length === 1 ? 'one path' : `${paths.length} paths`}`);
  }
  const apps: AppChanges[] = [];
  for (let at = 0; at < paths.length; at += 2) {
    const [base, head] = [paths[at]!, paths[at + 1]!];
    apps.push({ base, head, changes: diffApps(loadApp(base), loadApp(head)) });
  }
  deliver(session, render(apps, options, session), options.output);
  const directions = new Set(apps.flatMap(({ changes }) => changes.map(({ direction }) => direction)));
  session.exitCode = directions.has('weaker') || options.failOn === 'unknown' && directions.has('unknown') ? 1 : 0;
}

function render(apps: readonly AppChanges[], { format, output }: DiffOptions, session: Session): string {
  switch (format) {
    case 'json': return jsonChanges(apps);
    case 'markdown': return markdownChanges(apps);
    default: return textChanges(apps, paintFor(session, output), widthOf(session));
  }
}
