import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { printTable } from './table';

const ROOT = join(__dirname, '..');
// CloudFormation's quotas: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
const MOST_RESOURCES = 500;
const MOST_BYTES = 1024 * 1024;

interface Measured {
  readonly seconds: number;
  readonly resources: number;
  readonly bytes: number;
  readonly minified: number;
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'false', TSX_TSCONFIG_PATH: 'bench/tsconfig.json' } });
}

/** Synthesizes in processes of their own and takes the median time. */
function synth(runs: number, ...args: string[]): Measured {
  const all = Array.from({ length: runs }, () => JSON.parse(
    node('--require', 'tsx/cjs', 'bench/synth-once.ts', ...args).trim().split('\n').at(-1)!,
  ) as Measured);
  return { ...all[0]!, seconds: median(all.map((one) => one.seconds)) };
}

/** Milliseconds to load modules in a fresh process. */
function load(statement: string): number {
  const script = `const t=process.hrtime.bigint();${statement};console.log(Number(process.hrtime.bigint()-t)/1e6)`;
  return median(Array.from({ length: 15 }, () => Number(node('-e', script))));
}

const kb = (bytes: number) => `${(bytes / 1024).toFixed(0)} kB`;

console.log('\n100 routes with scopes, keys and request models; median of 7 synths, each in a process of its own\n');
const ratios = ['new', 'existing'].map((network) => {
  const restApi = synth(7, 'rest-api', '100', network);
  const privateApi = synth(7, 'private-api', '100', network);
  const row = (name: string, { resources, bytes, minified, seconds }: Measured) =>
    [name, String(resources), kb(bytes), kb(minified), `${seconds.toFixed(2)} s`];
  const ratio = (of: (one: Measured) => number) => (of(privateApi) / of(restApi)).toFixed(2);
  printTable([`${network === 'new' ? 'a network of its own' : 'an existing network'}`, 'resources', 'template', 'minified', 'synth'], [
    row(network === 'new' ? 'CDK RestApi, Vpc, endpoint: no other layer' : 'CDK RestApi: no other layer', restApi),
    row('PrivateApi: all layers, one consumer', privateApi),
    ['ratio', ratio((one) => one.resources), ratio((one) => one.bytes), ratio((one) => one.minified), ratio((one) => one.seconds)],
  ]);
  console.log();
  return privateApi.seconds / restApi.seconds;
});

console.log('\nOne stack, minified template, against CloudFormation\'s quotas\n');
const large = synth(1, 'private-api', '1000', 'new', '60');
printTable(['', 'resources', 'template', 'synth'], [
  ['1,000 routes, 60 consumers', String(large.resources), kb(large.bytes), `${large.seconds.toFixed(2)} s`],
  ['quota', String(MOST_RESOURCES), kb(MOST_BYTES), ''],
]);

console.log('\nrequire(), median of 15 fresh processes\n');
const modules = ['aws-cdk-lib', ...['apigateway', 'cloudwatch', 'cognito', 'ec2', 'iam', 'kms', 'lambda', 'logs', 'secretsmanager', 'sns', 'wafv2']
  .map((module) => `aws-cdk-lib/aws-${module}`)];
// Loading is lazy in aws-cdk-lib: what a library that extends Construct and Resource cannot avoid is the core and constructs.
const baseline = load(`${modules.map((module) => `require('${module}')`).join(';')};require('constructs').Construct;require('aws-cdk-lib').Stack`);
const index = load('require(\'./lib\')');
const library = load('require(\'./lib\').PrivateApi');
printTable(['', 'ms'], [
  ['the aws-cdk-lib modules it uses', baseline.toFixed(1)], ['cdk-private-api', index.toFixed(1)],
  ['cdk-private-api, and PrivateApi with every layer', library.toFixed(1)], ['ratio', (library / baseline).toFixed(2)],
]);

const missed = [
  ratios.some((ratio) => ratio >= 1) && 'synth of 100 routes is not faster than CDK\'s RestApi',
  large.resources > MOST_RESOURCES && 'the large stack has more than 500 resources',
  large.bytes > MOST_BYTES && 'the large template is over 1 MB',
  library > baseline * 1.15 && 'require is more than 15 % above its modules',
].filter(Boolean);
console.log(missed.length === 0 ? '\nall targets met' : `\nmissed: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
