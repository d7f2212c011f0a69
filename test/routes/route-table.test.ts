import * as fc from 'fast-check';
import { RouteTable } from '../../src/routes/route-table';
import { stableJson } from '../../src/routes/stable-json';
import { parseRoute } from '../../src/values/route';

const segment = fc.constantFrom('a', 'b', 'c', '{x}');
const route = fc.tuple(fc.constantFrom('GET', 'PUT', 'ANY'), fc.array(segment, { maxLength: 3 }))
  .filter(([, segments]) => segments.filter((one) => one === '{x}').length < 2)
  .map(([method, segments]) => `${method} /${segments.join('/')}`);

function tableOf(routes: string[]): RouteTable {
  const table = new RouteTable();
  for (const text of routes) {
    const key = parseRoute(text);
    table.add({
      operation: { key, scopes: [], apiKeyRequired: true, parameters: [], integration: {} },
      route: { text, method: key.method, path: key.path, scopes: [], apiKeyRequired: true },
    });
  }
  return table;
}

test('a table counts each path prefix once, the root included, in whatever order routes come', () => {
  fc.assert(fc.property(fc.uniqueArray(route, { maxLength: 20 }), (routes) => {
    const prefixes = new Set(routes.flatMap((text) => parseRoute(text).segments.map((_, at, all) => all.slice(0, at + 1).join('/'))));
    expect(tableOf(routes).resourceCount).toBe(prefixes.size + 1);
    expect(tableOf([...routes].reverse()).resourceCount).toBe(prefixes.size + 1);
  }));
});

test('a table takes no route twice and finds those it took', () => {
  fc.assert(fc.property(fc.uniqueArray(route, { minLength: 1, maxLength: 20 }), fc.nat(), (routes, at) => {
    const table = tableOf(routes);
    const again = routes[at % routes.length]!;
    expect(table.find(again)?.text).toBe(again);
    expect(() => tableOf([...routes, again])).toThrow(`received twice: "${again}"`);
  }));
});

test('stable JSON tells values apart, not the order of their keys', () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
    const turned = Object.fromEntries(Object.entries(value).reverse());
    expect(stableJson(turned)).toBe(stableJson(value));
    expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  }));
});

test.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty'])('a model may be called %s', (name) => {
  const table = new RouteTable();
  table.addSchema(name, { type: 'object' });
  table.addSchema(name, { type: 'object' });
  expect(Object.entries(table.schemas)).toEqual([[name, { type: 'object' }]]);
  expect(() => table.addSchema(name, { type: 'array' })).toThrow(`received two: "${name}"`);
});
