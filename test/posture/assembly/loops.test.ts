import fc from 'fast-check';
import type { App } from '../../../src/posture/assembly/app';
import { diffApps } from '../../../src/posture/diff/diff';
import { type Resources, appOf } from '../support/app';

const loops = (Resources: unknown, sections: Record<string, unknown> = {}) => appOf({ Test: { Transform: 'AWS::LanguageExtensions', ...sections, Resources: Resources as Resources } });
const topic = (Properties: object) => ({ Type: 'AWS::SNS::Topic', Properties });
const content = (app: App) => Object.fromEntries(app.resources.map(({ logicalId, type, properties }) => [logicalId, { type, properties }]));

test('a loop over a list that is written out is what it makes', () => {
  const app = loops({ 'Fn::ForEach::Topics': ['Name', ['Orders', 'Claims'], { 'Topic${Name}': topic({ TopicName: { 'Fn::Sub': '${Name}-${AWS::Region}' }, DisplayName: { Ref: 'Name' } }) }] });
  expect(content(app)).toEqual({
    TopicOrders: { type: 'AWS::SNS::Topic', properties: { TopicName: 'Orders-‹AWS::Region›', DisplayName: 'Orders' } },
    TopicClaims: { type: 'AWS::SNS::Topic', properties: { TopicName: 'Claims-‹AWS::Region›', DisplayName: 'Claims' } },
  });
});

test('loops in loops, in properties, in conditions and in outputs are written out too', () => {
  const app = loops({
    'Fn::ForEach::Outer': ['A', ['x', 'y'], { 'Fn::ForEach::Inner': ['B', ['1', '2'], { 'T${A}${B}': { ...topic({ 'Fn::ForEach::Names': ['P', ['TopicName', 'DisplayName'], { '${P}': '${A}${B}' }] }), Condition: 'Is${A}' } }] }],
  }, {
    Conditions: { 'Fn::ForEach::C': ['A', ['x', 'y'], { 'Is${A}': { 'Fn::Equals': ['${A}', 'x'] } }] },
    Outputs: { 'Fn::ForEach::O': ['B', ['1', '2'], { 'Out${B}': { Value: { Ref: 'Tx${B}' } } }] },
  });
  expect(Object.keys(content(app))).toEqual(['Tx1', 'Tx2']); // the condition of y does not hold
  expect(content(app).Tx2!.properties).toEqual({ TopicName: 'x2', DisplayName: 'x2' });
  expect(app.outputs.map(({ name, value }) => [name, value])).toEqual([['Out1', '‹Test#Tx1.Ref›'], ['Out2', '‹Test#Tx2.Ref›']]);
});

test('&{} leaves out what a logical id can\'t have, ${} does not', () => {
  const app = loops({ 'Fn::ForEach::T': ['Cidr', ['10.0.0.0/8', '10.1.0.0/16'], { 'Topic&{Cidr}': topic({ DisplayName: '${Cidr}' }) }] });
  expect(content(app)).toMatchObject({ Topic100008: { properties: { DisplayName: '10.0.0.0/8' } }, Topic1010016: { properties: { DisplayName: '10.1.0.0/16' } } });
});

test('a collection is what a mapping, or the parent of a nested stack, says; that of a parameter is not known, whatever its default', () => {
  const over = (collection: unknown) => loops({ 'Fn::ForEach::T': ['N', collection, { 'Topic${N}': topic({}) }] }, {
    Mappings: { Names: { all: { list: ['a', 'b'] } } }, Parameters: { List: { Type: 'CommaDelimitedList', Default: 'a,b' }, One: { Type: 'String' } },
  });
  expect(Object.keys(content(over({ 'Fn::FindInMap': ['Names', 'all', 'list'] })))).toEqual(['Topica', 'Topicb']);
  expect(over({ Ref: 'List' }).resources).toMatchObject([{ type: 'Fn::ForEach', logicalId: 'Fn::ForEach::T' }]);
  expect(over(['a', { Ref: 'One' }]).resources).toMatchObject([{ type: 'Fn::ForEach' }]);
  expect(over('a').resources).toMatchObject([{ type: 'Fn::ForEach' }]);
});

test('a loop with one inside that is not known is not known, and so are properties that one makes', () => {
  const Parameters = { List: { Type: 'CommaDelimitedList' } };
  const inner = { 'Fn::ForEach::I': ['B', { Ref: 'List' }, { 'T${A}${B}': topic({}) }] };
  expect(loops({ 'Fn::ForEach::O': ['A', ['x', 'y'], inner] }, { Parameters }).resources.map(({ logicalId }) => logicalId)).toEqual(['Fn::ForEach::O']);
  const [made] = loops({ T: topic({ 'TopicName': 'a', 'Fn::ForEach::P': ['A', { Ref: 'List' }, { '${A}': 'x' }] }) }, { Parameters }).resources;
  expect(made!.properties).toEqual({ 'TopicName': 'a', '*': expect.stringContaining('‹?Fn::ForEach::P') });
});

test('writing a loop out by hand changes nothing', () => {
  const api = (name: string) => ({ Type: 'AWS::ApiGateway::RestApi', Properties: { Name: name, EndpointConfiguration: { Types: ['EDGE'] } } });
  const looped = loops({ 'Fn::ForEach::Apis': ['N', ['a', 'b'], { 'Api${N}': api('${N}') }] });
  expect(diffApps(looped, appOf({ Test: { Resources: { Apia: api('a'), Apib: api('b') } } }))).toEqual([]);
  expect(diffApps(appOf({ Test: { Resources: { Apia: api('a') } } }), looped)).not.toEqual([]);
});

test('loops that are broken, or would make more than any template, neither crash nor hang', () => {
  const digits = [...'0123456789'];
  const deep = [...'ABCDEFGH'].reduce<object>((fragment, name) => ({ [`Fn::ForEach::${name}`]: [name, digits, fragment] }), { 'T${A}${B}${C}${D}${E}${F}${G}${H}': topic({}) });
  expect(loops(deep).resources).toMatchObject([{ type: 'Fn::ForEach' }]);
  const long = { 'Fn::ForEach::L': ['A', ['x'.repeat(100_000)], { T: topic({ DisplayName: '${A}'.repeat(100_000) }) }] };
  expect(loops(long).resources).toMatchObject([{ type: 'Fn::ForEach' }]);
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (identifier, collection, fragment) => {
    loops({ 'Fn::ForEach::A': [identifier, collection, fragment], 'Fn::ForEach::B': fragment, 'T': topic({ 'Fn::ForEach::C': ['N', collection, fragment], 'a': 1 }) });
  }));
});
