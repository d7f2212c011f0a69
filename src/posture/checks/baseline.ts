import type { Finding } from './finding';
import type { Found } from './judge';
import type { Notice } from './notice';

/** One thing that was there when the baseline was written. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly check: string;
  readonly outcome: 'fail' | 'unknown';
  /** How often, where one property breaks a rule more than once. */
  readonly count: number;
  /** For people: the place is known by its fingerprint. */
  readonly place: string;
  readonly property: string | null;
}

/** What was already there, so that only what is new fails. */
export class Baseline {
  public constructor(public readonly entries: readonly BaselineEntry[], private readonly source: string) {}

  /**
   * @param open what nobody answers for
   * @param all everything that was found: what is acknowledged by now is not fixed
   * @param ran the checks that ran: of the others nothing is known
   */
  public compare(open: readonly Found[], all: readonly Found[], ran: ReadonlySet<string>): { known: Found[]; fresh: Found[]; notices: Notice[] } {
    const entries = new Map(this.entries.map((entry) => [`${entry.outcome} ${entry.fingerprint}`, entry]));
    const counts = new Map<string, number>();
    for (const { outcome, place } of open) {
      counts.set(`${outcome} ${place.fingerprint}`, (counts.get(`${outcome} ${place.fingerprint}`) ?? 0) + 1);
    }
    const holds = ({ outcome, place }: Found): boolean => {
      // What was known to be wrong may have become unknown, but not the other way round.
      const keys = outcome === 'fail' ? ['fail'] : ['unknown', 'fail'];
      return keys.some((key) => (entries.get(`${key} ${place.fingerprint}`)?.count ?? 0) >= counts.get(`${outcome} ${place.fingerprint}`)!);
    };
    const present = new Set(all.map(({ place }) => place.fingerprint));
    return {
      known: open.filter(holds),
      fresh: open.filter((one) => !holds(one)),
      notices: this.entries.filter((entry) => ran.has(entry.check) && !present.has(entry.fingerprint)).map((entry): Notice => ({
        kind: 'fixed',
        level: 'note',
        check: entry.check,
        source: this.source,
        message: `${entry.place}${entry.property === null ? '' : ` ${entry.property}`} is fixed: take it out of the baseline`,
      })),
    };
  }
}

/** A baseline of what was found. */
export function baselineEntries(findings: readonly Finding[]): BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  for (const { check, outcome, place } of findings.flatMap(({ places, ...finding }) => places.map((one) => ({ ...finding, place: one })))) {
    const key = `${outcome} ${place.fingerprint}`;
    entries.set(key, {
      check,
      place: place.constructPath ?? `${place.stack}/${place.resource}`,
      property: place.property,
      outcome,
      count: (entries.get(key)?.count ?? 0) + 1,
      fingerprint: place.fingerprint,
    });
  }
  const sortKey = ({ check, place, property, outcome }: BaselineEntry) => [check, place, property ?? '', outcome].join('\n');
  return [...entries.values()].sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}
