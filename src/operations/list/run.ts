import { neverAllowed, tooLittle } from './bounds';
import { type Author, type Decision, type Reading, decide, fromReadings } from './decision';
import { type FedList, apply, commit, currentState } from './list';
import { type ListState, declared, ranges, withoutEnded } from './state';
import type { SourceConfig } from '../../values/feed-config';
import { RuleError } from '../../values/rule-error';

/** What came of a run: a plain record, stored and printed as it stands. */
export interface FeedRun {
  readonly list: string;
  /** An ISO time. */
  readonly at: string;
  readonly outcome: 'unchanged' | 'changed' | 'refused' | 'held';
  /** The version of the list after the run. */
  readonly version: number;
  /** Ranges after merging. */
  readonly entries: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Why a change was refused; of a list that was not, what is wrong with it since ranges ended. */
  readonly problems: readonly string[];
  /** Sources that could not be read: their last good entries stay. */
  readonly kept: readonly { readonly source: string; readonly problem: string }[];
  /** When every source was last read and taken: an ISO time. */
  readonly confirmedAt?: string;
  /** How many of the two IP sets were written. */
  readonly writes: number;
}

/** Reads one source. */
export type ReadSource = (source: SourceConfig) => Promise<Reading>;

/** What a person may ask of a run. */
export interface RunOptions {
  /** Tells what would change, and changes nothing. */
  readonly dryRun?: boolean;
  /** Takes a change beyond the percentages; never one beyond floor, ceiling or width. */
  readonly accept?: boolean;
  /** Follows the sources again after a rollback. */
  readonly release?: boolean;
}

/**
 * Runs a feed once: reads every source, takes or refuses the change, and makes the IP sets hold what is stored. Sets that somebody
 * else has changed, or that a run left behind half way, are put right even when no source says anything new.
 *
 * @throws RuleError FeedUnread
 */
export async function runFeed(list: FedList, read: ReadSource, author: Author, options: RunOptions = {}): Promise<FeedRun> {
  const { config, clock, store } = list;
  const before = withoutEnded(await currentState(list), clock.now());
  const held = before.hold !== undefined && options.release !== true;
  const readings = held ? [] : await Promise.all(config.sources.map(read));
  const kept = readings.flatMap((reading) => ('problem' in reading ? [{ source: reading.source, problem: reading.problem }] : []));
  if (before.version === 0 && kept.length > 0) {
    throw new RuleError('FeedUnread', `the first version of a list is made of all its sources, received: ${kept.map(({ source, problem }) => `${source}: ${problem}`).join('; ')}`);
  }
  const want = (current: ListState) => {
    const { hold, ...free } = current;
    const { state, sources } = fromReadings(options.release === true ? free : current, readings);
    return held || (hold !== undefined && options.release !== true)
      ? { kind: 'feed' as const, author, state: current, sources: current.change.sources, bounded: false }
      : { kind: hold === undefined ? 'feed' as const : 'release' as const, author, state, sources, bounded: options.accept !== true };
  };
  const decision = options.dryRun === true
    ? decide(await currentState(list), want(await currentState(list)), config.bounds, clock.now())
    : await commit(list, want);
  const state = decision.kind === 'refused' ? await currentState(list) : decision.state;
  const writes = options.dryRun === true || !mayApply(list, state) ? 0 : (await apply(list)).writes;
  const now = new Date(clock.now()).toISOString();
  const confirmedAt = decision.kind !== 'refused' && !held && kept.length === 0 ? now : confirmedBefore(await store.readRun());
  const run: FeedRun = {
    list: config.list,
    at: now,
    outcome: decision.kind === 'refused' ? 'refused' : held ? 'held' : decision.kind,
    version: state.version,
    entries: ranges(state, clock.now()).length,
    ...changes(decision),
    problems: decision.kind === 'refused' ? decision.problems : tooLittle(ranges(state, clock.now()), config.bounds),
    kept,
    ...confirmedAt === undefined ? {} : { confirmedAt },
    writes,
  };
  if (options.dryRun !== true) {
    await store.writeRun(JSON.stringify(run));
  }
  return run;
}

/** Whether what is stored may stand in the sets: the bounds may be others since. */
function mayApply({ config, clock }: FedList, state: ListState): boolean {
  return state.version > 0 && neverAllowed(declared(state, clock.now()).map(({ cidr }) => cidr), config.bounds).length === 0;
}

function changes(decision: Decision): Pick<FeedRun, 'added' | 'removed'> {
  switch (decision.kind) {
    case 'unchanged': return { added: [], removed: [] };
    case 'changed': return { added: decision.state.change.added, removed: decision.state.change.removed };
    case 'refused': return decision.difference;
  }
}

function confirmedBefore(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as FeedRun).confirmedAt;
}
