import { type Command } from 'commander';
import { loadApp } from '../../posture/model/load';
import { printModel } from '../../posture/model/stored-model';
import { formatOption, outputOption } from '../options';
import { deliver } from '../output';
import { sessionOf } from '../session';

/** `model`: what the templates say with references resolved, to be kept as the other side of a `diff`. */
export function addModelCommand(program: Command): void {
  program.command('model')
    .summary('print what the templates say, to be compared later')
    .description('Prints the model of an app, as `diff` takes it: store it where the main branch is built, and no pull request need synthesize main again.')
    .argument('<path>', 'cdk.out or a template')
    .addOption(formatOption(['json']))
    .addOption(outputOption())
    .addHelpText('after', `
Examples:
  $ cdk-private-api model cdk.out --format json --output model.json
  $ cdk-private-api diff model.json cdk.out`)
    .action((path: string, { output }: { output?: string }, command: Command) => {
      deliver(sessionOf(command), printModel(loadApp(path)), output);
    });
}
