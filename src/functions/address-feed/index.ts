import { randomUUID } from 'node:crypto';
import { metricsLine } from './metrics';
import { readers } from './readers';
import { fedList, s3Client } from '../../operations/clients';
import { type FeedRun, type RunOptions, runFeed, shortened } from '../../operations/list/run';
import { readSource } from '../../operations/sources/read';
import { FEED_CONFIG_VARIABLE, readFeedConfig } from '../../values/feed-config';
import { RuleError, shown } from '../../values/rule-error';

/** What calls the function: the schedule, or a person by `addresses sync`. */
export interface FeedEvent {
  readonly sync?: RunOptions & { readonly by: string; readonly reason?: string };
}

const s3 = s3Client();
const list = fedList(readFeedConfig(process.env[FEED_CONFIG_VARIABLE]), s3);

/** Runs the feed once. A run of the schedule in which a source could not be read counts as failed, after everything else was done. */
export async function handler(event?: FeedEvent): Promise<FeedRun> {
  const sync = event?.sync;
  checkPerson(sync);
  const author = {
    id: randomUUID(), by: sync?.by ?? 'schedule', at: new Date(list.clock.now()).toISOString(), ...sync?.reason === undefined ? {} : { reason: sync.reason },
  };
  const run = await runFeed(list, (source) => readSource(source, list.config.bounds, s3, readers), author, sync ?? {});
  if (sync?.dryRun !== true) {
    // Not by `console`: Lambda would put a time in front, and CloudWatch would find no metrics.
    process.stdout.write(`${metricsLine(run)}\n`);
  }
  if (sync === undefined && run.kept.length > 0) {
    throw new Error(`sources of ${run.list} could not be read: ${run.kept.map(({ source, problem }) => `${source}: ${problem}`).join('; ')}`);
  }
  return shortened(run, MOST_ANSWERED);
}

/** Whoever may invoke the function writes this, and it stands in the audit record for good. */
function checkPerson(sync: FeedEvent['sync']): void {
  if (sync !== undefined && (typeof sync.by !== 'string' || sync.by === '' || typeof (sync.reason ?? '') !== 'string')) {
    throw new RuleError('FeedInvocation', `a feed that is run by hand is told who asks and why, as texts, received: ${shown(sync)}`);
  }
}

/** Lambda answers with at most 6 MB: a range takes up to 46 bytes in JSON. */
const MOST_ANSWERED = 10_000;
