import { type Command, Option } from 'commander';
import type { LoadOperations } from './addresses';
import { changeLines, dryRunOption, jsonOption, printer, reasonOption, table, untilOption } from './person';
import type { Operations } from '../../operations';

interface Target {
  readonly webAcl?: string;
  readonly ipv4Set?: string;
  readonly ipv6Set?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Adds `block`, `unblock` and `blocked`: addresses that a web ACL turns away at once, without a deployment. */
export function addBlockCommands(program: Command, load: LoadOperations = async () => import('../../operations/index.js')): void {
  const print = printer(program);

  target(program.command('block').description('Blocks an address at once, until an end.'))
    .requiredOption('--address <range>', 'a CIDR block or an address').addOption(untilOption().makeOptionMandatory()).addOption(reasonOption())
    .action(async ({ address, until, reason, ...options }: Target & { address: string; until: string; reason: string }) => {
      const { block, thisOperator } = await load();
      print(textOf(await block(thisOperator(), targetOf(options), address, { until, reason, dryRun: options.dryRun }), options.json));
    });

  target(program.command('unblock').description('Ends the blocks of an address, and of all addresses within it.'))
    .requiredOption('--address <range>', 'a CIDR block or an address')
    .action(async ({ address, ...options }: Target & { address: string }) => {
      const { unblock, thisOperator } = await load();
      print(textOf(await unblock(thisOperator(), targetOf(options), address, { dryRun: options.dryRun }), options.json));
    });

  target(program.command('blocked').description('Shows what is blocked, and takes out what has ended.'))
    .action(async (options: Target) => {
      const { blocked, thisOperator } = await load();
      print(textOf(await blocked(thisOperator(), targetOf(options), { dryRun: options.dryRun }), options.json));
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

function textOf(report: Awaited<ReturnType<Operations['blocked']>>, json: boolean): string {
  if (json) {
    return JSON.stringify(report, undefined, 2);
  }
  return [
    ...changeLines(report),
    report.blocked.length === 0 ? 'nothing is blocked' : `${report.blocked.length} ${report.dryRun ? 'would be' : 'are'} blocked:`,
    ...table(report.blocked.map(({ cidr, until, by, reason }) => [`  ${cidr}`, until ?? 'no end known', by ?? '', reason ?? ''])),
  ].join('\n');
}
