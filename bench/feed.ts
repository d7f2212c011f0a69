import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { printTable } from './table';

const ROOT = join(__dirname, '..');
const FUNCTIONS = join(ROOT, 'lib/functions');
const MOST_BYTES = 500_000;
const MOST_MILLISECONDS = 100;
const RUNS = 15;

const CONFIG = {
  list: 'partners',
  ipv4SetArn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/ipset/partners-ipv4/1',
  ipv6SetArn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/ipset/partners-ipv6/2',
  bucket: 'partner-lists',
  bounds: { minEntries: 1, maxEntries: 1000, maxGrowthPercent: 50, maxShrinkPercent: 20, widestIpv4Prefix: 16, widestIpv6Prefix: 48 },
  sources: [],
};

/**
 * Milliseconds of processor time to load modules in a fresh process, as Lambda does with the code of a function: the median. Processor time, so
 * that a busy machine does not count.
 */
function load(statement: string): number {
  const script = `(async () => { const before = process.cpuUsage(); ${statement}; const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1e3); })()`;
  const env = { ...process.env, AWS_REGION: 'eu-central-1', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', FEED_CONFIG: JSON.stringify(CONFIG) };
  const times = Array.from({ length: RUNS }, () => Number(execFileSync(process.execPath, ['-e', script], { cwd: ROOT, env, encoding: 'utf8' })));
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
}

const sizeOf = (folder: string) => readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
const importOf = (file: string) => `await import(${JSON.stringify(pathToFileURL(file).href)})`;
const clients = (names: string[]) => names.map((name) => `@aws-sdk/client-${name}`);

/** Clients of the SDK in one minified file, nothing left out: what a function without a word to the bundler carries. */
function bundled(names: string[]): number {
  const contents = clients(names).map((name, at) => `export * as c${at} from '${name}';`).join('');
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: ROOT }, bundle: true, minify: true, platform: 'node', format: 'cjs', mainFields: ['module', 'main'], write: false,
  });
  return outputFiles[0]!.contents.length;
}

const feed = join(FUNCTIONS, 'address-feed');
const parts = readdirSync(feed).filter((file) => /^(ssm|dynamodb|prefix-list|dns|https)-\w+\.mjs$/.test(file)).map((file) => join(feed, file));
const every = ['wafv2', 's3', 'ssm', 'dynamodb', 'ec2'];

const rows = [
  { name: 'the feed, whose sources are S3 objects', bytes: sizeOf(feed), load: importOf(join(feed, 'index.mjs')), beside: ['wafv2', 's3'] },
  { name: 'the feed, with sources of every kind', bytes: sizeOf(feed), load: [join(feed, 'index.mjs'), ...parts].map(importOf).join(';'), beside: every },
  { name: 'the maker of its IP sets', bytes: sizeOf(join(FUNCTIONS, 'fed-ip-sets')), load: `require(${JSON.stringify(join(FUNCTIONS, 'fed-ip-sets/index.js'))})`, beside: ['wafv2'] },
].map((row) => ({
  ...row,
  ms: load(row.load),
  clientBytes: bundled(row.beside),
  clientMs: load(clients(row.beside).map((name) => `require('${name}')`).join(';')),
}));

console.log('\nThe functions of an address feed, beside the clients of the AWS SDK that they use: those bundled whole and minified, and those loaded as the SDK ships them;');
console.log(`processor time to load, median of ${RUNS} fresh processes\n`);
printTable(['', 'bytes', 'clients, bytes', 'ratio', 'ms', 'clients, ms', 'ratio'], rows.map(({ name, bytes, clientBytes, ms, clientMs, beside }) => [
  `${name} (${beside.join(', ')})`, bytes.toLocaleString('en'), clientBytes.toLocaleString('en'), (bytes / clientBytes).toFixed(2),
  ms.toFixed(0), clientMs.toFixed(0), (ms / clientMs).toFixed(2),
]));

const missed = rows.flatMap(({ name, bytes, ms }) => [
  ...bytes > MOST_BYTES ? [`${name}: over ${MOST_BYTES.toLocaleString('en')} bytes`] : [],
  ...ms > MOST_MILLISECONDS ? [`${name}: over ${MOST_MILLISECONDS} ms to load`] : [],
]);
console.log(missed.length === 0 ? '\nall targets met' : `\nmissed: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
