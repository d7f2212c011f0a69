import { App, Aws, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { apiOf, bodyOf, newApi, newFunction, newPolicy, newStage } from './fixture';
import { PrivateRestApi } from '../../src/routes/private-rest-api';
import { RequestModel } from '../../src/routes/request-model';
import { RouteApiKey, RouteAuthorization } from '../../src/routes/route-authorization';
import { TlsPolicy } from '../../src/routes/tls-policy';
import { onlyResource, resourcesOf, warningsOf } from '../support/stack';

const SCOPE = { scope: 'payments/read' };

describe('the API', () => {
  test('is private, dualstack, TLS 1.2, with its policy, and fails on what the import does not understand', () => {
    const { stack, api, handler } = newApi({ endpointIds: ['vpce-0123456789abcdef0'] });
    api.addRoute('GET /a', { handler, ...SCOPE });
    expect(apiOf(stack)).toMatchObject({
      EndpointConfiguration: { Types: ['PRIVATE'], IpAddressType: 'dualstack', VpcEndpointIds: ['vpce-0123456789abcdef0'] },
      SecurityPolicy: 'TLS_1_2',
      FailOnWarnings: true,
      ApiKeySourceType: 'HEADER',
      Policy: { Statement: [{ Effect: 'Allow' }, { Effect: 'Deny' }] },
    });
    // In the mode `overwrite` an import takes away what its body does not mention: the policy and the endpoints.
    expect(apiOf(stack)).not.toHaveProperty('Mode');
  });

  test('costs no resource a route, and one permission a function', () => {
    const { stack, api, handler } = newApi();
    for (let i = 0; i < 40; i++) {
      api.addRoute(`GET /things${i}/{id}`, { handler, ...SCOPE });
    }
    newStage(api);
    const types = Object.values(Template.fromStack(stack).toJSON().Resources).map((resource: any) => resource.Type)
      .filter((type) => type !== 'AWS::IAM::Role' && type !== 'AWS::Lambda::Function');
    expect(types.sort()).toEqual(['AWS::ApiGateway::Deployment', 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'AWS::Lambda::Permission']);
  });

  test('has a name of its own in every stack, and the same as title and as metric dimension', () => {
    const names = ['One', 'Two'].map((id) => {
      const { stack, api, handler } = newApi({}, id);
      api.addRoute('GET /a', { handler, ...SCOPE });
      const stage = newStage(api);
      const { Name, Body } = apiOf(stack);
      expect(Body.info.title).toBe(Name);
      expect(stack.resolve(stage.metricCount().dimensions)).toEqual({ ApiName: Name, Stage: 'live' });
      return Name;
    });
    expect(names).toEqual(['One-Api', 'Two-Api']);
  });

  test('takes statements of its policy until synth', () => {
    const policy = new iam.PolicyDocument();
    const { stack, api, handler } = newApi({ policy });
    api.addRoute('GET /a', { handler, ...SCOPE });
    policy.addStatements(...newPolicyStatements());
    expect(apiOf(stack).Policy.Statement).toHaveLength(2);
  });

  test('takes a policy that is made after it, once', () => {
    const { stack, api, handler } = newApi({ policy: undefined });
    api.addRoute('GET /a', { handler, ...SCOPE });
    api.attachPolicy(newPolicy());
    expect(apiOf(stack).Policy.Statement).toHaveLength(2);
    expect(() => api.attachPolicy(newPolicy())).toThrow('one resource policy');
  });

  test('without a policy, or with an empty one, is refused at synth', () => {
    for (const policy of [undefined, new iam.PolicyDocument()]) {
      const { app, api, handler } = newApi({ policy });
      api.addRoute('GET /a', { handler, ...SCOPE });
      expect(() => app.synth()).toThrow(/private API has a resource policy.*Test\/Api/);
    }
  });

  test('without routes is refused at synth', () => {
    expect(() => newApi().app.synth()).toThrow(/API without routes cannot be deployed: Test\/Api/);
  });

  test('has no access mode with TLS_1_2, BASIC with a 2025 policy, STRICT on demand', () => {
    const modes = [TlsPolicy.TLS_1_2, TlsPolicy.TLS_1_3, TlsPolicy.TLS_1_3.strict()].map((tlsPolicy) => {
      const { stack, api, handler } = newApi({ tlsPolicy });
      api.addRoute('GET /a', { handler, ...SCOPE });
      return [apiOf(stack).SecurityPolicy, apiOf(stack).EndpointAccessMode];
    });
    expect(modes).toEqual([
      ['TLS_1_2', undefined], ['SecurityPolicy_TLS13_1_3_2025_09', 'BASIC'], ['SecurityPolicy_TLS13_1_3_2025_09', 'STRICT'],
    ]);
    expect(() => newApi({ tlsPolicy: TlsPolicy.TLS_1_2.strict() })).toThrow('received: "TLS_1_2"');
  });

  test('leaves with its stack', () => {
    const { stack, api, handler } = newApi();
    api.addRoute('GET /a', { handler, ...SCOPE });
    expect(onlyResource(stack, 'AWS::ApiGateway::RestApi').DeletionPolicy).toBeUndefined();
  });
});

describe('a route', () => {
  test('asks for a token with a scope AND an API key', () => {
    const { stack, api, handler, issuer } = newApi();
    const route = api.addRoute('GET /payments/{id}', { handler, scopes: ['payments/read', 'payments/all'] });
    const operation = bodyOf(stack).paths['/payments/{id}'].get;
    expect(operation.security).toEqual([{ machines: ['payments/read', 'payments/all'] }, { api_key: [] }]);
    expect(Object.keys(bodyOf(stack).components.securitySchemes)).toEqual(['machines', 'api_key']);
    expect(operation.parameters).toEqual([{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]);
    expect(issuer.declared).toEqual(['payments/read', 'payments/all']);
    expect(route).toMatchObject({ text: 'GET /payments/{id}', method: 'GET', path: '/payments/{id}', apiKeyRequired: true });
    expect(api.routes).toEqual([route]);
  });

  test('is open, or without a key, for a reason that the template holds', () => {
    const { stack, api, handler } = newApi();
    api.addRoute('GET /health', { handler, authorization: RouteAuthorization.open('load balancers ask'), apiKey: RouteApiKey.none('they have none') });
    expect(bodyOf(stack).paths['/health'].get.security).toEqual([]);
    expect(onlyResource(stack, 'AWS::ApiGateway::RestApi').Metadata).toMatchObject({
      'cdk-private-api': { reasons: { 'GET /health': { open: 'load balancers ask', noApiKey: 'they have none' } } },
    });
  });

  test('that is closed leaves no reasons, and an API of open routes only no issuer in its body', () => {
    const closed = newApi();
    closed.api.addRoute('GET /a', { handler: closed.handler, ...SCOPE });
    expect(onlyResource(closed.stack, 'AWS::ApiGateway::RestApi').Metadata?.['cdk-private-api']).toBeUndefined();
    const open = newApi();
    open.api.addRoute('GET /health', { handler: open.handler, authorization: RouteAuthorization.open('probe') });
    expect(Object.keys(bodyOf(open.stack).components.securitySchemes)).toEqual(['api_key']);
  });

  test.each([
    ['GET payments', SCOPE, 'received: "GET payments"'],
    ['GET /a', {}, 'GET /a names its scopes, or says RouteAuthorization.open'],
    ['GET /a', { scopes: [] }, 'GET /a names at least one scope'],
    ['GET /a', { ...SCOPE, authorization: RouteAuthorization.open('x') }, 'GET /a says once'],
    ['GET /a', { authorization: RouteAuthorization.open(' ') }, 'GET /a is open and says why, received: " "'],
    ['GET /a', { ...SCOPE, apiKey: RouteApiKey.none('') }, 'GET /a asks for no API key and says why, received: ""'],
    ['GET /a', { scope: 'payments' }, 'received: "payments"'],
    ['GET /a', { ...SCOPE, timeout: Duration.seconds(30) }, 'GET /a waits 50 milliseconds to 29 seconds for its answer, received: 30000'],
    ['GET /a', { ...SCOPE, timeout: Duration.millis(49) }, 'received: 49 milliseconds'],
    ['GET /a', { ...SCOPE, throttle: { rateLimit: 0, burstLimit: 1 } }, 'received: {"rateLimit":0,"burstLimit":1}'],
    ['GET /a', { ...SCOPE, throttle: { rateLimit: 1, burstLimit: 2_147_483_648 } }, 'received: {"rateLimit":1,"burstLimit":2147483648}'],
    ['GET /a', { ...SCOPE, throttle: { rateLimit: 1, burstLimit: 0 } }, 'received: {"rateLimit":1,"burstLimit":0}'],
    ['GET /a', { ...SCOPE, requiredHeaders: ['x y'] }, 'received: "x y"'],
    ['GET /a', { ...SCOPE, requiredHeaders: ['X-A', 'x-a'] }, 'GET /a names each required parameter once, received twice: "x-a"'],
    ['GET /a', { ...SCOPE, requiredQueryParameters: ['q', 'q'] }, 'GET /a names each required parameter once, received twice: "q"'],
    ['GET /a', { ...SCOPE, request: RequestModel.fromJsonSchema('Pay-ment', {}) }, 'received: "Pay-ment"'],
  ])('%s with %j is refused', (route, options, message) => {
    const { api, handler } = newApi();
    expect(() => api.addRoute(route, { handler, ...options })).toThrow(message);
    expect(api.routes).toEqual([]);
  });

  test('tells query parameters apart by case, and holds each scope once', () => {
    const { stack, api, handler } = newApi();
    const route = api.addRoute('GET /a', { handler, scopes: ['p/r', 'p/r'], requiredQueryParameters: ['q', 'Q'] });
    expect(bodyOf(stack).paths['/a'].get.security[0]).toEqual({ machines: ['p/r'] });
    expect(route.scopes).toEqual(['p/r']);
  });

  test('has one target', () => {
    const { api } = newApi();
    expect(() => api.addRoute('GET /a', SCOPE)).toThrow('GET /a has a handler or a backend, received: neither');
  });

  test('with scopes needs an issuer', () => {
    const { api, handler } = newApi({ issuer: undefined });
    expect(() => api.addRoute('GET /a', { handler, ...SCOPE })).toThrow('needs a token issuer (the API\'s property issuer), received: GET /a');
  });

  test('comes once, and the places of its path have one parameter name', () => {
    const { api, handler } = newApi();
    api.addRoute('GET /a/{x}', { handler, ...SCOPE });
    expect(() => api.addRoute('GET /a/{x}', { handler, ...SCOPE })).toThrow('received twice: "GET /a/{x}"');
    expect(() => api.addRoute('GET /a/{y}/b', { handler, ...SCOPE })).toThrow('({x} in "GET /a/{x}"), received: "GET /a/{y}/b"');
    expect(() => api.addRoute('GET /a/{rest+}', { handler, ...SCOPE })).toThrow('received: "GET /a/{rest+}"');
  });

  test('ANY stands beside a method, and both beside a literal of the same place', () => {
    const { stack, api, handler } = newApi();
    api.addRoute('ANY /a/{x}', { handler, ...SCOPE });
    api.addRoute('GET /a/{x}', { handler, ...SCOPE });
    api.addRoute('GET /a/all', { handler, ...SCOPE });
    expect(Object.keys(bodyOf(stack).paths['/a/{x}']).sort()).toEqual(['get', 'x-amazon-apigateway-any-method']);
  });

  test('refused leaves neither scope nor permission', () => {
    const { stack, api, handler, issuer } = newApi();
    api.addRoute('GET /a', { handler, ...SCOPE });
    expect(() => api.addRoute('GET /a', { handler: newFunction(stack, 'Other'), scope: 'payments/other' })).toThrow();
    expect(issuer.declared).toEqual(['payments/read']);
    expect(Object.keys(resourcesOf(stack, 'AWS::Lambda::Permission'))).toHaveLength(1);
  });
});

describe('a handler', () => {
  test('is invoked by proxy integration, from the one stage of the API and no other', () => {
    const { stack, api, handler } = newApi();
    api.addRoute('GET /a', { handler, ...SCOPE, timeout: Duration.seconds(3) });
    newStage(api);
    expect(bodyOf(stack).paths['/a'].get['x-amazon-apigateway-integration']).toEqual({
      type: 'aws_proxy',
      httpMethod: 'POST',
      timeoutInMillis: 3000,
      uri: {
        'Fn::Sub': [
          'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${f}/invocations',
          { f: { 'Fn::GetAtt': [stack.getLogicalId(handler.node.defaultChild as any), 'Arn'] } },
        ],
      },
    });
    const permission = onlyResource(stack, 'AWS::Lambda::Permission').Properties;
    expect(permission).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
    expect(JSON.stringify(permission.SourceArn)).toMatch(/:execute-api:.*"\/live\/\*\/\*"/);
  });

  test('of an API with two stages is invoked from both', () => {
    const { stack, api, handler } = newApi();
    api.addRoute('GET /a', { handler, ...SCOPE });
    newStage(api);
    newStage(api, { stageName: 'next' }, 'Next');
    expect(JSON.stringify(onlyResource(stack, 'AWS::Lambda::Permission').Properties.SourceArn)).toContain('"/*/*/*"');
  });

  test('may be a version, an alias or an import, each with a permission of its own', () => {
    const { stack, api, handler } = newApi();
    const imported = 'arn:aws:lambda:eu-west-1:111122223333:function:theirs';
    const handlers = [
      handler, handler.currentVersion, handler.addAlias('live'),
      lambda.Function.fromFunctionArn(stack, 'Imported', imported), lambda.Function.fromFunctionArn(stack, 'Again', imported),
    ];
    handlers.forEach((one, at) => {
      api.addRoute(`GET /${at}`, { handler: one, ...SCOPE });
      api.addRoute(`PUT /${at}`, { handler: one, ...SCOPE });
    });
    const functions = Object.values(resourcesOf(stack, 'AWS::Lambda::Permission')).map((permission) => JSON.stringify(permission.Properties.FunctionName));
    expect(functions).toHaveLength(4);
    expect(new Set(functions).size).toBe(4);
    expect(functions).toContain(JSON.stringify(imported));
  });

  test('of another stack makes no cycle: the permission is the API\'s', () => {
    const app = new App();
    const functions = new Stack(app, 'Functions');
    const handler = newFunction(functions);
    const stack = new Stack(app, 'Apis');
    const api = new PrivateRestApi(stack, 'Api', { policy: newPolicy() });
    api.addRoute('GET /a', { handler, authorization: RouteAuthorization.open('test') });
    newStage(api);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Permission', 1);
    Template.fromStack(functions).resourceCountIs('AWS::Lambda::Permission', 0);
    expect(JSON.stringify(template.toJSON())).toContain('Fn::ImportValue');
    expect(functions.dependencies).toEqual([]);
  });

  test('of another account is named in a warning, for its own policy to admit the API', () => {
    const stack = new Stack(new App(), 'Test', { env: { account: '111122223333', region: 'eu-west-1' } });
    const api = new PrivateRestApi(stack, 'Api', { policy: newPolicy() });
    const handler = lambda.Function.fromFunctionArn(stack, 'Theirs', 'arn:aws:lambda:eu-west-1:444455556666:function:theirs');
    api.addRoute('GET /a', { handler, authorization: RouteAuthorization.open('test') });
    expect(warningsOf(stack).join()).toContain('444455556666:function:theirs belongs to another account');
    expect(resourcesOf(stack, 'AWS::Lambda::Permission')).toEqual({});
  });
});

describe('the permission of a handler', () => {
  test('is named by path, and by a hash too where another has that name already', () => {
    const app = new App();
    const stack = new Stack(app, 'Apis');
    const api = new PrivateRestApi(stack, 'Api', { policy: newPolicy() });
    const handlers = [
      newFunction(stack, 'Read-Payment'), newFunction(new Construct(stack, 'Read'), 'Payment'), newFunction(new Stack(app, 'A'), 'X'), newFunction(stack, 'A-X'),
    ];
    handlers.forEach((handler, at) => api.addRoute(`GET /${at}`, { handler, authorization: RouteAuthorization.open('test') }));
    const ids = api.node.children.map((child) => child.node.id).filter((id) => id.startsWith('Invoke-'));
    expect(ids).toEqual(['Invoke-Read-Payment', expect.stringMatching(/^Invoke-Read-Payment-[0-9a-f]{8}$/), 'Invoke-A-X', expect.stringMatching(/^Invoke-A-X-[0-9a-f]{8}$/)]);
    expect(Object.keys(resourcesOf(stack, 'AWS::Lambda::Permission'))).toHaveLength(4);
  });

  test('cannot be for $LATEST, which is refused and leaves no route', () => {
    const { api, handler } = newApi();
    expect(() => api.addRoute('GET /a', { handler: handler.latestVersion, ...SCOPE })).toThrow('give the function itself');
    expect(api.routes).toEqual([]);
  });

  test('cannot be for a function of another Region', () => {
    const app = new App();
    const stack = new Stack(app, 'Test', { env: { account: '111122223333', region: 'eu-central-1' } });
    const api = new PrivateRestApi(stack, 'Api', { policy: newPolicy() });
    const of = (region: string) => lambda.Function.fromFunctionArn(stack, region, `arn:aws:lambda:${region}:111122223333:function:theirs`);
    const open = { authorization: RouteAuthorization.open('test') };
    expect(() => api.addRoute('GET /a', { handler: of('us-west-2'), ...open })).toThrow('API\'s Region (eu-central-1), received: "us-west-2"');
    expect(api.addRoute('GET /a', { handler: of('eu-central-1'), ...open }).text).toBe('GET /a');
  });
});

describe('request models', () => {
  const payment = RequestModel.fromJsonSchema('Payment', { type: 'object', required: ['amount'], properties: { amount: { type: 'integer' } } });

  test('stand in the body once, and everything declared is validated', () => {
    const { stack, api, handler } = newApi();
    api.addRoute('POST /payments', { handler, ...SCOPE, request: payment, requiredHeaders: ['Idempotency-Key'], requiredQueryParameters: ['day'] });
    api.addRoute('PUT /payments/{id}', { handler, ...SCOPE, request: payment });
    const body = bodyOf(stack);
    expect(Object.keys(body.components.schemas)).toEqual(['Payment']);
    expect(body.paths['/payments'].post).toMatchObject({
      parameters: [{ name: 'day', in: 'query', required: true }, { name: 'Idempotency-Key', in: 'header', required: true }],
      requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Payment' } } } },
    });
    expect(body['x-amazon-apigateway-request-validators'][body['x-amazon-apigateway-request-validator']])
      .toEqual({ validateRequestBody: true, validateRequestParameters: true });
  });

  test('of one name have one schema', () => {
    const { api, handler } = newApi();
    api.addRoute('POST /a', { handler, ...SCOPE, request: payment });
    const other = RequestModel.fromJsonSchema('Payment', { type: 'string' });
    expect(() => api.addRoute('POST /b', { handler, ...SCOPE, request: other })).toThrow('one schema, received two: "Payment"');
  });

  test.each<[string, any, string]>([
    ['a function of CloudFormation', { properties: { Ref: { type: 'string' } } }, 'take this object for a function'],
    ['null', { enum: ['a', null] }, 'holds no null'],
    ['a token', { enum: [Aws.REGION] }, 'put another text in its place'],
    ['a token of a list', { required: Token.asList(Lazy.list({ produce: () => [] })) }, 'put another text in its place'],
    ['a function', { default: () => 1 }, 'a schema holds JSON only, received: a function'],
    ['a resolvable', { enum: [Lazy.any({ produce: () => 1 })] }, 'a schema holds JSON only'],
    ['nothing', null, 'a schema is an object, received: null'],
    ['a reference elsewhere', { $ref: '#/definitions/Money' }, 'received: "#/definitions/Money"'],
    ['a reference into a model', { $ref: '#/components/schemas/Money/properties/a' }, 'refers to whole models'],
  ])('with %s are refused', (_, schema, message) => {
    expect(() => RequestModel.fromJsonSchema('Payment', schema)).toThrow(message);
  });

  test('refer to models that routes use: in whatever order, but not to others', () => {
    const order = RequestModel.fromJsonSchema('Order', { properties: { payment: { $ref: '#/components/schemas/Payment' } } });
    const dangling = newApi();
    dangling.api.addRoute('POST /a', { handler: dangling.handler, ...SCOPE, request: order });
    expect(() => dangling.app.synth()).toThrow(/RequestModelReference.*"#\/components\/schemas\/Payment" in the model "Order"/);
    const { stack, api, handler } = newApi();
    api.addRoute('POST /a', { handler, ...SCOPE, request: order });
    api.addRoute('POST /b', { handler, ...SCOPE, request: payment });
    expect(Object.keys(bodyOf(stack).components.schemas)).toEqual(['Order', 'Payment']);
  });

  test('over 400 KB are refused at synth with their size', () => {
    const { app, api, handler } = newApi();
    api.addRoute('POST /a', { handler, ...SCOPE, request: RequestModel.fromJsonSchema('Big', { description: 'x'.repeat(410_000) }) });
    expect(() => app.synth()).toThrow(/at most 409,600 bytes.*received: 410,/);
  });
});

test('what API Gateway answers itself tells nothing but a sentence and the id of the request', () => {
  const { stack, api, handler } = newApi();
  api.addRoute('GET /a', { handler, ...SCOPE });
  const responses = Object.entries<any>(bodyOf(stack)['x-amazon-apigateway-gateway-responses']);
  expect(responses.map(([type]) => type)).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX', 'BAD_REQUEST_BODY']));
  for (const [, response] of responses) {
    const template = response.responseTemplates['application/json'];
    expect(Object.keys(JSON.parse(template)).sort()).toEqual(['message', 'requestId']);
    expect(template.match(/\$[\w.]+/g)).toEqual(['$context.requestId']);
    expect(response).not.toHaveProperty('statusCode');
  }
});

describe('limits', () => {
  test('more than 300 path segments are warned of, with the name of the quota', () => {
    const { stack, api, handler } = newApi();
    for (let i = 0; i < 299; i++) {
      api.addRoute(`GET /r${i}`, { handler, ...SCOPE });
    }
    expect(warningsOf(stack)).toEqual([]);
    const more = newApi();
    for (let i = 0; i < 300; i++) {
      more.api.addRoute(`GET /r${i}`, { handler: more.handler, ...SCOPE });
    }
    expect(warningsOf(more.stack).join()).toContain('Resources per API');
  });

  test('1,200 routes fit a minified template; indented they are refused, and the error names the way out', () => {
    const sizes = [true, false].map((suppressTemplateIndentation) => {
      const app = new App();
      const stack = new Stack(app, 'Test', { suppressTemplateIndentation });
      const api = new PrivateRestApi(stack, 'Api', { policy: newPolicy() });
      const handler = newFunction(stack);
      for (let i = 0; i < 1200; i++) {
        api.addRoute(`GET /department${i % 50}/resource${i}/{id}`, { handler, authorization: RouteAuthorization.open('test') });
      }
      if (!suppressTemplateIndentation) {
        expect(() => app.synth()).toThrow(/at most 1,000,000 bytes: set suppressTemplateIndentation on the stack.*received: 1,\d{3},\d{3} bytes in Test/);
        return 0;
      }
      return JSON.stringify(app.synth().getStackByName('Test').template).length;
    });
    expect(sizes[0]).toBeLessThan(600_000);
  });

  test('a body that fits no template is refused with its size', () => {
    const app = new App();
    const stack = new Stack(app, 'Test', { suppressTemplateIndentation: true });
    const api = new PrivateRestApi(stack, 'Api', { policy: newPolicy() });
    const handler = newFunction(stack);
    for (let i = 0; i < 3000; i++) {
      api.addRoute(`GET /department${i % 50}/resource${i}/{id}`, { handler, authorization: RouteAuthorization.open('test') });
    }
    expect(() => app.synth()).toThrow(/fits into a template of 1,000,000 bytes.*make two APIs of it, received: 1,\d{3},\d{3} bytes, minified/);
  });
});

describe('grantInvoke', () => {
  test('names one route, its parameters as wildcards, or all of them', () => {
    const { stack, api, handler } = newApi();
    api.addRoute('GET /payments/{id}', { handler, ...SCOPE });
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    api.grantInvoke(role, 'GET /payments/{id}');
    const statement = onlyResource(stack, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement[0];
    expect(statement).toMatchObject({ Action: 'execute-api:Invoke', Effect: 'Allow' });
    expect(JSON.stringify(statement.Resource)).toContain('/*/GET/payments/*');
    expect(JSON.stringify(stack.resolve(api.arnForExecuteApi()))).toContain('/*/*/*');
  });

  test('of an unknown route is refused', () => {
    const { stack, api } = newApi();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    expect(() => api.grantInvoke(role, 'GET /nothing')).toThrow('received: "GET /nothing"');
  });
});

function newPolicyStatements(): iam.PolicyStatement[] {
  return newPolicy().toJSON().Statement.map((statement: any) => iam.PolicyStatement.fromJson(statement));
}
