import type { Check, Judgement, Severity } from './check';
import type { Config } from './config';
import type { Place } from './finding';
import { fingerprint } from './fingerprint';
import type { Resource } from '../assembly/app';
import { readable } from '../assembly/symbols';
import type { Posture } from '../model/posture';

/** An app to check, and how it is called in reports. */
export interface CheckedApp {
  readonly path: string;
  readonly posture: Posture;
}

/** What one check says of one place that is not well. */
export interface Found {
  readonly check: Check;
  readonly severity: Severity;
  readonly outcome: 'fail' | 'unknown';
  readonly place: Place;
  /** Whether the resource is one of those that are asked about. */
  readonly inside: boolean;
  /** The same in every stage of one stack: of check, severity, outcome, property and the path below the stack. */
  readonly group: string;
}

/** What one check looked at. */
export interface Tally {
  readonly check: Check;
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
}

/**
 * Judges every place of every app.
 *
 * @param only the resources that are asked about: what is found elsewhere is told, but not counted
 * @param today days since 1970-01-01, in UTC
 */
export function judgeApps(
  apps: readonly CheckedApp[], checks: readonly Check[], config: Config, only: (resource: Resource) => boolean, today: number,
): { found: Found[]; tallies: Tally[] } {
  const found: Found[] = [];
  const views = apps.map((app) => new AppView(app));
  const tallies = checks.map((check): Tally => {
    const count = { pass: 0, fail: 0, unknown: 0 };
    for (const view of views) {
      for (const judgement of judgements(check, view.app, today)) {
        const inside = only(judgement.resource);
        count[judgement.outcome] += inside ? 1 : 0;
        if (judgement.outcome !== 'pass') {
          const severity = config.checks.get(check.id)?.severity === undefined ? judgement.severity ?? check.severity : check.severity;
          found.push({ ...view.found(check, severity, judgement), inside });
        }
      }
    }
    return { check, ...count };
  });
  return { found, tallies };
}

function* judgements(check: Check, { path, posture }: CheckedApp, today: number): Iterable<Judgement> {
  try {
    yield* check.judge(posture, today);
  } catch (error) {
    // What a check that broke has not seen must not look like what it has.
    throw new Error(`the check ${check.id} could not judge ${path}: ${(error as Error).message}`);
  }
}

class AppView {
  private readonly stacks: ReadonlySet<string>;
  private readonly templates: ReadonlyMap<string, string>;

  public constructor(public readonly app: CheckedApp) {
    const { stacks } = app.posture.app;
    this.stacks = new Set(stacks.map(({ name }) => name));
    this.templates = new Map(stacks.map(({ name, templateFile }) => [name, templateFile]));
  }

  public found(check: Check, severity: Severity, judgement: Exclude<Judgement, { outcome: 'pass' }>): Omit<Found, 'inside'> {
    const { outcome, resource, property, message } = judgement;
    return {
      check,
      severity,
      outcome,
      place: {
        app: this.app.path,
        stack: resource.stack,
        resource: resource.logicalId,
        type: resource.type,
        constructPath: resource.constructPath ?? null,
        property: property ?? null,
        source: resource.source ?? null,
        template: this.templates.get(resource.stack) ?? '',
        message: readable(message),
        fingerprint: fingerprint(check.id, resource, property),
      },
      group: [this.app.path, check.id, severity, outcome, property ?? '', this.belowStack(resource)].join('\n'),
    };
  }

  /** The construct path without the stack's own: dev, test and prod differ in no more. */
  private belowStack({ constructPath, logicalId }: Resource): string {
    const parts = constructPath?.split('/') ?? [];
    for (let length = parts.length; length > 0; length--) {
      if (this.stacks.has(parts.slice(0, length).join('/'))) {
        return parts.slice(length).join('/');
      }
    }
    return constructPath ?? logicalId;
  }
}
