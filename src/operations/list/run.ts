import { neverAllowed, tooLittle } from './bounds';
import { type Author, type Decision, type Reading, type Wanted, decide, fromReadings } from './decision';
import { type FedList, apply, commit, currentState } from './list';
import { type ListState, declared, ranges, withoutEnded } from './state';
import { coversWholeInternet } from '../../values/cidr';
import { type SourceConfig, MOST_READ } from '../../values/feed-config';
import { RuleError, shown } from '../../values/rule-error';
import { sha256 } from '../sources/fetched';

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
  /** How many ranges were left out of `added` and `removed`, where a record is to be short. */
  readonly omitted?: number;
  /** Names the change that was refused or would be made: exactly this one, to this version of the list, is taken by `accept`. */
  readonly offer?: string;
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
  /** Takes a change beyond the percentages, as the `offer` of a dry run names it; never one beyond floor, ceiling or width. */
  readonly accept?: string;
  /** Follows the sources again after a rollback. */
  readonly release?: boolean;
}

/**
 * Runs a feed once: reads every source, takes or refuses the change, and makes the IP sets hold what is stored. Sets that somebody
 * else has changed, or that a run left behind half way, are put right even when no source says anything new.
 *
 * @throws RuleError FeedUnread, FeedOffer
 */
export async function runFeed(list: FedList, read: ReadSource, author: Author, options: RunOptions = {}): Promise<FeedRun> {
  const { config, clock, store } = list;
  const before = withoutEnded(await currentState(list), clock.now());
  const held = before.hold !== undefined && options.release !== true;
  const readings = held ? [] : withinMemory(await Promise.all(config.sources.map(read)));
  const kept = readings.flatMap((reading) => ('problem' in reading ? [{ source: reading.source, problem: reading.problem }] : []));
  if (before.version === 0 && kept.length > 0) {
    throw new RuleError('FeedUnread', `the first version of a list is made of all its sources, received: ${kept.map(({ source, problem }) => `${source}: ${problem}`).join('; ')}`);
  }
  let offer = '';
  const want = (current: ListState): Wanted => {
    const { hold, ...free } = current;
    const { state, sources } = fromReadings(options.release === true ? free : current, readings);
    if (held || (hold !== undefined && options.release !== true)) {
      return { kind: 'feed', author, state: current, sources: current.change.sources, bounded: false };
    }
    offer = offerOf(state);
    refuseOther(offer, options.accept);
    return {
      kind: hold === undefined ? 'feed' : 'release',
      author: options.accept === undefined ? author : { ...author, accepted: options.accept },
      state,
      sources,
      bounded: options.accept === undefined,
    };
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
    ...offer !== '' && (decision.kind === 'refused' || (options.dryRun === true && decision.kind === 'changed')) ? { offer } : {},
    problems: decision.kind === 'refused' ? decision.problems : [
      ...neverAllowed(declared(state, clock.now()).map(({ cidr }) => cidr), config.bounds), ...tooLittle(ranges(state, clock.now()), config.bounds),
    ],
    kept,
    ...confirmedAt === undefined ? {} : { confirmedAt },
    writes,
  };
  if (options.dryRun !== true) {
    await store.writeRun(JSON.stringify(run));
  }
  return run;
}

/** A run with shorter lists of ranges: every range stands in the audit record, and neither a log nor an answer of Lambda takes all. */
export function shortened(run: FeedRun, most: number): FeedRun {
  const omitted = [run.added, run.removed].reduce((sum, { length }) => sum + Math.max(0, length - most), 0);
  return omitted === 0 ? run : { ...run, added: run.added.slice(0, most), removed: run.removed.slice(0, most), omitted };
}

/** Sources that say more together than the function can hold: those behind keep what they had. No list takes so much in any case. */
function withinMemory(readings: readonly Reading[]): Reading[] {
  const most = 2 * MOST_READ;
  let count = 0;
  return readings.map((reading) => {
    count += 'entries' in reading ? reading.entries.length : 0;
    return 'problem' in reading || count <= most ? reading
      : { source: reading.source, problem: `FeedUnread: the sources of a list have at most ${most} entries together, received: more` };
  });
}

/** The version and what it would hold: the same for the same change only. */
function offerOf({ version, entries }: ListState): string {
  return sha256(JSON.stringify([version, entries])).slice(0, 12);
}

/** A person accepts what a dry run showed, not what the sources say by now. */
function refuseOther(offer: string, accepted: string | undefined): void {
  if (accepted !== undefined && accepted !== offer) {
    throw new RuleError('FeedOffer',
      `a change is accepted as a dry run offered it, received: ${shown(accepted)}, while list and sources now make ${offer}: look at a dry run once more`);
  }
}

/** Whether what is stored may stand in the sets. */
function mayApply({ clock }: FedList, state: ListState): boolean {
  return state.version > 0 && !coversWholeInternet(ranges(state, clock.now()));
}

function changes(decision: Decision): Pick<FeedRun, 'added' | 'removed'> {
  switch (decision.kind) {
    case 'unchanged': return { added: [], removed: [] };
    case 'changed': return { added: decision.state.change.added, removed: decision.state.change.removed };
    case 'refused': return decision.difference;
  }
}

/** The record of a run; undefined where there is none, or none that can be read: the next one writes it anew. */
export function parseRun(text: string | undefined): FeedRun | undefined {
  try {
    return text === undefined ? undefined : JSON.parse(text) as FeedRun;
  } catch {
    return undefined;
  }
}

function confirmedBefore(text: string | undefined): string | undefined {
  return parseRun(text)?.confirmedAt;
}
