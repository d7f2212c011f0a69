import { corsOrigin } from '../../../../src/posture/checks/routes/cors-origin';
import { deployedRoutes } from '../../../../src/posture/checks/routes/deployed-routes';
import { gatewayResponse } from '../../../../src/posture/checks/routes/gateway-response';
import { requestModel } from '../../../../src/posture/checks/routes/request-model';
import { requestValidation } from '../../../../src/posture/checks/routes/request-validation';
import { routeAnyMethod } from '../../../../src/posture/checks/routes/route-any-method';
import { routeAuthorization } from '../../../../src/posture/checks/routes/route-authorization';
import { routeScopes } from '../../../../src/posture/checks/routes/route-scopes';
import { messages, postureOf } from '../../support/app';
import { OPEN, PARAMETERS, cases } from '../../support/cases';
import { one, privateApi, stage, withBody, withMethods } from '../../support/private-api';

const MOCK = { Integration: { Type: 'MOCK' } };
const SCHEMES = {
  components: {
    securitySchemes: {
      tokens: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'cognito_user_pools', 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: ['arn'] } },
      nothing: { type: 'apiKey', name: 'Authorization', in: 'header' },
    },
  },
};
const body = (operation: object, more: object = {}) => withBody({ '/a': { get: operation } }, { ...SCHEMES, ...more });

cases(routeAuthorization, [
  ['IAM passes', withMethods({ Get: {} }), ['pass Get AuthorizationType']],
  ['NONE fails', withMethods({ Get: { AuthorizationType: 'NONE' } }), ['error Get AuthorizationType']],
  ['what is left out is NONE', withMethods({ Get: { AuthorizationType: undefined } }), ['error Get AuthorizationType']],
  ['a preflight that API Gateway answers needs none, one that a backend answers is said',
    withMethods({ Mock: { HttpMethod: 'OPTIONS', AuthorizationType: 'NONE', ...MOCK }, Lambda: { HttpMethod: 'OPTIONS', AuthorizationType: 'NONE', Integration: { Type: 'AWS_PROXY' } } }),
    ['pass Mock AuthorizationType', 'warning Lambda AuthorizationType']],
  ['a mock that answers GET is open too', withMethods({ Get: { AuthorizationType: 'NONE', ...MOCK } }), ['error Get AuthorizationType']],
  ['a parameter is not known', withMethods({ Get: { AuthorizationType: OPEN } }), ['unknown Get AuthorizationType']],
  ['security of a body passes', body({ security: [{ tokens: ['a/read'] }] }), ['pass Api Body.paths./a.get.security']],
  ['the security of the document counts', body({}, { security: [{ tokens: ['a/read'] }] }), ['pass Api Body.security']],
  ['an empty security takes that of the document away', body({ security: [] }, { security: [{ tokens: [] }] }), ['error Api Body.paths./a.get.security']],
  ['a scheme without an authorizer is none', body({ security: [{ nothing: [] }] }), ['error Api Body.paths./a.get.security']],
  ['a scheme that is not declared is none', body({ security: [{ token: [] }] }), ['error Api Body.paths./a.get.security']],
  ['NONE of the extension wins', body({ 'security': [{ tokens: [] }], 'x-amazon-apigateway-auth': { type: 'NONE' } }), ['error Api Body.paths./a.get.x-amazon-apigateway-auth']],
  ['an empty alternative is not known', body({ security: [{ tokens: ['a/read'] }, {}] }), ['unknown Api Body.paths./a.get.security']],
  ['a body that is not known hides its routes', privateApi({ Body: OPEN }), ['unknown Api Body']],
  ['paths that are included hide theirs', withBody({ 'Fn::Transform': { Name: 'AWS::Include' } }), ['unknown Api Body']],
  ['...and not those that stand beside them', withBody({ 'Fn::Transform': { Name: 'AWS::Include' }, '/a': { get: {} } }), ['unknown Api Body', 'error Api Body.paths./a.get.security']],
  ['a path that is included hides its methods', withBody({ '/a': { 'Fn::Transform': { Name: 'AWS::Include' }, 'get': { 'Fn::Transform': { Name: 'AWS::Include' }, 'responses': {} } } }),
    ['unknown Api Body.paths./a', 'unknown Api Body.paths./a.get.security']],
  ['a body as a text is read', privateApi({ Body: '{"openapi":"3.0.1","paths":{"/a":{"get":{}}}}' }), ['error Api Body.paths./a.get.security']],
  ['...if it is JSON', privateApi({ Body: 'openapi: 3.0.1' }), ['unknown Api Body']],
  ['a path that stands elsewhere in the document is read', body({}, { paths: { '/a': { $ref: '#/components/x-paths/a' } }, components: { 'x-paths': { a: { post: {} } } } }),
    ['error Api Body.paths./a.post.security']],
  ['...and one of another document is not known', body({}, { paths: { '/a': { $ref: 'https://example.com/a.json' } } }), ['unknown Api Body.paths./a']],
  ['an authorizer of another app is not known', withMethods({ Get: { AuthorizationType: 'CUSTOM', AuthorizerId: 'abc123' } }), ['unknown Get AuthorizerId']],
  ['an API made of another has its routes', privateApi({ CloneFrom: 'abc123' }), ['unknown Api CloneFrom']],
  ['a route that an app adds to an API of another app is judged',
    {
      ...one('Open', 'ApiGateway::Method', { RestApiId: 'abc123', ResourceId: 'def456', HttpMethod: 'POST', AuthorizationType: 'NONE' }),
      ...one('Signed', 'ApiGateway::Method', { RestApiId: OPEN, ResourceId: OPEN, HttpMethod: 'GET', AuthorizationType: 'AWS_IAM' }),
      ...one('Doubtful', 'ApiGateway::Method', { RestApiId: { 'Fn::ImportValue': 'Api' }, ResourceId: 'a', HttpMethod: 'GET', AuthorizationType: OPEN }),
    },
    ['warning Open AuthorizationType', 'pass Signed AuthorizationType', 'unknown Doubtful AuthorizationType']],
  ['a written reason is heard', withBody({ '/a': { get: {} } }, {}, {}, { Metadata: { 'cdk-private-api': { reasons: { 'GET /a': { open: 'the load balancer asks' } } } } }),
    ['pass Api Body.paths./a.get.security']],
  ['an open route of a public API is said', { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { EndpointConfiguration: { Types: ['REGIONAL'] }, Body: { paths: { '/a': { get: {} } } } } } },
    ['warning Api Body.paths./a.get.security']],
], PARAMETERS);

test('what makes a route open is said as it is written', () => {
  const said = (operation: object) => messages(routeAuthorization, postureOf(body(operation))).join();
  expect(said({ security: [{ token: [] }] })).toBe('GET /a is open to everybody who reaches the API: its security names token, which the document does not declare');
  expect(said({ security: [{ nothing: [] }] })).toContain('of which API Gateway makes no authorizer');
  expect(said({})).toContain('neither it nor the document has a security');
});

const pool = { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Authorizer' } };
const authorizer = one('Authorizer', 'ApiGateway::Authorizer', { RestApiId: { Ref: 'Api' }, Type: 'COGNITO_USER_POOLS', ProviderARNs: ['arn'] });

cases(routeScopes, [
  ['a scope of a resource server passes', { ...withMethods({ Get: { ...pool, AuthorizationScopes: ['a/read'] } }), ...authorizer }, ['pass Get AuthorizationScopes']],
  ['no scopes take ID tokens', { ...withMethods({ Get: pool }), ...authorizer }, ['error Get AuthorizationScopes']],
  ['empty scopes are none', { ...withMethods({ Get: { ...pool, AuthorizationScopes: [''] } }), ...authorizer }, ['error Get AuthorizationScopes']],
  ['one scope of everybody opens what others close', { ...withMethods({ Get: { ...pool, AuthorizationScopes: ['a/read', 'aws.cognito.signin.user.admin'] } }), ...authorizer },
    ['error Get AuthorizationScopes']],
  ['a scope that says who, not what for', { ...withMethods({ Get: { ...pool, AuthorizationScopes: ['openid'] } }), ...authorizer }, ['warning Get AuthorizationScopes']],
  ['a parameter is not known', { ...withMethods({ Get: { ...pool, AuthorizationScopes: OPEN } }), ...authorizer }, ['unknown Get AuthorizationScopes']],
  ['a body without scopes fails', body({ security: [{ tokens: [] }] }), ['error Api Body.paths./a.get.security']],
  ['IAM has none', withMethods({ Get: {} }), []],
], PARAMETERS);

const validator = (properties: object) => one('Validator', 'ApiGateway::RequestValidator', { RestApiId: { Ref: 'Api' }, ...properties });
const model = { RequestModels: { 'application/json': { Ref: 'Model' } } };
const validated = { RequestValidatorId: { Ref: 'Validator' } };
const schema = (value: unknown) => one('Model', 'ApiGateway::Model', { RestApiId: { Ref: 'Api' }, Schema: value });

cases(requestValidation, [
  ['a model that is validated passes', { ...withMethods({ Post: { HttpMethod: 'POST', ...model, ...validated } }), ...validator({ ValidateRequestBody: true }) }, ['pass Post RequestValidatorId']],
  ['a model that nothing validates fails', withMethods({ Post: { HttpMethod: 'POST', ...model } }), ['error Post RequestValidatorId']],
  ['a validator that is off fails', { ...withMethods({ Post: { HttpMethod: 'POST', ...model, ...validated } }), ...validator({ ValidateRequestBody: false, ValidateRequestParameters: true }) },
    ['error Post RequestValidatorId']],
  ['a required parameter that nothing validates fails', withMethods({ Get: { RequestParameters: { 'method.request.querystring.since': true, 'method.request.path.id': true } } }),
    ['error Get RequestValidatorId']],
  ['a part of the path needs no validator, but an API that validates nothing is said', withMethods({ Get: { RequestParameters: { 'method.request.path.id': true } } }), ['warning Api']],
  ['a validator of another stack is not known', withMethods({ Post: { HttpMethod: 'POST', ...model, RequestValidatorId: OPEN } }), ['unknown Post RequestValidatorId']],
  ['a preflight alone is not judged', withMethods({ Options: { HttpMethod: 'OPTIONS', ...MOCK } }), []],
], PARAMETERS);

cases(requestModel, [
  ['a model with properties passes', { ...withMethods({ Post: { HttpMethod: 'POST', ...model } }), ...schema({ type: 'object', properties: { a: {} } }) }, ['pass Post RequestModels']],
  ['a model as a text passes', { ...withMethods({ Post: { HttpMethod: 'POST', ...model } }), ...schema('{"type":"object","required":["a"]}') }, ['pass Post RequestModels']],
  ['no model fails, for a method that takes a body', withMethods({ Post: { HttpMethod: 'POST' }, Get: {} }), ['warning Post RequestModels']],
  ['a model of anything is none', { ...withMethods({ Post: { HttpMethod: 'POST', ...model } }), ...schema({ type: 'object' }) }, ['warning Post RequestModels']],
  ['one content type that takes anything opens the others', { ...withMethods({ Post: { HttpMethod: 'POST', RequestModels: { 'application/json': { Ref: 'Model' }, 'text/plain': 'Empty' } } }), ...schema({ required: ['a'] }) },
    ['warning Post RequestModels']],
  ['a model of another app is not known', withMethods({ Post: { HttpMethod: 'POST', RequestModels: { 'application/json': OPEN } } }), ['unknown Post RequestModels']],
  ['a schema of a body passes, an empty one does not', withBody({
    '/a': {
      post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } } },
      put: { requestBody: { content: { 'application/json': { schema: {} } } } },
    },
  }, { components: { schemas: { A: { type: 'object', properties: { a: {} } } } } }), ['warning Api Body.paths./a.put.requestBody', 'pass Api Body.paths./a.post.requestBody']],
], PARAMETERS);

const cors = (headers: object) => withMethods({ Options: { HttpMethod: 'OPTIONS', Integration: { Type: 'MOCK', IntegrationResponses: [{ StatusCode: '204', ResponseParameters: headers }] } } });
const ORIGIN = 'method.response.header.Access-Control-Allow-Origin';
const PLACE = `Integration.IntegrationResponses[0].ResponseParameters.${ORIGIN}`;

cases(corsOrigin, [
  ['an origin that is named passes', cors({ [ORIGIN]: "'https://a.example.com'" }), [`pass Options ${PLACE}`]],
  ['every origin fails', cors({ [ORIGIN]: "'*'" }), [`warning Options ${PLACE}`]],
  ['whoever asks, with credentials, fails', cors({ [ORIGIN]: 'method.request.header.origin', 'method.response.header.Access-Control-Allow-Credentials': "'true'" }), [`error Options ${PLACE}`]],
  ['a parameter is not known, whatever its default', cors({ [ORIGIN]: OPEN, 'method.response.header.Vary': "'Origin'" }), [`unknown Options ${PLACE}`]],
  ['...nor a part of one', cors({ [ORIGIN]: { 'Fn::Sub': "'https://${Open}.example.com'" } }), [`unknown Options ${PLACE}`]],
  ['the origin null fails', cors({ [ORIGIN]: "'null'" }), [`warning Options ${PLACE}`]],
  ['errors count too, in a body', withBody({}, { 'x-amazon-apigateway-gateway-responses': { DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } } } }),
    ['warning Api Body.x-amazon-apigateway-gateway-responses.DEFAULT_4XX.responseParameters.gatewayresponse.header.Access-Control-Allow-Origin']],
], PARAMETERS);

const response = (template: unknown) => ({ ...privateApi(), ...one('Response', 'ApiGateway::GatewayResponse', { RestApiId: { Ref: 'Api' }, ResponseTemplates: { 'application/json': template } }) });

cases(gatewayResponse, [
  ['the message and the id pass', response('{"message":$context.error.messageString,"id":"$context.requestId"}'), ['pass Response ResponseTemplates.application/json']],
  ['what the authorizer decided does not', response('{"who":"$context.authorizer.principalId"}'), ['warning Response ResponseTemplates.application/json']],
  ['a parameter is not known', response(OPEN), ['unknown Response ResponseTemplates.application/json']],
  ['the web ACL does not', response('{"acl":"$context.webaclArn"}'), ['warning Response ResponseTemplates.application/json']],
], PARAMETERS);

const deployment = (dependsOn: string[]) => one('Deployment', 'ApiGateway::Deployment', { RestApiId: { Ref: 'Api' } }, { DependsOn: dependsOn });
const methods = withMethods({ Get: {}, Post: { HttpMethod: 'POST' } });

cases(deployedRoutes, [
  ['a deployment after all methods passes', { ...methods, ...deployment(['Get', 'Post']), ...stage({ DeploymentId: { Ref: 'Deployment' } }) }, ['pass Stage DeploymentId', 'pass Deployment']],
  ['one that does not wait for a method is said', { ...methods, ...deployment(['Get']), ...stage({ DeploymentId: { Ref: 'Deployment' } }) }, ['pass Stage DeploymentId', 'warning Deployment']],
  ['what another resource waits for is waited for', { ...methods, ...deployment(['Wait']), ...one('Wait', 'CloudFormation::WaitConditionHandle', {}, { DependsOn: ['Get', 'Post'] }) }, ['pass Deployment']],
  ['a stage without a deployment serves nothing', { ...methods, ...stage() }, ['warning Stage DeploymentId']],
  ['a canary of the past is not known', {
    ...methods, ...deployment(['Get', 'Post']), ...stage({ DeploymentId: { Ref: 'Deployment' }, CanarySetting: { PercentTraffic: 50, DeploymentId: 'abc123' } }),
  }, ['pass Stage DeploymentId', 'unknown Stage CanarySetting.DeploymentId', 'pass Deployment']],
  ['a canary of the app passes', {
    ...methods, ...deployment(['Get', 'Post']), ...stage({ DeploymentId: { Ref: 'Deployment' }, CanarySetting: { PercentTraffic: 50, DeploymentId: { Ref: 'Deployment' } } }),
  }, ['pass Stage DeploymentId', 'pass Stage CanarySetting.DeploymentId', 'pass Deployment']],
  ['what a body is merged into is not known', withBody({ '/a': { get: {} } }, {}, { Mode: 'merge' }), ['unknown Api Mode']],
  ['a deployment of the past is not known', { ...methods, ...stage({ DeploymentId: 'abc123' }) }, ['unknown Stage DeploymentId']],
]);

cases(routeAnyMethod, [
  ['methods pass', withMethods({ Get: {}, Post: { HttpMethod: 'POST' } }), ['pass Get HttpMethod', 'pass Post HttpMethod']],
  ['ANY beside a method is said', withMethods({ Any: { HttpMethod: 'ANY' }, Post: { HttpMethod: 'POST' } }), ['warning Any HttpMethod', 'pass Post HttpMethod']],
  ['ANY alone is a choice', withMethods({ Any: { HttpMethod: 'ANY' } }), ['pass Any HttpMethod']],
  ['ANY beside the answer to browsers too', withMethods({ Any: { HttpMethod: 'ANY' }, Options: { HttpMethod: 'OPTIONS' } }), ['pass Any HttpMethod', 'pass Options HttpMethod']],
  ['in a body', withBody({ '/a': { 'get': {}, 'x-amazon-apigateway-any-method': {} } }), ['pass Api Body.paths./a.get', 'warning Api Body.paths./a.x-amazon-apigateway-any-method']],
  ['of another path it is none of its business', withBody({ '/a': { get: {} }, '/b': { 'x-amazon-apigateway-any-method': {} } }),
    ['pass Api Body.paths./a.get', 'pass Api Body.paths./b.x-amazon-apigateway-any-method']],
  ['ANY of a path that is not known', withMethods({ Any: { HttpMethod: 'ANY', ResourceId: OPEN } }), ['unknown Any HttpMethod']],
], PARAMETERS);
