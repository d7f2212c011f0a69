import * as addresses from '../address';
import { type Interval, placeOf, PORTS } from './intervals';
import type { Expression } from './rule';

const VARIABLE = /^\$[A-Za-z0-9_]{1,64}$/;
const REFERENCE = /^@[A-Za-z0-9_]{1,64}$/;

/** Reads one address, block, range, variable or reference. */
export function readAddress(text: string): Expression | undefined {
  if (text.toLowerCase() === 'any') {
    return { kind: 'any' };
  }
  if (VARIABLE.test(text) || REFERENCE.test(text)) {
    return { kind: 'variable', name: text };
  }
  // Longer than any address: the rest need not be looked at.
  const span = text.length > 100 ? undefined : text.includes('-') ? range(text) : block(text);
  return span && { kind: 'span', ...span };
}

function range(text: string): Interval | undefined {
  const [from, to, ...rest] = text.split('-').map((part) => address(part.trim()));
  return from && to && rest.length === 0 && from.version === to.version && from.value <= to.value
    ? { first: placeOf(from.version, from.value), last: placeOf(to.version, to.value) }
    : undefined;
}

function block(text: string): Interval | undefined {
  const [start = '', mask, ...rest] = text.split('/');
  const read = address(start);
  const bits = read?.version === 4 ? 32 : 128;
  const prefix = mask === undefined ? bits : read?.version === 4 && mask.includes('.') ? netmask(mask) : /^\d{1,3}$/.test(mask) ? Number(mask) : undefined;
  if (read === undefined || prefix === undefined || prefix > bits || rest.length > 0) {
    return undefined;
  }
  const size = 2n ** BigInt(bits - prefix);
  const first = read.value - (read.value % size);
  return { first: placeOf(read.version, first), last: placeOf(read.version, first + size - 1n) };
}

/** The prefix of a netmask like 255.255.0.0. */
function netmask(text: string): number | undefined {
  const read = address(text);
  const digits = read?.version === 4 ? read.value.toString(2).padStart(32, '0') : '';
  return /^1*0*$/.test(digits) && digits !== '' ? digits.lastIndexOf('1') + 1 : undefined;
}

function address(text: string): { version: 4 | 6; value: bigint } | undefined {
  const tail = addresses.readAddress(text.slice(text.lastIndexOf(':') + 1));
  // Suricata takes a dotted tail of IPv6, which the reader does not: it is spelled in hexadecimal first.
  const spelled = text.includes(':') && tail?.version === 4
    ? `${text.slice(0, text.lastIndexOf(':') + 1)}${(tail.value / 0x10000n).toString(16)}:${(tail.value % 0x10000n).toString(16)}`
    : text;
  const read = addresses.readAddress(spelled);
  return read && { version: read.version, value: read.value };
}

/** Reads one port, range of ports or variable. */
export function readPort(text: string): Expression | undefined {
  if (text.toLowerCase() === 'any') {
    return { kind: 'any' };
  }
  if (VARIABLE.test(text)) {
    return { kind: 'variable', name: text };
  }
  const [from, to, ...rest] = text.split(':').map((part) => part.trim());
  const first = from === '' && to !== undefined ? PORTS.first : port(from);
  const last = to === undefined ? first : to === '' ? PORTS.last : port(to);
  return first !== undefined && last !== undefined && first <= last && rest.length === 0 ? { kind: 'span', first, last } : undefined;
}

function port(text: string | undefined): bigint | undefined {
  return text !== undefined && /^\+?\d{1,5}$/.test(text) && Number(text) <= 65535 ? BigInt(Number(text)) : undefined;
}
