import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readPrefixList } from '../../../src/operations/sources/prefix-list';

const ID = 'pl-0123456789abcdef0';
const SIGNER = { region: async () => 'eu-central-1', credentials: async () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' }) };

/** The answer of EC2 to one call. */
type Answer = readonly [status: number, body: string, headers?: Record<string, string>];

const page = (cidrs: string[], next = ''): Answer => [200, `<GetManagedPrefixListEntriesResponse><entrySet>${
  cidrs.map((cidr) => `<item><cidr>${cidr}</cidr><description>&lt;cidr&gt;10.9.0.0/24&lt;/cidr&gt;</description></item>`).join('')
}</entrySet><nextToken>${next}</nextToken></GetManagedPrefixListEntriesResponse>`];

describe('a prefix list', () => {
  let server: Server;
  let answers: Answer[];
  let asked: { readonly body: URLSearchParams; readonly authorization: string }[];
  const before = process.env.AWS_ENDPOINT_URL_EC2;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        asked.push({ body: new URLSearchParams(Buffer.concat(chunks).toString()), authorization: request.headers.authorization ?? '' });
        const [status, body, headers] = answers.shift()!;
        response.writeHead(status, headers).end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env.AWS_ENDPOINT_URL_EC2 = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    if (before === undefined) {
      delete process.env.AWS_ENDPOINT_URL_EC2;
    } else {
      process.env.AWS_ENDPOINT_URL_EC2 = before;
    }
    server.closeAllConnections();
    server.close();
  });
  const read = (...all: Answer[]) => {
    [answers, asked] = [all, []];
    return readPrefixList({ kind: 'prefix-list', name: 'aws', id: ID }, SIGNER);
  };

  test('is read page by page, each call signed', async () => {
    const { entries } = await read(page(['10.20.0.0/24', '10.22.0.0/24'], 'two'), page(['10.24.0.0/24']));
    expect(entries.map(({ address }) => address)).toEqual(['10.20.0.0/24', '10.22.0.0/24', '10.24.0.0/24']);
    expect(asked.map(({ body }) => [body.get('Action'), body.get('PrefixListId'), body.get('NextToken')])).toEqual([
      ['GetManagedPrefixListEntries', ID, null], ['GetManagedPrefixListEntries', ID, 'two'],
    ]);
    expect(asked[0]!.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-central-1\/ec2\/aws4_request, SignedHeaders=\S*x-amz-security-token/);
  });

  test('that AWS denies is unread, with AWS\'s own words, and is not asked for again', async () => {
    await expect(read([403, '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>not you</Message></Error></Errors></Response>']))
      .rejects.toMatchObject({ name: 'UnauthorizedOperation', message: 'not you' });
    expect(asked).toHaveLength(1);
  });

  test('is asked for again where AWS is busy, and is unread when it stays so', async () => {
    const busy: Answer = [503, '<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>slow down</Message></Error></Errors></Response>'];
    expect((await read(busy, page(['10.20.0.0/24']))).entries).toHaveLength(1);
    await expect(read(busy, busy, busy)).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
    expect(asked).toHaveLength(3);
  });

  test('that redirects, has no entry, or goes on without end is unread', async () => {
    await expect(read([302, '', { location: 'http://127.0.0.1:1/' }])).rejects.toThrow();
    await expect(read(page([]))).rejects.toThrow(`received: none from the prefix list ${ID}`);
    const many = Array.from({ length: 6000 }, () => '10.20.0.0/24');
    await expect(read(page(many, 'a'), page(many, 'b'), page(many, 'c'))).rejects.toThrow('at most 10000 entries');
    expect(asked).toHaveLength(2);
  });
});
