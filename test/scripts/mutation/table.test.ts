import { type Example, synthesizeExamples } from '../../../scripts/mutation/examples';
import { viewOf } from '../../../scripts/mutation/mutants';
import { isLeaf, means, meansAbove, nodesOf, spell } from '../../../scripts/mutation/path';
import { ASIDE, EVERYWHERE, TABLE } from '../../../scripts/mutation/table';
import { type JsonObject, objectOf } from '../../../src/posture/assembly/json';

let examples: Example[];
beforeAll(() => {
  examples = synthesizeExamples();
});

const resources = () => examples.flatMap(({ template }) => Object.values(objectOf(template.Resources)) as JsonObject[]);

/** The properties of all examples that the table does not name, as `Type path`. */
function unnamed(): string[] {
  return [...new Set(resources().flatMap((resource) => {
    const type = String(resource.Type);
    const rows = TABLE[type];
    if (rows === undefined) {
      return Object.hasOwn(ASIDE, type) ? [] : [type];
    }
    const whole = [
      ...Object.keys(rows.irrelevant), ...Object.keys(EVERYWHERE),
      ...Object.entries(rows.relevant).filter(([, operators]) => operators.some((operator) => operator.whole)).map(([path]) => path),
    ];
    return nodesOf(viewOf(resource)).filter(({ path, value }) => path.length > 0 && isLeaf(value))
      .filter(({ path }) => !whole.some((pattern) => meansAbove(pattern, path)) && !Object.keys(rows.relevant).some((pattern) => means(pattern, path)
        || means(`${pattern}[]`, path) && rows.relevant[pattern]!.some(({ kind }) => kind === 'drop an entry')))
      .map(({ path }) => `${type} ${spell(path).replace(/\[\d+\]/g, '[]')}`);
  }))];
}

test('every property of every resource of the examples is either weakened, or has a reason why not', () => {
  expect(unnamed()).toEqual([]);
});

test('no row of the table is about something that the examples have not', () => {
  const views = resources().map((resource) => ({ type: String(resource.Type), paths: nodesOf(viewOf(resource)).map(({ path }) => path) }));
  const idle = Object.entries(TABLE).flatMap(([type, { relevant, irrelevant }]) => [...Object.keys(relevant), ...Object.keys(irrelevant)]
    .filter((pattern) => !views.some((view) => view.type === type && view.paths.some((path) => means(pattern, path)))).map((pattern) => `${type} ${pattern}`));
  expect([...idle, ...Object.keys(ASIDE).filter((type) => !views.some((view) => view.type === type))]).toEqual([]);
});

test('what is weakened is left out too, once: run, or counted under a rule', () => {
  const without = Object.entries(TABLE).flatMap(([type, { relevant }]) => Object.entries(relevant)
    .filter(([path, operators]) => !/(\[\]|\.\*)$/.test(path) && !operators.some(({ kind }) => kind === 'drop a property')).map(([path]) => `${type} ${path}`));
  expect(without).toEqual([]);
});

test('no property is both weakened and not', () => {
  expect(Object.entries(TABLE).flatMap(([type, { relevant, irrelevant }]) => Object.keys(relevant).filter((path) => path in irrelevant).map((path) => `${type} ${path}`))).toEqual([]);
});
