import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LAYERS } from '../../../src/posture/checks/check';
import { CHECKS } from '../../../src/posture/checks/registry';

test('no two checks have one id', () => {
  const ids = CHECKS.map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

test('a check stands in the file of its id, in the folder of its layer', () => {
  const folder = join(__dirname, '../../../src/posture/checks');
  expect(CHECKS.filter(({ id, layer }) => !existsSync(join(folder, layer, `${id}.ts`))).map(({ id }) => id)).toEqual([]);
  expect(new Set(CHECKS.map(({ layer }) => layer))).toEqual(new Set(LAYERS));
});
