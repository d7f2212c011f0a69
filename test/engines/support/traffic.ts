import { Duplex } from 'node:stream';
import { type ConnectionOptions, connect } from 'node:tls';

/** A conversation that a client begins. */
export type Flow = TlsFlow | HttpFlow | DnsFlow | TcpFlow;

interface Addresses {
  /** @default '10.0.1.10' */
  readonly from?: string;
  /** @default '192.0.2.80' */
  readonly to?: string;
  readonly port?: number;
}

/** TLS: the ClientHello is what this Node's own TLS really sends. */
export interface TlsFlow extends Addresses {
  readonly kind: 'tls';
  /** The server name; none is sent when left out. */
  readonly serverName?: string;
  /** Cuts the hello after so many bytes into a second segment. */
  readonly split?: number;
  readonly options?: ConnectionOptions;
}

/** One HTTP/1.1 request, answered with 200. */
export interface HttpFlow extends Addresses {
  readonly kind: 'http';
  readonly host: string;
  readonly path?: string;
  readonly method?: string;
}

/** One DNS question for an IPv4 address, over UDP. */
export interface DnsFlow extends Addresses {
  readonly kind: 'dns';
  readonly question: string;
}

/** Bytes over TCP. */
export interface TcpFlow extends Addresses {
  readonly kind: 'tcp';
  readonly port: number;
  readonly data: string;
}

const TCP = { FIN: 0x01, SYN: 0x02, PSH: 0x08, ACK: 0x10 };
const FIRST_PORT = 40_000;

/** Packets in the format of libpcap, Ethernet and IPv4, with right checksums. */
export class Capture {
  private readonly records: Buffer[] = [];
  private packets = 0;
  private flows = 0;

  /** The client port of the n-th flow, by which it is told from the others. */
  public port(at: number): number {
    return FIRST_PORT + at;
  }

  public async add(flow: Flow): Promise<void> {
    const from = flow.from ?? '10.0.1.10';
    const client = this.port(this.flows++);
    switch (flow.kind) {
      case 'tls': {
        const hello = await clientHello(flow);
        const chunks = flow.split ? [hello.subarray(0, flow.split), hello.subarray(flow.split)] : [hello];
        return this.connection([from, client], [flow.to ?? '192.0.2.80', flow.port ?? 443], chunks);
      }
      case 'http': {
        const request = `${flow.method ?? 'GET'} ${flow.path ?? '/'} HTTP/1.1\r\nHost: ${flow.host}\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n`;
        const answer = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        return this.connection([from, client], [flow.to ?? '192.0.2.80', flow.port ?? 80], [Buffer.from(request)], answer);
      }
      case 'dns':
        return this.datagram([from, client], [flow.to ?? '192.0.2.53', flow.port ?? 53], dnsQuestion(flow.question));
      case 'tcp':
        return this.connection([from, client], [flow.to ?? '192.0.2.80', flow.port], [Buffer.from(flow.data)]);
    }
  }

  public toBuffer(): Buffer {
    const header = Buffer.alloc(24);
    header.writeUInt32LE(0xa1b2c3d4, 0);
    header.writeUInt16LE(2, 4);
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(0xffff, 16);
    header.writeUInt32LE(1, 20); // Ethernet
    return Buffer.concat([header, ...this.records]);
  }

  /** Handshake, every chunk acknowledged, an answer, and an orderly end. */
  private connection(client: Endpoint, server: Endpoint, chunks: Buffer[], answer?: Buffer): void {
    let [mine, theirs] = [1000, 5000];
    const up = (flags: number, data?: Buffer) => this.segment(client, server, mine, theirs, flags, data);
    const down = (flags: number, data?: Buffer) => this.segment(server, client, theirs, mine, flags, data);
    this.segment(client, server, mine++, 0, TCP.SYN);
    this.segment(server, client, theirs++, mine, TCP.SYN + TCP.ACK);
    up(TCP.ACK);
    for (const chunk of chunks) {
      up(TCP.PSH + TCP.ACK, chunk);
      mine += chunk.length;
      down(TCP.ACK);
    }
    if (answer) {
      down(TCP.PSH + TCP.ACK, answer);
      theirs += answer.length;
      up(TCP.ACK);
    }
    up(TCP.FIN + TCP.ACK);
    mine++;
    down(TCP.FIN + TCP.ACK);
    theirs++;
    up(TCP.ACK);
  }

  private segment([from, fromPort]: Endpoint, [to, toPort]: Endpoint, sequence: number, acknowledged: number, flags: number, data?: Buffer): void {
    const header = Buffer.alloc(20);
    header.writeUInt16BE(fromPort, 0);
    header.writeUInt16BE(toPort, 2);
    header.writeUInt32BE(sequence, 4);
    header.writeUInt32BE(acknowledged, 8);
    header.writeUInt8(5 * 16, 12); // length of the header, in words
    header.writeUInt8(flags, 13);
    header.writeUInt16BE(64_240, 14);
    this.packet(from, to, 6, Buffer.concat([header, data ?? Buffer.alloc(0)]), 16);
  }

  private datagram([from, fromPort]: Endpoint, [to, toPort]: Endpoint, data: Buffer): void {
    const header = Buffer.alloc(8);
    header.writeUInt16BE(fromPort, 0);
    header.writeUInt16BE(toPort, 2);
    header.writeUInt16BE(8 + data.length, 4);
    this.packet(from, to, 17, Buffer.concat([header, data]), 6);
  }

  private packet(from: string, to: string, protocol: number, payload: Buffer, checksumAt: number): void {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(payload.length);
    const pseudo = Buffer.concat([address(from), address(to), Buffer.from([0, protocol]), length, payload]);
    payload.writeUInt16BE(checksum(pseudo), checksumAt);
    const header = Buffer.alloc(20);
    header.writeUInt8(0x45, 0);
    header.writeUInt16BE(20 + payload.length, 2);
    header.writeUInt16BE(++this.packets % 0x10000, 4);
    header.writeUInt8(0x40, 6); // do not fragment
    header.writeUInt8(64, 8);
    header.writeUInt8(protocol, 9);
    address(from).copy(header, 12);
    address(to).copy(header, 16);
    header.writeUInt16BE(checksum(header), 10);
    const frame = Buffer.concat([Buffer.from('0200000000020200000000010800', 'hex'), header, payload]);
    const record = Buffer.alloc(16);
    record.writeUInt32LE(1_700_000_000 + Math.floor(this.packets / 1000), 0);
    record.writeUInt32LE(this.packets % 1000 * 1000, 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    this.records.push(record, frame);
  }
}

type Endpoint = [address: string, port: number];

function address(text: string): Buffer {
  return Buffer.from(text.split('.').map(Number));
}

/** The Internet checksum of RFC 1071. */
function checksum(data: Buffer): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 2) {
    sum += data[at]! * 256 + (data[at + 1] ?? 0);
  }
  while (sum > 0xffff) {
    sum = sum % 0x10000 + Math.floor(sum / 0x10000);
  }
  return 0xffff - sum;
}

/** The first bytes that Node's TLS writes to a server of this name. */
function clientHello(flow: TlsFlow): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = new Duplex({
      read() {},
      write(data: Buffer, _, done) {
        resolve(Buffer.from(data));
        done();
      },
    });
    const connection = connect({ socket, servername: flow.serverName, rejectUnauthorized: false, ...flow.options });
    connection.on('error', () => {});
    connection.once('secureConnect', () => connection.destroy());
  });
}

function dnsQuestion(name: string): Buffer {
  const labels = name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]);
  return Buffer.concat([Buffer.from('123401000001000000000000', 'hex'), ...labels, Buffer.from([0, 0, 1, 0, 1])]);
}
