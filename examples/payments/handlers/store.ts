import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';

/** One row of the table: `pk` groups what is read together, `sk` orders it. */
export interface Row {
  readonly pk: string;
  readonly sk: string;
  /** Counts up with every change, so that two changes at once cannot lose one. */
  readonly version: number;
  readonly [field: string]: unknown;
}

/** What the handlers need of a store. */
export interface Store {
  read(pk: string, sk: string): Promise<Row | undefined>;
  list(pk: string): Promise<Row[]>;
  /** Writes version 1 of a new row, or the next version of a known one; false when somebody else was first. */
  write(row: Row): Promise<boolean>;
}

/** The store in DynamoDB, over the table's gateway endpoint. */
export function dynamoStore(tableName: string): Store {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
  return {
    async read(pk, sk) {
      const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }));
      return Item as Row | undefined;
    },
    async list(pk) {
      const { Items = [] } = await client.send(new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ScanIndexForward: false,
        Limit: 200,
      }));
      return Items as Row[];
    },
    async write(row) {
      try {
        await client.send(new PutCommand({
          TableName: tableName,
          Item: row,
          ConditionExpression: row.version === 1 ? 'attribute_not_exists(pk)' : 'version = :before',
          ExpressionAttributeValues: row.version === 1 ? undefined : { ':before': row.version - 1 },
        }));
        return true;
      } catch (error) {
        if ((error as Error).name === 'ConditionalCheckFailedException') {
          return false;
        }
        throw error;
      }
    },
  };
}
