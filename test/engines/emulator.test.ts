import { ListIPSetsCommand } from '@aws-sdk/client-wafv2';
import { READERS } from './readers';
import { Clients } from './readers/clients';
import { differences } from './support/compare';
import { describeWith } from './support/engines';
import { type Moto, startMoto } from './support/moto';
import { Stacks } from './support/stacks';

const list = (addresses: string[], more: object = {}) => ({
  Type: 'AWS::WAFv2::IPSet', Properties: { Name: 'register', Scope: 'REGIONAL', IPAddressVersion: 'IPV4', Addresses: addresses, ...more },
});
const api = (body: object) => ({ Type: 'AWS::ApiGateway::RestApi', Properties: { Body: { openapi: '3.0.1', info: { title: 'api', version: '1' }, ...body } } });
const get = (more: object) => ({ paths: { '/': { get: { 'x-amazon-apigateway-integration': { type: 'mock' }, ...more } } } });

// What the deploy tests rest on: an emulator that takes everything would prove nothing.
describeWith(['moto'], 'the emulator', () => {
  let moto: Moto;
  let stacks: Stacks;

  beforeAll(async () => {
    moto = await startMoto();
    stacks = new Stacks(moto);
  }, 90_000);
  afterAll(() => moto?.stop());

  test.each([
    ['a type it cannot create', { A: { Type: 'AWS::Athena::WorkGroup', Properties: { Name: 'x' } } }, 'no provider for AWS::Athena::WorkGroup'],
    ['a property that AWS does not know', { A: list([], { Colour: 'red' }) }, 'Encountered unsupported property Colour'],
    ['a nested property that AWS does not know', { A: { Type: 'AWS::SNS::Topic', Properties: { Subscription: [{ Protocol: 'email', Endpoint: 'a@b.c', Colour: 'red' }] } } }, 'Colour'],
    ['a property that it would ignore', { A: { Type: 'AWS::Logs::LogGroup', Properties: { FieldIndexPolicies: [{}] } } }, 'would ignore FieldIndexPolicies'],
    ['a missing property', { A: { Type: 'AWS::WAFv2::IPSet', Properties: { Scope: 'REGIONAL' } } }, 'required key'],
    ['a value of the wrong type', { A: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 'forever' } } }, 'expected type: integer'],
    ['an address list with everything', { A: list(['0.0.0.0/0']) }, '0.0.0.0/0'],
    ['an address that is no block', { A: list(['10.0.0.1']) }, '10.0.0.1'],
    ['an IPv6 block among IPv4 ones', { A: list(['fd00::/8']) }, 'fd00::/8'],
    ['a web ACL that refers to a missing IP set', {
      A: {
        Type: 'AWS::WAFv2::WebACL',
        Properties: {
          Scope: 'REGIONAL',
          DefaultAction: { Block: {} },
          VisibilityConfig: { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: 'x' },
          Rules: [{
            Name: 'r',
            Priority: 0,
            Action: { Allow: {} },
            VisibilityConfig: { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: 'y' },
            Statement: { IPSetReferenceStatement: { Arn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/ipset/none/0' } },
          }],
        },
      },
    }, 'WAFNonexistentItemException'],
    ['an operation whose security scheme is not defined', { A: api(get({ security: [{ issuer: ['a/b'] }] })) }, '"issuer" of get / is not defined'],
    ['an operation without an integration', { A: api({ paths: { '/': { get: {} } } }) }, 'No integration defined'],
    ['an operation with a model that is not defined', { A: api(get({ requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/None' } } } } })) }, 'None'],
    ['a log group whose key does not exist', { A: { Type: 'AWS::Logs::LogGroup', Properties: { KmsKeyId: 'arn:aws:kms:eu-central-1:123456789012:key/none' } } }, 'key/none'],
    ['a flow log of a network that is not there', { A: { Type: 'AWS::EC2::FlowLog', Properties: { ResourceId: 'vpc-1', ResourceType: 'VPC', TrafficType: 'ALL', LogGroupName: 'x' } } }, 'vpc-1'],
  ])('refuses %s', async (_, resources, reason) => {
    const { status, reasons } = await stacks.deploy(`refused-${expect.getState().currentTestName!.replace(/\W+/g, '-').slice(-60)}`, resources);
    expect(reasons.join()).toContain(reason);
    expect(status).toBe('ROLLBACK_COMPLETE');
  });

  test('refuses a circle before anything is created', async () => {
    const circle = { A: { ...list([]), DependsOn: 'B' }, B: { ...list([]), DependsOn: 'A' } };
    await expect(stacks.deploy('circle', circle)).rejects.toThrow('Circular dependency between resources: [A, B]');
  });

  test('replaces what AWS would replace, and deletes the old one', async () => {
    await stacks.deploy('replaced', { A: list([], { Name: 'first' }) });
    const before = await stacks.physicalIds('replaced');
    const { status, events } = await stacks.deploy('replaced', { A: list([], { Name: 'second' }) });
    expect(status).toBe('UPDATE_COMPLETE');
    expect(events.map(({ LogicalResourceId, ResourceStatus }) => [LogicalResourceId, ResourceStatus])).toContainEqual(['A', 'DELETE_COMPLETE']);
    expect((await stacks.physicalIds('replaced')).A).not.toBe(before.A);
    const { IPSets } = await new Clients(moto).waf.send(new ListIPSetsCommand({ Scope: 'REGIONAL' }));
    expect(IPSets!.map(({ Name }) => Name)).toEqual(['second']);
  });

  test('keeps what is to be retained', async () => {
    const retained = { ...list([], { Name: 'kept' }), DeletionPolicy: 'Retain' };
    await stacks.deploy('retained', { A: retained, B: list([], { Name: 'not-kept' }) });
    const { events } = await stacks.deploy('retained', { C: list([], { Name: 'other' }) });
    expect(events.filter(({ ResourceStatus }) => ResourceStatus!.startsWith('DELETE')).map(({ LogicalResourceId, ResourceStatus }) => [LogicalResourceId, ResourceStatus]).sort())
      .toEqual([['A', 'DELETE_SKIPPED'], ['B', 'DELETE_COMPLETE']]);
  });

  test('a failed update leaves everything as it was', async () => {
    const topic = (DisplayName: string) => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms', DisplayName } });
    await stacks.deploy('undone', { A: topic('before'), B: list(['10.0.0.0/8'], { Name: 'undone' }) });
    const { status } = await stacks.deploy('undone', { A: topic('after'), B: { ...list(['0.0.0.0/0'], { Name: 'undone' }), DependsOn: 'A' } });
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    const ids = await stacks.physicalIds('undone');
    const live = await READERS['AWS::SNS::Topic']!.read(new Clients(moto), ids.A!, {});
    expect(live.properties.DisplayName).toBe('before');
    expect((await READERS['AWS::WAFv2::IPSet']!.read(new Clients(moto), ids.B!, {})).properties.Addresses).toEqual(['10.0.0.0/8']);
  });

  test('a template that says the same again is no change', async () => {
    await stacks.deploy('same', { A: list([], { Name: 'same' }) });
    expect((await stacks.deploy('same', { A: list([], { Name: 'same' }) })).status).toBe('NO_CHANGES');
  });
});

describe('comparing a template with what is live', () => {
  test.each([
    [{ a: 1 }, { a: '1', more: true }],
    [['x', 'y'], ['y', 'x']],
    [{ Statement: [{ Effect: 'Deny' }] }, '{"Statement":[{"Effect":"Deny","Action":"*"}]}'],
    [['execute-api:Invoke'], 'execute-api:Invoke'],
  ])('%j is what %j says', (expected, actual) => {
    expect(differences(expected, actual, 'p')).toEqual([]);
  });

  test.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, {}],
    [['x'], ['x', 'y']],
    [['x', 'x'], ['x', 'y']],
    [{ a: { b: true } }, { a: { b: false } }],
    [{ Statement: [] }, undefined],
    ['', undefined],
  ])('%j is not what %j says', (expected, actual) => {
    expect(differences(expected, actual, 'p')).not.toEqual([]);
  });
});
