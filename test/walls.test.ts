import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
// The repository's configuration is an .eslintrc.json, which ESLint 9 reads by this class only.
import { LegacyESLint } from 'eslint/use-at-your-own-risk';

const ROOT = join(__dirname, '..');
const SRC = join(ROOT, 'src');

const LAYERS = ['encryption', 'network', 'web-firewall', 'identity', 'routes', 'consumers', 'audit'];
const PROVE = ['posture', 'synth', 'cli'];
const RUN = ['functions', 'operations'];
const WHOLE = ['private-api.ts', 'index.ts'];

/** What each room may not import, in the order in which a request meets them; the file that imports need not exist, the one that is imported must. */
const FORBIDDEN: Record<string, string[]> = {
  values: [...LAYERS, ...PROVE, ...RUN, ...WHOLE, 'validation.ts'],
  ...Object.fromEntries(LAYERS.map((layer, at) => [layer, [...LAYERS.slice(at + 1), ...PROVE, ...RUN, ...WHOLE]])),
  posture: [...LAYERS, ...RUN, 'private-api.ts'],
  synth: [...LAYERS, ...RUN, 'private-api.ts'],
  cli: [...LAYERS, 'functions', 'private-api.ts'],
  functions: [...LAYERS, ...PROVE, 'private-api.ts'],
  operations: [...LAYERS, ...PROVE, 'private-api.ts'],
};

const ALLOWED: Record<string, string[]> = {
  values: ['values'],
  ...Object.fromEntries(LAYERS.map((layer, at) => [layer, [...LAYERS.slice(0, at + 1), 'values', 'validation.ts']])),
  posture: ['values', 'posture'],
  cli: ['values', 'posture'],
  functions: ['values'],
  operations: ['values'],
};

/** A module of a room, as a file of another room names it; undefined while the room is empty. */
function moduleOf(room: string): string | undefined {
  if (room.endsWith('.ts')) {
    return existsSync(join(SRC, room)) ? `../${room.slice(0, -3)}` : undefined;
  }
  const files = existsSync(join(SRC, room)) ? readdirSync(join(SRC, room), { recursive: true, encoding: 'utf8' }) : [];
  const file = files.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts')).sort()[0];
  return file && `../${room}/${file.slice(0, -3)}`;
}

const pairs = (table: Record<string, string[]>) => Object.entries(table)
  .flatMap(([importer, rooms]) => rooms.map((room) => [importer, moduleOf(room)] as const))
  .filter((pair): pair is readonly [string, string] => pair[1] !== undefined);

const eslint = new LegacyESLint({ cwd: ROOT, overrideConfig: { rules: { 'import/no-cycle': 'off' } } });

/** What the walls say to a line in a file of a room. */
async function wallsAgainst(room: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: join(SRC, room, 'not-there.ts') });
  expect(result!.messages.filter((message) => message.fatal || message.ruleId === 'import/no-unresolved')).toEqual([]);
  return result!.messages.filter((message) => message.ruleId === 'import/no-restricted-paths').map((message) => message.message);
}

test.each(pairs(FORBIDDEN))('%s/ may not import %s', async (room, path) => {
  expect(await wallsAgainst(room, `import '${path}';`)).toHaveLength(1);
});

test.each(pairs(ALLOWED))('%s/ may import %s', async (room, path) => {
  expect(await wallsAgainst(room, `import '${path}';`)).toEqual([]);
});

test.each(RUN.flatMap((room) => ['aws-cdk-lib', 'aws-cdk-lib/aws-ec2', 'constructs'].map((name) => [room, name])))(
  '%s/, which runs in Lambda, may not import %s', async (room, name) => {
    expect((await wallsAgainst(room!, `import '${name}';`)).join()).toContain('never aws-cdk-lib');
  },
);

test.each([
  ['a type', "import type { DataKey } from '../encryption/data-key';"],
  ['a re-export', "export * from '../encryption/data-key';"],
  ['a dynamic import', "export const later = import('../encryption/data-key');"],
  ['a path from further down', "import '../../src/encryption/data-key';"],
])('a wall has no door for %s', async (_, code) => {
  expect(await wallsAgainst('posture', code)).toHaveLength(1);
});

test('a wall stands in folders of a room too', async () => {
  expect(await wallsAgainst('posture/checks', "import '../../network/api-network';")).toHaveLength(1);
});

// Neither room may reach BUILD through the files that stand beside the rooms.
test.each([...PROVE, ...RUN].flatMap((room) => ['../index', ...room === 'synth' ? [] : ['../validation']].map((path) => [room, path])))(
  '%s/ may not import %s', async (room, path) => {
    expect(await wallsAgainst(room!, `import '${path}';`)).toHaveLength(1);
  },
);
