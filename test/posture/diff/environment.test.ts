import { Stage } from 'aws-cdk-lib';
import type { App } from '../../../src/posture/assembly/app';
import { readMetadata } from '../../../src/posture/assembly/metadata';
import { readApp } from '../../../src/posture/assembly/read';
import { resolveApp } from '../../../src/posture/assembly/resolve';
import { diffApps } from '../../../src/posture/diff/diff';
import { parseModel, printModel } from '../../../src/posture/model/stored-model';
import { EXAMPLES, newApp } from '../../examples/examples';
import { cleanUp, templatesOf, type Variant } from '../fixtures/synth';
import type { Templates } from '../fixtures/templates';
import { CHANGES } from '../fixtures/weakenings';

afterAll(cleanUp);

interface Environment {
  readonly account?: string;
  readonly region?: string;
}

const ENV = { account: '111122223333', region: 'eu-central-1' };

function stacks(templates: Templates, environment: Environment = {}): App {
  return resolveApp(Object.entries(templates).map(([name, body]) => ({
    name,
    stackName: name,
    template: { body, lines: new Map() },
    file: `${name}.template.json`,
    templateFile: `${name}.template.json`,
    ...environment,
    metadata: readMetadata({}),
    assets: new Map(),
  })));
}

const told = (before: App, after: App) => diffApps(before, after).map(({ direction, message }) => `${direction}: ${message}`);

test.each(EXAMPLES)('the example $name is no other once its stack names account and Region, nor when it names them no more', ({ make }) => {
  const [agnostic, placed] = [{}, { env: ENV }].map((props) => {
    const app = newApp();
    make(new Stage(app, 'Dev', props));
    return readApp(app.synth().directory);
  });
  expect(placed!.stacks[0]).toMatchObject(ENV);
  expect(told(agnostic!, placed!)).toEqual([]);
  expect(told(placed!, agnostic!)).toEqual([]);
  expect(told(parseModel(printModel(agnostic!), 'model'), placed!)).toEqual([]);
});

test.each<Variant>(['methods', 'openapi', 'yaml'])('the hardened API %s, with account, Region or both, is no other', (variant) => {
  const templates = templatesOf(variant);
  const agnostic = stacks(templates);
  const noise = [ENV, { region: 'eu-central-1' }, { account: ENV.account }].flatMap((environment) => [
    ...told(agnostic, stacks(templates, environment)), ...told(stacks(templates, environment), agnostic),
  ]);
  expect(noise).toEqual([]);
});

test('what became weaker is told all the same', () => {
  const weaker = CHANGES.filter(({ base, apply }) => {
    const templates = templatesOf(base);
    apply(templates);
    return diffApps(stacks(templatesOf(base)), stacks(templates, ENV)).some(({ direction }) => direction === 'weaker');
  });
  expect(weaker).toHaveLength(CHANGES.length);
});

/** A topic that a principal may publish to. */
const publishedBy = (AWS: unknown): Templates => ({
  Pay: {
    Resources: {
      Policy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: ['arn'], PolicyDocument: { Statement: { Effect: 'Allow', Principal: { AWS }, Action: 'sns:Publish', Resource: '*' } } } },
    },
  },
});
const OWN = { Ref: 'AWS::AccountId' };

test('the account of the other version is the own one, any other is none', () => {
  expect(told(stacks(publishedBy(OWN)), stacks(publishedBy('111122223333'), ENV))).toEqual([]);
  expect(told(stacks(publishedBy('111122223333')), stacks(publishedBy(OWN), ENV))).toEqual([]);
  expect(told(stacks(publishedBy(OWN)), stacks(publishedBy('444455556666'), ENV))).toEqual([
    'weaker: policy of a topic Policy: now also allows sns:Publish to 444455556666',
    'stronger: policy of a topic Policy: no longer allows sns:Publish to 111122223333',
  ]);
  // Nobody says where either goes.
  expect(told(stacks(publishedBy(OWN)), stacks(publishedBy('111122223333')))).toHaveLength(2);
  // Each says where it goes: to another account.
  expect(told(stacks(publishedBy(OWN), ENV), stacks(publishedBy(OWN), { ...ENV, account: '444455556666' }))).toHaveLength(2);
});

test('partition and suffix are those of the Region', () => {
  const arn = (partition: string) => ({ 'Fn::Sub': `arn:${partition}:iam::444455556666:role/x` });
  const of = (region: string, partition: string) => told(stacks(publishedBy(arn('${AWS::Partition}'))), stacks(publishedBy(arn(partition)), { ...ENV, region }));
  expect([of('eu-central-1', 'aws'), of('cn-north-1', 'aws-cn'), of('us-gov-west-1', 'aws-us-gov'), of('eusc-de-east-1', 'aws-eusc')]).toEqual([[], [], [], []]);
  expect(of('cn-north-1', 'aws')).toHaveLength(2);
});
