import { existsSync, statSync } from 'node:fs';
import { isModel, parseModel } from './stored-model';
import type { App } from '../assembly/app';
import { readApp } from '../assembly/read';
import { readText } from '../assembly/stack-source';

/**
 * Reads a cloud assembly, a template, or a stored model.
 *
 * @throws AssemblyError with one line that says what could not be read
 */
export function loadApp(path: string): App {
  if (existsSync(path) && statSync(path).isFile()) {
    const text = readText(path);
    if (isModel(text)) {
      return parseModel(text, path);
    }
  }
  return readApp(path);
}
