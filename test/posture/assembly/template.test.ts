import { AssemblyError } from '../../../src/posture/assembly/assembly-error';
import { readMetadata } from '../../../src/posture/assembly/metadata';
import { parseTemplate } from '../../../src/posture/assembly/template';

test('short forms are what they stand for, before texts, lists and maps, inside of each other too', () => {
  const { body, lines } = parseTemplate([
    'Resources:', '  A:', '    Type: T', '    Properties:', '      Ref: !Ref X', '      Att: !GetAtt A.B.C', '      Sub: !Sub ["${a}", { a: !Ref X }]', '      If: !If [Yes, !Join ["", [a, !Select [0, !Split [",", "a,b"]]]], !Ref AWS::NoValue]',
    '      Map: !Transform { Name: Include }',
  ].join('\n'), 'template.yaml');
  expect(body.Resources).toEqual({
    A: {
      Type: 'T',
      Properties: {
        Ref: { Ref: 'X' },
        Att: { 'Fn::GetAtt': ['A', 'B.C'] },
        Sub: { 'Fn::Sub': ['${a}', { a: { Ref: 'X' } }] },
        If: { 'Fn::If': ['Yes', { 'Fn::Join': ['', ['a', { 'Fn::Select': [0, { 'Fn::Split': [',', 'a,b'] }] }]] }, { Ref: 'AWS::NoValue' }] },
        Map: { 'Fn::Transform': { Name: 'Include' } },
      },
    },
  });
  expect(lines).toEqual(new Map([['A', 2]]));
});

test.each([
  ['JSON that is cut off', '{"Resources": {', 'template is not valid JSON'],
  ['YAML with a tab', 'Resources:\n\tA: 1', 'template:2:1 is not valid YAML'],
  ['a list', '[1]', 'a template is an object with Resources, received: template with a list'],
  ['nothing', '', 'a template is an object with Resources, received: template with nothing'],
  ['no resources', 'Description: x', 'a template has Resources, received: template without them'],
  ['brackets without end', '['.repeat(1000), 'a template nests at most 300 levels, received: template with 1000'],
  ['lists in lists without end', `Resources:\n  A:\n${Array.from({ length: 400 }, (_, at) => `${' '.repeat(at + 4)}-`).join('\n')} 1`, 'template'],
  ['aliases of aliases without end', `Resources:\n  A0: &a0 [x]\n${Array.from({ length: 40 }, (_, at) => `  A${at + 1}: &a${at + 1} [*a${at}, *a${at}]`).join('\n')}`, 'template is not valid YAML'],
  ['an alias of itself', 'Resources: &a { x: *a, y: *a }', 'a template nests at most 300 levels'],
])('%s is told in one line', (_, text, message) => {
  const read = () => parseTemplate(text, 'template');
  expect(read).toThrow(AssemblyError);
  expect(read).toThrow(message);
  expect(read).not.toThrow(/\n/);
});

test('metadata names the line of the app\'s own code, and not of packages or Node itself', () => {
  const { paths, sources, acknowledgements } = readMetadata({
    '/App/Stack/Api': [
      { type: 'aws:cdk:logicalId', data: 'Api123', trace: ['new Api (/app/node_modules/aws-cdk-lib/x.js:1:1)', 'at async main (file:///app/lib/stack.ts:12:5)', 'node:internal/main:1:1'] },
      { type: 'aws:cdk:acknowledged-rules', data: { 'PrivateApi::api': { reason: 'because' }, 'Other::x': 'why' } },
    ],
    '/App/Stack/Odd': [{ type: 'aws:cdk:logicalId', data: 7, trace: 'x' }, null, { type: 'aws:cdk:creationStack', data: [`${'('.repeat(50_000)}`] }],
    '/App/Stack/None': 'x',
  });
  expect(paths).toEqual(new Map([['Api123', 'App/Stack/Api'], ['7', 'App/Stack/Odd']]));
  expect(sources.get('App/Stack/Api')).toBe('/app/lib/stack.ts:12');
  expect(acknowledgements).toEqual([
    { id: 'PrivateApi::api', constructPath: 'App/Stack/Api', reason: 'because' }, { id: 'Other::x', constructPath: 'App/Stack/Api', reason: 'why' },
  ]);
});
