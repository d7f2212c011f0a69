import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { indented, paint, widthOf, wrapped } from './text';
import { Baseline, baselineEntries } from '../../src/posture/checks/baseline';
import { type Report, runChecks } from '../../src/posture/checks/run';
import { diffApps } from '../../src/posture/diff/diff';
import { loadApp } from '../../src/posture/model/load';
import { Posture } from '../../src/posture/model/posture';
import { textChanges } from '../../src/posture/report/changes';
import { textReport } from '../../src/posture/report/text';
import { isoDay } from '../../src/values/day';

const WIDTH = 78; // two more to the left

export const WIDER = '10.128.0.0/9';

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
}

/** What a reviewer of a pull request is told: of one that widens the address list, and of one that lets pass what no rule names. */
export function openedLines(templateFile: string, today: number): { diff: string[]; finding: string[] } {
  const assembly = dirname(templateFile);
  const base = loadApp(assembly);
  const wider = changed(templateFile, widen, loadApp);
  const open = changed(templateFile, admitAll, loadApp);
  const options = { width: WIDTH, paint, until: isoDay(today + 90) };
  return {
    diff: narrow(textChanges([{ base: 'base', head: 'head', changes: diffApps(base, wider) }], paint, WIDTH)),
    finding: narrow(textReport(newIn(assembly, base, open, today), options)),
  };
}

/** The command leaves names, and lines to be copied, in one piece; here they are broken. */
function narrow(text: string): string[] {
  return text.trimEnd().split('\n').flatMap((line) => {
    const margin = /^ */.exec(line)![0].length;
    return widthOf(line) <= WIDTH ? [line] : indented(wrapped(line.slice(margin), WIDTH - margin - 7)
      .map((part, at) => (at === 0 ? part.trimEnd() : `       ${part.trimEnd()}`)), margin);
  });
}

/** What the checks find in one version and not in the one before. */
function newIn(path: string, base: ReturnType<typeof loadApp>, head: ReturnType<typeof loadApp>, today: number): Report {
  const { findings } = runChecks([{ path, posture: new Posture(base) }], { today });
  return runChecks([{ path, posture: new Posture(head) }], { today, baseline: new Baseline(baselineEntries(findings), 'base') });
}

/** Reads the assembly as it would be with another template; nothing of it stays on the disk. */
function changed<T>(templateFile: string, change: (template: Template) => void, read: (assembly: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-private-api-demo-'));
  try {
    cpSync(dirname(templateFile), folder, { recursive: true, filter: (file) => !basename(file).startsWith('asset.') });
    const template = JSON.parse(readFileSync(templateFile, 'utf8')) as Template;
    change(template);
    writeFileSync(join(folder, basename(templateFile)), JSON.stringify(template));
    return read(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function widen({ Resources }: Template): void {
  const set = Object.values(Resources).find(({ Type, Properties }) =>
    Type === 'AWS::WAFv2::IPSet' && Properties.IPAddressVersion === 'IPV4' && JSON.stringify(Properties.Addresses).includes('10.'));
  (set!.Properties.Addresses as string[]).push(WIDER);
}

function admitAll({ Resources }: Template): void {
  Object.values(Resources).find(({ Type }) => Type === 'AWS::WAFv2::WebACL')!.Properties.DefaultAction = { Allow: {} };
}
