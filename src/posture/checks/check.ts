import type { Resource } from '../assembly/app';
import type { Posture } from '../model/posture';
import type { Reading } from '../model/reading';

/** The layers in the order in which a request meets them. */
export const LAYERS = ['network', 'web-firewall', 'identity', 'routes', 'consumers', 'audit', 'encryption'] as const;
export type Layer = typeof LAYERS[number];

export type Severity = 'error' | 'warning';

/** What a check says of one place. */
export type Judgement =
  | { readonly outcome: 'pass'; readonly resource: Resource; readonly property?: string }
  | {
    readonly outcome: 'fail' | 'unknown';
    readonly resource: Resource;
    /** As in `EndpointConfiguration.Types`, below `Properties`. */
    readonly property?: string;
    /** A fact about the place, with the value as it stands there. It names no logical id: the place does. */
    readonly message: string;
    /** Where one place is worse or better than the check in general. */
    readonly severity?: Severity;
  };

/** One rule about an app: one file, one pure function. */
export interface Check {
  /** Stable, and the name of its file. */
  readonly id: string;
  /** The rule, as a sentence that holds where all is well. */
  readonly title: string;
  readonly severity: Severity;
  readonly layer: Layer;
  /** What somebody could do if it did not hold. */
  readonly why: string;
  /** What to write instead. */
  readonly fix: string;
  /** OWASP API Security Top 10 of 2023, as in `API8:2023`. */
  readonly owasp: readonly string[];
  /** Controls of AWS Security Hub that look at the same after a deploy, as in `APIGateway.1`: of FSBP, or of another of its standards. */
  readonly securityHub?: readonly string[];
  /**
   * Judges every place that the rule is about, the good ones too. It never throws.
   *
   * @param today days since 1970-01-01, in UTC: left out, no date has passed
   */
  judge(posture: Posture, today?: number): Iterable<Judgement>;
}

export function pass(resource: Resource, property?: string): Judgement {
  return { outcome: 'pass', resource, property };
}

export function fail(resource: Resource, property: string | undefined, message: string, severity?: Severity): Judgement {
  return { outcome: 'fail', resource, property, message, ...severity === undefined ? {} : { severity } };
}

/** @param why what is not known, as in `parameter Limit` */
export function unsure(resource: Resource, property: string | undefined, why: string): Judgement {
  return { outcome: 'unknown', resource, property, message: `is not known: ${why}` };
}

/** Judges one value: unknown stays unknown, one that is left out is judged as what AWS then takes. */
export function judged<T>(
  resource: Resource, property: string, reading: Reading<T>, standard: T | undefined, wrong: (value: T | undefined) => string | undefined,
): Judgement {
  if (reading.kind === 'unknown') {
    return unsure(resource, property, reading.why);
  }
  const message = wrong(reading.kind === 'known' ? reading.value : standard);
  return message === undefined ? pass(resource, property) : fail(resource, property, message);
}
