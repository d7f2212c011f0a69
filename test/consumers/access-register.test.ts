import { Annotations, App, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import { AccessRegister, type AccessRegisterProps } from '../../src/consumers/access-register';
import type { ConsumerOptions } from '../../src/consumers/consumer-options';
import { endpointProblems, fieldProblems } from '../../src/consumers/consumer-rules';
import { policyLength } from '../../src/consumers/resource-policy';
import { UsageTier } from '../../src/consumers/usage-tier';
import { newStack, onlyResource, resourcesOf, warningsOf } from '../support/stack';

const CENTRAL = 'vpce-0ce00000000000000';
const SOMEONE: ConsumerOptions = { owner: 'team@example.com', addresses: ['10.20.0.0/16'] };

function registerIn(stack: Stack, props: Partial<AccessRegisterProps> = {}): AccessRegister {
  const api = apigateway.RestApi.fromRestApiId(stack, 'Api', 'abcdefghij');
  const stage = apigateway.Stage.fromStageAttributes(stack, 'Stage', { stageName: 'prod', restApi: api });
  return new AccessRegister(stack, 'Register', { api, stages: [stage], endpointIds: [CENTRAL], ...props });
}

/** The endpoints that the register's policy lets through. */
function admittedBy(register: AccessRegister): unknown[] {
  const { Statement } = Stack.of(register).resolve(register.resourcePolicy);
  return Statement[1].Condition.StringNotEquals['aws:SourceVpce'];
}

function withNow(now: string): Stack {
  return new Stack(new App({ context: { 'cdk-private-api:now': now } }), 'Test');
}

function validate(stack: Stack): () => unknown {
  return () => Template.fromStack(stack);
}

describe('API keys and usage plans', () => {
  test('a consumer gets an enabled API key whose value stands in no template', () => {
    const stack = newStack();
    const billing = registerIn(stack).addConsumer('Billing', SOMEONE);
    const key = onlyResource(stack, 'AWS::ApiGateway::ApiKey');
    expect(key.Properties).toEqual({ Description: 'Billing, owner team@example.com', Enabled: true, GenerateDistinctId: true });
    expect(stack.resolve(billing.apiKeyId)).toEqual({ Ref: Object.keys(resourcesOf(stack, 'AWS::ApiGateway::ApiKey'))[0] });
    expect(JSON.stringify(stack.resolve(billing.apiKeyArn))).toContain('::/apikeys/');
  });

  test('consumers of one tier share one usage plan, each with a key of its own', () => {
    const stack = newStack();
    const register = registerIn(stack);
    register.addConsumer('Billing', SOMEONE);
    register.addConsumer('Ledger', SOMEONE);
    const plan = onlyResource(stack, 'AWS::ApiGateway::UsagePlan');
    expect(plan.Properties).toEqual({
      ApiStages: [{ ApiId: 'abcdefghij', Stage: 'prod' }],
      Description: 'Tier standard: 50 requests a second, 100 at one moment, 1000000 a day',
      Throttle: { RateLimit: 50, BurstLimit: 100 },
      Quota: { Limit: 1_000_000, Period: 'DAY' },
    });
    const [planId] = Object.keys(resourcesOf(stack, 'AWS::ApiGateway::UsagePlan'));
    const memberships = Object.values(resourcesOf(stack, 'AWS::ApiGateway::UsagePlanKey')).map(({ Properties }) => Properties);
    expect(memberships.map(({ UsagePlanId }) => UsagePlanId.Ref)).toEqual([planId, planId]);
    expect(new Set(memberships.map(({ KeyId }) => KeyId.Ref)).size).toBe(2);
  });

  test('a consumer with limits of its own has a plan of its own, and its key is in no other', () => {
    const stack = newStack();
    const register = registerIn(stack);
    register.addConsumer('Billing', { ...SOMEONE, throttle: { rateLimit: 500, burstLimit: 1000 } });
    const plan = onlyResource(stack, 'AWS::ApiGateway::UsagePlan');
    expect(plan.Properties.Throttle).toEqual({ RateLimit: 500, BurstLimit: 1000 });
    expect(plan.Properties.Quota).toEqual({ Limit: 1_000_000, Period: 'DAY' });
    onlyResource(stack, 'AWS::ApiGateway::UsagePlanKey');
    expect(register.consumer('Billing').throttle.rateLimit).toBe(500);
  });

  test('a quota of its own keeps the rate of the tier', () => {
    const stack = newStack();
    registerIn(stack).addConsumer('Billing', { ...SOMEONE, quota: { limit: 7, period: apigateway.Period.WEEK } });
    expect(onlyResource(stack, 'AWS::ApiGateway::UsagePlan').Properties).toMatchObject({
      Throttle: { RateLimit: 50, BurstLimit: 100 }, Quota: { Limit: 7, Period: 'WEEK' },
    });
  });

  test('a plan limits every stage, and waits for it', () => {
    const stack = newStack();
    const api = new apigateway.RestApi(stack, 'Api', { deploy: false });
    api.root.addMethod('GET');
    const deployment = new apigateway.Deployment(stack, 'Deployment', { api });
    const stages = ['blue', 'green'].map((stageName) => new apigateway.Stage(stack, stageName, { deployment, stageName }));
    const literal = new apigateway.CfnStage(stack, 'Red', { restApiId: api.restApiId, deploymentId: deployment.deploymentId, stageName: 'red' });
    const byName = Object.defineProperty(Object.create(literal), 'stageRef', { value: { restApiId: api.restApiId, stageName: 'red' } });
    new AccessRegister(stack, 'Register', { api, stages: [...stages, byName] }).addConsumer('Billing', SOMEONE);
    const plan = onlyResource(stack, 'AWS::ApiGateway::UsagePlan');
    expect(plan.Properties.ApiStages.map(({ Stage: stage }: any) => stage)).toEqual([...stages.map((stage) => stack.resolve(stage.stageName)), 'red']);
    expect(plan.DependsOn).toEqual([stack.resolve(literal.ref).Ref]);
  });

  test('a tier that nobody is in costs nothing', () => {
    const stack = newStack();
    const gold = UsageTier.of('gold', { throttle: { rateLimit: 1000, burstLimit: 2000 } });
    const register = registerIn(stack, { tiers: [UsageTier.standard(), gold] });
    register.addConsumer('Billing', { ...SOMEONE, tier: 'gold' });
    expect(onlyResource(stack, 'AWS::ApiGateway::UsagePlan').Properties).toEqual(expect.objectContaining({
      Description: 'Tier gold: 1000 requests a second, 2000 at one moment, no quota', Throttle: { RateLimit: 1000, BurstLimit: 2000 },
    }));
  });

  test('the default tier is the first, or the one that is named', () => {
    const tiers = ['a', 'b'].map((name, at) => UsageTier.of(name, { throttle: { rateLimit: at + 1, burstLimit: 1 } }));
    expect(registerIn(newStack(), { tiers }).addConsumer('X', SOMEONE).throttle.rateLimit).toBe(1);
    expect(registerIn(newStack(), { tiers, defaultTier: 'b' }).addConsumer('X', SOMEONE).throttle.rateLimit).toBe(2);
  });
});

describe('the resource policy', () => {
  test('it admits the endpoints of API and consumers, sorted, each once, and denies the rest', () => {
    const stack = newStack();
    const register = registerIn(stack);
    register.addConsumer('Billing', { ...SOMEONE, vpcEndpoints: ['vpce-0bbbbbbbb', 'vpce-0aaaaaaaa'] });
    register.addConsumer('Ledger', { ...SOMEONE, addresses: ['10.30.0.0/16'], vpcEndpoints: ['vpce-0aaaaaaaa', CENTRAL] });
    expect(stack.resolve(register.resourcePolicy)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'execute-api:Invoke',
          Resource: 'execute-api:/*',
          Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-0aaaaaaaa', 'vpce-0bbbbbbbb', CENTRAL] } },
        },
      ],
    });
  });

  test('a reference to an endpoint is in it once, whoever names it', () => {
    const stack = newStack();
    const endpoint = new ec2.CfnVPCEndpoint(stack, 'Endpoint', { vpcId: 'vpc-1', serviceName: 'execute-api' });
    const register = registerIn(stack, { endpointIds: [endpoint.ref] });
    register.addConsumer('Billing', { ...SOMEONE, vpcEndpoints: [Fn.ref('Endpoint'), 'vpce-0aaaaaaaa'] });
    expect(admittedBy(register)).toEqual(['vpce-0aaaaaaaa', { Ref: 'Endpoint' }]);
  });

  test('without any endpoint nobody is admitted, and a warning says so', () => {
    const stack = newStack();
    const register = registerIn(stack, { endpointIds: [] });
    register.addConsumer('Billing', SOMEONE);
    expect(admittedBy(register)).toEqual(['none']);
    expect(warningsOf(stack)).toEqual([expect.stringContaining('its resource policy denies every call')]);
  });

  test('a policy over 8,192 characters is refused with the consumers that name the most endpoints', () => {
    const stack = newStack();
    const register = registerIn(stack);
    const endpoints = (from: number, count: number) => Array.from({ length: count }, (_, at) => `vpce-${(from + at).toString(16).padStart(17, '0')}`);
    register.addConsumer('Small', { ...SOMEONE, vpcEndpoints: endpoints(0, 9) });
    register.addConsumer('Large', { ...SOMEONE, vpcEndpoints: endpoints(100, 200) });
    register.addConsumer('Middle', { ...SOMEONE, vpcEndpoints: endpoints(1000, 120) });
    expect(validate(stack)).toThrow(/at most 8,192 characters, received: 8,\d{3} for 330 VPC endpoints \(most are named by Large 200, Middle 120, Small 9\)/);
  });

  test('references count as long as endpoint ids get', () => {
    const policies = [false, true].map((references) => {
      const stack = newStack();
      const register = registerIn(stack);
      register.addConsumer('Large', {
        ...SOMEONE,
        vpcEndpoints: Array.from({ length: 330 }, (_, at) => (references ? Fn.ref(`E${at}`) : `vpce-${at.toString(16).padStart(17, '0')}`)),
      });
      try {
        register.node.validate().forEach((message) => { throw new Error(message); });
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error('the policy was taken');
    });
    expect(policies[0]).toBe(policies[1]);
  });

  test('the length counts the API written out, as API Gateway keeps it', () => {
    const written = 'arn:aws:execute-api:eu-central-1:123456789012:abcdefghij/*';
    expect(policyLength({ Resource: 'execute-api:/*' })).toBeGreaterThanOrEqual(JSON.stringify({ Resource: written }).length);
  });

  test('310 endpoints fit', () => {
    const register = registerIn(newStack());
    register.addConsumer('Large', {
      ...SOMEONE, vpcEndpoints: Array.from({ length: 310 }, (_, at) => `vpce-${at.toString(16).padStart(17, '0')}`),
    });
    expect(register.node.validate()).toEqual([]);
  });
});

describe('addresses', () => {
  test('they are in the IP sets, with the consumer they are for', () => {
    const stack = newStack();
    registerIn(stack).addConsumer('Billing', { ...SOMEONE, addresses: ['10.20.0.0/16', 'fd00:20::/48'] });
    const sets = Object.values(resourcesOf(stack, 'AWS::WAFv2::IPSet'));
    expect(sets.map(({ Properties }) => Properties.Addresses)).toEqual([['10.20.0.0/16'], ['fd00:20::/48']]);
    expect(JSON.stringify(sets[0]!.Metadata)).toContain('Billing');
  });

  test('a consumer that is off is admitted by nothing, and its key is dead', () => {
    const stack = newStack();
    const register = registerIn(stack);
    register.addConsumer('Off', { ...SOMEONE, vpcEndpoints: ['vpce-0aaaaaaaa'], enabled: false });
    expect(register.addressList.ranges).toEqual([]);
    expect(admittedBy(register)).toEqual([CENTRAL]);
    expect(onlyResource(stack, 'AWS::ApiGateway::ApiKey').Properties.Enabled).toBe(false);
    expect(resourcesOf(stack, 'AWS::ApiGateway::UsagePlanKey')).toEqual({});
  });

  test('a consumer with endpoints only is warned about: the web firewall sees its addresses', () => {
    const stack = newStack();
    registerIn(stack).addConsumer('Billing', { owner: 'team@example.com', vpcEndpoints: ['vpce-0aaaaaaaa'] });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('Billing names VPC endpoints but no addresses')]);
  });
});

describe('consumers that the network cannot tell apart', () => {
  const pair = (billing: Partial<ConsumerOptions>, ledger: Partial<ConsumerOptions>) => {
    const stack = newStack();
    const register = registerIn(stack);
    register.addConsumer('Ledger', { owner: 'l@example.com', ...ledger });
    register.addConsumer('Billing', { owner: 'b@example.com', ...billing });
    return warningsOf(stack).filter((text) => text.includes('tell them apart'));
  };

  test('two behind one central endpoint, without addresses of their own, are named', () => {
    expect(pair({ vpcEndpoints: [CENTRAL] }, { vpcEndpoints: [CENTRAL] }))
      .toEqual([expect.stringContaining(`Billing, Ledger call through ${CENTRAL} from no addresses of their own`)]);
  });

  test('two with the same addresses behind the endpoint of the API are named', () => {
    expect(pair({ addresses: ['10.20.0.0/17', '10.20.128.0/17'] }, { addresses: ['10.20.0.0/16'] }))
      .toEqual([expect.stringContaining('from 10.20.0.0/16')]);
  });

  test('two with addresses or endpoints of their own are not', () => {
    expect(pair({ addresses: ['10.20.0.0/17'] }, { addresses: ['10.20.128.0/17'] })).toEqual([]);
    expect(pair({ vpcEndpoints: ['vpce-0aaaaaaaa'] }, { vpcEndpoints: ['vpce-0bbbbbbbb'] })).toEqual([]);
  });

  test('two that share several endpoints are named once', () => {
    const vpcEndpoints = ['vpce-0aaaaaaaa', 'vpce-0bbbbbbbb'];
    expect(pair({ vpcEndpoints }, { vpcEndpoints })).toHaveLength(1);
  });
});

test('the address list says whose each range is, until when, and why a wide one is admitted', () => {
  const stack = newStack();
  const register = registerIn(stack);
  register.addConsumer('Billing', { ...SOMEONE, expires: '2099-06-30' });
  register.addConsumer('Ledger', { owner: 'ledger@example.com', addresses: ['10.0.0.0/8', '172.16.0.0/24'], wideRangeReason: 'runs in every VPC' });
  register.addConsumer('Archive', { owner: 'archive@example.com', addresses: ['172.0.0.0/8'], enabled: false });
  const [set] = Object.values(resourcesOf(stack, 'AWS::WAFv2::IPSet')).filter(({ Properties }) => Properties.IPAddressVersion === 'IPV4');
  expect(set!.Metadata?.['cdk-private-api:address-list']).toEqual([
    { application: 'Billing', owner: 'team@example.com', expires: '2099-06-30', ranges: '10.20.0.0/16' },
    { application: 'Ledger', owner: 'ledger@example.com', wideRangeReason: 'runs in every VPC', ranges: '10.0.0.0/8' },
    { application: 'Ledger', owner: 'ledger@example.com', ranges: '172.16.0.0/24' },
  ]);
});

describe('end dates', () => {
  const templateAt = (now: string) => {
    const stack = withNow(now);
    registerIn(stack).addConsumer('Billing', { ...SOMEONE, expires: '2027-06-30' });
    return { stack, template: JSON.stringify(Template.fromStack(stack).toJSON()) };
  };

  test.each([
    ['2027-05-30', undefined],
    ['2027-05-31', 'in 30 days'],
    ['2027-06-29', 'in 1 day;'],
    ['2027-06-30', 'today'],
    ['2027-07-01', 'was to end on 2027-06-30, 1 day ago'],
    ['2028-07-01', '367 days ago'],
  ])('on %s the synth says %s, and makes the same template', (now, said) => {
    const { stack, template } = templateAt(now);
    expect(warningsOf(stack)).toEqual(said === undefined ? [] : [expect.stringContaining(said)]);
    expect(template).toBe(templateAt('2020-01-01').template);
  });

  test('without a setting the clock is the real one', () => {
    const stack = newStack();
    registerIn(stack).addConsumer('Billing', { ...SOMEONE, expires: '2001-01-01' });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('was to end on 2001-01-01')]);
  });

  test.each(['P90D', '90 days', '2027-6-30', '2027-02-30', '30.06.2027', '2027-06-30T00:00:00Z'])('%s is refused', (expires) => {
    expect(() => registerIn(newStack()).addConsumer('Billing', { ...SOMEONE, expires }))
      .toThrow(`a consumer ends on an ISO date (YYYY-MM-DD), since a duration from now would never come, received: "${expires}"`);
  });

  test('a clock that is no date is refused', () => {
    expect(() => registerIn(withNow('tomorrow'))).toThrow('cdk-private-api:now is an ISO date (YYYY-MM-DD), received: "tomorrow"');
  });
});

test.each<[string, Record<string, ConsumerOptions>]>([
  ['ConsumerEnding ConsumerWithoutAddresses ConsumersAlike', {
    Billing: { owner: 'a', vpcEndpoints: ['vpce-0aaaaaaaa'], expires: '2027-06-30' },
    Ledger: { owner: 'b', vpcEndpoints: ['vpce-0aaaaaaaa'] },
  }],
  ['NobodyAdmitted', { Billing: SOMEONE }],
])('every warning can be acknowledged: %s', (ids, consumers) => {
  const make = () => {
    const stack = withNow('2027-06-30');
    const register = registerIn(stack, { endpointIds: [] });
    Object.entries(consumers).forEach(([id, options]) => register.addConsumer(id, options));
    return { stack, register };
  };
  const said = new Set(warningsOf(make().stack).map((text) => /\[ack: (cdk-private-api:\w+)\]/.exec(text)![1]!));
  expect([...said].sort()).toEqual(ids.split(' ').map((id) => `cdk-private-api:${id}`));
  for (const id of said) {
    const { stack, register } = make();
    Annotations.of(register).acknowledgeWarning(id);
    expect(warningsOf(stack).filter((text) => text.includes(id))).toEqual([]);
  }
  const { stack, register } = make();
  said.forEach((id) => Annotations.of(register).acknowledgeWarning(id));
  expect(warningsOf(stack)).toEqual([]);
});

test.each<[string, Partial<ConsumerOptions>, string]>([
  ['an empty owner', { owner: ' ' }, 'a consumer has an owner who answers for it, received: " "'],
  ['no place to call from', { addresses: [] }, 'names where it calls from: addresses, vpcEndpoints or both, received: "Billing"'],
  ['host bits', { addresses: ['10.20.0.1/16'] }, 'received: "10.20.0.1/16"'],
  ['the whole internet', { addresses: ['0.0.0.0/0'] }, 'received: "0.0.0.0/0"'],
  ['a range that is wider than the list takes', { addresses: ['10.20.0.0/16', '10.0.0.0/8'] }, '(`wideRangeReason`), received: "10.0.0.0/8" for Billing'],
  ['a reason that says nothing', { addresses: ['10.0.0.0/8'], wideRangeReason: ' ' }, 'a wide range is admitted for a reason, received: wideRangeReason " "'],
  ['a malformed endpoint', { vpcEndpoints: ['vpc-0123'] }, 'an endpoint id is written vpce- and 8 to 17 hexadecimal digits, received: "vpc-0123"'],
  ['a quota of 0', { quota: { limit: 0, period: apigateway.Period.DAY } }, 'a quota is a whole number from 1 (a consumer without access is not enabled), received: 0'],
  ['a quota that no integer of API Gateway holds', { quota: { limit: 2 ** 31, period: apigateway.Period.DAY } }, 'received: 2147483648'],
  ['half a quota', { quota: { limit: 1.5, period: apigateway.Period.DAY } }, 'received: 1.5'],
  ['a rate of 0', { throttle: { rateLimit: 0, burstLimit: 1 } }, 'a rate limit is a number of requests a second above 0, received: 0'],
  ['an endless rate', { throttle: { rateLimit: Infinity, burstLimit: 1 } }, 'received: Infinity'],
  ['no burst', { throttle: { rateLimit: 1, burstLimit: 0 } }, 'a burst limit is a whole number from 1, received: 0'],
  ['an unknown tier', { tier: 'gold' }, 'a usage tier is one of the register (standard), received: "gold"'],
  ['scopes that nobody issues', { scopes: ['payments/read'] }, 'this register has no issuer'],
])('%s is refused, and leaves nothing behind', (_, wrong, message) => {
  const register = registerIn(newStack());
  expect(() => register.addConsumer('Billing', { ...SOMEONE, ...wrong })).toThrow(message);
  expect(() => register.addConsumer('Billing', SOMEONE)).not.toThrow();
});

test('a second consumer of a name is refused, and an unknown one is answered with those that are there', () => {
  const register = registerIn(newStack());
  expect(() => register.consumer('Billing')).toThrow('a consumer is one of the register (which is empty), received: "Billing"');
  const billing = register.addConsumer('Billing', SOMEONE);
  register.addConsumer('Archive', SOMEONE);
  expect(register.consumer('Billing')).toBe(billing);
  expect(() => register.addConsumer('Billing', SOMEONE)).toThrow('a register holds each consumer once, received a second: "Billing"');
  expect(() => register.consumer('billing')).toThrow('(Archive, Billing), received: "billing"');
  expect(() => register.addConsumer('a b', SOMEONE)).toThrow('received: "a b"');
});

test('a register without stages, or with tiers it does not have, is refused', () => {
  expect(() => registerIn(newStack(), { stages: [] })).toThrow('the stages whose calls its usage plans count');
  expect(() => registerIn(newStack(), { defaultTier: 'gold' })).toThrow('(standard), received: "gold"');
  expect(() => registerIn(newStack(), { tiers: [UsageTier.standard(), UsageTier.standard()] })).toThrow('received a second: "standard"');
  expect(() => registerIn(newStack(), { endpointIds: ['vpce-x'] })).toThrow('received: "vpce-x"');
  expect(() => UsageTier.of('a b', { throttle: { rateLimit: 1, burstLimit: 1 } })).toThrow('received: "a b"');
  expect(() => UsageTier.of('a', { throttle: { rateLimit: -1, burstLimit: 1 } })).toThrow('received: -1');
});

test('a malformed endpoint is told by the field that holds it', () => {
  expect(endpointProblems('endpointIds', [CENTRAL, 'vpce-x']).map(({ id, path }) => [id, path])).toEqual([['EndpointIdMalformed', ['endpointIds', 1]]]);
  expect(fieldProblems({ vpcEndpoints: ['vpce-x'] }).map(({ path }) => path)).toEqual([['vpcEndpoints', 0]]);
});

describe('names that every JavaScript object has', () => {
  const INHERITED = Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith('_'));
  const tierOf = (name: string) => UsageTier.of(name, { throttle: { rateLimit: 7, burstLimit: 7 } });

  test.each(INHERITED)('%s is a consumer and a tier like any other', (name) => {
    const stack = newStack();
    const register = registerIn(stack, { tiers: [tierOf(name)] });
    expect(() => register.consumer(name)).toThrow(`(which is empty), received: "${name}"`);
    const consumer = register.addConsumer(name, SOMEONE);
    register.addConsumer('Other', SOMEONE);
    expect([register.consumer(name), consumer.id]).toEqual([consumer, name]);
    expect(onlyResource(stack, 'AWS::ApiGateway::UsagePlan').Properties.Throttle.RateLimit).toBe(7);
    expect(Object.keys(resourcesOf(stack, 'AWS::ApiGateway::ApiKey'))).toHaveLength(2);
    expect(() => register.addConsumer(name, SOMEONE)).toThrow(`received a second: "${name}"`);
  });

  test('__proto__ is refused like every name that does not begin with a letter', () => {
    expect(() => registerIn(newStack()).addConsumer('__proto__', SOMEONE)).toThrow('a consumer is named by a letter');
    expect(() => tierOf('__proto__')).toThrow('received: "__proto__"');
  });
});

test('who listens to a register is told of each consumer once, when it is complete', () => {
  const register = registerIn(newStack());
  const heard: string[] = [];
  register._onConsumer((consumer) => heard.push(`${consumer.id} ${register.consumer(consumer.id) === consumer} ${register.addressList.ranges.join()}`));
  register.addConsumer('Billing', SOMEONE);
  expect(() => register.addConsumer('Wrong', { ...SOMEONE, addresses: [] })).toThrow();
  register.addConsumer('Ledger', { ...SOMEONE, enabled: false });
  expect(heard).toEqual(['Billing true 10.20.0.0/16', 'Ledger true 10.20.0.0/16']);
});

test('the order in which consumers are added changes nothing in the template', () => {
  const consumers: Record<string, ConsumerOptions> = {
    Billing: { ...SOMEONE, addresses: ['10.20.0.0/16', '10.21.0.0/16'], vpcEndpoints: ['vpce-0bbbbbbbb'] },
    BillingKey: { ...SOMEONE, addresses: ['10.21.128.0/17'], vpcEndpoints: ['vpce-0aaaaaaaa'], tier: 'gold' },
    Ledger: { ...SOMEONE, throttle: { rateLimit: 1, burstLimit: 1 } },
    Archive: { ...SOMEONE, addresses: ['fd00::/8'], enabled: false },
    Reports: { ...SOMEONE, addresses: ['10.20.0.0/16'], tier: 'gold' },
  };
  const resources = (order: string[]) => {
    const stack = newStack();
    const register = registerIn(stack, { tiers: [UsageTier.standard(), UsageTier.of('gold', { throttle: { rateLimit: 1, burstLimit: 1 } })] });
    order.forEach((id) => register.addConsumer(id, consumers[id]!));
    new apigateway.CfnRestApi(stack, 'Other', { name: 'other', policy: register.resourcePolicy });
    return Template.fromStack(stack).toJSON().Resources;
  };
  const names = Object.keys(consumers);
  const expected = resources(names);
  fc.assert(fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (order) => {
    expect(resources(order)).toEqual(expected);
  }), { numRuns: 20 });
});
