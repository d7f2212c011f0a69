import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotations, App, Aspects, CfnResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  AlarmSetting, ApiGatewayLogging, ConsumersFile, ExistingNetwork, IsolatedNetwork, ManagedRuleGroup, PrivateApi, type PrivateApiProps,
  RouteAuthorization, TlsPolicy, WebFirewallMode, WebFirewallRule,
} from '../src';
import { findCycle } from './support/cycles';
import { nagFindings } from './support/nag';
import { newStack, onlyResource, resourcesOf, warningsOf } from './support/stack';

const handlerIn = (stack: Stack) => new lambda.Function(stack, 'Handler', {
  code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X,
});

/** One API with one route and one consumer. */
function payments(stack: Stack, props?: PrivateApiProps, id = 'Payments'): PrivateApi {
  const api = new PrivateApi(stack, id, props);
  const handler = stack.node.tryFindChild('Handler') as lambda.Function | undefined ?? handlerIn(stack);
  api.addRoute('GET /payments/{id}', { handler, scope: 'payments/read' });
  api.addConsumer('Billing', { owner: 'billing@example.com', scopes: ['payments/read'], addresses: ['10.20.0.0/16', 'fd00:20::/48'] });
  return api;
}

const bodyOf = (stack: Stack) => onlyResource(stack, 'AWS::ApiGateway::RestApi').Properties.Body;

describe('one declaration of a consumer', () => {
  const stack = newStack();
  const api = payments(stack);
  const template = Template.fromStack(stack);

  test('opens the security group of the endpoint to its addresses, and to nobody else', () => {
    const [group] = Object.values(resourcesOf(stack, 'AWS::EC2::SecurityGroup'));
    const ranges = group!.Properties.SecurityGroupIngress.map((rule: any) => rule.CidrIp ?? rule.CidrIpv6);
    expect(ranges).toEqual(['10.20.0.0/16', 'fd00:20::/48']);
  });

  test('puts its addresses into the IP sets', () => {
    const sets = Object.entries(resourcesOf(stack, 'AWS::WAFv2::IPSet')).filter(([id]) => !id.includes('Blocked')).map(([, set]) => set.Properties.Addresses);
    expect(sets).toEqual([['10.20.0.0/16'], ['fd00:20::/48']]);
  });

  test('gives it a client with its scope, an API key and a plan', () => {
    expect(onlyResource(stack, 'AWS::Cognito::UserPoolClient').Properties.AllowedOAuthScopes).toEqual(['payments/read']);
    template.resourceCountIs('AWS::ApiGateway::ApiKey', 1);
    template.resourceCountIs('AWS::ApiGateway::UsagePlanKey', 1);
  });

  test('admits the network\'s endpoint in the resource policy, and denies all others', () => {
    const { Statement } = onlyResource(stack, 'AWS::ApiGateway::RestApi').Properties.Policy;
    expect(Statement.map((statement: any) => statement.Effect)).toEqual(['Allow', 'Deny']);
    const denied = Statement[1].Condition.StringNotEquals['aws:SourceVpce'];
    const endpoint = Object.keys(resourcesOf(stack, 'AWS::EC2::VPCEndpoint')).find((id) => id.includes('ApiEndpoint'));
    expect(denied).toEqual([{ Ref: endpoint }]);
  });

  test('makes everything it needs readable: url, issuer, client, secret and key', () => {
    const billing = api.consumer('Billing');
    expect(stack.resolve([api.url, api.issuer.issuerUrl, billing.clientId, billing.clientSecretArn, billing.apiKeyArn, billing.apiKeyId]))
      .toEqual(expect.arrayContaining([expect.anything()]));
    expect(JSON.stringify(stack.resolve(api.url))).toContain('.execute-api.');
    expect(api.headers).toEqual({});
  });
});

test('a consumer added to the register itself gets the same', () => {
  const owner = 'x@example.com';
  const file = join(mkdtempSync(join(tmpdir(), 'consumers-')), 'consumers.json');
  const consumers = { Archive: { owner, addresses: ['10.40.0.0/16'] }, Off: { owner, addresses: ['10.50.0.0/16'], enabled: false } };
  writeFileSync(file, JSON.stringify({ consumers }));
  const [facade, register] = [(api: PrivateApi) => api, (api: PrivateApi) => api.register].map((receiver) => {
    const stack = newStack();
    const api = payments(stack, { outputs: true });
    receiver(api).addConsumer('Ledger', { owner, scopes: ['payments/read'], addresses: ['10.30.0.0/16'] });
    receiver(api).addConsumers(ConsumersFile.fromFile(file));
    return Template.fromStack(stack).toJSON();
  });
  expect(register).toEqual(facade);
  const ranges = Object.values<any>(register!.Resources)
    .flatMap(({ Properties }) => Properties.SecurityGroupIngress ?? []).map(({ CidrIp }) => CidrIp);
  expect(ranges).toEqual(expect.arrayContaining(['10.30.0.0/16', '10.40.0.0/16']));
  expect(ranges).not.toContain('10.50.0.0/16');
  expect(JSON.stringify(register!.Outputs)).toContain('What Ledger needs');
});

describe('by default', () => {
  const stack = newStack();
  payments(stack);
  const template = Template.fromStack(stack);

  test('the web firewall is on the stage and blocks what no rule admits', () => {
    expect(onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.DefaultAction).toEqual({ Block: {} });
    expect(warningsOf(stack).filter((text) => text.includes('web firewall'))).toEqual([]);
    const { ResourceArn } = onlyResource(stack, 'AWS::WAFv2::WebACLAssociation').Properties;
    const [stageId] = Object.keys(resourcesOf(stack, 'AWS::ApiGateway::Stage'));
    expect(JSON.stringify(ResourceArn)).toContain(stageId);
  });

  test('the route asks for a token with its scope, and for a key, as two entries', () => {
    expect(bodyOf(stack).paths['/payments/{id}'].get.security).toEqual([{ machine_tokens: ['payments/read'] }, { api_key: [] }]);
  });

  test('nothing leads to the internet, and the user pool has no domain', () => {
    for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::Route', 'AWS::Cognito::UserPoolDomain']) {
      template.resourceCountIs(type, 0);
    }
  });

  test('every log group is encrypted with the API\'s one key, kept and retained', () => {
    template.resourceCountIs('AWS::KMS::Key', 1);
    const [keyId] = Object.keys(resourcesOf(stack, 'AWS::KMS::Key'));
    const groups = Object.values(resourcesOf(stack, 'AWS::Logs::LogGroup'));
    expect(groups.length).toBe(4); // access, execution, web firewall, flow
    for (const group of groups) {
      expect(group.Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: { 'Fn::GetAtt': [keyId, 'Arn'] } });
      expect(group.DeletionPolicy).toBe('Retain');
    }
  });

  test('the stage waits for its execution log: API Gateway would make one without a key', () => {
    const stage = onlyResource(stack, 'AWS::ApiGateway::Stage');
    const [log] = Object.entries(resourcesOf(stack, 'AWS::Logs::LogGroup'))
      .find(([, { Properties }]) => JSON.stringify(Properties.LogGroupName ?? '').includes('API-Gateway-Execution-Logs_'))!;
    expect(stage.DependsOn).toContain(log);
  });

  test('no account-wide setting is touched: no logging role, no log resource policy, no VPC block', () => {
    for (const type of ['AWS::ApiGateway::Account', 'AWS::Logs::ResourcePolicy', 'AWS::EC2::VPCBlockPublicAccessOptions']) {
      template.resourceCountIs(type, 0);
    }
    expect(warningsOf(stack).filter((text) => text.includes('account-wide logging role'))).toHaveLength(1);
  });

  test('no secret value stands in the template, and no custom resource fetches one', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/"Value":"[A-Za-z0-9]{20,}"/);
    expect(onlyResource(stack, 'AWS::ApiGateway::ApiKey').Properties.Value).toBeUndefined();
    expect(Object.values(template.toJSON().Resources).map((resource: any) => resource.Type).filter((type) => type.startsWith('Custom::')))
      .toEqual(['Custom::VpcRestrictDefaultSG']);
  });

  test('seven alarms reach an encrypted topic that CloudWatch may publish to', () => {
    const alarms = Object.values(resourcesOf(stack, 'AWS::CloudWatch::Alarm'));
    const [topicId] = Object.keys(resourcesOf(stack, 'AWS::SNS::Topic'));
    expect(alarms).toHaveLength(7);
    expect(alarms.every((alarm) => alarm.Properties.AlarmActions[0].Ref === topicId)).toBe(true);
    expect(onlyResource(stack, 'AWS::SNS::Topic').Properties.KmsMasterKeyId).toBeDefined();
    expect(JSON.stringify(onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy)).toContain('cloudwatch.amazonaws.com');
  });

  test('the template has no cycle', () => {
    expect(findCycle(template.toJSON())).toBeUndefined();
  });
});

test('a route costs no resource: 1 and 100 routes make the same number', () => {
  const count = (routes: number) => {
    const stack = newStack();
    const api = payments(stack);
    const handler = stack.node.findChild('Handler') as lambda.Function;
    for (let at = 1; at < routes; at++) {
      api.addRoute(`GET /more/${at}`, { handler, scope: 'payments/read' });
    }
    return Object.keys(Template.fromStack(stack).toJSON().Resources).length;
  };
  expect(count(100)).toBe(count(1));
});

test('an API with one route and no consumer makes 46 resources and a permission of its function, and the first consumer 4 and its tier', () => {
  const count = (more: (api: PrivateApi) => void) => {
    const stack = newStack();
    const handler = handlerIn(stack);
    const given = stack.node.findAll().filter(CfnResource.isCfnResource).length;
    const api = new PrivateApi(stack, 'Payments');
    api.addRoute('GET /payments/{id}', { handler, scope: 'payments/read' });
    more(api);
    return Object.keys(Template.fromStack(stack).toJSON().Resources).length - given;
  };
  const first = 46 + 1;
  expect(count(() => {})).toBe(first);
  expect(count((api) => api.addConsumer('A', { owner: 'x@example.com', scopes: ['payments/read'], addresses: ['10.0.0.0/16'] }))).toBe(first + 4 + 1);
});

test('a consumer costs four resources', () => {
  const count = (consumers: number) => {
    const stack = newStack();
    const api = payments(stack);
    for (let at = 1; at < consumers; at++) {
      api.addConsumer(`More${at}`, { owner: 'x@example.com', scopes: ['payments/read'], addresses: [`10.${at}.0.0/16`] });
    }
    return Object.keys(Template.fromStack(stack).toJSON().Resources).length;
  };
  expect(count(6) - count(1)).toBe(20);
});

test('a new consumer makes a new deployment only if the resource policy changed', () => {
  const deployment = (more: (api: PrivateApi) => void) => {
    const stack = newStack();
    more(payments(stack));
    return Object.keys(resourcesOf(stack, 'AWS::ApiGateway::Deployment'))[0];
  };
  const before = deployment(() => {});
  const owner = 'x@example.com';
  expect(deployment((api) => api.addConsumer('A', { owner, scopes: ['payments/read'], addresses: ['10.30.0.0/16'] }))).toBe(before);
  expect(deployment((api) => api.addConsumer('A', { owner, scopes: ['payments/read'], addresses: ['10.30.0.0/16'], vpcEndpoints: ['vpce-0123456789abcdef0'] })))
    .not.toBe(before);
  expect(deployment((api) => api.addRoute('GET /health', {
    handler: lambda.Function.fromFunctionArn(api, 'Other', 'arn:aws:lambda:eu-central-1:123456789012:function:health'),
    authorization: RouteAuthorization.open('a health check of the load balancer'),
  }))).not.toBe(before);
});

test('a consumer behind its own endpoint does not open this network\'s security group', () => {
  const stack = newStack();
  const api = new PrivateApi(stack, 'Payments');
  api.addRoute('GET /payments', { handler: handlerIn(stack), scope: 'payments/read' });
  api.addConsumer('Far', { owner: 'x@example.com', scopes: ['payments/read'], addresses: ['10.99.0.0/16'], vpcEndpoints: ['vpce-0123456789abcdef0'] });
  expect(JSON.stringify(resourcesOf(stack, 'AWS::EC2::SecurityGroup'))).not.toContain('10.99.0.0/16');
  expect(JSON.stringify(resourcesOf(stack, 'AWS::WAFv2::IPSet'))).toContain('10.99.0.0/16');
});

describe('everything can be replaced by what exists', () => {
  test('a network: nothing of it is made, and without private DNS the URL is the endpoint\'s with a header', () => {
    const stack = newStack();
    const network = ExistingNetwork.fromEndpointId(stack, 'Central', {
      endpointId: 'vpce-0123456789abcdef0', privateDns: false, endpointDnsName: 'vpce-0123456789abcdef0-abc.execute-api.eu-central-1.vpce.amazonaws.com',
    });
    const api = payments(stack, { network, outputs: true });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::VPC', 0);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
    expect(api.url).toBe('https://vpce-0123456789abcdef0-abc.execute-api.eu-central-1.vpce.amazonaws.com/live');
    expect(Object.keys(api.headers)).toEqual(['x-apigw-api-id']);
    const outputs = JSON.stringify(template.toJSON().Outputs);
    expect(outputs).toContain('x-apigw-api-id: ');
    expect(outputs).toContain('vpce.amazonaws.com/live');
  });

  test('a VPC, imported: only the endpoint is made in it', () => {
    const stack = newStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0', vpcCidrBlock: '10.0.0.0/16', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'],
    });
    payments(stack, { networkOptions: { vpc } });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::VPC', 0);
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 1);
  });

  test('key, user pool, log group and topic: none is made, none is changed', () => {
    const stack = newStack();
    const userPool = new cognito.UserPool(stack, 'Pool');
    const key = new kms.Key(stack, 'Key');
    const topic = new sns.Topic(stack, 'Topic');
    const accessLogGroup = new logs.LogGroup(stack, 'Log');
    const before = Template.fromStack(Stack.of(newCopy())).toJSON().Resources;
    payments(stack, { userPool, key, alarmTopic: topic, accessLogGroup });
    const after = Template.fromStack(stack).toJSON().Resources;
    for (const [id, resource] of Object.entries(before)) {
      expect(after[id]).toEqual(resource);
    }
    for (const type of ['AWS::Cognito::UserPool', 'AWS::KMS::Key', 'AWS::SNS::Topic']) {
      expect(Object.keys(resourcesOf(stack, type))).toHaveLength(1);
    }

    function newCopy() {
      const copy = newStack();
      new cognito.UserPool(copy, 'Pool');
      new kms.Key(copy, 'Key');
      new sns.Topic(copy, 'Topic');
      return new logs.LogGroup(copy, 'Log');
    }
  });

  test('the web firewall, managed elsewhere: none is made, and the stage says whose it is', () => {
    const stack = newStack();
    payments(stack, { webFirewall: { mode: WebFirewallMode.managedElsewhere({ owner: 'netsec@example.com', reason: 'Firewall Manager attaches it' }) } });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
    template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 0);
    expect(JSON.stringify(onlyResource(stack, 'AWS::ApiGateway::Stage').Metadata)).toContain('netsec@example.com');
  });

  test('the web firewall\'s mode: it observes only where that is said', () => {
    const defaultAction = (webFirewall: PrivateApiProps['webFirewall']) => {
      const stack = newStack();
      payments(stack, { webFirewall });
      return onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.DefaultAction;
    };
    expect(defaultAction({ rateLimit: 100 })).toEqual({ Block: {} });
    expect(defaultAction({ rateLimit: 100, mode: undefined })).toEqual({ Block: {} });
    expect(defaultAction({ mode: WebFirewallMode.OBSERVE })).toEqual({ Allow: {} });
  });

  test('the web firewall\'s rules and managed groups; a named version rings at the API\'s own topic', () => {
    const stack = newStack();
    payments(stack, {
      webFirewall: {
        managedRuleGroups: [ManagedRuleGroup.coreRuleSet({ version: 'Version_1.22' })],
        rules: [WebFirewallRule.route('SmallPayments', 'POST /payments', { maxBodyBytes: 4096 })],
      },
    });
    expect(onlyResource(stack, 'AWS::WAFv2::WebACL').Properties.Rules.map(({ Name }: { Name: string }) => Name))
      .toEqual(['BlockedAddresses', 'RateLimit', 'CoreRuleSet', 'SmallPayments', 'AdmitListedAddresses']);
    const alarm = Object.values(resourcesOf(stack, 'AWS::CloudWatch::Alarm')).find(({ Properties }) => Properties.MetricName === 'DaysToExpiry')!;
    expect(alarm.Properties.AlarmActions).toEqual([{ Ref: Object.keys(resourcesOf(stack, 'AWS::SNS::Topic'))[0] }]);
  });

  test('an alarm is turned off with a reason, or gets another threshold', () => {
    const stack = newStack();
    payments(stack, { alarms: { latency: AlarmSetting.off('batch API: answers take minutes by design'), serverErrors: AlarmSetting.above(0.2) } });
    const alarms = Object.values(resourcesOf(stack, 'AWS::CloudWatch::Alarm'));
    expect(alarms).toHaveLength(6);
    expect(alarms.map((alarm) => alarm.Properties.Threshold)).toContain(0.2);
  });
});

test('two APIs fit in one stack, and share neither names nor metrics', () => {
  const stack = newStack();
  const network = new IsolatedNetwork(stack, 'Network');
  payments(stack, { network }, 'Payments');
  payments(stack, { network }, 'Refunds');
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::EC2::VPC', 1);
  const names = (type: string, property: string) => Object.values(resourcesOf(stack, type))
    .map((resource) => JSON.stringify(resource.Properties[property]))
    .filter((name) => name !== undefined);
  for (const [type, property] of [['AWS::ApiGateway::RestApi', 'Name'], ['AWS::WAFv2::WebACL', 'Name'], ['AWS::Logs::LogGroup', 'LogGroupName']] as const) {
    expect(new Set(names(type, property)).size).toBe(names(type, property).length);
  }
  const apis = Object.values(resourcesOf(stack, 'AWS::ApiGateway::RestApi'));
  apis.forEach((api) => expect(api.Properties.Body.info.title).toEqual(api.Properties.Name));
  expect(findCycle(template.toJSON())).toBeUndefined();
});

test('one API spans stacks: network, handlers and API each in their own, without a cycle', () => {
  const app = new App();
  const networkStack = new Stack(app, 'Net');
  const handlers = new Stack(app, 'Handlers');
  const apiStack = new Stack(app, 'Api');
  const network = new IsolatedNetwork(networkStack, 'Network', { clientRanges: ['10.20.0.0/16'] });
  const handler = handlerIn(handlers);
  const alias = new lambda.Alias(handlers, 'Live', { aliasName: 'live', version: handler.currentVersion });
  const api = new PrivateApi(apiStack, 'Payments', { network });
  api.addRoute('GET /payments', { handler, scope: 'payments/read' });
  api.addRoute('POST /payments', { handler: alias, scope: 'payments/write' });
  api.addConsumer('Billing', { owner: 'x@example.com', scopes: ['payments/read'], addresses: ['10.20.0.0/16'] });
  expect(() => app.synth()).not.toThrow();
  expect(Object.keys(resourcesOf(apiStack, 'AWS::Lambda::Permission'))).toHaveLength(2);
  expect(Object.keys(resourcesOf(handlers, 'AWS::Lambda::Permission'))).toHaveLength(0);
});

test('the stage waits for the account\'s logging role where the app sets it, and nothing warns of it then', () => {
  const stack = newStack();
  payments(stack, { accountLogging: new ApiGatewayLogging(stack, 'Logging') });
  const [account] = Object.keys(resourcesOf(stack, 'AWS::ApiGateway::Account'));
  expect(onlyResource(stack, 'AWS::ApiGateway::Stage').DependsOn).toContain(account);
  expect(warningsOf(stack).filter((text) => text.includes('account-wide'))).toEqual([]);
});

test('nothing warns of the logging role where the app sets it for all its APIs, in whatever stack', () => {
  const stack = newStack();
  payments(stack);
  new ApiGatewayLogging(new Stack(stack.node.root as App, 'Account'), 'Logging');
  expect(warningsOf(stack).filter((text) => text.includes('account-wide'))).toEqual([]);
});

test('an API visits no construct but its own: it brings no aspect', () => {
  expect(Aspects.of(payments(newStack())).all).toEqual([]);
});

test('the warning of the account\'s logging role can be acknowledged', () => {
  const stack = newStack();
  Annotations.of(payments(stack)).acknowledgeWarning('cdk-private-api:AccountLoggingRole');
  expect(warningsOf(stack).filter((text) => text.includes('account-wide'))).toEqual([]);
});

test('outputs come by choice: one for each consumer, with everything it needs, and no secret', () => {
  const stack = newStack();
  payments(stack, { outputs: true });
  const outputs = Template.fromStack(stack).toJSON().Outputs;
  expect(Object.keys(outputs).length).toBe(3);
  const access = JSON.stringify(Object.values(outputs).find((output: any) => output.Description?.includes('Billing')));
  for (const field of ['url', 'issuer', 'clientId', 'clientSecretArn', 'apiKeyId']) {
    expect(access).toContain(field);
  }
  expect(access).not.toContain('ClientSecret"]');
  const none = newStack();
  payments(none);
  expect(Template.fromStack(none).toJSON().Outputs ?? {}).toEqual({});
});

test('several headers are a line each in their output', () => {
  const headers = jest.spyOn(PrivateApi.prototype, 'headers', 'get').mockReturnValue({ a: '1', b: '2' });
  const stack = newStack();
  payments(stack, { networkOptions: { privateDns: false }, outputs: true });
  headers.mockRestore();
  expect(JSON.stringify(Template.fromStack(stack).toJSON().Outputs)).toContain('"a: 1\\nb: 2"');
});

test('grantInvoke admits a role to one route', () => {
  const stack = newStack();
  const api = payments(stack);
  const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
  api.grantInvoke(role, 'GET /payments/{id}');
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [Match.objectLike({ Action: 'execute-api:Invoke', Effect: 'Allow' })] },
  });
});

test('bad input is refused with its value', () => {
  const stack = newStack();
  const api = payments(stack);
  const handler = stack.node.findChild('Handler') as lambda.Function;
  const owner = 'x@example.com';
  expect(() => api.addRoute('get /payments', { handler, scope: 'payments/read' })).toThrow('received: "get /payments"');
  expect(() => api.addRoute('GET /payments/{id}', { handler, scope: 'payments/read' })).toThrow('GET /payments/{id}');
  expect(() => api.addRoute('GET /open', { handler })).toThrow('GET /open');
  expect(() => api.addConsumer('Billing', { owner })).toThrow('Billing');
  expect(() => api.addConsumer('A', { owner, addresses: ['10.0.0.1/16'] })).toThrow('10.0.0.1/16');
  expect(() => api.addConsumer('B', { owner, addresses: ['0.0.0.0/0'] })).toThrow('0.0.0.0/0');
  expect(() => api.addConsumer('C', { owner, addresses: ['10.0.0.0/16'], quota: { limit: 0, period: 'MONTH' as never } })).toThrow('received: 0');
  expect(() => api.consumer('Nobody')).toThrow('"Nobody"');
  expect(() => new PrivateApi(stack, 'Both', { network: new IsolatedNetwork(stack, 'N'), networkOptions: {} })).toThrow('received: both');
});

test('the stage says how it is named, to its execution log too', () => {
  expect(() => new PrivateApi(newStack(), 'Payments', { stageName: 'a b' })).toThrow('a stage is named by');
  const stack = newStack();
  payments(stack, { stageName: 'v1' });
  expect(onlyResource(stack, 'AWS::ApiGateway::Stage').Properties.StageName).toBe('v1');
  expect(JSON.stringify(resourcesOf(stack, 'AWS::Logs::LogGroup'))).toContain('/v1"');
  expect(JSON.stringify(resourcesOf(stack, 'AWS::CloudWatch::Alarm'))).not.toContain('"live"');
});

test('strict endpoint access without private DNS is refused: its URL could not work', () => {
  expect(() => new PrivateApi(newStack(), 'Payments', { networkOptions: { privateDns: false }, tlsPolicy: TlsPolicy.TLS_1_3.strict() }))
    .toThrow('received: SecurityPolicy_TLS13_1_3_2025_09 without it');
});

test('a scope that no route has is refused at synth, with the consumer and the scopes that exist', () => {
  const stack = newStack();
  const api = payments(stack);
  api.addConsumer('Curious', { owner: 'x@example.com', scopes: ['payments/admin'], addresses: ['10.0.0.0/16'] });
  expect(() => Template.fromStack(stack)).toThrow(/payments\/read.*"payments\/admin".*Curious/s);
});

test.each([
  ['the name', { apiName: 'Zahlungsübersicht' }, 'Payments'],
  ['the name that the construct id makes', {}, 'Zahlungsübersicht'],
])('an API whose alarms CloudWatch could not keep is refused for %s', (_, props, id) => {
  const stack = newStack();
  payments(stack, props, id);
  expect(() => Template.fromStack(stack)).toThrow(/AlarmApiName.*Zahlungsübersicht/s);
});

describe.each([
  ['', WebFirewallMode.OBSERVE], [' until a day', WebFirewallMode.observeUntil('2999-12-31')],
])('while the web firewall observes%s', (_, mode) => {
  const observing = { webFirewall: { mode } };

  test.each([undefined, AlarmSetting.off('it observes')])('there is no alarm on blocked requests: nothing is blocked', (blockedRequests) => {
    const stack = newStack();
    payments(stack, { ...observing, alarms: { blockedRequests, rateLimitedRequests: AlarmSetting.above(7) } });
    const watched = Object.values(resourcesOf(stack, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    expect(watched).toHaveLength(6);
    expect(watched.map(({ MetricName }) => MetricName)).not.toContain('BlockedRequests');
    expect(watched.find(({ MetricName }) => MetricName === 'CountedRequests')!.Threshold).toBe(7);
  });

  test('a threshold for it is refused, and says why', () => {
    expect(() => payments(newStack(), { ...observing, alarms: { blockedRequests: AlarmSetting.above(10) } })).toThrow(/observes blocks nothing.*OBSERVE/);
  });
});

test('cdk-nag finds nothing where the web firewall is managed elsewhere, and the stage says by whom and why', () => {
  const app = new App();
  const stack = new Stack(app, 'Test');
  const mode = WebFirewallMode.managedElsewhere({ owner: 'netsec@example.com', reason: 'Firewall Manager attaches it' });
  const api = payments(stack, { webFirewall: { mode } });
  app.synth();
  const rules = (place: string) => nagFindings(app).filter((finding) => finding.includes(place));
  expect(rules(api.stage.node.path)).toEqual([]);
  const reasons = JSON.stringify(api.stage.node.defaultChild!.node.metadata) + JSON.stringify(onlyResource(stack, 'AWS::ApiGateway::Stage').Metadata);
  expect(reasons).toContain('managed elsewhere, by netsec@example.com: Firewall Manager attaches it');
});

describe('a network of another Region', () => {
  const regions = (network?: string, api?: string) => {
    const app = new App();
    const there = new Stack(app, 'There', { env: { account: '111122223333', region: network }, crossRegionReferences: true });
    const here = new Stack(app, 'Here', { env: { account: '111122223333', region: api }, crossRegionReferences: true });
    return { there, here };
  };

  test('is refused, with both Regions', () => {
    const { there, here } = regions('us-east-1', 'eu-central-1');
    expect(() => new PrivateApi(here, 'Api', { network: new IsolatedNetwork(there, 'Network') }))
      .toThrow('There/Network of us-east-1 for an API of eu-central-1');
  });

  test('is refused behind an existing endpoint too', () => {
    const { there, here } = regions('us-east-1', 'eu-central-1');
    const endpoint = new ec2.CfnVPCEndpoint(there, 'Endpoint', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.us-east-1.execute-api' });
    const network = ExistingNetwork.fromEndpoint(here, 'Central', { endpoint, privateDns: true });
    expect(() => new PrivateApi(here, 'Api', { network })).toThrow('Here/Central of us-east-1 for an API of eu-central-1');
  });

  test.each([['eu-central-1', 'eu-central-1'], [undefined, 'eu-central-1'], ['eu-central-1', undefined]])('is not what %s and %s are', (network, api) => {
    const { there, here } = regions(network, api);
    expect(() => new PrivateApi(here, 'Api', { network: new IsolatedNetwork(there, 'Network') })).not.toThrow();
  });
});

test('the network made here admits the register only, also where its ranges are passed on and nobody gave any', () => {
  const stack = newStack();
  payments(stack, { networkOptions: { clientRanges: undefined } });
  const [group] = Object.values(resourcesOf(stack, 'AWS::EC2::SecurityGroup'));
  expect(group!.Properties.SecurityGroupIngress.map((rule: any) => rule.CidrIp ?? rule.CidrIpv6)).toEqual(['10.20.0.0/16', 'fd00:20::/48']);
});

test('two APIs of one name in one stack are refused: they would share metrics and alarms', () => {
  const stack = newStack();
  const network = new IsolatedNetwork(stack, 'Network');
  payments(stack, { network, apiName: 'payments' }, 'Payments');
  payments(stack, { network, apiName: 'payments' }, 'Refunds');
  expect(() => Template.fromStack(stack)).toThrow(/ApiNameTaken.*received: "payments" for Test\/Payments\/Api and Test\/Refunds\/Api/);
});
