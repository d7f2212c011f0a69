import { requestModelBounds as check } from '../../../../src/posture/checks/routes/request-model-bounds';
import { found, judge } from '../../support/app';
import { withBody } from '../../support/private-api';

const post = (schema: unknown) => ({ post: { security: [], requestBody: { content: { 'application/json': { schema } } } } });
const bound = { type: 'object', required: ['a'], additionalProperties: false, properties: { a: { type: 'string', maxLength: 40 } } };

test('models that bound what they admit pass', () => {
  const judged = [...judge(check, withBody({ '/a': post(bound) }))];
  expect(judged.length).toBeGreaterThan(0);
  expect(judged.filter((line) => !line.startsWith('pass'))).toEqual([]);
});

test('one that was forgotten among others that are bound is said', () => {
  expect(found(check, withBody({ '/a': post(bound), '/b': post({ ...bound, additionalProperties: true }) }))).not.toEqual([]);
  expect(found(check, withBody({ '/a': post(bound), '/b': post({ ...bound, properties: { a: { type: 'string' } } }) }))).not.toEqual([]);
});

test.each([['.*', 1], ['^.+$', 1], ['[\\s\\S]*', 1], ['^$', 1], ['^[A-Z]{3}$', 0], ['^.{1,40}$', 0]])('a pattern that everything has is no bound: %s', (pattern, count) => {
  expect(found(check, withBody({ '/a': post(bound), '/b': post({ ...bound, properties: { a: { type: 'string', pattern } } }) }))).toHaveLength(count);
});
