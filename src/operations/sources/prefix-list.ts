import type { S3Client } from '@aws-sdk/client-s3';
import { type Fetched, type SourceOf, listed, refuseEmpty } from './fetched';
import { MOST_ENTRIES } from '../../values/feed-config';
import { RuleError } from '../../values/rule-error';
import { type Signer, signedQuery, xmlTexts } from '../signed-query';

/** Reads a managed prefix list, signed as a client of S3 signs. */
export function readPrefixListWith(source: SourceOf<'prefix-list'>, s3: S3Client): Promise<Fetched> {
  return readPrefixList(source, { region: () => s3.config.region(), credentials: () => s3.config.credentials() });
}

/** Reads a managed prefix list. */
export async function readPrefixList(source: SourceOf<'prefix-list'>, signer: Signer): Promise<Fetched> {
  const addresses: string[] = [];
  let token: string | undefined;
  do {
    const answer = await signedQuery('ec2', {
      Action: 'GetManagedPrefixListEntries', PrefixListId: source.id, MaxResults: '100', ...token === undefined ? {} : { NextToken: token },
    }, signer);
    addresses.push(...xmlTexts(answer, 'cidr'));
    if (addresses.length > MOST_ENTRIES) {
      throw new RuleError('FeedUnread', `a prefix list of this list has at most ${MOST_ENTRIES} entries, received: more`);
    }
    [token] = xmlTexts(answer, 'nextToken').filter((text) => text !== '');
  } while (token !== undefined);
  const entries = addresses.map((address) => ({ address }));
  refuseEmpty(entries, `the prefix list ${source.id}`);
  return listed(entries);
}
