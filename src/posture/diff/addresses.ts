import { few } from './words';
import { type Cidr, mergeCidrs, overlaps, readCidr, subtractCidrs } from '../../values/cidr';
import type { AddressSet } from '../model/address-set';

/** Addresses that no range tells apart: a call from one is like a call from any other. */
export interface Segment {
  readonly blocks: readonly Cidr[];
  /** One of them, as a block of its own. */
  readonly sample: string;
}

const BITS = { 4: 32, 6: 128 } as const;

/** All addresses, in pieces whose every address lies in the same of the given ranges. Neighbours are not put together. */
export function segmentsOf(ranges: readonly Cidr[]): Segment[] {
  return ([4, 6] as const).flatMap((version) => {
    const bounds = new Set<bigint>([0n]);
    for (const { first, last, version: own } of ranges) {
      if (own === version) {
        bounds.add(first);
        bounds.add(last + 1n);
      }
    }
    const end = 2n ** BigInt(BITS[version]);
    const sorted = [...bounds].filter((bound) => bound < end).sort((a, b) => (a < b ? -1 : 1));
    return sorted.map((first, at) => segment(version, first, (sorted[at + 1] ?? end) - 1n));
  });
}

function segment(version: 4 | 6, first: bigint, last: bigint): Segment {
  return { get blocks() { return blocksOf(version, first, last); }, sample: `${spelled(version, first)}/${BITS[version]}` };
}

/** The fewest blocks that hold a set. */
export function blocksIn(set: AddressSet): Cidr[] {
  return set.flatMap(({ version, first, last }) => blocksOf(version, first, last));
}

/** The fewest blocks that hold a run of addresses. */
function blocksOf(version: 4 | 6, first: bigint, last: bigint): Cidr[] {
  const blocks: Cidr[] = [];
  let from = first;
  while (from <= last) {
    let [bits, size] = [0, 1n];
    while (bits < BITS[version] && from % (size * 2n) === 0n && from + size * 2n - 1n <= last) {
      bits++;
      size *= 2n;
    }
    blocks.push(readCidr(`${spelled(version, from)}/${BITS[version] - bits}`)!);
    from += size;
  }
  return blocks;
}

function spelled(version: 4 | 6, address: bigint): string {
  if (version === 4) {
    return [24n, 16n, 8n, 0n].map((bits) => String(address / 2n ** bits % 256n)).join('.');
  }
  return Array.from({ length: 8 }, (_, at) => (address / 2n ** BigInt(112 - 16 * at) % 65536n).toString(16)).join(':');
}

/** What was opened: with what was open before and still is, where that is the shorter thing to say. */
export function openedBlocks(opened: readonly Cidr[], kept: readonly Cidr[]): readonly Cidr[] {
  const [alone, all] = [mergeCidrs(opened), mergeCidrs([...opened, ...kept])];
  // What was open before and takes nothing in is not opened.
  const wider = all.filter((block) => alone.some((other) => overlaps(block, other)));
  return wider.length < alone.length ? wider : alone;
}

/** Where somebody has such an address: in a range, at any address. */
export function placeWords(blocks: readonly Cidr[]): string {
  const words = addressWords(blocks);
  return `${words.startsWith('any ') ? 'at' : 'in'} ${words}`;
}

const WHOLE = { 4: ['0.0.0.0/1', '128.0.0.0/1'], 6: ['::/1', '8000::/1'] } as const;

/** Ranges as a person reads them: where fewer are left out than held, by what is left out, which stands last. */
export function addressWords(blocks: readonly Cidr[]): string {
  const versions = ([4, 6] as const).map((version) => wordsOf(version, mergeCidrs(blocks.filter((block) => block.version === version))));
  const words = [...versions.flatMap(({ held }) => held), ...versions.flatMap(({ outside }) => outside)];
  return few(words, 'more ranges', 'one more range', 4);
}

function wordsOf(version: 4 | 6, held: readonly Cidr[]): { held: string[]; outside: string[] } {
  const left = subtractCidrs(WHOLE[version].map((text) => readCidr(text)!), held);
  return left.length === 0 ? { held: [`any IPv${version} address`], outside: [] }
    : held.length < 2 || left.length >= held.length ? { held: held.map(({ text }) => text), outside: [] }
      : { held: [], outside: [`any IPv${version} address outside of ${few(left.map(({ text }) => text), 'more ranges', 'one more range')}`] };
}
