import { Stage } from 'aws-cdk-lib';
import type { App } from '../../../src/posture/assembly/app';
import { readApp } from '../../../src/posture/assembly/read';
import { diffApps } from '../../../src/posture/diff/diff';
import { parseModel, printModel } from '../../../src/posture/model/stored-model';
import { EXAMPLES, newApp } from '../../examples/examples';
import { cleanUp, templatesOf, type Variant } from '../fixtures/synth';
import type { Templates } from '../fixtures/templates';
import { CHANGES } from '../fixtures/weakenings';
import { appOfBodies } from '../support/app';

afterAll(cleanUp);

const ENV = { account: '111122223333', region: 'eu-central-1' };

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
  const agnostic = appOfBodies(templates);
  const noise = [ENV, { region: 'eu-central-1' }, { account: ENV.account }].flatMap((environment) => [
    ...told(agnostic, appOfBodies(templates, environment)), ...told(appOfBodies(templates, environment), agnostic),
  ]);
  expect(noise).toEqual([]);
});

test('what became weaker is told all the same', () => {
  const weaker = CHANGES.filter(({ base, apply }) => {
    const templates = templatesOf(base);
    apply(templates);
    return diffApps(appOfBodies(templatesOf(base)), appOfBodies(templates, ENV)).some(({ direction }) => direction === 'weaker');
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
  expect(told(appOfBodies(publishedBy(OWN)), appOfBodies(publishedBy('111122223333'), ENV))).toEqual([]);
  expect(told(appOfBodies(publishedBy('111122223333')), appOfBodies(publishedBy(OWN), ENV))).toEqual([]);
  expect(told(appOfBodies(publishedBy(OWN)), appOfBodies(publishedBy('444455556666'), ENV))).toEqual([
    'weaker: policy of a topic Policy: now also allows sns:Publish to 444455556666',
    'stronger: policy of a topic Policy: no longer allows sns:Publish to 111122223333',
  ]);
  // Nobody says where either goes.
  expect(told(appOfBodies(publishedBy(OWN)), appOfBodies(publishedBy('111122223333')))).toHaveLength(2);
  // Each says where it goes: to another account.
  expect(told(appOfBodies(publishedBy(OWN), ENV), appOfBodies(publishedBy(OWN), { ...ENV, account: '444455556666' }))).toHaveLength(2);
});

test('partition and suffix are those of the Region', () => {
  const arn = (partition: string) => ({ 'Fn::Sub': `arn:${partition}:iam::444455556666:role/x` });
  const of = (region: string, partition: string) => told(appOfBodies(publishedBy(arn('${AWS::Partition}'))), appOfBodies(publishedBy(arn(partition)), { ...ENV, region }));
  expect([of('eu-central-1', 'aws'), of('cn-north-1', 'aws-cn'), of('us-gov-west-1', 'aws-us-gov'), of('eusc-de-east-1', 'aws-eusc')]).toEqual([[], [], [], []]);
  expect(of('cn-north-1', 'aws')).toHaveLength(2);
});
