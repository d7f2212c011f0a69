import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateIPSetCommand, GetIPSetCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import type { FaultyRoad } from './faults';
import { type Moto, REGION } from './moto';
import type { Clock } from '../../../src/operations/clock';
import type { FedList } from '../../../src/operations/list/list';
import { ListStore } from '../../../src/operations/list/store';
import { setKey } from '../../../src/operations/waf/arn';
import { IpSets } from '../../../src/operations/waf/ip-sets';
import type { FeedBounds, FeedConfig } from '../../../src/values/feed-config';

export const BOUNDS: FeedBounds = {
  minEntries: 1, maxEntries: 10_000, maxGrowthPercent: 100, maxShrinkPercent: 50, widestIpv4Prefix: 16, widestIpv6Prefix: 48,
};

/** A second lasts a few milliseconds: what is waited for is counted, not measured. */
export function hurried(random: () => number, factor = 200): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * factor,
    sleep: (milliseconds) => new Promise((resolve) => {
      setTimeout(resolve, milliseconds / factor);
    }),
    random,
  };
}

/** A fed list on the emulator, made without CloudFormation: its two sets, its bucket, and a bucket for its source. */
export class Fed {
  public static async make(moto: Moto, name: string, bounds = BOUNDS): Promise<Fed> {
    const [waf, s3] = [new WAFV2Client(moto.client), new S3Client({ ...moto.client, forcePathStyle: true })];
    const [ipv4SetArn, ipv6SetArn] = await Promise.all(['IPV4', 'IPV6'].map(async (IPAddressVersion) => {
      const { Summary } = await waf.send(new CreateIPSetCommand({
        Name: `${name}-${IPAddressVersion}`, Scope: 'REGIONAL', IPAddressVersion: IPAddressVersion as 'IPV4', Addresses: [], Description: `${name} ${IPAddressVersion}`,
      }));
      return Summary!.ARN!;
    }));
    const bucket = `${name.toLowerCase()}-lists`;
    await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: REGION as 'eu-central-1' } }));
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    return new Fed(waf, s3, {
      list: name, ipv4SetArn: ipv4SetArn!, ipv6SetArn: ipv6SetArn!, bucket, bounds, sources: [{ kind: 's3', name: 'partners', bucket, key: 'partners.txt' }],
    });
  }

  public readonly store: ListStore;

  private constructor(public readonly waf: WAFV2Client, public readonly s3: S3Client, public readonly config: FeedConfig) {
    this.store = new ListStore(s3, config.bucket);
  }

  /** The list as a writer sees it whose calls take a faulty road. */
  public writer(road: FaultyRoad, clock: Clock, timeout = 250): FedList {
    const client = { endpoint: road.url, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
    const requestHandler = { connectionTimeout: timeout, requestTimeout: timeout, throwOnRequestTimeout: true };
    return {
      config: this.config,
      store: new ListStore(new S3Client({ ...client, forcePathStyle: true, maxAttempts: 4 }), this.config.bucket),
      sets: new IpSets(new WAFV2Client({ ...client, requestHandler, maxAttempts: 1 }), clock),
      clock,
    };
  }

  /** What the sets hold, by the emulator itself. */
  public async live(): Promise<string[]> {
    const sets = await Promise.all([this.config.ipv4SetArn, this.config.ipv6SetArn].map((arn) => this.waf.send(new GetIPSetCommand(setKey(arn)))));
    return sets.flatMap(({ IPSet }) => [...IPSet!.Addresses!].sort());
  }

  public async descriptions(): Promise<string[]> {
    const sets = await Promise.all([this.config.ipv4SetArn, this.config.ipv6SetArn].map((arn) => this.waf.send(new GetIPSetCommand(setKey(arn)))));
    return sets.map(({ IPSet }) => IPSet!.Description!);
  }

  /** Puts the document of the source. */
  public async says(text: string): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.config.bucket, Key: 'partners.txt', Body: text === '' ? '\n' : text }));
  }
}
