import { existsSync, realpathSync } from 'node:fs';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { Check, Severity } from './check';
import { type CheckSetting, type Config, DEFAULT_CONFIG } from './config';
import { nearest } from './nearest';
import { readDataFile } from './read-file';
import type { DocumentProblem } from '../../values/document';
import { AssemblyError } from '../assembly/assembly-error';
import { isObject, member, objectOf, oneOrMany } from '../assembly/json';

/** Names of the file in a package that only names the package. */
const STANDARD = ['cdk-private-api.yaml', 'cdk-private-api.yml', 'cdk-private-api.json'];

/**
 * Reads a config file (`schemas/config.schema.json`) and what it extends. Only data is read: no code of a package is run.
 *
 * @throws AssemblyError with every problem, its line and column
 */
export function readConfig(path: string, checks: readonly Check[]): Config {
  return merged(path, checks, []);
}

function merged(path: string, checks: readonly Check[], chain: readonly string[]): Config {
  const file = resolve(path);
  if (chain.includes(file)) {
    throw new AssemblyError(`a config does not extend itself, received: ${[...chain, file].map((one) => relative('.', one)).join(' -> ')}`);
  }
  const { data, lineOf } = readDataFile('a config', path, 'config.schema.json', (found) => problemsOf(found, checks));
  const settings = Object.entries(objectOf(member(data, 'checks'))).map(([id, setting]): [string, CheckSetting] => [
    id, typeof setting === 'string' ? { severity: setting as Severity } : setting as unknown as CheckSetting,
  ]);
  const bases = oneOrMany(member(data, 'extends')).map((name) => merged(
    basePath(String(name), dirname(file), `${path}:${lineOf('extends')}`), checks, [...chain, file]));
  return {
    checks: new Map([...bases.flatMap((base) => [...base.checks]), ...settings]),
    graceDays: (member(data, 'graceDays') as number | undefined) ?? bases.at(-1)?.graceDays ?? DEFAULT_CONFIG.graceDays,
  };
}

/** What the schema cannot say. */
function problemsOf(data: unknown, checks: readonly Check[]): DocumentProblem[] {
  const ids = checks.map(({ id }) => id);
  return Object.entries(objectOf(member(data, 'checks'))).flatMap(([id, setting]): DocumentProblem[] => {
    const check = checks.find((one) => one.id === id);
    if (!check) {
      return [{ path: ['checks', id], atKey: true, message: `is the id of a check, received: "${id}"${nearest(id, ids)}` }];
    }
    const severity = isObject(setting) ? setting.severity : setting;
    const less = severity === 'off' || severity === 'warning' && check.severity === 'error';
    return less && typeof member(setting, 'reason') !== 'string'
      ? [{ path: ['checks', id], message: `asks less than the check does by itself, which takes a reason: { severity: ${String(severity)}, reason: ... }` }]
      : [];
  });
}

/** The file that an entry of `extends` names. */
function basePath(name: string, folder: string, source: string): string {
  if (/^\.{1,2}\//.test(name)) {
    return dataFile(join(folder, name), name, source);
  }
  const [, packageName, inside] = /^((?:@[\w.~-]+\/)?[\w~-][\w.~-]*)(?:\/(.+))?$/.exec(name) ?? [];
  if (packageName === undefined) {
    throw new AssemblyError(`${source} extends an npm package, a file of one, or ./FILE, received: "${name}"`);
  }
  const root = packageFolder(packageName, folder);
  if (root === undefined) {
    throw new AssemblyError(`${source} extends a package that is installed, received: "${packageName}" (not found from ${folder})`);
  }
  if (inside === undefined) {
    const file = STANDARD.map((standard) => join(root, standard)).find(existsSync);
    return file ?? fail(`${source} extends a package that holds ${STANDARD.join(' or ')}, received: "${name}"`);
  }
  const file = dataFile(join(root, inside), name, source);
  if (existsSync(file) && relative(realpathSync(root), realpathSync(file)).split(sep)[0] === '..') {
    throw new AssemblyError(`${source} extends a file inside of its package, received: "${name}"`);
  }
  return file;
}

function dataFile(file: string, name: string, source: string): string {
  return ['.yaml', '.yml', '.json'].includes(extname(file)) ? file : fail(`${source} extends YAML or JSON, never code, received: "${name}"`);
}

/** As Node finds a package, but without running or resolving any of its code. */
function packageFolder(name: string, from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) {
      return candidate;
    }
    if (folder === dirname(folder)) {
      return undefined;
    }
  }
}

function fail(message: string): never {
  throw new AssemblyError(message);
}
