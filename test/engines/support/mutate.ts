import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Assembly, type Template, readAssembly } from './cdk';

/** A copy of an assembly whose templates are changed; unchanged templates stay as they are. */
export function mutated(assembly: Assembly, change: (template: Template) => void): Assembly {
  const directory = `${assembly.directory}-mutated`;
  cpSync(assembly.directory, directory, { recursive: true });
  for (const [name, original] of Object.entries(assembly.templates)) {
    const template = structuredClone(original);
    change(template);
    const file = join(directory, `${name}.template.json`);
    const [before, after] = [readFileSync(file), Buffer.from(JSON.stringify(template, undefined, 1))];
    if (JSON.stringify(template) !== JSON.stringify(original)) {
      writeFileSync(file, after);
      // The CLI uploads a template under its hash, and not at all if that name is taken.
      rename(directory, sha256(before), sha256(after));
    }
  }
  return readAssembly(directory);
}

function rename(directory: string, before: string, after: string): void {
  for (const name of readdirSync(directory).filter((file) => file.endsWith('.assets.json') || file === 'manifest.json')) {
    const file = join(directory, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(before, after));
  }
}

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The logical ids that differ between two templates, metadata aside. */
export function changedIds(before: Template, after: Template): string[] {
  const text = (template: Template, id: string) => {
    const { Metadata, ...rest } = (template.Resources[id] ?? {}) as Record<string, unknown>;
    return JSON.stringify(rest);
  };
  const ids = [...new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)])];
  return ids.filter((id) => text(before, id) !== text(after, id)).sort();
}
