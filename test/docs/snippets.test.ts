import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as ts from 'typescript';

const ROOT = resolve(__dirname, '../..');

/** A fenced piece of TypeScript in a page; `ts no-run` is compiled only. */
interface Snippet {
  readonly name: string;
  /** As a module, whose function `snippet` gets an app and a stack; line numbers stay those of the page. */
  readonly module: string;
  readonly runs: boolean;
}

function pages(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? pages(path) : path.endsWith('.md') ? [path] : [];
  });
}

function snippetsOf(page: string): Snippet[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  const snippets: Snippet[] = [];
  for (let at = 0; at < lines.length; at++) {
    const fence = /^```ts( no-run)?\s*$/.exec(lines[at]!);
    if (fence) {
      const start = at + 1;
      const end = lines.indexOf('```', start);
      const code = lines.slice(start, end);
      const firstStatement = code.findIndex((line) => line.trim() !== '' && !/^(import\b|\/\/)/.test(line));
      const imports = code.slice(0, firstStatement).join('\n');
      const body = code.slice(firstStatement).join('\n');
      const open = 'export async function snippet(this: import("aws-cdk-lib").Stack, app: import("aws-cdk-lib").App, stack: import("aws-cdk-lib").Stack) {';
      snippets.push({
        name: `${relative(ROOT, page)}:${start}`,
        module: `${'\n'.repeat(start)}${imports}${imports && '\n'}${open} ${body}\nreturn [app, stack]; }\n`,
        runs: !fence[1],
      });
      at = end;
    }
  }
  return snippets;
}

const snippets = [join(ROOT, 'README.md'), ...pages(join(ROOT, 'docs'))].flatMap(snippetsOf);
const fileOf = (snippet: Snippet) => join(ROOT, 'docs', `${snippet.name.replace(/[^\w]/g, '_')}.snippet.ts`);

test('every snippet of the README and the docs compiles', () => {
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'test/tsconfig.json'), ts.sys.readFile).config, ts.sys, join(ROOT, 'test'),
  );
  const options: ts.CompilerOptions = {
    ...config.options, noEmit: true, isolatedModules: false, noUnusedLocals: false, noUnusedParameters: false, rootDir: ROOT,
  };
  const host = ts.createCompilerHost(options);
  const modules = new Map(snippets.map((snippet) => [fileOf(snippet), snippet.module]));
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => modules.get(file) ?? readFile(file);
  host.fileExists = (file) => modules.has(file) || fileExists(file);
  host.getSourceFile = (file, version) => (modules.has(file)
    ? ts.createSourceFile(file, modules.get(file)!, version)
    : getSourceFile.call(host, file, version));
  const program = ts.createProgram([...modules.keys()], options, host);
  const problems = [...modules.keys()].flatMap((file) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((problem) => {
      const { line } = source.getLineAndCharacterOfPosition(problem.start ?? 0);
      return `${relative(ROOT, file)} line ${line}: ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`;
    });
  });
  expect(problems).toEqual([]);
}, 120_000);

describe('every snippet synthesizes', () => {
  test.each(snippets.filter((snippet) => snippet.runs).map((snippet) => [snippet.name, snippet] as const))('%s', async (_, snippet) => {
    const { outputText } = ts.transpileModule(snippet.module, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    const exports: { snippet?: (this: Stack, app: App, stack: Stack) => Promise<unknown> } = {};
    new Function('require', 'exports', '__dirname', outputText)(require, exports, join(ROOT, 'docs'));
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const stack = new Stack(app, 'Snippet');
    await exports.snippet!.call(stack, app, stack);
    expect(app.synth().stacks.length).toBeGreaterThan(0);
  });
});
