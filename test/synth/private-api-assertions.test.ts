import { App, NestedStack, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { FindingLevel, PrivateApiAssertions } from '../../src';
import { TrialStack, threeStages } from '../posture/checks/trial';

// The real checks have tests of their own: here it counts what becomes of findings.
jest.mock('../../src/posture/checks/registry', () => ({ CHECKS: jest.requireActual('../posture/checks/trial').TRIAL_CHECKS }));

const stackWith = (options: ConstructorParameters<typeof TrialStack>[2]) => new TrialStack(new App(), 'Payments', options);

test('an app without findings has none', () => {
  const access = PrivateApiAssertions.fromStack(stackWith({ rate: 1, description: 'x' }));
  expect(() => access.hasNoFindings()).not.toThrow();
  expect(access.findings()).toEqual([]);
});

test('a finding fails, with its place and its fix', () => {
  const access = PrivateApiAssertions.fromStack(stackWith({ types: ['EDGE'], rate: 1, description: 'x' }));
  expect(() => access.hasNoFindings()).toThrow(/received: 1\nerror: api-private\n {2}at Payments\/Api.*: EndpointConfiguration.Types is \["EDGE"\]\n {2}fix: /);
});

test.each([
  ['an error', { types: ['EDGE'], rate: 1, description: 'x' }, [true, true, true]],
  ['a warning', { rate: 1 }, [false, true, true]],
  ['what is not known', { parameter: true, description: 'x' }, [false, false, true]],
])('%s fails from its level on', (_, options, expected) => {
  const access = PrivateApiAssertions.fromStack(stackWith(options));
  const fails = [FindingLevel.ERROR, FindingLevel.WARNING, FindingLevel.UNKNOWN].map((failOn) => {
    try {
      access.hasNoFindings({ failOn });
      return false;
    } catch {
      return true;
    }
  });
  expect(fails).toEqual(expected);
});

test('of one stack only its own findings count, those of its nested stacks too', () => {
  const app = new App();
  const good = new TrialStack(app, 'Good', { rate: 1, description: 'x' });
  new TrialStack(app, 'GoodToo', { types: ['EDGE'] });
  expect(PrivateApiAssertions.fromStack(good).findings()).toEqual([]);
  const outer = new Stack(new App(), 'Outer');
  new CfnResource(new NestedStack(outer, 'Inner'), 'Api', { type: 'AWS::ApiGateway::RestApi', properties: { Description: 'x' } });
  expect(PrivateApiAssertions.fromStack(outer).findings().map(({ constructPath }) => constructPath)).toEqual(['Outer/Inner/Api']);
});

test('of one stage only its own findings count', () => {
  const app = new App();
  threeStages(app);
  const [first] = PrivateApiAssertions.fromApp(app.node.findChild('Test') as Stage).findings();
  expect(first).toMatchObject({ check: 'api-private', owasp: ['API8:2023'], constructPath: 'Test/Payments/Api' });
  expect(first!.places.map(({ stack }) => stack)).toEqual(['Test/Payments']);
});

describe('it refuses', () => {
  test('an app without stacks', () => {
    expect(() => PrivateApiAssertions.fromApp(new App())).toThrow('an app that has stacks');
  });

  test('to pass where nothing was judged', () => {
    const stack = new Stack(new App(), 'Empty');
    new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic' });
    expect(() => PrivateApiAssertions.fromStack(stack).hasNoFindings()).toThrow('resources that the checks judge, received: none');
  });

  test('a tree that was changed after its synth', () => {
    const app = new App();
    const stack = new TrialStack(app, 'Payments', { rate: 1, description: 'x' });
    PrivateApiAssertions.fromStack(stack).hasNoFindings();
    new CfnResource(stack, 'Other', { type: 'AWS::ApiGateway::RestApi' });
    expect(() => PrivateApiAssertions.fromStack(stack).hasNoFindings()).toThrow();
  });
});
