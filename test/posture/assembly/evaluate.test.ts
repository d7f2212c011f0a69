import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { readApp } from '../../../src/posture/assembly/read';
import { appOf } from '../support/app';

const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SECTIONS = {
  Parameters: {
    Limit: { Type: 'Number', Default: 5 },
    Name: { Type: 'String' },
    Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/made/here' },
    Elsewhere: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/made/elsewhere' },
  },
  Mappings: { Regions: { 'eu-central-1': { Zones: ['a', 'b'], Name: 'Frankfurt' }, 'eu-west-1': { Zones: ['a'], Name: 'Dublin' } } },
  Conditions: {
    Yes: { 'Fn::Equals': ['a', 'a'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Open: { 'Fn::Equals': [{ Ref: 'Name' }, 'prod'] },
    NotOpen: { 'Fn::Not': [{ Condition: 'Open' }] },
    NoAnyway: { 'Fn::And': [{ Condition: 'Open' }, { Condition: 'No' }] },
    YesAnyway: { 'Fn::Or': [{ Condition: 'Open' }, { Condition: 'Yes' }] },
    SameUnknown: { 'Fn::Equals': [{ Ref: 'Name' }, { Ref: 'Name' }] },
  },
};
const Resources = {
  Topic: { Type: 'AWS::SNS::Topic' },
  Api: { Type: 'AWS::ApiGateway::RestApi' },
  Made: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/made/here', Value: 'image-1' } },
};

/** What a value of the stack `Test` comes to, with another stack beside it. */
function valueOf(Value: unknown): unknown {
  const app = appOf({
    Test: { ...SECTIONS, Resources, Outputs: { O: { Value } } },
    Net: { Resources: { Vpc: { Type: 'AWS::EC2::VPC' } }, Outputs: { Id: { Value: { Ref: 'Vpc' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-id' } } }, Plain: { Value: 'plain' } } },
  });
  return app.outputs.find(({ name }) => name === 'O')!.value;
}

const LIMIT = '‹?parameter Limit (default 5)⟨of Test⟩›';
const NAME = '‹?parameter Name⟨of Test⟩›';

test.each<[string, unknown, unknown]>([
  ['a text', 'a', 'a'],
  ['a text that looks like a symbol', '‹Test#Topic.Ref›', '\ufffdTest#Topic.Ref\ufffd'],
  ['a number, and what is null', { a: 1, b: null }, { a: 1, b: null }],
  ['Ref of a resource', { Ref: 'Topic' }, '‹Test#Topic.Ref›'],
  ['Ref of a parameter, whose default is named and not believed', { Ref: 'Limit' }, LIMIT],
  ['Ref of a parameter without a default', { Ref: 'Name' }, NAME],
  ['Ref of a pseudo parameter that nobody knows', { Ref: 'AWS::Region' }, '‹AWS::Region›'],
  ['Ref of the name of the stack', { Ref: 'AWS::StackName' }, 'Test'],
  ['Ref of AWS::NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ['Ref of AWS::NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
  ['Ref of what is not there', { Ref: 'Gone' }, '‹?reference to Gone, which the template does not declare⟨of Test⟩›'],
  ['GetAtt', { 'Fn::GetAtt': ['Topic', 'TopicName'] }, '‹Test#Topic.TopicName›'],
  ['GetAtt as one text', { 'Fn::GetAtt': 'Topic.TopicName' }, '‹Test#Topic.TopicName›'],
  ['GetAtt of what Ref says too', { 'Fn::GetAtt': ['Topic', 'TopicArn'] }, '‹Test#Topic.Ref›'],
  ['GetAtt of what is not there', { 'Fn::GetAtt': ['Gone', 'Arn'] }, '‹?attribute Gone.Arn of a resource that the template does not declare⟨of Test⟩›'],
  ['Sub', { 'Fn::Sub': 'x-${Topic}-${Api.RootResourceId}-${AWS::StackName}' }, 'x-‹Test#Topic.Ref›-‹Test#Api.RootResourceId›-Test'],
  ['Sub with a literal', { 'Fn::Sub': '${!Literal}-${ Topic }' }, '${Literal}-‹Test#Topic.Ref›'],
  ['Sub with names of its own', { 'Fn::Sub': ['${Topic}-${b}', { Topic: 'own', b: { Ref: 'Limit' } }] }, `own-${LIMIT}`],
  ['Join', { 'Fn::Join': ['/', ['a', { Ref: 'Topic' }, 1, true]] }, 'a/‹Test#Topic.Ref›/1/true'],
  ['Join of nothing', { 'Fn::Join': ['/', []] }, ''],
  ['Join of a list that is not known', { 'Fn::Join': ['/', { Ref: 'Name' }] }, '‹?list parameter Name⟨of Test⟩›'],
  ['Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
  ['Select by a text', { 'Fn::Select': ['0', ['a', 'b']] }, 'a'],
  ['Select beyond the end', { 'Fn::Select': [2, ['a', 'b']] }, '‹?2 of [a,b]›'],
  ['Select of what is not known', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Topic', 'List'] }] }, '‹?0 of ⟨Test#Topic.List⟩›'],
  ['Split', { 'Fn::Split': [':', 'a:b'] }, ['a', 'b']],
  ['Split of a text with an own pseudo parameter', { 'Fn::Split': ['.', { 'Fn::Sub': 'a.${AWS::Region}' }] }, ['a', '‹AWS::Region›']],
  ['...by a mark that its name has', { 'Fn::Split': [':', { 'Fn::Sub': 'a:${AWS::Region}' }] }, ['a', '‹AWS::Region›']],
  ['Split of a Region, which has hyphens', { 'Fn::Split': ['-', { 'Fn::Sub': 'a-${AWS::Region}' }] }, '‹?split of a-⟨AWS::Region⟩ by -›'],
  ['...joined again', { 'Fn::Join': ['', { 'Fn::Split': ['-', { Ref: 'AWS::Region' }] }] }, '‹AWS::Region with  for -›'],
  ['Split of what may hold the separator', { 'Fn::Split': ['-', { Ref: 'Name' }] }, '‹?split of parameter Name⟨of Test⟩ by -›'],
  ['FindInMap', { 'Fn::FindInMap': ['Regions', 'eu-central-1', 'Zones'] }, ['a', 'b']],
  ['FindInMap of what is not there, with a default', { 'Fn::FindInMap': ['Regions', 'us-east-1', 'Name', { DefaultValue: 'none' }] }, 'none'],
  ['FindInMap of what is not there', { 'Fn::FindInMap': ['Regions', 'us-east-1', 'Name'] }, '‹?mapping Regions.us-east-1.Name⟨of Test⟩›'],
  ['FindInMap by what is not known', { 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'Name'] }, '‹?mapping Regions.⟨AWS::Region⟩.Name (Frankfurt or Dublin)⟨of Test⟩›'],
  ['If that holds', { 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
  ['If that does not', { 'Fn::If': ['No', 'a', 'b'] }, 'b'],
  ['If without a value', [{ 'Fn::If': ['No', 'a', { Ref: 'AWS::NoValue' }] }], []],
  ['If that may hold', { 'Fn::If': ['Open', 'a', 'b'] }, '‹?condition Open (a or b)⟨of Test⟩›'],
  ['If that is another turned around', { 'Fn::If': ['NotOpen', 'b', 'a'] }, '‹?condition Open (a or b)⟨of Test⟩›'],
  ['If that says the same either way', { 'Fn::If': ['Open', { Ref: 'Topic' }, { 'Fn::GetAtt': ['Topic', 'TopicArn'] }] }, '‹Test#Topic.Ref›'],
  ['If by And with one that does not hold', { 'Fn::If': ['NoAnyway', 'a', 'b'] }, 'b'],
  ['If by Or with one that holds', { 'Fn::If': ['YesAnyway', 'a', 'b'] }, 'a'],
  ['If by the same unknown twice', { 'Fn::If': ['SameUnknown', 'a', 'b'] }, 'a'],
  ['ImportValue', { 'Fn::ImportValue': 'Net-id' }, '‹Net#Vpc.Ref›'],
  ['ImportValue of another app', { 'Fn::ImportValue': 'other' }, '‹?import other›'],
  ['the output of a stack by name', { 'Fn::GetStackOutput': { StackName: 'Net', OutputName: 'Plain' } }, 'plain'],
  ['a dynamic reference to SSM that a stack makes', '{{resolve:ssm:/made/here}}', 'image-1'],
  ['...in a version', '{{resolve:ssm:/made/here:3}}', 'image-1'],
  ['...that another app makes', '{{resolve:ssm:/other}}', '‹?dynamic reference ssm:/other›'],
  ['...inside of a text', 'a-{{resolve:ssm:/other}}', 'a-‹?dynamic reference ssm:/other›'],
  ['...that is put together', { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Topic' }, ':SecretString:password}}']] }, '‹?dynamic reference secretsmanager:⟨Test#Topic.Ref⟩:SecretString:password›'],
  ['...that is put together by Sub', { 'Fn::Sub': '{{resolve:ssm:/made/${x}}}' }, '‹?dynamic reference ssm:/made/reference to x, which the template does not declare⟨of Test⟩›'],
  ['a parameter whose type is one of SSM', { Ref: 'Image' }, 'image-1'],
  ['...that another app makes', { Ref: 'Elsewhere' }, '‹?SSM parameter /made/elsewhere›'],
  ['Availability Zones', { 'Fn::GetAZs': '' }, '‹?Availability Zones›'],
  ['Base64', { 'Fn::Base64': { Ref: 'Topic' } }, '‹Test#Topic.Ref›'],
  ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Topic' } } }, '{"a":"‹Test#Topic.Ref›"}'],
  ['Length', { 'Fn::Length': ['a', 'b'] }, 2],
  ['a macro in the place of a value', { 'Fn::Transform': { Name: 'Include' } }, '‹?Fn::Transform {Name:Include}›'],
  ['a macro beside known members', { 'a': 1, 'Fn::Transform': { Name: 'Include' } }, { 'a': 1, '*': '‹?Fn::Transform {Name:Include}›' }],
  ['a function that nobody knows', { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }, '‹?Fn::Cidr [10.0.0.0/16,2,8]›'],
  ['members that JavaScript would call', JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}') as unknown, JSON.parse('{"__proto__": 1, "constructor": 2, "toString()": 3}') as unknown],
])('%s', (_, value, expected) => {
  expect(valueOf(value)).toEqual(expected);
});

test('parameters of one name in two stacks are two unknowns, and one in the stack itself', () => {
  const template = { Parameters: { Limit: { Type: 'Number' } }, Resources: {}, Outputs: { A: { Value: { Ref: 'Limit' } }, B: { Value: { 'Fn::Sub': '${Limit}' } } } };
  const [one, same, other] = appOf({ One: template, Other: template }).outputs.map(({ value }) => value);
  expect(one).toBe(same);
  expect(one).not.toBe(other);
});

test('outputs of a nested stack are what they lead to, and its parameters are what is passed', () => {
  const app = new App({ outdir: join(folder, 'nested') });
  const parent = new Stack(app, 'Parent');
  const topic = new CfnResource(parent, 'Topic', { type: 'AWS::SNS::Topic' });
  const child = new NestedStack(parent, 'Child');
  const inner = new CfnResource(child, 'Queue', { type: 'AWS::SQS::Queue', properties: { QueueName: topic.ref } });
  new CfnOutput(parent, 'Out', { value: inner.ref });
  const { resources, outputs } = readApp(app.synth().directory);
  const queue = resources.find(({ type }) => type === 'AWS::SQS::Queue')!;
  expect(queue.properties.QueueName).toBe('‹Parent#Topic.Ref›');
  expect(outputs.find(({ name }) => name === 'Out')!.value).toBe(`‹${queue.key}.Ref›`);
});

test('a stage is read with its stacks, and references lead across them', () => {
  const app = new App({ outdir: join(folder, 'stages') });
  const stage = new Stage(app, 'Prod');
  const [one, other] = ['One', 'Other'].map((name) => new Stack(stage, name));
  const topic = new CfnResource(one!, 'Topic', { type: 'AWS::SNS::Topic' });
  new CfnResource(other!, 'Alarm', { type: 'AWS::CloudWatch::Alarm', properties: { AlarmActions: [topic.ref] } });
  const { stacks, resources } = readApp(app.synth().directory);
  expect(stacks.map(({ name }) => name)).toEqual(['Prod/One', 'Prod/Other']);
  expect(resources.find(({ type }) => type === 'AWS::CloudWatch::Alarm')!.properties.AlarmActions).toEqual(['‹Prod~One#Topic.Ref›']);
});

test('a resource whose condition does not hold is not there, and one that may hold names it', () => {
  const { resources } = appOf({
    Test: {
      ...SECTIONS,
      Resources: {
        A: { Type: 'AWS::SNS::Topic', Condition: 'No' }, B: { Type: 'AWS::SNS::Topic', Condition: 'Open' }, C: { Type: 'AWS::SNS::Topic', Condition: 'Yes' },
      },
    },
  });
  expect(resources.map(({ logicalId, condition }) => [logicalId, condition])).toEqual([['B', 'Open'], ['C', undefined]]);
});

test.each([
  ['YAML', 'template.yaml', 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: first\n      TopicName: last\n'],
  ['JSON', 'template.json', '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "first", "TopicName": "last"}}}}'],
])('of two members of one name in %s the last is what CloudFormation deploys', (_, name, text) => {
  const place = join(folder, name.replace('.', '-'));
  mkdirSync(place);
  writeFileSync(join(place, name), text);
  expect(readApp(join(place, name)).resources.map(({ properties }) => properties.TopicName)).toEqual(['last']);
});
