import { Baseline, type BaselineEntry, baselineEntries } from './baseline';
import type { Finding } from './finding';
import { readDataFile } from './read-file';
import { member } from '../assembly/json';

/**
 * Reads a baseline (`schemas/baseline.schema.json`).
 *
 * @throws AssemblyError with every problem, its line and column
 */
export function readBaseline(path: string): Baseline {
  const { data } = readDataFile('a baseline', path, 'baseline.schema.json');
  return new Baseline(member(data, 'entries') as unknown as BaselineEntry[], path);
}

/** A baseline of findings, as it stands in its file. The same findings give the same text. */
export function printBaseline(findings: readonly Finding[]): string {
  return `${JSON.stringify({ format: 'cdk-private-api/baseline', version: 1, entries: baselineEntries(findings) }, undefined, 2)}\n`;
}
