import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { platformApp } from './posture-app';
import { printTable } from './table';
import { runChecks } from '../src/posture/checks/run';
import { loadApp } from '../src/posture/model/load';
import { Posture } from '../src/posture/model/posture';
import { today } from '../src/values/day';

const LEAST_RESOURCES = 500;
const MOST_MILLISECONDS = 1000;
const WARM_UPS = 3;
const RUNS = 15;

const app = new App({ analyticsReporting: false });
platformApp(app);
const { directory, stacks } = app.synth();
const resources = stacks.reduce((sum, { template }) => sum + Object.keys((template as { Resources: object }).Resources).length, 0);

/** What `cdk-private-api check cdk.out` does: reads the assembly from the disk, and runs all checks. */
function check(): void {
  runChecks([{ path: directory, posture: new Posture(loadApp(directory)) }], { today: today(undefined) });
}

/** What cdk-nag does when an app has its pack as a plug-in: every rule over every resource of the construct tree, which stands in memory. */
function nag(): void {
  new AwsSolutionsChecks().validateScope(app);
}

/** Milliseconds of the first run, and of the median one after warming up; the two sides by turns, so that a busy machine is busy for both. */
function time(sides: readonly (() => void)[]): { first: number; median: number }[] {
  const once = (side: () => void) => {
    const start = process.hrtime.bigint();
    side();
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  const firsts = sides.map(once);
  Array.from({ length: WARM_UPS }, () => sides.forEach(once));
  const rounds = Array.from({ length: RUNS }, () => sides.map(once));
  return firsts.map((first, at) => ({ first, median: rounds.map((round) => round[at]!).sort((a, b) => a - b)[Math.floor(RUNS / 2)]! }));
}

const [ours, theirs] = time([check, nag]);
console.log(`\nAll checks over an app of ${stacks.length} stacks and ${resources} resources, in ms; the first run, and the median of ${RUNS} after ${WARM_UPS} more\n`);
printTable(['', 'first', 'median'], [
  ['cdk-private-api check: cdk.out from the disk, all checks', ours!.first.toFixed(0), ours!.median.toFixed(0)],
  ['cdk-nag\'s AwsSolutions pack: the construct tree in memory', theirs!.first.toFixed(0), theirs!.median.toFixed(0)],
  ['ratio', '', (ours!.median / theirs!.median).toFixed(2)],
]);

const missed = [
  resources < LEAST_RESOURCES && `the app has fewer than ${LEAST_RESOURCES} resources`,
  ours!.median >= MOST_MILLISECONDS && `the checks take ${MOST_MILLISECONDS} ms or more`,
  ours!.median >= theirs!.median && 'the checks are not faster than cdk-nag\'s pack',
].filter(Boolean);
console.log(missed.length === 0 ? '\nall targets met' : `\nmissed: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
