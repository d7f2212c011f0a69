import type { Readers } from '../../operations/sources/read';
import { readS3 } from '../../operations/sources/s3';

/** Each import is a part of the bundle of its own; S3, which keeps the list, is always there. */
export const readers: Readers = {
  's3': async () => readS3,
  'ssm': async () => (await import('../../operations/sources/ssm.js')).readSsm,
  'dynamodb': async () => (await import('../../operations/sources/dynamodb.js')).readDynamoDb,
  'prefix-list': async () => (await import('../../operations/sources/prefix-list.js')).readPrefixListWith,
  'dns': async () => {
    const { readDns } = await import('../../operations/sources/dns.js');
    return (source) => readDns(source);
  },
  'https': async () => {
    const { readHttps } = await import('../../operations/sources/https.js');
    return (source) => readHttps(source);
  },
};
