import { type Socket, createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { readDns } from '../../../src/operations/sources/dns';

type Kind = 'A' | 'AAAA';
type Zone = Record<string, Partial<Record<Kind, string[]>> | 'SERVFAIL' | 'silence'>;

/** A name server on this machine that answers from a zone, as RFC 1035 says. */
function nameServer(zone: () => Zone): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const labels: string[] = [];
    let at = 12;
    while (query[at]! > 0) {
      labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!));
      at += query[at]! + 1;
    }
    const question = query.subarray(12, at + 5);
    const kind: Kind = query.readUInt16BE(at + 1) === 1 ? 'A' : 'AAAA';
    const found = zone()[labels.join('.').toLowerCase()];
    if (found === 'silence') {
      return;
    }
    const records = typeof found === 'object' ? found[kind] ?? [] : [];
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180 + (found === 'SERVFAIL' ? 2 : found === undefined ? 3 : 0), 2);
    [1, records.length, 0, 0].forEach((count, index) => header.writeUInt16BE(count, 4 + index * 2));
    const answers = records.map((text) => {
      const data = kind === 'A' ? Buffer.from(text.split('.').map(Number)) : Buffer.from(text, 'hex');
      const fixed = Buffer.from([0xc0, 12, 0, kind === 'A' ? 1 : 28, 0, 1, 0, 0, 0, 60, 0, data.length]);
      return Buffer.concat([fixed, data]);
    });
    socket.send(Buffer.concat([header, question, ...answers]), port, address);
  });
  return new Promise((resolve) => socket.bind(0, '127.0.0.1', () => resolve(socket)));
}

describe('a DNS source', () => {
  let zone: Zone;
  let server: Socket;
  beforeAll(async () => {
    server = await nameServer(() => zone);
  });
  afterAll(() => new Promise<void>((resolve) => {
    server.close(() => resolve());
  }));
  const read = () => readDns({ kind: 'dns', name: 'proxy', host: 'proxy.corp.example.com' }, [`127.0.0.1:${(server.address() as AddressInfo).port}`]);
  const says = (records: Zone[string]) => {
    zone = { 'proxy.corp.example.com': records };
  };

  test('gives both kinds of records, and the same hash in whatever order they come', async () => {
    says({ A: ['10.20.0.7', '10.20.0.3'], AAAA: ['fd000020000000000000000000000007'] });
    const first = await read();
    expect(first.entries.map(({ address }) => address)).toEqual(['10.20.0.3', '10.20.0.7', 'fd00:20::7']);
    says({ A: ['10.20.0.3', '10.20.0.7'], AAAA: ['fd000020000000000000000000000007'] });
    expect((await read()).hash).toBe(first.hash);
  });

  test('may have records of one kind only', async () => {
    says({ A: ['10.20.0.7'] });
    expect((await read()).entries).toEqual([{ address: '10.20.0.7' }]);
  });

  test('that is gone is unread, not empty', async () => {
    zone = {};
    await expect(read()).rejects.toThrow('received: none from the name proxy.corp.example.com');
    says({});
    await expect(read()).rejects.toThrow('received: none');
  });

  test('of which a resolver knows nothing now is unread', async () => {
    says('SERVFAIL');
    await expect(read()).rejects.toThrow('ESERVFAIL');
  });

  test.each(['127.0.0.1', '0.0.0.0', '169.254.169.254', '224.0.0.1'])('whose answer is %s, as resolvers answer that block a name, is unread', async (address) => {
    says({ A: ['10.20.0.7', address] });
    await expect(read()).rejects.toThrow(`received: ${address} for proxy.corp.example.com`);
  });
});
