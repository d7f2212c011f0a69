import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Fetched, type SourceOf, listed, refuseEmpty } from './fetched';
import { MOST_READ } from '../../values/feed-config';
import { RuleError, shown } from '../../values/rule-error';
import type { RawEntry } from '../list/entry';
import { TIMES } from '../times';

/** Reads every item of a table. An end is a text, or the number of seconds that DynamoDB's time to live takes. */
export async function readDynamoDb(source: SourceOf<'dynamodb'>): Promise<Fetched> {
  const client = new DynamoDBClient({ maxAttempts: 5, requestHandler: TIMES });
  const names = { '#address': source.address, ...source.expires === undefined ? {} : { '#expires': source.expires } };
  const entries: RawEntry[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({
      TableName: source.table,
      ProjectionExpression: Object.keys(names).join(', '),
      ExpressionAttributeNames: names,
      ConsistentRead: true,
      ...start === undefined ? {} : { ExclusiveStartKey: start },
    }));
    entries.push(...(page.Items ?? []).map((item) => fromItem(item, source)));
    if (entries.length > MOST_READ) {
      throw new RuleError('FeedUnread', `a table of this list has at most ${MOST_READ} items, received: more`);
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  refuseEmpty(entries, `the table ${source.table}`);
  return listed(entries);
}

function fromItem(item: Record<string, AttributeValue>, source: SourceOf<'dynamodb'>): RawEntry {
  const address = item[source.address]?.S;
  const expires = source.expires === undefined ? undefined : item[source.expires];
  if (address === undefined || (expires !== undefined && expires.S === undefined && expires.N === undefined)) {
    throw new RuleError('FeedDocument', `an item has a text as ${source.address}, and a text or number as end, received: ${shown(item)}`);
  }
  const end = expires?.S ?? (expires?.N === undefined ? undefined : isoTime(Number(expires.N)));
  return { address, ...end === undefined ? {} : { expires: end } };
}

function isoTime(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? String(seconds) : time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
