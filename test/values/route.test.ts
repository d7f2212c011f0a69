import * as fc from 'fast-check';
import { METHODS, parseRoute, pathParameters } from '../../src/values/route';
import { RuleError } from '../../src/values/rule-error';

const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,8}$/);
const literal = fc.stringMatching(/^[A-Za-z0-9._,:-]{1,8}$/).filter((text) => text !== '.' && text !== '..');

/** A route, and the parameters that its path has. */
const route = fc.record({
  method: fc.constantFrom(...METHODS),
  segments: fc.array(fc.oneof(literal.map((text) => ({ text, parameter: undefined })), name.map((parameter) => ({ text: `{${parameter}}`, parameter }))), { maxLength: 6 }),
  greedy: fc.option(name, { nil: undefined }),
}).map(({ method, segments, greedy }) => {
  const all = [...segments, ...greedy === undefined ? [] : [{ text: `{${greedy}+}`, parameter: greedy }]];
  return { text: `${method} /${all.map(({ text }) => text).join('/')}`, method, parameters: all.flatMap(({ parameter }) => parameter ?? []), all };
});

test('every route of the grammar is read, and its spelling is a fixed point', () => {
  fc.assert(fc.property(route.filter(({ all }) => new Set(all.filter((segment) => segment.parameter).map(({ parameter }) => parameter)).size
    === all.filter((segment) => segment.parameter).length), ({ text, method, parameters, all }) => {
    const read = parseRoute(text);
    expect(read).toEqual({ method, text, path: text.slice(method.length + 1), segments: all.map((segment) => segment.text) });
    expect(pathParameters(read)).toEqual(parameters);
    expect(parseRoute(read.text)).toEqual(read);
  }));
});

test.each([
  ['', 'METHOD /path'],
  ['GET', 'METHOD /path'],
  ['/payments', 'METHOD /path'],
  ['get /payments', 'METHOD /path'],
  ['GET  /payments', 'METHOD /path'],
  ['GET payments', 'METHOD /path'],
  ['GET /payments ', 'METHOD /path'],
  ['GET /pay ments', 'METHOD /path'],
  ['FETCH /payments', 'method is one of GET, HEAD,'],
  ['TRACE /payments', 'method is one of'],
  ['GET /payments/', 'segment 2 is ""'],
  ['GET //payments', 'segment 1 is ""'],
  ['GET /a/../b', 'segment 2 is ".."'],
  ['GET /a*', 'segment 1 is "a*"'],
  ['GET /{a}/{a+}', 'names each of its parameters once'],
  ['GET /payments?limit=1', 'segment 1 is'],
  ['GET /payments#top', 'segment 1 is'],
  ['GET /payments%20', 'segment 1 is'],
  ['GET /payments/{}', 'segment 2 is "{}"'],
  ['GET /payments/x{id}', 'segment 2 is "x{id}"'],
  ['GET /payments/{id', 'segment 2 is "{id"'],
  ['GET /payments/{i d}', 'METHOD /path'],
  ['GET /{all+}/payments', 'greedy+} parameter stands last'],
  ['GET /payments/{id}/items/{id}', 'names each of its parameters once'],
])('%j is refused with its value', (text, rule) => {
  expect.assertions(3);
  try {
    parseRoute(text);
  } catch (error) {
    expect((error as RuleError).id).toBe('RouteMalformed');
    expect((error as RuleError).message).toContain(rule);
    expect((error as RuleError).message).toContain(`received: ${JSON.stringify(text)}`);
  }
});

test('whatever the text: it is a route or refused as malformed, and nothing else is thrown', () => {
  const nearly = fc.stringMatching(/^[A-Z]{0,7} ?[a-z{}+/ ?]{0,24}$/);
  fc.assert(fc.property(fc.oneof(fc.string(), nearly), (text) => {
    try {
      expect(parseRoute(text).text).toBe(text);
    } catch (error) {
      expect((error as RuleError).id).toBe('RouteMalformed');
    }
  }), { numRuns: 500 });
});

test('a path whose method could have no ARN is refused', () => {
  expect(() => parseRoute(`GET /${'a'.repeat(1400)}`)).toThrow('a path has at most 1400 characters');
});
