import type { Entry } from './entry';
import { type Cidr, mergeCidrs, overlaps, parseCidr, subtractCidrs } from '../../values/cidr';
import { hasEnded, parseEnd } from '../../values/end-time';
import { RuleError } from '../../values/rule-error';

/** What a person did to a list, beside what its sources say. */
export interface Amendment {
  readonly cidr: string;
  readonly by: string;
  /** An ISO time. */
  readonly at: string;
  readonly reason: string;
  readonly expires?: string;
}

/** Why a version of a list came to be: its audit record. */
export interface Change {
  /** Unique: the writer recognises its own version by it. */
  readonly id: string;
  readonly kind: 'feed' | 'add' | 'remove' | 'rollback' | 'release';
  readonly by: string;
  /** An ISO time. */
  readonly at: string;
  readonly reason?: string;
  /** Of a rollback, the version whose content it brought back. */
  readonly restored?: number;
  /** Ranges that the list did not cover before. */
  readonly added: readonly string[];
  /** Ranges that the list does not cover any more. */
  readonly removed: readonly string[];
  /** The offer of a dry run that a person took: the percentages of the bounds were set aside for it. */
  readonly accepted?: string;
  /** SHA-256 of what each source said, by name of the source. */
  readonly sources: Readonly<Record<string, string>>;
}

/** One version of a fed list. */
export interface ListState {
  readonly list: string;
  /** 1, 2, 3: one more with every change. */
  readonly version: number;
  /** What the sources say. */
  readonly entries: readonly Entry[];
  /** What people admitted beside the sources. */
  readonly added: readonly Amendment[];
  /** What people took out, whatever the sources say. */
  readonly removed: readonly Amendment[];
  /** While a list is held, its sources are not followed. */
  readonly hold?: Omit<Amendment, 'cidr'>;
  readonly change: Change;
  /** When both IP sets were seen to hold this version: an ISO time. Without it, a run ended between. */
  readonly appliedAt?: string;
}

/** The empty list that every list begins as; it is never stored. */
export function noState(list: string): ListState {
  return {
    list,
    version: 0,
    entries: [],
    added: [],
    removed: [],
    change: { id: '', kind: 'feed', by: '', at: '', added: [], removed: [], sources: {} },
  };
}

/** The same list without what has ended. */
export function withoutEnded(state: ListState, now: number): ListState {
  const lasts = <T extends { readonly expires?: string }>(items: readonly T[]): T[] => items.filter(({ expires }) => !hasEnded(expires, now));
  const { hold, ...rest } = state;
  return {
    ...rest,
    entries: lasts(state.entries),
    added: lasts(state.added),
    removed: lasts(state.removed),
    ...hold === undefined || hasEnded(hold.expires, now) ? {} : { hold },
  };
}

/** The ranges that are to be admitted, with where each came from, as they were declared; what a person took out is cut out of wider ranges too. */
export function declared(state: ListState, now: number): Entry[] {
  const { entries, added, removed } = withoutEnded(state, now);
  const out = removed.map(({ cidr }) => parseCidr(cidr));
  return [
    ...out.length === 0 ? entries : entries.flatMap((entry) => without(entry, out)),
    ...added.map(({ cidr, by, expires, reason }) => ({ cidr, source: by, note: reason, ...expires === undefined ? {} : { expires } })),
  ];
}

function without(entry: Entry, out: readonly Cidr[]): Entry[] {
  const block = parseCidr(entry.cidr);
  const cut = out.filter((range) => overlaps(range, block));
  return cut.length === 0 ? [entry] : subtractCidrs([block], cut).map(({ text }) => ({ ...entry, cidr: text }));
}

/** What both IP sets are to hold: canonical, merged, IPv4 before IPv6. */
export function ranges(state: ListState, now: number): Cidr[] {
  return mergeCidrs(declared(state, now).map(({ cidr }) => parseCidr(cidr)));
}

/** Its range, if it has one, and its end: what a later step would stumble over. */
function checkItem({ cidr, expires }: { readonly cidr?: string; readonly expires?: string }): void {
  if (cidr !== undefined && parseCidr(cidr).text !== cidr) {
    throw new RuleError('ListStateMalformed', 'a stored range is canonical');
  }
  if (expires !== undefined) {
    parseEnd(expires);
  }
}

/** @throws RuleError ListStateMalformed */
export function parseState(text: string): ListState {
  try {
    const state = JSON.parse(text) as ListState;
    if (Number.isInteger(state.version) && state.version > 0 && typeof state.change.id === 'string' && typeof state.change.sources === 'object') {
      [...state.entries, ...state.added, ...state.removed, ...state.hold === undefined ? [] : [state.hold]].forEach(checkItem);
      return state;
    }
  } catch {
    // the same error as for other text
  }
  throw new RuleError('ListStateMalformed', `a stored list is what a feed or a command wrote: \`addresses rollback\` brings back an earlier one, received: ${text.length} characters that are not`);
}
