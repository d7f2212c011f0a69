import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Server, createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as tlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { readHttps } from '../../../src/operations/sources/https';
import { guardedLookup } from '../../../src/operations/sources/reach';
import { certificateFor } from '../../support/certificate';

const HOST = 'feeds.example.com';

describe('an HTTPS source', () => {
  const certified = certificateFor(HOST);
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let asked: string[];

  beforeAll(() => new Promise<void>((resolve) => {
    server = createServer(certified, (request, response) => {
      asked.push(`${request.method} ${request.headers.host} ${request.url}`);
      answer(request, response);
    }).listen(0, '127.0.0.1', resolve);
  }));
  afterAll(() => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  }));
  beforeEach(() => {
    asked = [];
  });

  const port = () => (server.address() as AddressInfo).port;
  const sourceOf = (more: object = {}) => ({
    kind: 'https' as const, name: 'web', url: `https://${HOST}:${port()}/partners.json`, path: '$.ranges[*].cidr', maxBytes: 1000, timeoutSeconds: 1, ...more,
  });

  /** The host's name leads to these addresses; what passes the source's own look at them is led to the server of this test. */
  const read = (found: string[], more: object = {}, ca = certified.cert) => {
    const source = sourceOf(more);
    return readHttps(source, (url, options, onResponse) => {
      const ours = guardedLookup((source as { privateHost?: boolean }).privateHost === true,
        async () => found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
      expect(options.lookup).toBeDefined();
      return httpsRequest(url, {
        ...options,
        ca,
        lookup: (host, asked4, done) => ours(host, asked4, (error, addresses) => (
          error ? done(error, addresses) : done(null, [{ address: '127.0.0.1', family: 4 }]))),
      }, onResponse);
    });
  };
  const says = (text: string | Buffer, headers: Record<string, string> = {}, status = 200) => {
    answer = (_, response) => response.writeHead(status, headers).end(text);
  };

  test('gives what stands at its JSON path, with the hash of what was read', async () => {
    says('{"ranges":[{"cidr":"10.20.0.0/24"},{"cidr":"10.30.0.0/24"}]}');
    expect(await read(['198.51.100.7'])).toEqual({
      entries: [{ address: '10.20.0.0/24' }, { address: '10.30.0.0/24' }], hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(asked).toEqual([`GET ${HOST}:${port()} /partners.json`]);
  });

  test.each([
    ['redirects to another host', 302, 'https://elsewhere.example.com/'], ['redirects to itself', 301, '/again'],
    ['redirects to AWS\'s metadata', 307, 'http://169.254.169.254/latest/meta-data/'],
  ])('that %s is not followed', async (_, status, location) => {
    says('', { location }, status);
    await expect(read(['198.51.100.7'])).rejects.toThrow(`answers with status 200 itself, received: ${status}`);
    expect(asked).toHaveLength(1);
  });

  test.each([204, 206, 304, 404, 500, 503])('that answers with status %d is unread', async (status) => {
    says('', {}, status);
    await expect(read(['198.51.100.7'])).rejects.toThrow(`received: ${status}`);
  });

  test('is read up to its bound, whether it announces its size or not', async () => {
    says('x'.repeat(1001));
    await expect(read(['198.51.100.7'])).rejects.toThrow('at most 1000 bytes');
    let sent = 0;
    answer = (_, response) => {
      response.writeHead(200);
      const more = () => {
        sent += 1000;
        if (sent < 50_000_000 && !response.destroyed) {
          response.write('x'.repeat(1000), () => setImmediate(more));
        }
      };
      more();
    };
    await expect(read(['198.51.100.7'])).rejects.toThrow('at most 1000 bytes');
    expect(sent).toBeLessThan(50_000_000);
  });

  test('that is compressed is refused: a small answer cannot become a large one', async () => {
    says(gzipSync(`["${'10.20.0.0/24","'.repeat(10_000)}10.20.0.0/24"]`), { 'content-encoding': 'gzip' });
    await expect(read(['198.51.100.7'], { maxBytes: 1_000_000 })).rejects.toThrow('answers uncompressed, received: the encoding "gzip"');
  });

  test('that falls silent, before its answer or within it, is unread when its time is over', async () => {
    answer = () => {};
    await expect(read(['198.51.100.7'])).rejects.toThrow('answers within 1 seconds, received: no whole answer');
    answer = (_, response) => response.writeHead(200).write('{"ranges":[');
    await expect(read(['198.51.100.7'])).rejects.toThrow('answers within 1 seconds, received: no whole answer');
    answer = (_, response) => {
      response.writeHead(200);
      const trickle = setInterval(() => response.write(' '), 50);
      response.once('close', () => clearInterval(trickle));
    };
    await expect(read(['198.51.100.7'])).rejects.toThrow('answers within 1 seconds, received: no whole answer');
  }, 10_000);

  test('whose answer breaks off is unread, though what came is whole JSON', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write('{"ranges":[{"cidr":"10.20.0.0/24"}]}', () => setTimeout(() => response.destroy(), 20));
    };
    await expect(read(['198.51.100.7'])).rejects.toThrow('aborted');
  });

  describe('whose server speaks in its own way', () => {
    /** Writes what it is told onto the connection. */
    const readRaw = async (more: object, ...parts: string[]) => {
      const raw = tlsServer(certified, (socket) => {
        socket.on('error', () => undefined).once('data', () => {
          parts.forEach((part) => socket.write(part));
          socket.end();
        });
      });
      await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
      try {
        return await read(['198.51.100.7'], { url: `https://${HOST}:${(raw.address() as AddressInfo).port}/`, path: undefined, ...more });
      } finally {
        raw.close();
      }
    };

    test('and changes to another protocol is unread, and does not hang', async () => {
      await expect(readRaw({}, 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')).rejects.toThrow(
        'status 200 itself, received: 101');
    }, 5000);

    test('and hangs up, or says something else than HTTP, is unread', async () => {
      await expect(readRaw({})).rejects.toThrow(/hang up|no answer/);
      await expect(readRaw({}, 'SMTP ready\r\n\r\n')).rejects.toThrow('Parse Error');
    });

    test.each([
      'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n', 'HTTP/1.0 200 OK\r\n\r\n', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nConnection: close\r\n\r\n',
    ])(
      'and leaves open how long its answer is, is unread: one that broke off within an address would name another', async (head) => {
        await expect(readRaw({}, head, '10.20.0.0/24\n10.30.0.12')).rejects.toThrow('tells the length of its answer, or sends it in chunks, received: neither');
      });

    test('and breaks off a chunk, is unread; a whole one is read', async () => {
      const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
      await expect(readRaw({}, head, 'c\r\n10.20.0')).rejects.toThrow('aborted');
      await expect(readRaw({}, head, 'c\r\n10.20.0.0/24\r\n')).rejects.toThrow('aborted');
      expect((await readRaw({}, head, 'c\r\n10.20.0.0/24\r\n0\r\n\r\n')).entries).toEqual([{ address: '10.20.0.0/24' }]);
    });
  });

  test('that is no UTF-8, or no JSON, or has another shape, is unread', async () => {
    says(Buffer.from([0x7b, 0xff, 0xfe]));
    await expect(read(['198.51.100.7'])).rejects.toThrow('is UTF-8');
    says('<html>');
    await expect(read(['198.51.100.7'])).rejects.toThrow('is JSON');
    says('{"__proto__":{"ranges":[{"cidr":"10.20.0.0/24"}]}}');
    await expect(read(['198.51.100.7'])).rejects.toThrow('a document without it');
    says('{"ranges":[]}');
    await expect(read(['198.51.100.7'])).rejects.toThrow('names at least one range');
  });

  test('whose certificate nobody trusts, or is for another host, is unread', async () => {
    says('{"ranges":[{"cidr":"10.20.0.0/24"}]}');
    await expect(read(['198.51.100.7'], {}, certificateFor(HOST).cert)).rejects.toThrow(/self.signed|signature/);
    await expect(read(['198.51.100.7'], { url: `https://other.example.com:${port()}/` })).rejects.toThrow('altnames');
    expect(asked).toEqual([]);
  });

  test.each([
    ['this machine', '127.0.0.1'], ['AWS\'s metadata', '169.254.169.254'], ['AWS\'s metadata by IPv6', 'fd00:ec2::254'], ['its link', 'fe80::1'],
    ['this machine by IPv6', '::1'], ['this machine, IPv4 in IPv6', '::ffff:127.0.0.1'], ['a private network', '10.0.0.7'],
    ['a private network, IPv4 in IPv6', '::ffff:10.0.0.7'], ['a carrier\'s network', '100.64.0.1'], ['a private network by IPv6', 'fd12::7'],
    ['everybody', '255.255.255.255'], ['nobody', '0.0.0.0'], ['metadata by a translator', '64:ff9b::a9fe:a9fe'],
  ])('in the internet whose name leads to %s is not connected to, also when it leads elsewhere too', async (_, address) => {
    await expect(read(['198.51.100.7', address])).rejects.toThrow(`has public addresses only, received: ${address} for ${HOST}`);
    expect(asked).toEqual([]);
  });

  test('in a private network is connected to there, and nowhere else', async () => {
    says('{"ranges":[{"cidr":"10.20.0.0/24"}]}');
    expect((await read(['10.0.0.7', 'fd12::7'], { privateHost: true })).entries).toHaveLength(1);
    for (const address of ['198.51.100.7', '169.254.169.254', '127.0.0.1', 'fd00:ec2::254']) {
      await expect(read([address], { privateHost: true })).rejects.toThrow(`has private addresses only, received: ${address}`);
    }
  });

  test.each(['127.0.0.1', '2130706433', '[::1]', '[::ffff:169.254.169.254]'])('with the address %s in place of a name is looked at too', async (host) => {
    await expect(readHttps(sourceOf({ url: `https://${host}/` }))).rejects.toThrow('has public addresses only');
  });

  test('is looked up by the resolver of the machine where nothing else is said', async () => {
    await expect(readHttps(sourceOf({ url: `https://localhost:${port()}/` }))).rejects.toThrow(/public addresses only, received: (127\.0\.0\.1|::1) for localhost/);
    expect(asked).toEqual([]);
  });
});
