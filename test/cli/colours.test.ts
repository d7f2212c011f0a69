import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasColours } from '../../src/cli/colours';
import { main } from '../../src/cli/main';
import { TRIAL_CHECKS, TrialStack, newFolder, synthesized, threeStages } from '../posture/checks/trial';

const terminal = { isTTY: true };

test.each<[string, { isTTY?: boolean }, Record<string, string>, boolean]>([
  ['on a terminal', terminal, {}, true],
  ['not in a pipe', {}, {}, false],
  ['not on a terminal that is dumb', terminal, { TERM: 'dumb' }, false],
  ['not where NO_COLOR is set', terminal, { NO_COLOR: '1' }, false],
  ['where NO_COLOR is empty', terminal, { NO_COLOR: '' }, true],
  ['in a pipe where they are forced', {}, { FORCE_COLOR: '1' }, true],
  ['not on a terminal where FORCE_COLOR is 0', terminal, { FORCE_COLOR: '0' }, false],
  ['not where both are set', terminal, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('colours are printed %s', (_, stream, env, expected) => {
  expect(hasColours(stream, env)).toBe(expected);
});

const faulty = synthesized((app) => threeStages(app));
const base = synthesized((app) => new TrialStack(app, 'Payments', { rate: 10 }));
const head = synthesized((app) => new TrialStack(app, 'Payments', { types: ['EDGE'], rate: 10 }));

async function printed(colours: boolean, ...argv: string[]): Promise<string> {
  let text = '';
  await main(argv, { out: (more) => { text += more; }, err: (more) => { text += more; }, colours, now: () => 0 }, TRIAL_CHECKS);
  return text;
}

test.each([['check', [faulty]], ['diff', [base, head]]])('the text of %s has colours where they are wanted, and the same words', async (command, paths) => {
  const [plain, coloured] = [await printed(false, command, ...paths), await printed(true, command, ...paths)];
  expect(plain).not.toContain('\u001b');
  expect(coloured).toContain('\u001b[');
  // eslint-disable-next-line no-control-regex
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});

test.each(['json', 'sarif', 'junit', 'markdown'])('%s has no colours on a terminal', async (format) => {
  expect(await printed(true, 'check', faulty, '--format', format)).not.toContain('\u001b');
});

test('a file gets no colours', async () => {
  const file = join(newFolder(), 'report.txt');
  await printed(true, 'check', faulty, '--output', file);
  expect(readFileSync(file, 'utf8')).not.toContain('\u001b');
});
