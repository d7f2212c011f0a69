import * as fc from 'fast-check';
import { RuleError } from '../../src/values/rule-error';
import { parseScope } from '../../src/values/scope';

// What Cognito takes: printable ASCII but for space, quotes and backslash; no slash in a name.
const identifier = fc.stringMatching(/^[!#-[\]-~]{1,40}$/);
const name = fc.stringMatching(/^[!#-.0-[\]-~]{1,40}$/);

test('every scope that Cognito takes is read, and its spelling is a fixed point', () => {
  fc.assert(fc.property(identifier, name, (resourceServer, scope) => {
    const text = `${resourceServer}/${scope}`;
    expect(parseScope(text)).toEqual({ resourceServer, name: scope, text });
    expect(parseScope(parseScope(text).text)).toEqual(parseScope(text));
  }));
});

test('an identifier may be a URL: the name is what stands behind the last slash', () => {
  expect(parseScope('https://payments.example.com/v1/read')).toEqual({
    resourceServer: 'https://payments.example.com/v1', name: 'read', text: 'https://payments.example.com/v1/read',
  });
});

test('identifier and name have 256 characters at most', () => {
  const [longest, tooLong] = ['x'.repeat(256), 'x'.repeat(257)];
  expect(parseScope(`${longest}/${longest}`).name).toHaveLength(256);
  expect(() => parseScope(`${tooLong}/read`)).toThrow('a scope is written');
  expect(() => parseScope(`payments/${tooLong}`)).toThrow('a scope is written');
});

test.each([
  '', '/', 'read', 'payments', 'payments/', '/read', 'payments /read', 'payments/re ad', 'payments/réad', 'payments/"read"', 'payments\\/read', 'payments/read\n',
])('%j is refused with its value', (text) => {
  expect.assertions(2);
  try {
    parseScope(text);
  } catch (error) {
    expect((error as RuleError).id).toBe('ScopeMalformed');
    expect((error as RuleError).message).toBe(`a scope is written RESOURCE-SERVER/NAME, as in payments/read, received: ${JSON.stringify(text)}`);
  }
});

test('whatever the text: it is a scope or refused as malformed, and nothing else is thrown', () => {
  fc.assert(fc.property(fc.string(), (text) => {
    try {
      expect(parseScope(text).text).toBe(text);
    } catch (error) {
      expect((error as RuleError).id).toBe('ScopeMalformed');
    }
  }), { numRuns: 500 });
});

test.each(['${Token[TOKEN.12]}/read', 'payments/#{Token[TOKEN.3]}', '${AWS::Region}/read'])('a reference is no scope: %s', (text) => {
  expect(() => parseScope(text)).toThrow('a scope is known at synth');
});
