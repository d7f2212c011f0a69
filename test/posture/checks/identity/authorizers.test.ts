import { authorizerCache } from '../../../../src/posture/checks/identity/authorizer-cache';
import { authorizerFunction } from '../../../../src/posture/checks/identity/authorizer-function';
import { authorizerTokenSource } from '../../../../src/posture/checks/identity/authorizer-token-source';
import { authorizerUserPools } from '../../../../src/posture/checks/identity/authorizer-user-pools';
import { Posture } from '../../../../src/posture/model/posture';
import { appOf, postureOf } from '../../support/app';
import { OPEN, PARAMETERS, cases, verdicts } from '../../support/cases';
import { one, privateApi, withBody, withMethods } from '../../support/private-api';

const uriOf = (fn: unknown) => ({ 'Fn::Sub': ['arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn}/invocations', { Fn: fn }] });
const DECIDER = one('Decider', 'Lambda::Function', { FunctionName: 'decider' });
const URI = uriOf({ 'Fn::GetAtt': ['Decider', 'Arn'] });
const own = (properties: object, api = privateApi()) => ({
  ...api, ...DECIDER, ...one('Auth', 'ApiGateway::Authorizer', { RestApiId: { Ref: 'Api' }, Type: 'REQUEST', AuthorizerUri: URI, ...properties }),
});
const pooled = (properties: object, api = privateApi()) => ({
  ...api, ...one('Pool', 'Cognito::UserPool'), ...one('Auth', 'ApiGateway::Authorizer', { RestApiId: { Ref: 'Api' }, Type: 'COGNITO_USER_POOLS', ...properties }),
});
const inBody = (authorizer: object, scheme: object = {}) => ({
  ...withBody({}, { components: { securitySchemes: { signed: { 'type': 'apiKey', 'in': 'header', 'name': 'Authorization', 'x-amazon-apigateway-authtype': 'custom', ...scheme, 'x-amazon-apigateway-authorizer': authorizer } } } }),
  ...DECIDER,
});
const AT = 'Body.components.securitySchemes.signed.x-amazon-apigateway-authorizer';
/** Two routes of one authorizer. */
const two = withMethods({
  Get: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } }, Post: { HttpMethod: 'POST', AuthorizationType: 'CUSTOM', AuthorizerId: { 'Fn::GetAtt': ['Auth', 'AuthorizerId'] } },
});
const TOKEN = 'method.request.header.Authorization';

cases(authorizerCache, [
  ['what is remembered by the token passes', own({ IdentitySource: TOKEN, AuthorizerResultTtlInSeconds: 300 }), ['pass Auth IdentitySource']],
  ['what is not remembered passes, in quotes too', own({ AuthorizerResultTtlInSeconds: '0' }), ['pass Auth IdentitySource']],
  ['nothing to remember by fails, also for the time that AWS takes', own({}), ['error Auth IdentitySource']],
  ['...an empty text is nothing', own({ IdentitySource: ' , ', AuthorizerResultTtlInSeconds: 60 }), ['error Auth IdentitySource']],
  ['a header of every caller does not tell them apart', own({ IdentitySource: 'method.request.header.Host, method.request.header.User-Agent' }), ['error Auth IdentitySource']],
  ['nor does what the stage says', own({ IdentitySource: 'stageVariables.name,context.stage' }), ['error Auth IdentitySource']],
  ['the key of a caller does, and a certificate', own({ IdentitySource: 'context.identity.apiKey' }), ['pass Auth IdentitySource']],
  ['one token for two routes is one decision for both', own({ IdentitySource: TOKEN }, two), ['warning Auth IdentitySource']],
  ['...the path and the method make it two', own({ IdentitySource: `${TOKEN}, context.path, context.httpMethod` }, two), ['pass Auth IdentitySource']],
  ['...a token authorizer answers with a policy for all of them', own({ Type: 'TOKEN', IdentitySource: TOKEN }, two), ['pass Auth IdentitySource']],
  ['an hour is long', own({ IdentitySource: TOKEN, AuthorizerResultTtlInSeconds: '3600' }), ['warning Auth AuthorizerResultTtlInSeconds']],
  ['a parameter is not known', own({ IdentitySource: OPEN }), ['unknown Auth IdentitySource']],
  ['...nor how long', own({ AuthorizerResultTtlInSeconds: OPEN }), ['unknown Auth IdentitySource']],
  ['a pool is asked nothing', pooled({}), []],
  ['in a body a token authorizer has the header of its scheme', inBody({ type: 'token', authorizerUri: URI }), [`pass Api ${AT}.identitySource`]],
  ['...one of requests has not', inBody({ type: 'request', authorizerUri: URI }), [`error Api ${AT}.identitySource`]],
  ['...and its time may be too long', inBody({ type: 'token', authorizerUri: URI, authorizerResultTtlInSeconds: 3600 }), [`warning Api ${AT}.authorizerResultTtlInSeconds`]],
], PARAMETERS);

cases(authorizerFunction, [
  ['a function of the app passes', own({}), ['pass Auth AuthorizerUri']],
  ['...by an alias', { ...own({ AuthorizerUri: uriOf({ Ref: 'Live' }) }), ...one('Live', 'Lambda::Alias', { FunctionName: { Ref: 'Decider' } }) }, ['pass Auth AuthorizerUri']],
  ['...by its name, in an ARN of the account', own({ AuthorizerUri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:decider/invocations' } }),
    ['pass Auth AuthorizerUri']],
  ['a function of the same name in an account that may be another is not known', own({ AuthorizerUri: uriOf('arn:aws:lambda:eu-west-1:444455556666:function:decider') }), ['unknown Auth AuthorizerUri']],
  ['no function fails', own({ AuthorizerUri: undefined }), ['error Auth AuthorizerUri']],
  ['a function that a stage variable names is not known', own({ AuthorizerUri: uriOf('arn:aws:lambda:eu-west-1:444455556666:function:${!stageVariables.decider}') }), ['unknown Auth AuthorizerUri']],
  ['a parameter is not known', own({ AuthorizerUri: OPEN }), ['unknown Auth AuthorizerUri']],
  ['a function of the app decides in a body', inBody({ type: 'request', authorizerUri: URI }), [`pass Api ${AT}.authorizerUri`]],
  ['an alias that names itself is no function', { ...own({ AuthorizerUri: uriOf({ Ref: 'Loop' }) }), ...one('Loop', 'Lambda::Alias', { FunctionName: { Ref: 'Loop' } }) }, ['unknown Auth AuthorizerUri']],
], PARAMETERS);

test('a function of another account that decides is said, and one of the own account is found by its name', () => {
  const of = (account: string) => {
    const app = appOf({ Test: { Resources: own({ AuthorizerUri: uriOf({ 'Fn::Sub': `arn:\${AWS::Partition}:lambda:\${AWS::Region}:${account}:function:decider` }) }) } });
    return new Posture({ ...app, stacks: app.stacks.map((stack) => ({ ...stack, account: '111122223333' })) });
  };
  expect(verdicts(authorizerFunction, of('444455556666'))).toEqual(['warning Auth AuthorizerUri']);
  expect(verdicts(authorizerFunction, of('111122223333'))).toEqual(['pass Auth AuthorizerUri']);
});

cases(authorizerTokenSource, [
  ['the header for tokens passes', own({ IdentitySource: TOKEN }), ['pass Auth IdentitySource']],
  ['what is left out is that header', pooled({ ProviderARNs: ['arn'] }), ['pass Auth IdentitySource']],
  ['a cookie fails, whatever the case', pooled({ IdentitySource: 'method.request.header.cookie' }), ['warning Auth IdentitySource']],
  ['a token in a URL fails', own({ IdentitySource: `${TOKEN}, method.request.querystring.access_token` }), ['warning Auth IdentitySource']],
  ['another parameter of a URL passes', own({ IdentitySource: `${TOKEN}, method.request.querystring.page` }), ['pass Auth IdentitySource']],
  ['a header whose name has a cookie in it is none', own({ IdentitySource: 'method.request.header.X-Cookie-Consent' }), ['pass Auth IdentitySource']],
  ['a scheme in a body may be a cookie', inBody({ type: 'token', authorizerUri: URI }, { name: 'Cookie' }), [`warning Api ${AT}.identitySource`]],
  ['a parameter is not known', own({ IdentitySource: OPEN }), ['unknown Auth IdentitySource']],
], PARAMETERS);

cases(authorizerUserPools, [
  ['a pool of the app passes', pooled({ ProviderARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }] }), ['pass Auth ProviderARNs[0]']],
  ['...alone in place of a list', pooled({ ProviderARNs: { 'Fn::GetAtt': ['Pool', 'Arn'] } }), ['pass Auth ProviderARNs[0]']],
  ['no pool fails', pooled({}), ['error Auth ProviderARNs']],
  ['an empty list fails', pooled({ ProviderARNs: [] }), ['error Auth ProviderARNs']],
  ['a second pool of elsewhere is not known', pooled({ ProviderARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }, 'arn:aws:cognito-idp:eu-west-1:444455556666:userpool/eu-west-1_a'] }), ['pass Auth ProviderARNs[0]', 'unknown Auth ProviderARNs[1]']],
  ['a parameter is not known', pooled({ ProviderARNs: OPEN }), ['unknown Auth ProviderARNs']],
  ['in a body a pool of the app passes', { ...inBody({ type: 'cognito_user_pools', providerARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }] }), ...one('Pool', 'Cognito::UserPool') }, [`pass Api ${AT}.providerARNs[0]`]],
  ['...and none fails', inBody({ type: 'cognito_user_pools' }), [`error Api ${AT}.providerARNs`]],
  ['a Lambda authorizer has none', own({}), []],
], PARAMETERS);

test('a pool of another stack of the app is known', () => {
  const app = appOf({
    Pools: { Resources: one('Pool', 'Cognito::UserPool'), Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Pool', 'Arn'] }, Export: { Name: 'pool' } } } },
    Test: { Resources: { ...privateApi(), ...one('Auth', 'ApiGateway::Authorizer', { RestApiId: { Ref: 'Api' }, Type: 'COGNITO_USER_POOLS', ProviderARNs: [{ 'Fn::ImportValue': 'pool' }] }) } },
  });
  expect(verdicts(authorizerUserPools, new Posture(app))).toEqual(['pass Auth ProviderARNs[0]']);
  expect(verdicts(authorizerUserPools, postureOf(pooled({ ProviderARNs: [{ 'Fn::ImportValue': 'of-nobody' }] })))).toEqual(['unknown Auth ProviderARNs[0]']);
});
