import { type FeedRun, shortened } from '../../operations/list/run';
import { FEED_METRICS, FEED_NAMESPACE } from '../../values/feed-config';

/**
 * The metrics of a run in CloudWatch's embedded metric format, as one line of the log.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricsLine(run: FeedRun): string {
  const at = Date.parse(run.at);
  const values: Record<keyof typeof FEED_METRICS, number | undefined> = {
    // Without a run that ever took every source there is no age: the alarm takes missing ages for stale ones.
    Age: run.confirmedAt === undefined ? undefined : Math.round((at - Date.parse(run.confirmedAt)) / 1000),
    Entries: run.entries,
    Added: run.outcome === 'changed' ? run.added.length : 0,
    Removed: run.outcome === 'changed' ? run.removed.length : 0,
    Refused: run.problems.length > 0 ? 1 : 0,
    SourcesKept: run.kept.length,
  };
  const told = Object.entries(values).filter(([, value]) => value !== undefined) as [keyof typeof FEED_METRICS, number][];
  return JSON.stringify({
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [{
        Namespace: FEED_NAMESPACE, Dimensions: [['List']], Metrics: told.map(([Name]) => ({ Name, Unit: FEED_METRICS[Name] })),
      }],
    },
    List: run.list,
    ...Object.fromEntries(told),
    run: shortened(run, MOST_SHOWN),
  });
}

/** A line of a log holds 256 KB. */
const MOST_SHOWN = 200;
