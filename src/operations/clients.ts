import { S3Client } from '@aws-sdk/client-s3';
import type { WAFV2Client } from '@aws-sdk/client-wafv2';
import { systemClock } from './clock';
import type { FedList } from './list/list';
import { ListStore } from './list/store';
import { TIMES } from './times';
import { wafClient } from './waf/client';
import { IpSets } from './waf/ip-sets';
import type { FeedConfig } from '../values/feed-config';

/** S3: what is stored is a list of a few hundred KB. */
export function s3Client(): S3Client {
  return new S3Client({ maxAttempts: 5, requestHandler: TIMES });
}

/** A fed list, with the clients that act on it. */
export function fedList(config: FeedConfig, s3: S3Client = s3Client(), waf: WAFV2Client = wafClient()): FedList {
  return { config, store: new ListStore(s3, config.bucket), sets: new IpSets(waf, systemClock), clock: systemClock };
}
