import { statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { Place } from '../checks/finding';

/** A line of a file, below the working directory where it is there. */
export interface FileLine {
  readonly file: string;
  readonly line?: number;
}

/** The line of code, or else the template, where a finding is to be mended. */
export function whereOf({ app, source, template }: Pick<Place, 'app' | 'source' | 'template'>): FileLine {
  const [, file, line] = /^(.*):(\d+)$/.exec(source ?? '') ?? [];
  if (file === undefined) {
    return { file: here(join(folderOf(app), template)) ?? template };
  }
  // The lines of a template stand below what was read, those of code below the working directory or the root.
  const path = file === template ? here(join(folderOf(app), template)) ?? template : isAbsolute(file) ? here(file) ?? file : posix(file);
  return { file: path, line: Number(line) };
}

/** As people read it: `lib/payments.ts:42`. */
export function lineText({ file, line }: FileLine): string {
  return line === undefined ? file : `${file}:${line}`;
}

function folderOf(app: string): string {
  return statSync(app, { throwIfNoEntry: false })?.isDirectory() ? app : dirname(app);
}

/** Relative to the working directory; undefined outside of it. */
function here(path: string): string | undefined {
  const way = relative('.', path);
  return way === '' || isAbsolute(way) || way.split(sep)[0] === '..' ? undefined : posix(way);
}

function posix(path: string): string {
  return path.split(sep).join('/');
}
