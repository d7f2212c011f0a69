import { type Command, InvalidArgumentError } from 'commander';
import { changeLines, dryRunOption, jsonOption, printer, reasonOption, table, untilOption } from './person';
import type { Operations } from '../../operations';

/** Loads what acts on a live account: nothing else of the command line needs the AWS SDK. */
export type LoadOperations = () => Promise<Operations>;

interface Amendment {
  readonly list: string;
  readonly until?: string;
  readonly reason: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Adds `addresses list|add|remove|sync|rollback|history`: what a person on call does with a fed list of a live account. */
export function addAddressesCommand(program: Command, load: LoadOperations = async () => import('../../operations/index.js')): void {
  const addresses = program.command('addresses').description('Shows and changes the fed address lists of the account and Region that AWS_PROFILE and AWS_REGION name.');
  const print = printer(program);

  addresses.command('list').description('Shows a list, where each of its ranges came from, and what came of the last run; without --list, the names of all lists.')
    .option('--list <name>', 'the list').addOption(jsonOption())
    .action(async ({ list, json }: { list?: string; json: boolean }) => {
      const { fedListNames, reportList, thisOperator } = await load();
      if (list === undefined) {
        const names = await fedListNames(thisOperator());
        return print(json ? JSON.stringify(names) : names.join('\n') || 'no list is fed here');
      }
      const report = await reportList(thisOperator(), list);
      print(json ? JSON.stringify(report, undefined, 2) : listText(report));
    });

  for (const [name, description] of [['add', 'Admits a range beside what the sources say.'], ['remove', 'Takes a range out, whatever the sources say.']] as const) {
    amendment(addresses.command(name).description(description).argument('<range>', 'a CIDR block or an address'))
      .action(async (range: string, { list, until, reason, dryRun, json }: Amendment) => {
        const { addAddress, removeAddress, thisOperator } = await load();
        const amended = await (name === 'add' ? addAddress : removeAddress)(thisOperator(), list, range, { reason, dryRun, ...until === undefined ? {} : { until } });
        print(json ? JSON.stringify(amended, undefined, 2) : amendedText(amended));
      });
  }

  amendment(addresses.command('rollback').description('Brings back an earlier version, and follows the sources no more until `sync` or --until.'))
    .option('--to <version>', 'the version (default: the one before)', versionOf)
    .action(async ({ list, until, reason, dryRun, json, to }: Amendment & { to?: number }) => {
      const { rollBackList, thisOperator } = await load();
      const amended = await rollBackList(thisOperator(), list, { reason, dryRun, ...until === undefined ? {} : { until } }, to);
      print(json ? JSON.stringify(amended, undefined, 2) : amendedText(amended));
    });

  addresses.command('sync').description('Runs the feed now, in its own network, and follows the sources again after a rollback.')
    .requiredOption('--list <name>', 'the list').option('--reason <text>', 'why, for the audit record; not for a dry run', '')
    .option('--accept', 'take a change beyond the percentages once; floor, ceiling and width stay', false).addOption(dryRunOption()).addOption(jsonOption())
    .action(async ({ list, reason, accept, dryRun, json }: Amendment & { accept: boolean }) => {
      const { syncList, thisOperator } = await load();
      const run = await syncList(thisOperator(), list, { reason, accept, dryRun });
      print(json ? JSON.stringify(run, undefined, 2) : [
        `${dryRun ? 'would be ' : ''}${run.outcome}: version ${run.version}, ${run.entries} ranges`, ...changeLines(run), ...run.problems.map((problem) => `  refused: ${problem}`),
        ...run.kept.map(({ source, problem }) => `  ${source} keeps its last good entries: ${problem}`),
      ].join('\n'));
      if (run.outcome === 'refused' || run.kept.length > 0) {
        process.exitCode = 1;
      }
    });

  addresses.command('history').description('Shows who changed a list, when, why, and what.')
    .requiredOption('--list <name>', 'the list').option('--most <count>', 'how many versions', versionOf, 20).addOption(jsonOption())
    .action(async ({ list, most, json }: { list: string; most: number; json: boolean }) => {
      const { historyOfList, thisOperator } = await load();
      const history = await historyOfList(thisOperator(), list, most);
      print(json ? JSON.stringify(history, undefined, 2) : history.flatMap((entry) => [
        `${entry.version}  ${entry.at}  ${entry.kind}  ${entry.by}${entry.reason === undefined ? '' : `: ${entry.reason}`}`
        + `${entry.appliedAt === undefined ? '  (not seen in both IP sets: the next run finishes it)' : ''}`,
        ...changeLines(entry),
        ...Object.entries(entry.sources).map(([source, hash]) => `  ${source} sha256:${hash.slice(0, 16)}`),
      ]).join('\n'));
    });
}

function amendment(command: Command): Command {
  return command.requiredOption('--list <name>', 'the list').addOption(reasonOption()).addOption(untilOption()).addOption(dryRunOption()).addOption(jsonOption());
}

function versionOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new InvalidArgumentError('A whole number from 1.');
  }
  return Number(text);
}

function amendedText({ changed, dryRun, version, ...change }: Awaited<ReturnType<Operations['addAddress']>>): string {
  const what = changed ? `${dryRun ? 'would be' : 'is'} version ${version}` : 'nothing changes';
  return [`${change.list}: ${what}`, ...changeLines(change)].join('\n');
}

function listText(report: Awaited<ReturnType<Operations['reportList']>>): string {
  const { lastRun, hold } = report;
  return [
    `${report.list}: version ${report.version}, ${report.entries.length} entries, ${report.merged} ranges merged`,
    ...hold === undefined ? [] : [`held by ${hold.by} since ${hold.at}${hold.expires === undefined ? ', until `sync`' : `, until ${hold.expires}`}: ${hold.reason}`],
    ...lastRun === undefined ? [] : [
      `last run ${lastRun.at}: ${lastRun.outcome}${lastRun.confirmedAt === undefined ? '' : `; every source was last taken ${lastRun.confirmedAt}`}`,
      ...lastRun.problems.map((problem) => `  refused: ${problem}`),
      ...lastRun.kept.map(({ source, problem }) => `  ${source} keeps its last good entries: ${problem}`),
    ],
    ...table(report.entries.map(({ cidr, source, expires, note }) => [cidr, source, expires ?? '', note ?? ''])),
    ...report.removed.map(({ cidr, by, reason }) => `taken out: ${cidr} by ${by}: ${reason}`),
  ].join('\n');
}
