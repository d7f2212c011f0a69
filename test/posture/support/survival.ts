import { runInNewContext } from 'node:vm';
import type { App } from '../../../src/posture/assembly/app';
import { AssemblyError } from '../../../src/posture/assembly/assembly-error';
import { runChecks } from '../../../src/posture/checks/run';
import { diffApps } from '../../../src/posture/diff/diff';
import { Posture } from '../../../src/posture/model/posture';
import { parseModel, printModel } from '../../../src/posture/model/stored-model';
import { textChanges } from '../../../src/posture/report/changes';
import { jsonReport } from '../../../src/posture/report/json';
import { markdownReport } from '../../../src/posture/report/markdown-report';
import { sarifReport } from '../../../src/posture/report/sarif';
import { textReport } from '../../../src/posture/report/text';

const PLAIN = (_: unknown, text: string) => text;
/** No test measures time. This one ends what never ends by itself, so that it fails with its seed, and not with the runner's. */
const NEVER = 20_000;

/** Runs to its end, or to an error of one line that is meant for a person; anything else is thrown. */
export function survives<T>(run: () => T): T | undefined {
  try {
    return runInNewContext('run()', { run }, { timeout: NEVER }) as T;
  } catch (error) {
    if (error instanceof AssemblyError && error.message.length < 1000 && !error.message.includes('\n')) {
      return undefined;
    }
    throw error;
  }
}

/** Everything that is done with an app: all checks, the diff to another version and back, every report, storing it and reading it again. */
export function everything(app: App, base: App): void {
  const report = runChecks([{ path: 'fuzzed', posture: new Posture(app) }], { today: 20_000 });
  textReport(report, { paint: PLAIN, width: 100, until: '2027-01-01' });
  [jsonReport, markdownReport].forEach((print) => print(report));
  sarifReport(report, '0.0.0');
  for (const [from, to] of [[app, base], [base, app]] as const) {
    textChanges([{ base: 'base', head: 'head', changes: diffApps(from, to) }], PLAIN, 100);
  }
  const stored = parseModel(printModel(app), 'model.json');
  if (JSON.stringify(stored.resources) !== JSON.stringify(app.resources)) {
    throw new Error('a stored model holds what was stored, received: something else');
  }
}
