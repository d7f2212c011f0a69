import * as fc from 'fast-check';
import {
  type Cidr, contains, countAddresses, coversWholeInternet, mergeCidrs, overlaps, parseCidr, readCidr, subtractCidrs,
} from '../../src/values/cidr';
import { RuleError } from '../../src/values/rule-error';

/** The error of a value that is refused. */
function refusal(read: () => unknown): RuleError {
  try {
    read();
  } catch (error) {
    if (error instanceof RuleError) {
      return error;
    }
    throw error;
  }
  throw new Error('was accepted');
}

/** Blocks within 256 addresses, so that a set of them can be counted out address by address. */
const SMALL = { 4: { bits: 32, base: 0x0a140000n }, 6: { bits: 128, base: 0xfd002000000000000000000000000000n } } as const;

const smallBlock: fc.Arbitrary<Cidr> = fc.record({
  version: fc.constantFrom(4 as const, 6 as const), host: fc.integer({ min: 0, max: 255 }), hostBits: fc.integer({ min: 0, max: 8 }),
}).map(({ version, host, hostBits }) => {
  const { bits, base } = SMALL[version];
  const first = base + BigInt(host - host % 2 ** hostBits);
  const address = version === 4 ? `10.20.0.${first - base}` : `fd00:2000::${(first - base).toString(16)}`;
  return parseCidr(`${address}/${bits - hostBits}`);
});
const blocks = fc.array(smallBlock, { maxLength: 24 });

function addressesOf(set: readonly Cidr[]): string[] {
  const addresses = set.flatMap(({ version, first, last }) => (
    Array.from({ length: Number(last - first) + 1 }, (_, at) => `${version}:${first + BigInt(at)}`)
  ));
  return [...new Set(addresses)].sort();
}

const textsOf = (set: readonly Cidr[]) => set.map(({ text }) => text);

describe('merging', () => {
  test('never changes the set of addresses', () => {
    fc.assert(fc.property(blocks, (set) => {
      expect(addressesOf(mergeCidrs(set))).toEqual(addressesOf(set));
    }));
  });

  test('gives the same whatever the order and however often a block is named', () => {
    fc.assert(fc.property(blocks.chain((set) => fc.tuple(fc.constant(set), fc.shuffledSubarray([...set, ...set], { minLength: set.length * 2 }))),
      ([set, shuffled]) => {
        expect(textsOf(mergeCidrs(shuffled))).toEqual(textsOf(mergeCidrs(set)));
      }));
  });

  test('leaves blocks that do not overlap, in ascending order, IPv4 before IPv6', () => {
    fc.assert(fc.property(blocks, (set) => {
      const merged = mergeCidrs(set);
      merged.slice(1).forEach((block, at) => {
        const before = merged[at]!;
        expect(before.version < block.version || (before.version === block.version && before.last < block.first)).toBe(true);
      });
    }));
  });

  test('leaves the fewest blocks: none has its other half beside it', () => {
    fc.assert(fc.property(blocks, (set) => {
      const merged = mergeCidrs(set);
      for (const low of merged) {
        const size = low.last - low.first + 1n;
        const halves = merged.some((high) => high.version === low.version && high.prefix === low.prefix
          && high.first === low.last + 1n && low.first % (size * 2n) === 0n);
        expect(halves).toBe(false);
      }
    }));
  });

  test('does not change its input, and merging again changes nothing', () => {
    fc.assert(fc.property(blocks, (set) => {
      const before = textsOf(set);
      const merged = mergeCidrs(set);
      expect(textsOf(set)).toEqual(before);
      expect(textsOf(mergeCidrs(merged))).toEqual(textsOf(merged));
    }));
  });

  test('never makes a /0 of two halves, and the whole internet is seen in them', () => {
    const halves = ['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/2'].map(parseCidr);
    expect(textsOf(mergeCidrs(halves))).toEqual(['0.0.0.0/1', '128.0.0.0/1']);
    expect(coversWholeInternet(halves)).toBe(true);
    expect(coversWholeInternet(halves.slice(1))).toBe(false);
    expect(coversWholeInternet(subtractCidrs(halves, ['10.0.0.0/8', '192.0.2.7/32'].map(parseCidr)))).toBe(true); // all but a few
    expect(coversWholeInternet(['::/1', '8000::/1', '10.0.0.0/8'].map(parseCidr))).toBe(true);
    expect(coversWholeInternet(['0.0.0.0/1', '8000::/1'].map(parseCidr))).toBe(false);
    expect(coversWholeInternet(['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/3'].map(parseCidr))).toBe(true); // all but multicast
    expect(coversWholeInternet([parseCidr('2000::/3')])).toBe(true); // every global IPv6 address
    expect(coversWholeInternet(['2000::/4', 'fd00::/8'].map(parseCidr))).toBe(false);
  });
});

test('a block contains another exactly if it has all its addresses', () => {
  fc.assert(fc.property(smallBlock, smallBlock, (outer, inner) => {
    const all = new Set(addressesOf([outer]));
    expect(contains(outer, inner)).toBe(addressesOf([inner]).every((address) => all.has(address)));
  }));
});

test('two blocks overlap exactly if they share an address', () => {
  fc.assert(fc.property(smallBlock, smallBlock, (a, b) => {
    const all = new Set(addressesOf([a]));
    expect(overlaps(a, b)).toBe(addressesOf([b]).some((address) => all.has(address)));
  }));
});

test('addresses are counted once, however many blocks hold them', () => {
  fc.assert(fc.property(blocks, (set) => {
    expect(countAddresses(set)).toBe(BigInt(addressesOf(set).length));
  }));
  expect(countAddresses([readCidr('::/0')!, parseCidr('fd00::/8'), parseCidr('10.0.0.0/8')])).toBe(2n ** 128n + 2n ** 24n);
});

describe('the difference of two sets of blocks', () => {
  test('holds the addresses that are in the first and not in the second', () => {
    fc.assert(fc.property(blocks, blocks, (from, taken) => {
      const gone = new Set(addressesOf(taken));
      expect(addressesOf(subtractCidrs(from, taken))).toEqual(addressesOf(from).filter((address) => !gone.has(address)));
    }));
  });

  test('has the fewest blocks, in the order of a merge', () => {
    fc.assert(fc.property(blocks, blocks, (from, taken) => {
      const left = subtractCidrs(from, taken);
      expect(textsOf(left)).toEqual(textsOf(mergeCidrs(left)));
    }));
  });

  test('is told in blocks that a reader can follow', () => {
    const opened = subtractCidrs([parseCidr('10.0.0.0/8')], [parseCidr('10.20.0.0/16'), parseCidr('fd00::/8')]);
    expect(textsOf(opened)).toEqual([
      '10.0.0.0/12', '10.16.0.0/14', '10.21.0.0/16', '10.22.0.0/15', '10.24.0.0/13', '10.32.0.0/11', '10.64.0.0/10', '10.128.0.0/9',
    ]);
  });

  test('takes what the whole internet has more than a network', () => {
    const everywhere = [readCidr('0.0.0.0/0')!, readCidr('::/0')!];
    expect(textsOf(subtractCidrs(everywhere, [parseCidr('0.0.0.0/1'), parseCidr('8000::/1')]))).toEqual(['128.0.0.0/1', '::/1']);
    expect(textsOf(subtractCidrs(everywhere, []))).toEqual(['0.0.0.0/0', '::/0']);
    expect(subtractCidrs(everywhere, everywhere)).toEqual([]);
    expect(subtractCidrs(['0.0.0.0/1', '128.0.0.0/1'].map(parseCidr), everywhere)).toEqual([]);
  });
});

describe('a block of somebody else\'s template', () => {
  test.each([
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::/0', '::/0'],
    ['0:0:0:0:0:0:0:0/0', '::/0'],
    ['10.20.0.7', '10.20.0.7/32'],
    ['FD00::7', 'fd00::7/128'],
    ['10.20.30.40/16', '10.20.0.0/16'],
    ['fd00:20::7/48', 'fd00:20::/48'],
    ['10.20.0.0/16', '10.20.0.0/16'],
  ])('%s is read as %s', (text, block) => {
    expect(readCidr(text)?.text).toBe(block);
  });

  test.each(['', '/', '/8', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/08', '10.0.0.0/8/8', '10.0.0/8', '010.0.0.0/8', '10.0.0.256',
    ' 10.0.0.0/8', 'fd00::/129', '::10.20.0.7/128', 'fe80::1%eth0', 'pl-12345678', 'sg-12345678'])('%j is none', (text) => {
    expect(readCidr(text)).toBeUndefined();
  });

  test('is the same block where the strict reader takes it', () => {
    fc.assert(fc.property(smallBlock, (block) => {
      expect(readCidr(block.text)).toEqual(parseCidr(block.text));
    }));
  });
});

describe('the canonical spelling', () => {
  test('of an address is a fixed point', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4().map((ip) => `${ip}/32`), fc.ipV6().filter((ip) => !ip.includes('.')).map((ip) => `${ip}/128`)), (text) => {
      const once = parseCidr(text);
      expect(parseCidr(once.text)).toEqual(once);
    }));
  });

  test('of a block is a fixed point, and it has as many addresses as its prefix says', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.integer({ min: 1, max: 128 }), (number, prefix) => {
      const size = 2n ** BigInt(128 - prefix);
      fc.pre(number >= size || prefix < 3); // The block of zeros holds IPv4, mapped.
      const groups = (number - number % size).toString(16).padStart(32, '0').match(/.{4}/g)!;
      const block = parseCidr(`${groups.join(':').toUpperCase()}/${prefix}`);
      expect(block.last - block.first + 1n).toBe(size);
      expect(parseCidr(block.text)).toEqual(block);
    }));
  });

  test('of groups left out is that of zeros', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 0xffff }), { maxLength: 6 }), fc.nat(6), (groups, at) => {
      const hex = groups.map((group) => group.toString(16));
      const cut = Math.min(at, hex.length);
      const [head, tail] = [hex.slice(0, cut), hex.slice(cut)];
      const zeros = Array.from({ length: 8 - hex.length }, () => '0');
      expect(parseCidr(`${head.join(':')}::${tail.join(':')}/128`)).toEqual(parseCidr(`${[...head, ...zeros, ...tail].join(':')}/128`));
    }));
  });

  test.each([
    ['FD00:0020:0000:0000:0000:0000:0000:0000/48', 'fd00:20::/48'],
    ['2001:db8:0:0:1:0:0:0/80', '2001:db8:0:0:1::/80'],
    ['10.20.0.7/32', '10.20.0.7/32'],
  ])('of %s is %s (RFC 5952)', (text, canonical) => {
    expect(parseCidr(text).text).toBe(canonical);
  });
});

describe('a malformed block is refused with its value', () => {
  test.each([
    ['', 'CidrMalformed'],
    ['10.0.0.1', 'CidrMalformed'],
    ['10.0.0.1/33', 'CidrMalformed'],
    ['10.0.0.0/-1', 'CidrMalformed'],
    ['10.0.0.0/', 'CidrMalformed'],
    ['10.0.0.0/08', 'CidrMalformed'],
    ['10.0.0.0/8/8', 'CidrMalformed'],
    ['10.0.0.0/255.0.0.0', 'CidrMalformed'],
    ['10.0.0/24', 'CidrMalformed'],
    ['010.0.0.0/8', 'CidrMalformed'],
    ['0x0a.0.0.0/8', 'CidrMalformed'],
    ['10.0.0.256/32', 'CidrMalformed'],
    [' 10.0.0.0/8', 'CidrMalformed'],
    ['10.0.0.0/8 ', 'CidrMalformed'],
    ['fe80::1%eth0/128', 'CidrMalformed'],
    ['fd00::/129', 'CidrMalformed'],
    ['fd00:::/16', 'CidrMalformed'],
    ['example.com/8', 'CidrMalformed'],
    ['10.0.0.1/8', 'CidrHostBits'],
    ['fd00::1/64', 'CidrHostBits'],
    ['0.0.0.0/0', 'CidrWholeInternet'],
    ['10.0.0.0/0', 'CidrWholeInternet'],
    ['::/0', 'CidrWholeInternet'],
  ])('%j: %s', (text, id) => {
    const error = refusal(() => parseCidr(text));
    expect(error.id).toBe(id);
    expect(error.message).toContain(`received: ${JSON.stringify(text)}`);
  });

  // ipaddr.js reads ::10.20.0.7 as ::ffff:10.20.0.7, another address, and takes octal and hexadecimal parts.
  test.each([
    '::10.20.0.7/128', '::ffff:10.20.0.08/128', '::ffff:0x0a.20.0.7/128', '64:ff9b::10.20.0.7/128',
  ])('%j: CidrMalformed, since an IPv6 address is written in groups alone', (text) => {
    expect(refusal(() => parseCidr(text)).id).toBe('CidrMalformed');
  });

  test('with the block that was probably meant, where it has bits behind its prefix', () => {
    expect(refusal(() => parseCidr('10.20.30.40/16')).message).toContain('did you mean 10.20.0.0/16?');
  });

  test('whatever the text: it is a block or refused by a known id, and nothing else is thrown', () => {
    const nearly = fc.stringMatching(/^[0-9a-fx:.%/ ]{0,24}$/);
    fc.assert(fc.property(fc.oneof(fc.string(), nearly), (text) => {
      try {
        const block = parseCidr(text);
        expect(parseCidr(block.text)).toEqual(block);
      } catch (error) {
        expect(['CidrMalformed', 'CidrHostBits', 'CidrWholeInternet']).toContain((error as RuleError).id);
      }
    }), { numRuns: 500 });
  });
});
