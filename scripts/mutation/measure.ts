import type { Example } from './examples';
import { type Mutant, withMutant } from './mutants';
import type { App } from '../../src/posture/assembly/app';
import type { JsonObject } from '../../src/posture/assembly/json';
import { readMetadata } from '../../src/posture/assembly/metadata';
import { resolveApp } from '../../src/posture/assembly/resolve';
import { DEFAULT_CONFIG } from '../../src/posture/checks/config';
import { judgeApps } from '../../src/posture/checks/judge';
import { CHECKS } from '../../src/posture/checks/registry';
import { diffApps } from '../../src/posture/diff/diff';
import { Posture } from '../../src/posture/model/posture';
import { today } from '../../src/values/day';

/** What came of a mutant. */
export interface Outcome {
  readonly example: string;
  readonly mutant: Mutant;
  /** The checks that find something there which the example has not. */
  readonly checks: readonly string[];
  /** Whether the diff calls it weaker, or says that it does not know. */
  readonly diff: boolean;
}

/** Runs checks and diff over mutants of an example. */
export function measure({ name, file, template }: Example, mutants: readonly Mutant[]): Outcome[] {
  const base = read(name, file, template);
  const before = found(base);
  return mutants.map((mutant) => {
    const head = read(name, file, withMutant(template, mutant));
    const more = [...found(head)].filter(([spot, times]) => times > (before.get(spot) ?? 0));
    return {
      example: name,
      mutant,
      checks: [...new Set(more.map(([spot]) => spot.slice(0, spot.indexOf(' '))))],
      diff: diffApps(base, head).some(({ direction }) => direction !== 'stronger'),
    };
  });
}

function read(name: string, file: string, template: JsonObject): App {
  const source = { name, file, templateFile: name, template: { body: template, lines: new Map() }, metadata: readMetadata({}), assets: new Map() };
  return resolveApp([source]);
}

/** How often each check finds something at each property. Positions in lists do not count: they move when an entry before them goes. */
function found(app: App): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { check, outcome, place } of judgeApps([{ path: '', posture: new Posture(app) }], CHECKS, DEFAULT_CONFIG, () => true, today(undefined)).found) {
    const spot = `${check.id} ${outcome} ${place.resource} ${place.property?.replace(/\[\d+\]/g, '[]') ?? ''}`;
    counts.set(spot, (counts.get(spot) ?? 0) + 1);
  }
  return counts;
}
