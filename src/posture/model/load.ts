import { existsSync, statSync } from 'node:fs';
import { withoutSecrets } from './hidden-secrets';
import { isModel, parseModel } from './stored-model';
import type { App } from '../assembly/app';
import { readApp } from '../assembly/read';
import { readText } from '../assembly/stack-source';

/**
 * Reads a cloud assembly, a template, or a stored model; secrets that stand in it are hidden.
 *
 * @throws AssemblyError with one line that says what could not be read
 */
export function loadApp(path: string): App {
  if (existsSync(path) && statSync(path).isFile()) {
    const text = readText(path);
    if (isModel(text)) {
      return withoutSecrets(parseModel(text, path));
    }
  }
  return withoutSecrets(readApp(path));
}
