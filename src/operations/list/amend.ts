import { type Difference } from './bounds';
import { type Author, type Decision, type Wanted, decide } from './decision';
import { parseRange } from './entry';
import { type FedList, apply, commit, currentState } from './list';
import { type Amendment, type ListState, declared, noState, withoutEnded } from './state';
import { type Cidr, contains, overlaps, parseCidr } from '../../values/cidr';
import { hasEnded, parseEnd } from '../../values/end-time';
import { RuleError, shown } from '../../values/rule-error';
import { checkReason } from '../reason';

/** What a person asks, and why. */
export interface AmendOptions {
  /** Who: an ARN. */
  readonly by: string;
  /** Why, for the audit record. */
  readonly reason: string;
  /** When it ends by itself: an ISO date, its last day, or an ISO time in UTC. */
  readonly until?: string;
  /** Tells what would change, and changes nothing. */
  readonly dryRun?: boolean;
}

/** What came of it. */
export interface Amended extends Difference {
  readonly list: string;
  /** The version of the list after it. */
  readonly version: number;
  readonly changed: boolean;
  readonly dryRun: boolean;
  /** Of a rollback, the version whose content it brought back. */
  readonly restored?: number;
  /** How many of the two IP sets were written. */
  readonly writes: number;
}

/**
 * Admits one range beside what the sources say.
 *
 * @throws RuleError CidrMalformed, CidrHostBits, CidrWholeInternet, FeedEntryWide, RangeTakenOut, EndTime, AmendReason, FeedRefused, ListBusy
 */
export function addRange(list: FedList, range: string, options: AmendOptions): Promise<Amended> {
  const block = parseRange(range, list.config.bounds);
  const { text: cidr } = block;
  return amend(list, options, (current, author) => {
    const within = withoutEnded(current, list.clock.now()).removed.find((before) => before.cidr !== cidr && contains(block, parseCidr(before.cidr)));
    if (within !== undefined) {
      throw new RuleError('RangeTakenOut', `a range does not bring back what a person took out within it: add that first, received: ${cidr}, `
        + `within which ${within.cidr} was taken out (${within.reason})`);
    }
    return {
      kind: 'add',
      author,
      sources: current.change.sources,
      bounded: false,
      state: {
        ...current,
        // Whoever adds a range that was taken out means it to be admitted again.
        removed: current.removed.filter((before) => before.cidr !== cidr),
        added: [...current.added.filter((before) => before.cidr !== cidr), amendment(cidr, author, options)],
      },
    };
  });
}

/**
 * Takes one range out, whatever the sources say about it and the ranges within it.
 *
 * @throws RuleError CidrMalformed, CidrHostBits, CidrWholeInternet, EndTime, AmendReason, RangeNotListed, FeedRefused, ListBusy
 */
export function removeRange(list: FedList, range: string, options: AmendOptions): Promise<Amended> {
  const block = parseRange(range, { widestIpv4Prefix: 1, widestIpv6Prefix: 1 });
  return amend(list, options, (current, author) => {
    const entries = declared(current, list.clock.now()).map(({ cidr }) => parseCidr(cidr));
    const around = entries.find((entry) => entry.text !== block.text && contains(entry, block));
    const within = entries.filter((entry) => contains(block, entry));
    if (around !== undefined || (within.length === 0 && !current.removed.some(({ cidr }) => cidr === block.text))) {
      throw new RuleError('RangeNotListed', notListed(list.config.list, block, around));
    }
    const ofSources = current.entries.some(({ cidr }) => overlaps(block, parseCidr(cidr)));
    return {
      kind: 'remove',
      author,
      sources: current.change.sources,
      bounded: false,
      state: {
        ...current,
        added: current.added.filter(({ cidr }) => !contains(block, parseCidr(cidr))),
        removed: [
          ...current.removed.filter(({ cidr }) => cidr !== block.text), ...ofSources ? [amendment(block.text, author, options)] : [],
        ],
      },
    };
  });
}

function notListed(list: string, block: Cidr, around: Cidr | undefined): string {
  return around === undefined
    ? `a range that is taken out stands in the list, received: ${block.text}, which ${list} does not hold`
    : `a range is taken out as it was declared, received: ${block.text}, which is part of ${around.text}: take that out, or \`block\` the address`;
}

/**
 * Brings back an earlier version, and holds the list there: its sources are not followed until it is released by `sync`, or the
 * hold ends.
 *
 * @param to the version to bring back; where it is not given, the one before the current, or before the one that a rollback just brought back,
 * or the last that can be read
 * @throws RuleError ListVersionUnknown, AmendReason, EndTime, FeedRefused, ListBusy
 */
export async function rollBack(list: FedList, to: number | undefined, options: AmendOptions): Promise<Amended> {
  const stored = await list.store.read();
  const { change, version: latest } = stored?.state ?? noState(list.config.list);
  const version = to ?? (stored?.standsIn === true ? latest : (change.restored ?? latest) - 1);
  const past = await list.store.version(version);
  if (past === undefined) {
    throw new RuleError('ListVersionUnknown', `a list is rolled back to a version that its history has, received: ${shown(version)}`);
  }
  return amend(list, options, (current, author) => ({
    kind: 'rollback',
    author: { ...author, restored: version },
    sources: past.change.sources,
    bounded: false,
    state: {
      ...current,
      entries: past.entries,
      added: past.added,
      removed: past.removed,
      hold: {
        by: author.by, at: author.at, reason: options.reason, ...options.until === undefined ? {} : { expires: options.until },
      },
    },
  }));
}

async function amend(list: FedList, options: AmendOptions, want: (current: ListState, author: Author) => Wanted): Promise<Amended> {
  const { by, reason, until, dryRun = false } = options;
  checkReason(reason, 'changes a list');
  if (until !== undefined && (parseEnd(until), hasEnded(until, list.clock.now()))) {
    throw new RuleError('EndTime', `a change ends in the future, received: ${shown(until)}`);
  }
  const author: Author = { id: globalThis.crypto.randomUUID(), by, reason, at: new Date(list.clock.now()).toISOString() };
  const asked = (current: ListState): Wanted => {
    if (current.version === 0) {
      throw new RuleError('ListStateMissing', `a list is changed after its feed ran once, received: ${list.config.list}, which is empty: run \`sync\` first`);
    }
    return want(current, author);
  };
  const current = await currentState(list);
  const decision = dryRun ? decide(current, asked(current), list.config.bounds, list.clock.now()) : await commit(list, asked);
  if (decision.kind === 'refused') {
    throw new RuleError('FeedRefused', decision.problems.join('; '));
  }
  // Even where nothing changed: the sets may lag behind what is stored.
  const writes = dryRun ? 0 : (await apply(list)).writes;
  const { version, change: { restored } } = decision.state;
  return {
    list: list.config.list, version, changed: decision.kind === 'changed', dryRun, writes, ...restored === undefined ? {} : { restored }, ...differenceOf(decision),
  };
}

function differenceOf(decision: Exclude<Decision, { kind: 'refused' }>): Difference {
  return decision.kind === 'unchanged'
    ? { added: [], removed: [] }
    : { added: [...decision.state.change.added], removed: [...decision.state.change.removed] };
}

function amendment(cidr: string, { by, at }: Author, { reason, until }: AmendOptions): Amendment {
  return { cidr, by, at, reason, ...until === undefined ? {} : { expires: until } };
}
