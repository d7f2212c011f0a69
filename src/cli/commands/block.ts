import { type Command, Option } from 'commander';
import { changeLines, dryRunOption, jsonOption, reasonOption, table, tell, untilOption } from './person';
import type { Operations } from '../../operations';
import { live } from '../live';
import { sessionOf } from '../session';

interface Target {
  readonly webAcl?: string;
  readonly ipv4Set?: string;
  readonly ipv6Set?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

interface Wish {
  readonly address: string;
  readonly until: string;
  readonly reason: string;
  readonly wide: boolean;
}

type BlocksReport = Awaited<ReturnType<Operations['blocked']>>;

/** Adds `block`, `unblock` and `blocked`: addresses that a web ACL turns away at once, without a deployment. */
export function addBlockCommands(program: Command): void {
  target(program.command('block').summary('block an address of a live web ACL at once').description('Blocks an address at once, until an end.'))
    .requiredOption('--address <range>', 'a CIDR block or an address').addOption(untilOption().makeOptionMandatory()).addOption(reasonOption())
    .option('--wide', 'block a range wider than /16 (IPv4) or /48 (IPv6)', false)
    .addHelpText('after', `
Examples:
  $ cdk-private-api block --web-acl payments --address 10.20.7.9 --until 2027-06-30 --reason 'INC-7: host is compromised'
  $ cdk-private-api block --web-acl payments --address fd00:20::/64 --until 2027-06-30T18:00Z --reason 'INC-7' --dry-run`)
    .action(async ({ address, until, reason, wide, ...options }: Target & Wish, command: Command) => {
      const wish = { until, reason, wide, dryRun: options.dryRun };
      tell(sessionOf(command), options.json, await live(sessionOf(command),
        (operations, operator) => operations.block(operator, targetOf(options), address, wish)), linesOf);
    });

  target(program.command('unblock').summary('end the blocks of an address').description('Ends the blocks of an address, and of all addresses within it.'))
    .requiredOption('--address <range>', 'a CIDR block or an address').addOption(reasonOption())
    .addHelpText('after', `
Example:
  $ cdk-private-api unblock --web-acl payments --address 10.20.7.9 --reason 'INC-7: host is clean'`)
    .action(async ({ address, reason, ...options }: Target & { address: string; reason: string }, command: Command) => {
      tell(sessionOf(command), options.json, await live(sessionOf(command),
        (operations, operator) => operations.unblock(operator, targetOf(options), address, { reason, dryRun: options.dryRun })), linesOf);
    });

  target(program.command('blocked').summary('show what is blocked').description('Shows what is blocked, and takes out what has ended.'))
    .option('--ended', 'show what was blocked and ended in the last 30 days, and who ended it', false)
    .addHelpText('after', `
Examples:
  $ cdk-private-api blocked --web-acl payments
  $ cdk-private-api blocked --web-acl payments --ended`)
    .action(async ({ ended, ...options }: Target & { ended: boolean }, command: Command) => {
      if (ended) {
        return tell(sessionOf(command), options.json, await live(sessionOf(command),
          (operations, operator) => operations.endedBlocks(operator, targetOf(options))), endedLines);
      }
      tell(sessionOf(command), options.json, await live(sessionOf(command),
        (operations, operator) => operations.blocked(operator, targetOf(options), { dryRun: options.dryRun })), linesOf);
    });
}

function target(command: Command): Command {
  return command
    .addOption(new Option('--web-acl <name>', 'the web ACL, whose rule BlockedAddresses names the IP sets').conflicts(['ipv4Set', 'ipv6Set']))
    .option('--ipv4-set <arn>', 'the IP set of blocked IPv4 addresses').option('--ipv6-set <arn>', 'the IP set of blocked IPv6 addresses')
    .addOption(dryRunOption()).addOption(jsonOption());
}

function targetOf({ webAcl, ipv4Set, ipv6Set }: Target): Parameters<Operations['blocked']>[1] {
  const sets = { ...ipv4Set === undefined ? {} : { ipv4: ipv4Set }, ...ipv6Set === undefined ? {} : { ipv6: ipv6Set } };
  return { ...webAcl === undefined ? {} : { webAcl }, ...Object.keys(sets).length === 0 ? {} : { sets } };
}

function endedLines(blocks: Awaited<ReturnType<Operations['endedBlocks']>>): string[] {
  return blocks.length === 0 ? ['nothing ended in the last 30 days'] : table(blocks.map(({ cidr, until, by, reason, ended }) => [
    cidr, `ended ${until}`, ended === undefined ? 'by itself' : `by ${ended.by}: ${ended.reason}`, by === '' ? 'nobody left a record' : `blocked by ${by}: ${reason}`,
  ]));
}

function linesOf(report: BlocksReport): string[] {
  return [
    ...changeLines(report),
    ...(report.around ?? []).map(({ cidr, until, by }) => `still blocked as part of ${cidr}${until === undefined ? '' : ` (by ${by}, until ${until})`}`),
    ...report.longer === undefined ? [] : [`${report.longer.cidr} is blocked until ${report.longer.until} already: \`unblock\` it first, to have it end sooner`],
    report.blocked.length === 0 ? 'nothing is blocked'
      : `${report.blocked.length} ${report.dryRun ? 'would be' : report.blocked.length === 1 ? 'is' : 'are'} blocked:`,
    ...table(report.blocked.map(({ cidr, until, by, reason }) => [`  ${cidr}`, until ?? 'no end known', by ?? '', reason ?? ''])),
  ];
}
