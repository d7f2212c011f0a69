import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addAddressesCommand } from './commands/addresses';
import { addBlockCommands } from './commands/block';
import { addCheckCommand } from './commands/check';
import { addDiffCommand } from './commands/diff';
import { addModelCommand } from './commands/model';
import { type LoadOperations, loadOperations } from './live';
import { type Io, type Session, openSession } from './session';
import type { Check } from '../posture/checks/check';
import { CHECKS } from '../posture/checks/registry';
import { plain } from '../posture/report/plain';

/**
 * Runs the command line.
 *
 * @param argv without node and the script
 * @returns 0 clean, 1 findings, 2 could not run
 */
export async function main(
  argv: readonly string[], io: Io, checks: readonly Check[] = CHECKS, operations: LoadOperations = loadOperations,
): Promise<0 | 1 | 2> {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };
  const program = new Command('cdk-private-api')
    .description('Checks private APIs in CDK apps and CloudFormation templates, tells what a change opens, and acts on live address lists.')
    .version(version)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err, getOutHasColors: () => io.colours, getErrHasColors: () => io.colours });
  const session: Session = { ...io, version, checks, operations, exitCode: 0 };
  openSession(program, session);
  addCheckCommand(program);
  addDiffCommand(program);
  addModelCommand(program);
  addAddressesCommand(program);
  addBlockCommands(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return session.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : 2; // commander has said what is wrong
    }
    io.err(`cdk-private-api: ${oneLine(error)}\n`);
    return 2;
  }
}

/** Never a stack trace: what broke the input is said in the message, and a bug is reported with it. */
function oneLine(error: unknown): string {
  if (error instanceof RangeError) {
    return 'the input is too large or nested too deeply';
  }
  // A path may hold what steers a terminal.
  return (error instanceof Error ? error.message : String(error)).split('\n').map(plain).join('\n');
}
