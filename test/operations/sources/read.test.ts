import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { ListStore } from '../../../src/operations/list/store';
import { type Readers, readSource } from '../../../src/operations/sources/read';
import { readS3 } from '../../../src/operations/sources/s3';
import { TIMES } from '../../../src/operations/times';

const WIDTHS = { widestIpv4Prefix: 16, widestIpv6Prefix: 48 };

const stalling = async () => {
  const server = createServer((_, response) => response.writeHead(200, { 'content-length': '100', 'etag': 'a' }).write('10.20.0.0/24\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = (requestHandler?: object) => new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    ...requestHandler === undefined ? {} : { requestHandler },
  });
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { client, close };
};

test('a source whose answer never ends is a problem of its own: nobody waits for it longer than its time', async () => {
  const { client, close } = await stalling();
  const readers = { s3: async () => readS3 } as unknown as Readers;
  expect(await readSource({ kind: 's3', name: 'partners', bucket: 'lists', key: 'a' }, WIDTHS, client(), readers, 300)).toEqual({
    source: 'partners', problem: 'FeedUnread: a source is read within 0.3 seconds, received: no end of it',
  });
  close();
}, 10_000);

test('a stored list whose text stops in the middle is given up: a run does not wait for it until it ends itself', async () => {
  const { client, close } = await stalling();
  const sooner = Object.fromEntries(Object.entries(TIMES).map(([name, value]) => [name, typeof value === 'number' ? value / 40 : value]));
  await expect(new ListStore(client(sooner), 'lists').readRun()).rejects.toThrow('timed out');
  close();
}, 10_000);
