import { isIP } from 'node:net';
import { Stack, Token } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as ssm from 'aws-cdk-lib/aws-ssm';
import type { IConstruct } from 'constructs';
import { accountArn } from '../encryption/account-arn';
import { viaService } from '../encryption/via-service';
import type { SourceConfig } from '../values/feed-config';
import { parseJsonPath } from '../values/json-path';
import { RuleError, shown } from '../values/rule-error';

/** How a document is read. */
export interface AddressDocumentOptions {
  /**
   * Where the ranges stand in a JSON document: members, items and `[*]`, as in `$.prefixes[*].ip_prefix`. A place that the document
   * does not have is an error, not an empty list.
   *
   * @default - text, a range a line; or JSON that is an array, if it begins like JSON
   */
  readonly jsonPath?: string;
}

/** How a document that may be encrypted with a customer key is read. */
export interface EncryptedDocumentOptions extends AddressDocumentOptions {
  /**
   * The customer key that encrypts the source. Its policy must leave it to IAM who may use it, as the policies that AWS writes do.
   *
   * @default - a key that AWS manages, or none
   */
  readonly encryptionKey?: kms.IKeyRef;
}

/** How a table is read. */
export interface AddressTableOptions {
  /**
   * The attribute with the range: a text.
   *
   * @default 'address'
   */
  readonly addressAttribute?: string;

  /**
   * The attribute with the end of the range: an ISO date or time as text, or the number of seconds that DynamoDB's time to live takes.
   *
   * @default - entries do not end
   */
  readonly expiresAttribute?: string;

  /**
   * The customer key that encrypts the table.
   *
   * @default - a key that AWS owns or manages
   */
  readonly encryptionKey?: kms.IKeyRef;
}

/** How a document is fetched over HTTPS. */
export interface HttpsDocumentOptions extends AddressDocumentOptions {
  /**
   * Most bytes of the document: 1 to 4,194,304.
   *
   * @default 1,048,576
   */
  readonly maxBytes?: number;

  /**
   * Most seconds of the whole exchange: 1 to 30.
   *
   * @default 10
   */
  readonly timeoutSeconds?: number;

  /**
   * Whether the host stands in a network of your own. Then its name leads to private addresses and nowhere else; otherwise to public ones and
   * nowhere else. Never to the function itself or its link, where AWS's metadata are.
   *
   * @default false
   */
  readonly privateHost?: boolean;
}

/**
 * Where the ranges of a fed list come from.
 *
 * A source is read whole or not at all: one that cannot be read, or has one entry that cannot, keeps its last good entries.
 */
export class AddressSource {
  /** An object of a bucket. From an isolated network S3 is reached through its gateway endpoint, which is free. */
  public static s3Object(bucket: s3.IBucketRef, key: string, options: EncryptedDocumentOptions = {}): AddressSource {
    const { bucketName, bucketArn } = bucket.bucketRef;
    return new AddressSource({ kind: 's3', bucket: bucketName, key, ...pathOf(options) }, (scope) => [
      allow(['s3:GetObject'], [`${bucketArn}/${key}`]), ...decrypt(scope, 's3', options.encryptionKey),
    ]);
  }

  /** A parameter of Systems Manager, at most 8 KB. An isolated network needs the `ssm` endpoint. */
  public static ssmParameter(parameter: ssm.IParameterRef, options: EncryptedDocumentOptions = {}): AddressSource {
    const { parameterName } = parameter.parameterRef;
    return new AddressSource({ kind: 'ssm', parameter: parameterName, ...pathOf(options) }, (scope) => [
      allow(['ssm:GetParameter'], [accountArn(scope, 'ssm', Token.isUnresolved(parameterName)
        ? `parameter/${parameterName}` : `parameter/${parameterName.replace(/^\//, '')}`)]),
      ...decrypt(scope, 'ssm', options.encryptionKey),
    ]);
  }

  /** Every item of a table, at most 20,000. From an isolated network DynamoDB is reached through its gateway endpoint, which is free. */
  public static dynamoDbTable(table: dynamodb.ITableRef, options: AddressTableOptions = {}): AddressSource {
    const { tableName, tableArn } = table.tableRef;
    return new AddressSource({
      kind: 'dynamodb',
      table: tableName,
      address: options.addressAttribute ?? 'address',
      ...options.expiresAttribute === undefined ? {} : { expires: options.expiresAttribute },
    }, (scope) => [allow(['dynamodb:Scan'], [tableArn]), ...decrypt(scope, 'dynamodb', options.encryptionKey)]);
  }

  /**
   * The entries of a managed prefix list, AWS's own included. An isolated network needs the `ec2` endpoint.
   *
   * @param prefixListId as in `pl-0123456789abcdef0`
   */
  public static prefixList(prefixListId: string): AddressSource {
    return new AddressSource({ kind: 'prefix-list', id: prefixListId }, (scope) => {
      const { partition, region } = Stack.of(scope);
      // A list that AWS manages, or that another account shares, stands under that account.
      return [allow(['ec2:GetManagedPrefixListEntries'], [`arn:${partition}:ec2:${region}:*:prefix-list/${prefixListId}`])];
    });
  }

  /**
   * The A and AAAA records of a name, as the resolver of the VPC gives them. For names whose answers are stable: a load balancer that
   * answers with some of its addresses in turn makes a list that never rests.
   *
   * @param host as in `proxy.corp.example.com`
   */
  public static dnsName(host: string): AddressSource {
    return new AddressSource({ kind: 'dns', host }, () => []);
  }

  /**
   * A document over HTTPS. From an isolated network only a host of your own can be reached, by `privateHost`. The host is pinned: no redirect is
   * followed, its addresses are checked, and its certificate is one that Node.js trusts.
   *
   * @param url a host by its name, on port 443, without user and password, as in `https://feeds.example.com/partners.json`
   */
  public static httpsDocument(url: string, options: HttpsDocumentOptions = {}): AddressSource {
    return new AddressSource({
      kind: 'https',
      url,
      maxBytes: options.maxBytes ?? 1024 * 1024,
      timeoutSeconds: options.timeoutSeconds ?? 10,
      ...options.privateHost === true ? { privateHost: true } : {},
      ...pathOf(options),
    }, () => []);
  }

  private constructor(
    private readonly source: Unnamed<SourceConfig>,
    private readonly permissions: (scope: IConstruct) => iam.PolicyStatement[],
  ) {}

  /**
   * The source as the function reads it.
   *
   * @internal
   */
  public _config(name: string): SourceConfig {
    check(this.source);
    return { name, ...this.source };
  }

  /**
   * What the function must be allowed.
   *
   * @internal
   */
  public _permissions(scope: IConstruct): iam.PolicyStatement[] {
    return this.permissions(scope);
  }
}

type Unnamed<T> = T extends unknown ? Omit<T, 'name'> : never;

function pathOf({ jsonPath }: AddressDocumentOptions): { path?: string } {
  return jsonPath === undefined ? {} : { path: jsonPath };
}

function allow(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}

/** The key opens what the service holds, and nothing else. */
function decrypt(scope: IConstruct, service: 's3' | 'ssm' | 'dynamodb', key: kms.IKeyRef | undefined): iam.PolicyStatement[] {
  return key === undefined ? [] : [new iam.PolicyStatement({
    actions: ['kms:Decrypt'], resources: [key.keyRef.keyArn], conditions: viaService(scope, service),
  })];
}

/** @throws RuleError AddressFeedSource, JsonPath */
function check(source: Unnamed<SourceConfig>): void {
  const literal = (text: string, rule: RegExp, what: string): void => {
    if (!Token.isUnresolved(text) && !rule.test(text)) {
      throw new RuleError('AddressFeedSource', `${what}, received: ${shown(text)}`);
    }
  };
  if ('path' in source && source.path !== undefined) {
    parseJsonPath(source.path);
  }
  switch (source.kind) {
    case 's3': return literal(source.key, /^[^*?]+$/, 'an S3 source names one object by its key');
    case 'ssm': return literal(source.parameter, /^[\w./-]+$/, 'an SSM source names one parameter');
    case 'dynamodb': return literal(source.address, /^.+$/, 'a table has an attribute with the range');
    case 'prefix-list': return literal(source.id, /^pl-[0-9a-f]{8,17}$/, 'a prefix list is named by its id, as in pl-0123456789abcdef0');
    case 'dns': return literal(source.host, /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\.?$/i, 'a DNS source is a name of several labels, as in proxy.corp.example.com');
    case 'https': return checkHttps(source);
  }
}

function checkHttps({ url, maxBytes, timeoutSeconds }: Extract<Unnamed<SourceConfig>, { kind: 'https' }>): void {
  const parsed = Token.isUnresolved(url) || !URL.canParse(url) ? undefined : new URL(url);
  if (parsed === undefined || parsed.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '' || parsed.hash !== '') {
    throw new RuleError('AddressFeedSource',
      `an HTTPS source has a literal URL of https, without user, password or fragment, received: ${parsed?.password ? 'a URL with a password' : shown(url)}`);
  }
  if (isIP(parsed.hostname.replace(/^\[|\]$/g, '')) !== 0 || parsed.port !== '') {
    throw new RuleError('AddressFeedSource', `an HTTPS source names its host, on port 443, received: ${parsed.host}`);
  }
  if (!(Number.isInteger(maxBytes) && maxBytes >= 1 && maxBytes <= 4 * 1024 * 1024)) {
    throw new RuleError('AddressFeedSource', `an HTTPS source has 1 to 4,194,304 bytes, received: ${maxBytes}`);
  }
  if (!(Number.isInteger(timeoutSeconds) && timeoutSeconds >= 1 && timeoutSeconds <= 30)) {
    throw new RuleError('AddressFeedSource', `an HTTPS source answers within 1 to 30 whole seconds, received: ${timeoutSeconds}`);
  }
}
