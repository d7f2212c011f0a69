import type { Baseline } from './baseline';
import type { Check } from './check';
import { type Config, DEFAULT_CONFIG, configured } from './config';
import { type Exception, covers, exceptionOf } from './exception';
import type { Finding } from './finding';
import { type CheckedApp, type Found, type Tally, judgeApps } from './judge';
import { type Notice, exceptionNotices, expired } from './notice';
import { CHECKS } from './registry';
import type { Resource } from '../assembly/app';

/** How checks are run. */
export interface RunOptions {
  /** @default - every check of the registry */
  readonly checks?: readonly Check[];
  /** @default - every check with its own severity, 14 days of grace */
  readonly config?: Config;
  /** Exceptions of files; those in the code of an app stand in its assembly. */
  readonly exceptions?: readonly Exception[];
  readonly baseline?: Baseline;
  /**
   * The resources that are asked about.
   *
   * @default - all of the apps
   */
  readonly only?: (resource: Resource) => boolean;
  /** Days since 1970-01-01, in UTC. */
  readonly today: number;
}

/** A finding that somebody answers for. */
export interface Acknowledged {
  readonly finding: Finding;
  readonly exception: Exception;
}

/** What the checks say of one or several apps. */
export interface Report {
  /** What nobody answers for, the most severe first. */
  readonly findings: readonly Finding[];
  readonly acknowledged: readonly Acknowledged[];
  /** What the baseline holds. */
  readonly inBaseline: readonly Finding[];
  readonly notices: readonly Notice[];
  /** What each check that ran looked at, in their order. */
  readonly tallies: readonly Tally[];
}

/** Runs the checks over apps. Pure: the same apps, options and day give the same report. */
export function runChecks(apps: readonly CheckedApp[], options: RunOptions): Report {
  const all = options.checks ?? CHECKS;
  const config = options.config ?? DEFAULT_CONFIG;
  const { found, tallies } = judgeApps(apps, configured(all, config), config, options.only ?? (() => true), options.today);
  const known = new Set(all.map(({ id }) => id));
  const exceptions = [
    ...apps.flatMap(({ path, posture }) => posture.app.acknowledgements.flatMap((one) => exceptionOf(one, path, known) ?? [])),
    ...options.exceptions ?? [],
  ];
  const holding = exceptions.filter((exception) => !expired(exception, options.today, config.graceDays));
  const asked = found.filter(({ inside }) => inside);
  const exceptionFor = new Map(asked.map((one) => [one, holding.find((exception) => covers(exception, spotOf(one)))]));
  const open = asked.filter((one) => !exceptionFor.get(one));
  const { known: inBaseline, fresh, notices } = options.baseline?.compare(open, found, new Set(tallies.map(({ check }) => check.id)))
    ?? { known: [], fresh: open, notices: [] };
  return {
    findings: grouped(fresh).sort(bySeverity),
    acknowledged: holding.flatMap((exception) => grouped(asked.filter((one) => exceptionFor.get(one) === exception))
      .map((finding) => ({ finding, exception }))),
    inBaseline: grouped(inBaseline),
    notices: [
      ...exceptionNotices(exceptions, {
        all, config, today: options.today, matches: (exception) => found.some((one) => covers(exception, spotOf(one))),
      }),
      ...notices,
    ],
    tallies,
  };
}

function spotOf({ check, place }: Found) {
  return { ...place, check: check.id };
}

/** One finding for all places of a group. */
function grouped(found: readonly Found[]): Finding[] {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const those = groups.get(one.group);
    if (those) {
      those.push(one);
    } else {
      groups.set(one.group, [one]);
    }
  }
  return [...groups.values()].map(([first, ...more]): Finding => {
    const { check, severity, outcome, place } = first!;
    return {
      check: check.id,
      severity,
      outcome,
      stack: place.stack,
      resource: place.resource,
      constructPath: place.constructPath,
      property: place.property,
      message: place.message,
      why: check.why,
      fix: check.fix,
      owasp: check.owasp,
      places: [first!, ...more].map((one) => one.place),
    };
  });
}

/** Errors, then warnings, then what is not known; within each the order of the checks. */
function bySeverity(one: Finding, other: Finding): number {
  return rank(one) - rank(other);
}

export function rank({ outcome, severity }: Pick<Finding, 'outcome' | 'severity'>): number {
  return (outcome === 'unknown' ? 2 : 0) + (severity === 'warning' ? 1 : 0);
}
