import type { Severity } from './check';

/** Where something was found. */
export interface Place {
  /** The assembly or template, as it was named. */
  readonly app: string;
  readonly stack: string;
  /** Logical id. */
  readonly resource: string;
  readonly type: string;
  readonly constructPath: string | null;
  /** Below `Properties`, as in `EndpointConfiguration.Types`. */
  readonly property: string | null;
  /** `file:line`, where the assembly tells. */
  readonly source: string | null;
  /** Path of the template below the assembly. */
  readonly template: string;
  /** What holds at this very place. */
  readonly message: string;
  /** Of check, construct path and property: the same from one synth to the next. */
  readonly fingerprint: string;
}

/** Something that does not hold, or that the templates leave open. The first place stands in it too. */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  readonly outcome: 'fail' | 'unknown';
  readonly stack: string;
  readonly resource: string;
  readonly constructPath: string | null;
  readonly property: string | null;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly owasp: readonly string[];
  /** Every place of the same finding: dev, test and prod of one stack are three. */
  readonly places: readonly Place[];
}
