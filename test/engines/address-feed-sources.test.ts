import { gzipSync } from 'node:zlib';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateManagedPrefixListCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describeWith } from './support/engines';
import { BOUNDS } from './support/fed';
import { type Moto, REGION, startMoto } from './support/moto';
import { readDynamoDb } from '../../src/operations/sources/dynamodb';
import { readPrefixListWith } from '../../src/operations/sources/prefix-list';
import { type Readers, readSource } from '../../src/operations/sources/read';
import { readS3 } from '../../src/operations/sources/s3';
import { readSsm } from '../../src/operations/sources/ssm';
import type { SourceConfig } from '../../src/values/feed-config';

/** The readers of the function, which come as parts of its bundle there; names and HTTPS have real servers in the unit tests. */
const readers = {
  's3': async () => readS3, 'ssm': async () => readSsm, 'dynamodb': async () => readDynamoDb, 'prefix-list': async () => readPrefixListWith,
} as unknown as Readers;

/** What a source is, but for its name. */
type Unnamed<T> = T extends unknown ? Omit<T, 'name'> : never;

describeWith(['moto'], 'a source of a feed', () => {
  let moto: Moto;
  let s3: S3Client;
  const before = { ...process.env };

  beforeAll(async () => {
    moto = await startMoto();
    // The readers make their clients of the environment, as they do in Lambda.
    Object.assign(process.env, moto.environment);
    s3 = new S3Client({ ...moto.client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'lists', CreateBucketConfiguration: { LocationConstraint: REGION as 'eu-central-1' } }));
  }, 90_000);
  afterAll(async () => {
    process.env = before;
    await moto?.stop();
  });

  const read = (source: Unnamed<SourceConfig>) => readSource({ name: 'partners', ...source } as SourceConfig, BOUNDS, s3, readers);
  const cidrs = async (source: Unnamed<SourceConfig>) => {
    const reading = await read(source);
    return 'problem' in reading ? reading.problem : reading.entries.map(({ cidr, expires }) => (expires === undefined ? cidr : `${cidr} until ${expires}`));
  };

  describe('that is an object of S3', () => {
    const object = async (Body: string | Uint8Array, path?: string) => {
      await s3.send(new PutObjectCommand({ Bucket: 'lists', Key: 'a', Body }));
      return cidrs({ kind: 's3', bucket: 'lists', key: 'a', ...path === undefined ? {} : { path } });
    };

    test('gives its lines, or what stands at its JSON path', async () => {
      expect(await object('10.20.0.0/24 # office\nfd00:20::/64 until 2099-06-30\n')).toEqual(['10.20.0.0/24', 'fd00:20::/64 until 2099-06-30']);
      expect(await object('{"a b":[{"cidr":"10.20.0.0/24"}]}', '$[\'a b\'][*].cidr')).toEqual(['10.20.0.0/24']);
    });

    test('that is not there, too large, compressed or cut off is a problem, and no empty list', async () => {
      expect(await cidrs({ kind: 's3', bucket: 'lists', key: 'nobody' })).toMatch(/^NoSuchKey: /);
      expect(await cidrs({ kind: 's3', bucket: 'nobody', key: 'a' })).toMatch(/^NoSuchBucket: /);
      expect(await object(`10.20.0.0/24 #${'x'.repeat(4 * 1024 * 1024)}`)).toMatch(/^FeedUnread: .*at most 4194304 bytes/);
      expect(await object(gzipSync('10.20.0.0/24\n'))).toMatch(/^FeedDocument: a document of addresses is UTF-8/);
      expect(await object('["10.20.0.0/24", "10.3')).toMatch(/^FeedDocument: /);
    }, 60_000);
  });

  describe('that is a parameter', () => {
    const parameter = async (Type: 'String' | 'StringList' | 'SecureString', Value: string) => {
      await new SSMClient(moto.client).send(new PutParameterCommand({ Name: '/lists/a', Type, Value, Overwrite: true }));
      return cidrs({ kind: 'ssm', parameter: '/lists/a' });
    };

    test('may be a text, a list of texts or a secret', async () => {
      expect(await parameter('String', '["10.20.0.0/24"]')).toEqual(['10.20.0.0/24']);
      await new SSMClient(moto.client).send(new PutParameterCommand({ Name: '/lists/secret', Type: 'SecureString', Value: '10.20.0.0/24' }));
      expect(await cidrs({ kind: 'ssm', parameter: '/lists/secret' })).toEqual(['10.20.0.0/24']);
      await new SSMClient(moto.client).send(new PutParameterCommand({ Name: '/lists/list', Type: 'StringList', Value: '10.20.0.0/24,10.30.0.0/24' }));
      expect(await cidrs({ kind: 'ssm', parameter: '/lists/list' })).toEqual(['10.20.0.0/24', '10.30.0.0/24']);
    });

    test('that is not there, or names no range, is a problem', async () => {
      expect(await cidrs({ kind: 'ssm', parameter: '/lists/nobody' })).toMatch(/^ParameterNotFound: /);
      expect(await parameter('String', '# none')).toMatch(/^FeedDocument: a feed names at least one range/);
    });
  });

  describe('that is a table', () => {
    const table = (name: string) => ({ kind: 'dynamodb' as const, table: name, address: 'address', expires: 'ends' });
    const make = async (TableName: string) => new DynamoDBClient(moto.client).send(new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'address', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'address', AttributeType: 'S' }],
    }));

    test('gives every item over all pages, with ends as texts or as seconds', async () => {
      await make('large');
      const client = new DynamoDBClient(moto.client);
      const note = { S: 'x'.repeat(50_000) }; // a page is 1 MB: some thirty items
      await Promise.all(Array.from({ length: 60 }, (_, at) => client.send(new PutItemCommand({
        TableName: 'large', Item: { address: { S: `10.20.${at}.0/24` }, note, ...at === 7 ? { ends: { S: '2099-06-30' } } : at === 8 ? { ends: { N: '4086460800' } } : {} },
      }))));
      const found = await cidrs(table('large')) as string[];
      expect(found).toHaveLength(60);
      expect(found.filter((text) => text.includes('until'))).toEqual(['10.20.7.0/24 until 2099-06-30', '10.20.8.0/24 until 2099-06-30T00:00:00Z']);
    }, 60_000);

    test('that is empty, not there, or has an item without a range is a problem', async () => {
      await make('empty');
      expect(await cidrs(table('empty'))).toBe('FeedUnread: a source names at least one range, received: none from the table empty');
      expect(await cidrs(table('nobody'))).toMatch(/^ResourceNotFoundException: /);
      await new DynamoDBClient(moto.client).send(new PutItemCommand({ TableName: 'empty', Item: { address: { S: '10.20.0.0/24' }, ends: { BOOL: true } } }));
      expect(await cidrs(table('empty'))).toMatch(/^FeedDocument: an item has a text as address, and a text or number as end/);
    });
  });

  describe('that is a prefix list', () => {
    test('gives all its entries, signed as a call of EC2', async () => {
      const { PrefixList } = await new EC2Client(moto.client).send(new CreateManagedPrefixListCommand({
        PrefixListName: 'partners',
        AddressFamily: 'IPv4',
        MaxEntries: 1000,
        Entries: Array.from({ length: 250 }, (_, at) => ({ Cidr: `10.20.${at}.0/24`, Description: `<site ${at} & "co">` })),
      }));
      expect((await cidrs({ kind: 'prefix-list', id: PrefixList!.PrefixListId! }) as string[]).sort()).toEqual(
        Array.from({ length: 250 }, (_, at) => `10.20.${at}.0/24`).sort());
    });

    test('without an entry is a problem', async () => {
      const { PrefixList } = await new EC2Client(moto.client).send(new CreateManagedPrefixListCommand({
        PrefixListName: 'empty', AddressFamily: 'IPv6', MaxEntries: 10,
      }));
      expect(await cidrs({ kind: 'prefix-list', id: PrefixList!.PrefixListId! })).toMatch(/^FeedUnread: .*received: none from the prefix list pl-/);
    });
  });

  test('one entry that cannot be read makes the whole source suspect, and its text is told in one line', async () => {
    await s3.send(new PutObjectCommand({ Bucket: 'lists', Key: 'b', Body: '["10.20.0.0/24", "10.30.0.0/24\\n{\\"_aws\\":1}"]' }));
    const problem = await cidrs({ kind: 's3', bucket: 'lists', key: 'b' });
    expect(problem).toMatch(/^CidrMalformed: /);
    expect(problem).not.toContain('\n');
  });
});
