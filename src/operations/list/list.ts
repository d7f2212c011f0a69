import { isWide } from './bounds';
import { type Decision, type Wanted, decide } from './decision';
import { type ListState, declared, noState } from './state';
import type { ListStore, Stored } from './store';
import { contains, mergeCidrs, parseCidr, readCidr } from '../../values/cidr';
import type { FeedConfig } from '../../values/feed-config';
import { RuleError } from '../../values/rule-error';
import type { Clock } from '../clock';
import type { IpSets } from '../waf/ip-sets';

/** Everything that acts on one fed list. */
export interface FedList {
  readonly config: FeedConfig;
  readonly store: ListStore;
  readonly sets: IpSets;
  readonly clock: Clock;
}

/** Most times that a writer is overtaken by another before it gives up. */
const MOST_ROUNDS = 200;

/** The list as it is; empty before its first version. */
export async function currentState(list: FedList): Promise<ListState> {
  return (await list.store.read())?.state ?? noState(list.config.list);
}

/**
 * Changes the list: reads, decides, and stores the next version unless somebody else did in between; then decides anew.
 * The IP sets are not touched: `apply` makes them hold what is stored.
 *
 * @throws RuleError ListBusy, and whatever the change is refused for by `want`
 */
export async function commit(list: FedList, want: (current: ListState) => Wanted): Promise<Decision> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const stored = await list.store.read();
    const current = stored?.state ?? noState(list.config.list);
    const decision = decide(current, want(current), list.config.bounds, list.clock.now());
    if (decision.kind !== 'changed' || await list.store.write(decision.state, stored?.tag) !== undefined) {
      return decision;
    }
    await list.clock.sleep(list.clock.random() * Math.min(2000, 50 * (round + 1)));
  }
  throw new RuleError('ListBusy', `a list is changed by one writer after the other, received: ${MOST_ROUNDS} changes by others in a row`);
}

/** What was done to the IP sets. */
export interface Applied {
  /** The version that both sets hold. */
  readonly version: number;
  /** How many of the two sets were written. */
  readonly writes: number;
}

/**
 * Makes both IP sets hold the stored list, whatever they hold now.
 *
 * What is written is read after WAF's lock token was, and once more after the write: a writer that was overtaken puts right what
 * it wrote. So the sets end up with the version that was stored last, however many write at once.
 */
export async function apply(list: FedList): Promise<Applied> {
  let writes = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const target = await mustRead(list);
    let written = 0;
    for (const [version, arn] of [[4, list.config.ipv4SetArn], [6, list.config.ipv6SetArn]] as const) {
      const outcome = await list.sets.change(arn, async (live) => {
        const wanted = wantedOf(list, target, version, live);
        return wanted.join() === live.join() ? wanted : wantedOf(list, await mustRead(list), version, live);
      });
      written += Number(outcome.written);
    }
    writes += written;
    const after = written === 0 ? target : await mustRead(list);
    if (after.state.version === target.state.version) {
      await confirm(list, after);
      return { version: after.state.version, writes };
    }
  }
  throw new RuleError('ListBusy', `a list is changed by one writer after the other, received: ${MOST_ROUNDS} changes by others in a row`);
}

/** Records that both sets hold this version; whoever has written a newer one records that itself. */
async function confirm(list: FedList, { state, tag }: Stored): Promise<void> {
  if (state.appliedAt === undefined) {
    await list.store.write({ ...state, appliedAt: new Date(list.clock.now()).toISOString() }, tag);
  }
}

/** The last look: a range wider than the bounds is never let in; where the bounds were drawn tighter since, it stays until somebody takes it out. */
function wantedOf({ config, clock }: FedList, { state }: Stored, version: 4 | 6, live: readonly string[]): string[] {
  const admitted = live.flatMap((text) => readCidr(text) ?? []);
  const blocks = declared(state, clock.now()).map(({ cidr }) => parseCidr(cidr)).filter((block) => block.version === version);
  const fit = blocks.filter((block) => !isWide(block, config.bounds) || admitted.some((range) => contains(range, block)));
  return mergeCidrs(fit).map(({ text }) => text).sort();
}

async function mustRead(list: FedList): Promise<Stored> {
  const stored = await list.store.read();
  if (stored === undefined) {
    throw new RuleError('ListStateMissing', `a list that is applied was stored first, received: nothing stored for ${list.config.list}`);
  }
  return stored;
}
