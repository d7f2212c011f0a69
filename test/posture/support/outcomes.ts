import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Judgement } from '../../../src/posture/checks/check';

type Body = (...row: unknown[]) => unknown;

/**
 * What each check says of anything while the tests of checks run that stand in the folders below.
 *
 * @throws Error where a test fails, or does not end at once
 */
export function outcomesOf(folder: string, checks: readonly Check[]): ReadonlyMap<string, ReadonlySet<Judgement['outcome']>> {
  const outcomes = new Map(checks.map(({ id }) => [id, new Set<Judgement['outcome']>()]));
  const judges = checks.map((check) => ({ check, judge: check.judge }));
  const names = ['test', 'describe', 'beforeAll'] as const;
  const own = Object.fromEntries(names.map((name) => [name, globalThis[name]]));
  for (const { check, judge } of judges) {
    Object.assign(check, {
      * judge(...given: Parameters<Check['judge']>) {
        for (const judgement of judge.apply(check, given)) {
          outcomes.get(check.id)!.add(judgement.outcome);
          yield judgement;
        }
      },
    });
  }
  Object.assign(globalThis, { test: atOnce(), describe: atOnce(), beforeAll: (body: Body) => run(body, []) });
  try {
    for (const file of testsBelow(folder)) {
      jest.requireActual(file);
    }
  } finally {
    Object.assign(globalThis, own);
    judges.forEach(({ check, judge }) => Object.assign(check, { judge }));
  }
  return outcomes;
}

/** A test, or a group of them, that runs where it stands. */
function atOnce(): object {
  const each = (rows: readonly unknown[]) => (_: string, body: Body) => rows.forEach((row) => run(body, Array.isArray(row) ? row : [row]));
  return Object.assign((_: string, body: Body) => run(body, []), { each });
}

function run(body: Body, row: readonly unknown[]): void {
  if (body(...row) instanceof Promise) {
    throw new Error('a test of a check ends at once, received: one that waits');
  }
}

function testsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).filter((file) => file.endsWith('.test.ts')).map((file) => join(folder, name, file)));
}
