import { type Command, InvalidArgumentError } from 'commander';
import { amendedLines, historyLines, listLines, runLines } from './addresses-text';
import { dryRunOption, endOf, jsonOption, reasonOption, tell, untilOption } from './person';
import { live } from '../live';
import { sessionOf } from '../session';

interface Amendment {
  readonly list: string;
  readonly until?: string;
  readonly reason: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** `addresses`: what a person on call does with a fed list of a live account. */
export function addAddressesCommand(program: Command): void {
  const addresses = program.command('addresses')
    .summary('show and change the fed address lists of a live account')
    .description('Shows and changes the fed address lists of the account and Region that AWS_PROFILE and AWS_REGION name.')
    .addHelpText('after', `
Ends with 0 if it is done, 1 if a feed refused a change or could not read a source, 2 if it could not run.

Examples:
  $ cdk-private-api addresses list
  $ cdk-private-api addresses list --list partners
  $ cdk-private-api addresses add 10.20.7.0/24 --list partners --until 2027-06-30 --reason 'migration of Billing'
  $ cdk-private-api addresses remove 10.30.0.0/24 --list partners --reason 'INC-7: host is compromised' --dry-run
  $ cdk-private-api addresses sync --list partners --dry-run
  $ cdk-private-api addresses sync --list partners --accept 3f9a0c51d2e8 --reason 'the partner moved'
  $ cdk-private-api addresses rollback --list partners --reason 'INC-7: the feed lost a site'
  $ cdk-private-api addresses history --list partners --most 5`);

  addresses.command('list')
    .description('Shows a list, where each of its ranges came from, and what came of the last run; without --list, the names of all lists.')
    .option('--list <name>', 'the list').addOption(jsonOption())
    .action(async ({ list, json }: { list?: string; json: boolean }, command: Command) => {
      const session = sessionOf(command);
      if (list === undefined) {
        const names = await live(session, (operations, operator) => operations.fedListNames(operator));
        return tell(session, json, names, () => (names.length === 0 ? ['no list is fed here'] : names));
      }
      return tell(session, json, await live(session, (operations, operator) => operations.reportList(operator, list)), listLines);
    });

  amendment(addresses.command('add').description('Admits a range beside what the sources say.').argument('<range>', 'a CIDR block or an address'))
    .action(async (range: string, { list, until, reason, dryRun, json }: Amendment, command: Command) => {
      const session = sessionOf(command);
      const wish = { reason, dryRun, ...endOf(until) };
      tell(session, json, await live(session, (operations, operator) => operations.addAddress(operator, list, range, wish)), amendedLines);
    });

  amendment(addresses.command('remove').description('Takes a range out, whatever the sources say.').argument('<range>', 'a CIDR block or an address'))
    .action(async (range: string, { list, until, reason, dryRun, json }: Amendment, command: Command) => {
      const session = sessionOf(command);
      const wish = { reason, dryRun, ...endOf(until) };
      tell(session, json, await live(session, (operations, operator) => operations.removeAddress(operator, list, range, wish)), amendedLines);
    });

  amendment(addresses.command('rollback').description('Brings back an earlier version, and follows the sources no more until `sync` or --until.'))
    .option('--to <version>', 'the version (default: the one before)', whole)
    .action(async ({ list, until, reason, dryRun, json, to }: Amendment & { to?: number }, command: Command) => {
      const session = sessionOf(command);
      const wish = { reason, dryRun, ...endOf(until) };
      tell(session, json, await live(session, (operations, operator) => operations.rollBackList(operator, list, wish, to)), amendedLines);
    });

  addresses.command('sync').description('Runs the feed now, in its own network, and follows the sources again after a rollback.')
    .requiredOption('--list <name>', 'the list').option('--reason <text>', 'why, for the audit record; not for a dry run', '')
    .option('--accept <offer>', 'take the change that a dry run offered, beyond the percentages, once; floor, ceiling and width stay')
    .addOption(dryRunOption()).addOption(jsonOption())
    .action(async ({ list, reason, accept, dryRun, json }: Amendment & { accept?: string }, command: Command) => {
      const session = sessionOf(command);
      const wish = { reason, dryRun, ...accept === undefined ? {} : { accept } };
      const run = await live(session, (operations, operator) => operations.syncList(operator, list, wish));
      tell(session, json, run, () => runLines(run, dryRun));
      session.exitCode = run.outcome === 'refused' || run.kept.length > 0 ? 1 : 0;
    });

  addresses.command('history').description('Shows who changed a list, when, why, and what.')
    .requiredOption('--list <name>', 'the list').option('--most <count>', 'how many versions', whole, 20).addOption(jsonOption())
    .action(async ({ list, most, json }: { list: string; most: number; json: boolean }, command: Command) => {
      const session = sessionOf(command);
      tell(session, json, await live(session, (operations, operator) => operations.historyOfList(operator, list, most)),
        (history) => (history.length === 0 ? ['no version yet: the feed has not run'] : historyLines(history)));
    });
}

function amendment(command: Command): Command {
  return command.requiredOption('--list <name>', 'the list')
    .addOption(reasonOption()).addOption(untilOption()).addOption(dryRunOption()).addOption(jsonOption());
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new InvalidArgumentError('A whole number from 1.');
  }
  return Number(text);
}
