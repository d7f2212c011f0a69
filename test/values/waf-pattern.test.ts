import * as fc from 'fast-check';
import { checkPattern } from '../../src/values/waf-pattern';

test.each([
  '^/a+$', '(a|b)', '(?:a|b)', '(?i)admin', '(?=a)b', '[(]', '[]a]', '[^]a]', '[\\]]', '[[:alpha:]]', '\\(', '\\[', 'a{2,3}', 'a+?', '\\x2f', '\\d+\\.\\w', '[*+]', 'a\\++', '(?P<name>a)',
])('%s is taken', (pattern) => {
  expect(() => checkPattern(pattern)).not.toThrow();
});

test.each([
  ['(a)\\1', 'a backreference'], ['(?P<a>b)(?P=a)', 'a backreference'], ['(a)\\g{1}', 'a backreference'], ['(?<a>b)\\k<a>', 'a backreference'],
  ['a(?R)?b', 'a subroutine or a recursion'], ['(a)(?1)', 'a subroutine or a recursion'], ['(a)(?&x)', 'a subroutine or a recursion'],
  ['(a)?(?(1)b)', 'a condition'], ['(*SKIP)a', 'a control verb'], ['\\C', 'the single byte'], ['a\\R', 'the line end'], ['a\\Kb', 'the new start'],
  ['(?C1)a', 'a callout or code'], ['(?>a)', 'an atomic group'], ['a++', 'a possessive quantifier'], ['a*+', 'a possessive quantifier'],
  ['a?+', 'a possessive quantifier'], ['a{2}+', 'a possessive quantifier'],
])('%s is refused, as WAF refuses it', (pattern, construct) => {
  expect(() => checkPattern(pattern)).toThrow(`received: ${construct}`);
});

test.each(['(', ')', 'a)(', '[a', '[]', 'a\\', '(a))', '((a)', '[\\]'])('%s does not close what it opens', (pattern) => {
  expect(() => checkPattern(pattern)).toThrow('closes the groups and classes that it opens');
});

test.each([['', 0], ['a'.repeat(201), 201]])('a length out of bounds is refused', (pattern, length) => {
  expect(() => checkPattern(pattern)).toThrow(`1 to 200 characters, received: ${length} characters`);
});

test('every text is taken when its marks are escaped', () => {
  fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 90, unit: 'grapheme-ascii' }), (text) => {
    expect(() => checkPattern(text.replace(/[^A-Za-z0-9]/g, '\\$&'))).not.toThrow();
  }), { numRuns: 100, examples: [['\\1']] });
});
