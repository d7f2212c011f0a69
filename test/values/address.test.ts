import * as fc from 'fast-check';
import * as ipaddr from 'ipaddr.js';
import { readAddress, spellAddress } from '../../src/values/address';

/** What the library makes of a text, within the spellings that are taken here: four decimal parts, or groups alone. */
function byLibrary(text: string): { version: 4 | 6; value: bigint; text: string } | undefined {
  if (!text.includes(':')) {
    return ipaddr.IPv4.isValidFourPartDecimal(text) ? known(4, ipaddr.IPv4.parse(text), text) : undefined;
  }
  if (/[%.]/.test(text) || !ipaddr.IPv6.isValid(text)) {
    return undefined;
  }
  const address = ipaddr.IPv6.parse(text);
  return known(6, address, address.toRFC5952String());
}

function known(version: 4 | 6, address: ipaddr.IPv4 | ipaddr.IPv6, text: string) {
  return { version, value: address.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n), text };
}

const groups = fc.array(fc.constantFrom('0', '0000', '1', 'a', 'FfFf', 'fd00', '00ab', '10000', 'g', ''), { maxLength: 9 }).map((all) => all.join(':'));
const nearlyIpv6 = fc.tuple(groups, fc.constantFrom('', '::', ':'), groups).map((parts) => parts.join(''));
const nearlyIpv4 = fc.array(fc.constantFrom('0', '10', '255', '256', '1000', '007', '0x1', '-1', '1e1', '', ' 1'), { minLength: 3, maxLength: 5 })
  .map((octets) => octets.join('.'));
const sparse = fc.array(fc.constantFrom(0, 0, 0, 1, 0xffff), { minLength: 8, maxLength: 8 }).map((parts) => parts.map((part) => part.toString(16)).join(':'));

test.each([
  ['any text', fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-fx:.%/ ]{0,40}$/))],
  ['IPv4, or nearly', fc.oneof(fc.ipV4(), nearlyIpv4)],
  ['IPv6, or nearly', fc.oneof(fc.ipV6(), sparse, nearlyIpv6)],
])('%s is read and spelled as ipaddr.js does', (_, texts) => {
  fc.assert(fc.property(texts, (text) => {
    expect(readAddress(text)).toEqual(byLibrary(text));
  }), { numRuns: 500 });
});

test.each([
  '0.0.0.0', '255.255.255.255', '256.0.0.0', '1.2.3', '1.2.3.4.5', '1.2.3.4.', '.1.2.3.4', '1..2.3', '1.2.3.00', '1.2.3.04', '1.2.3.4/', '1.2.3.1000',
  '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1::8', '::', '::1', '1::', '1:0:0:2:0:0:0:3', '1:0:0:0:2:0:0:0', '0:0:1:0:0:1:0:0',
  '1:0:2:0:3:0:4:0', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7', '1:2:3:4::5:6:7:8', '1::2::3', ':::', ':', ':1::', '1:::2', '1::2:', '12345::', '::g',
])('%s is read and spelled as ipaddr.js does', (text) => {
  expect(readAddress(text)).toEqual(byLibrary(text));
});

test('a spelling of a number is read as that number', () => {
  const version = fc.constantFrom(4 as const, 6 as const);
  fc.assert(fc.property(version, fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (which, number) => {
    const value = which === 4 ? number % 2n ** 32n : number;
    expect(readAddress(spellAddress(which, value))).toEqual({ version: which, value, text: spellAddress(which, value) });
  }));
});

test.each(['10.20.0.0/16', '10.20.7', 'fe80::1%eth0', '::ffff:10.20.0.7'])('%s is no address', (text) => {
  expect(readAddress(text)).toBeUndefined();
});
