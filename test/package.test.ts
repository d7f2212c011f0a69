import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');
const manifestIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const { dependencies, peerDependencies, bundledDependencies, optionalDependencies } = manifestIn(ROOT);

/** The folder of a dependency, as Node finds it from the folder of its dependent. */
function folderOf(name: string, from: string): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) {
    return folder;
  }
  if (from === dirname(from)) {
    throw new Error(`${name} is not installed`);
  }
  return folderOf(name, dirname(from));
}

/** The folders of dependencies, and of theirs. */
function foldersOf(names: string[], from: string, found = new Set<string>()): Set<string> {
  for (const folder of names.map((name) => folderOf(name, from)).filter((path) => !found.has(path))) {
    found.add(folder);
    const inner = manifestIn(folder);
    foldersOf(Object.keys({ ...inner.dependencies, ...inner.optionalDependencies }), folder, found);
  }
  return found;
}

const bundled = [...foldersOf(Object.keys(dependencies), ROOT)].map(manifestIn);

describe('the package', () => {
  test('brings no runtime dependency besides its peers: what else it needs is bundled', () => {
    expect(Object.keys(peerDependencies).sort()).toEqual(['aws-cdk-lib', 'constructs']);
    expect([...bundledDependencies].sort()).toEqual(Object.keys(dependencies).sort());
    expect(optionalDependencies).toBeUndefined();
    expect(bundled.filter((manifest) => Object.keys(manifest.peerDependencies ?? {}).length > 0).map(({ name }) => name)).toEqual([]);
  });

  test('bundles only what has a permissive licence', () => {
    const permissive = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];
    expect(bundled.length).toBeGreaterThanOrEqual(Object.keys(dependencies).length);
    expect(bundled.filter(({ license }) => !permissive.includes(license)).map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
  });

  describe('as npm packs it', () => {
    let packed: string[] = [];
    let own: string[] = [];

    beforeAll(() => {
      const [pack] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024,
      }));
      packed = pack.bundled;
      own = pack.files.map(({ path }: { path: string }) => path).filter((path: string) => !path.startsWith('node_modules/'));
    }, 60_000);

    test('holds the code, its types for every language, the schema, the licence and the first page', () => {
      // `npm test` compiles first; where nothing is compiled, only what exists can be packed.
      const compiled = ['lib/index.js', 'lib/index.d.ts', '.jsii'].filter((path) => existsSync(join(ROOT, path)));
      expect(own).toEqual(expect.arrayContaining([...compiled, 'schemas/consumers.schema.json', 'README.md', 'LICENSE', 'package.json']));
    });

    test('holds every bundled dependency, and nothing else of node_modules', () => {
      expect([...packed].sort()).toEqual(bundled.map(({ name }) => name).sort());
    });

    test('holds no tests, examples, benches or sources', () => {
      expect(own.filter((path) => /(^|\/)(test|tests|examples?|bench|scripts|src|docs|coverage|cdk\.out)\//.test(path))).toEqual([]);
      expect(own.filter((path) => /\.ts$/.test(path) && !/\.d\.ts$/.test(path))).toEqual([]);
      expect(own.filter((path) => /\.(test|spec)\./.test(path))).toEqual([]);
    });
  });
});
