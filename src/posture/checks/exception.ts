import { parseDay } from '../../values/day';
import type { Acknowledgement } from '../assembly/app';

/** Namespace of the checks in acknowledgements: `PrivateApi::<check>`. */
export const NAMESPACE = 'PrivateApi';

/** Somebody answers for a check that does not hold at a place, or below a construct. */
export interface Exception {
  readonly check: string;
  readonly reason: string;
  readonly owner?: string;
  /** Its last day, an ISO date. */
  readonly until?: string;
  /** It holds at this construct and below. */
  readonly constructPath?: string;
  /** In templates without construct paths: the stack, or the one resource of it. */
  readonly stack?: string;
  readonly resource?: string;
  /** It holds for this property and below. */
  readonly property?: string;
  /** Where it is written: `exceptions.yaml:4`, or the construct. */
  readonly source: string;
  /** The path of the app in whose code it is written; undefined for those of a file, which hold for all. */
  readonly app?: string;
  /** Whether its id names our namespace, so that CDK itself sees what it is about. */
  readonly qualified?: boolean;
  /** What is wrong with it. */
  readonly problem?: string;
}

/** Where an exception may hold. */
interface Spot {
  readonly check: string;
  readonly app: string;
  readonly stack: string;
  readonly resource: string;
  readonly constructPath: string | null;
  readonly property: string | null;
}

/** Whether an exception is about what was found at a place. */
export function covers(exception: Exception, spot: Spot): boolean {
  return exception.check === spot.check
    && (exception.app === undefined || exception.app === spot.app)
    && (exception.constructPath === undefined || spot.constructPath !== null && isBelow(spot.constructPath, exception.constructPath, '/'))
    && (exception.stack === undefined || isBelow(spot.stack, exception.stack, '/'))
    && (exception.resource === undefined || exception.resource === spot.resource)
    && (exception.property === undefined || spot.property !== null && isBelow(spot.property, exception.property, '.['));
}

function isBelow(path: string, root: string, separators: string): boolean {
  return path === root || root === '' || path.startsWith(root) && separators.includes(path[root.length]!);
}

/**
 * An acknowledgement in code that is about one of the checks, or claims to be. A reason may end in its owner and its last day:
 * `Reachable over the peering only (owner: payments@example.com, until: 2027-01-31)`.
 *
 * @param known the ids of all checks: CDK keeps an id without a namespace as that of an annotation, so one of ours counts
 */
export function exceptionOf({ id, constructPath, reason }: Acknowledgement, app: string, known: ReadonlySet<string>): Exception | undefined {
  const [namespace, check] = id.includes('::') ? [id.slice(0, id.indexOf('::')), id.slice(id.indexOf('::') + 2)] : ['Annotation', id];
  if (check === undefined || namespace !== NAMESPACE && !(namespace === 'Annotation' && known.has(check))) {
    return undefined;
  }
  return { check, constructPath, source: constructPath, app, qualified: namespace === NAMESPACE, ...readReason(reason) };
}

/** The parts of a reason that people write in code. */
function readReason(text: string): Pick<Exception, 'reason' | 'owner' | 'until' | 'problem'> {
  const note = /\(((?:owner|until)\s{0,9}:[^()]*)\)[.\s]{0,9}$/i.exec(text);
  if (!note) {
    return { reason: text.trim(), ...text.trim() === '' ? { problem: 'an exception has a reason, received: none' } : {} };
  }
  const parts = new Map<string, string>();
  const problems: string[] = [];
  for (const part of note[1]!.split(/[,;]/)) {
    const [, key, value] = /^(owner|until)\s*:(.*)$/is.exec(part.trim()) ?? [];
    if (key === undefined || value === undefined || value.trim() === '' || parts.has(key.toLowerCase())) {
      problems.push(`an exception in code ends in (owner: NAME, until: YYYY-MM-DD), received: "${part.trim()}"`);
    } else {
      parts.set(key.toLowerCase(), value.trim());
    }
  }
  const until = parts.get('until');
  if (until !== undefined && parseDay(until) === undefined) {
    problems.push(`an exception ends on an ISO date (YYYY-MM-DD), received: "${until}"`);
  }
  const reason = text.slice(0, note.index).trim();
  if (reason === '') {
    problems.push('an exception has a reason, received: none');
  }
  const owner = parts.get('owner');
  return {
    reason,
    ...owner === undefined ? {} : { owner },
    ...until === undefined || parseDay(until) === undefined ? {} : { until },
    ...problems.length === 0 ? {} : { problem: problems[0] },
  };
}
