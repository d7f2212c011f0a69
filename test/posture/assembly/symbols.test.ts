import fc from 'fast-check';
import { parsedText, tamed } from '../../../src/posture/assembly/json';
import {
  asReference, colonFields, inStack, isUnknown, literal, readable, referenceTo, referencesIn, renameReferences, unknown, unknownsIn,
} from '../../../src/posture/assembly/symbols';

test('no text of a template can forge a symbol', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('‹', '›', '⟨', '⟩', '?', '#', '.', 'A', 'Test')).map((parts) => parts.join('')), (text) => {
    expect(literal(text)).not.toMatch(/[‹›⟨⟩]/);
    expect(unknownsIn(literal(text))).toEqual([]);
    expect(referencesIn(literal(text))).toEqual([]);
  }));
});

test('an unknown is one symbol, whatever its name holds, and keeps the references in it', () => {
  const name = `list ${unknown('parameter A')} of ${referenceTo('Test#Vpc', 'Ref')}`;
  expect(isUnknown(unknown(name))).toBe(true);
  expect(referencesIn(unknown(name))).toEqual([{ key: 'Test#Vpc', attribute: 'Ref' }]);
  expect(readable(unknown(name))).toBe('<list parameter A of ${Vpc}>');
  fc.assert(fc.property(fc.array(fc.constantFrom('‹', '›', '⟨', '⟩', '‹?a›', '‹T#A.Ref›', 'x', '?')).map((parts) => parts.join('')), (text) => {
    expect(isUnknown(unknown(text))).toBe(true);
  }));
});

test('the stack of a name is for those who compare, and nothing that people read', () => {
  const [one, other] = ['One', 'Other'].map((stack) => unknown(inStack('parameter Limit', stack)));
  expect(one).not.toBe(other);
  expect(unknownsIn([one!, other!])).toEqual(['parameter Limit', 'parameter Limit']);
  expect(readable(one)).toBe('<parameter Limit>');
});

test('references and stacks are renamed, in the names of unknowns too', () => {
  const value = [referenceTo('One#A', 'Arn'), unknown(`0 of ${referenceTo('One#A', 'Zones')}`), unknown(inStack('parameter Limit', 'One'))];
  expect(renameReferences(value, (key) => (key === 'One#A' ? 'Two#B' : undefined), (stack) => (stack === 'One' ? 'Two' : undefined)))
    .toEqual(['‹Two#B.Arn›', '‹?0 of ⟨Two#B.Zones⟩›', '‹?parameter Limit⟨of Two⟩›']);
});

test('one reference and nothing else is a reference', () => {
  expect(asReference('‹Test#A.Outputs.X›')).toEqual({ key: 'Test#A', attribute: 'Outputs.X' });
  expect(['x‹Test#A.Ref›', '‹Test#A.Ref›‹Test#A.Ref›', '‹AWS::Region›', '‹?0 of ⟨Test#A.Ref⟩›', 7, null].map((value) => asReference(value))).toEqual(Array(6).fill(undefined));
});

test('the fields of an ARN end at its colons, and not at those of a symbol', () => {
  expect(colonFields('arn:‹AWS::Partition›:sns::‹?parameter A:b›x:t')).toEqual(['arn', '‹AWS::Partition›', 'sns', '', '‹?parameter A:b›x', 't']);
  fc.assert(fc.property(fc.string(), (text) => {
    expect(colonFields(text)).toEqual(text.split(':'));
  }));
});

test('of data from outside every object can be written into a text, and every list can be walked', () => {
  const data = tamed(JSON.parse('{"a": [{"toString": 1, "valueOf": {"toString": 2}}]}'), 10) as { a: object[] };
  expect(String(data.a[0])).toBe('[object Object]');
  expect(data.a[0]).toEqual({ 'toString()': 1, 'valueOf()': { 'toString()': 2 } });
  expect(tamed(JSON.parse('[[[1]]]'), 1)).toBeUndefined();
  const circle: unknown[] = [];
  circle.push(circle, circle);
  expect(tamed(circle, 100)).toBeUndefined();
});

test.each([['no JSON', '{'], ['JSON that is nested without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`]])('a text of %s says nothing', (_, text) => {
  expect(parsedText(text)).toBeUndefined();
});
