import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Makes the compiled index load a module when one of its names is first used, as aws-cdk-lib's own indexes do: an app that takes one
 * layer does not pay for all of them.
 */
export function lazyIndex(index: string, namesOf: (module: string) => string[]): string {
  const lazy = 'const lazy = (name, get) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get });';
  return index
    .replace('Object.defineProperty(exports, "__esModule", { value: true });', (line) => `${line}\n${lazy}`)
    .replace(/^__exportStar\(require\("([^"]+)"\), exports\);$/gm, (_, module: string) => namesOf(module).map((name) => [
      `exports.${name} = void 0;`, // what Node looks for when an ES module imports the name
      `lazy("${name}", () => require("${module}").${name});`,
    ].join('\n')).join('\n'));
}

if (require.main === module) {
  const file = join(__dirname, '../lib/index.js');
  const load = createRequire(file);
  writeFileSync(file, lazyIndex(readFileSync(file, 'utf8'), (module) => Object.keys(load(module))));
}
