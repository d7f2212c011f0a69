import { strict as assert } from 'node:assert';
import { printTable } from './table';
import { mergeCidrs, parseCidr } from '../src/values/cidr';

const BLOCKS = 10_000;
const MOST_MILLISECONDS = 30;
const WARM_UPS = 5;
const RUNS = 25;

type Merge = (blocks: string[]) => string[];

/** The same numbers in every run, from 0 to below a limit. */
function numbers(): (limit: number) => number {
  let seed = 20_260_101;
  return (limit) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * limit);
  };
}

/** Blocks of 10.0.0.0/11, of /24 to /32: some lie beside others, some within others. */
function ipv4(below: (limit: number) => number): string {
  const prefix = 24 + below(9);
  const size = 2 ** (32 - prefix);
  const first = below(2 ** 21 / size) * size;
  return `10.${[65_536, 256, 1].map((unit) => Math.floor(first / unit) % 256).join('.')}/${prefix}`;
}

/** Blocks of fd00:20::/43, of /56 to /64, likewise. */
function ipv6(below: (limit: number) => number): string {
  const prefix = 56 + below(9);
  const size = 2 ** (64 - prefix);
  const subnet = below(2 ** 21 / size) * size;
  return `fd00:20:${Math.floor(subnet / 65_536).toString(16)}:${(subnet % 65_536).toString(16)}::/${prefix}`;
}

function feed(ofIpv6: number): string[] {
  const below = numbers();
  return Array.from({ length: BLOCKS }, () => (below(BLOCKS) < ofIpv6 ? ipv6(below) : ipv4(below)));
}

/**
 * Milliseconds of processor time, so that a busy machine does not count: of the first run, before anything is compiled, and of the
 * median one after warming up.
 */
function time(merge: Merge, blocks: string[]): { readonly first: number; readonly median: number } {
  const once = () => {
    const start = process.cpuUsage();
    merge(blocks);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e3;
  };
  const first = once();
  Array.from({ length: WARM_UPS }, once);
  return { first, median: Array.from({ length: RUNS }, once).sort((a, b) => a - b)[Math.floor(RUNS / 2)]! };
}

async function main(): Promise<void> {
  const { mergeCidr } = await import('cidr-tools');
  const ours: Merge = (blocks) => mergeCidrs(blocks.map(parseCidr)).map(({ text }) => text);
  const theirs: Merge = (blocks) => mergeCidr(blocks);
  const feeds = { '10,000 IPv4': feed(0), '10,000 IPv6': feed(BLOCKS), '8,000 IPv4, 2,000 IPv6': feed(2_000) };

  console.log('\n10,000 CIDR blocks parsed, validated and merged, in ms of processor time;');
  console.log(`the first run, and the median of ${RUNS} after ${WARM_UPS} more (cidr-tools validates less: it also takes host bits, leading zeros, /0 and /33)\n`);
  const measured = Object.entries(feeds).map(([name, blocks]) => {
    const row = { name, ours: time(ours, blocks), theirs: time(theirs, blocks) };
    assert.deepEqual(new Set(ours(blocks)), new Set(theirs(blocks)), 'the two merge alike');
    return { ...row, left: ours(blocks).length };
  });
  printTable(['', 'first', 'median', 'cidr-tools first', 'median', 'ratio', 'blocks left'], measured.map((row) => [
    row.name,
    ...[row.ours.first, row.ours.median, row.theirs.first, row.theirs.median].map((ms) => ms.toFixed(1)),
    (row.ours.median / row.theirs.median).toFixed(2),
    row.left.toLocaleString('en'),
  ]));

  const missed = measured.filter((row) => row.ours.median > MOST_MILLISECONDS)
    .map(({ name }) => `${name} take more than ${MOST_MILLISECONDS} ms`);
  console.log(missed.length === 0 ? '\nall targets met' : `\nmissed: ${missed.join('; ')}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

void main();
