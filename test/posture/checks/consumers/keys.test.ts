import { apiKeyEndDate } from '../../../../src/posture/checks/consumers/api-key-end-date';
import { apiKeySource } from '../../../../src/posture/checks/consumers/api-key-source';
import { apiKeyValue } from '../../../../src/posture/checks/consumers/api-key-value';
import { routeApiKey } from '../../../../src/posture/checks/consumers/route-api-key';
import { OPEN, PARAMETERS, cases } from '../../support/cases';
import { one, privateApi, stage, withBody, withMethods } from '../../support/private-api';

const key = (properties: object, id = 'Key') => one(id, 'ApiGateway::ApiKey', { Enabled: true, ...properties });
const PLAN = one('Plan', 'ApiGateway::UsagePlan', { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } }] });
const KEYED = { ApiKeyRequired: true };

cases(routeApiKey, [
  ['routes that all need a key pass', withMethods({ Get: KEYED, Post: { HttpMethod: 'POST', ApiKeyRequired: 'true' } }), ['pass Get ApiKeyRequired', 'pass Post ApiKeyRequired']],
  ['one that needs none, beside those of the same callers, is said', withMethods({ Get: KEYED, Post: { HttpMethod: 'POST' } }), ['pass Get ApiKeyRequired', 'warning Post ApiKeyRequired']],
  ['...and fails where there are plans', { ...withMethods({ Get: KEYED, Post: { HttpMethod: 'POST', ApiKeyRequired: 'false' } }), ...stage(), ...PLAN }, ['pass Get ApiKeyRequired', 'error Post ApiKeyRequired']],
  ['plans that no route needs a key for count nothing', { ...withMethods({ Get: {} }), ...stage(), ...PLAN }, ['error Get ApiKeyRequired']],
  ['an API without keys and plans has none', withMethods({ Get: {} }), []],
  ['other callers need no key', { ...withMethods({ Get: KEYED, Post: { HttpMethod: 'POST', AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } } }), ...one('Auth', 'ApiGateway::Authorizer', { RestApiId: { Ref: 'Api' }, Type: 'REQUEST' }) },
    ['pass Get ApiKeyRequired']],
  ['...nor do those of another user pool', {
    ...withMethods({ Get: { ...KEYED, AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Auth' } }, Post: { HttpMethod: 'POST', AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Other' } } }),
    ...one('Auth', 'ApiGateway::Authorizer', { RestApiId: { Ref: 'Api' }, Type: 'COGNITO_USER_POOLS' }),
    ...one('Other', 'ApiGateway::Authorizer', { RestApiId: { Ref: 'Api' }, Type: 'COGNITO_USER_POOLS' }),
  }, ['pass Get ApiKeyRequired']],
  ['a preflight carries no key', withMethods({ Get: KEYED, Options: { HttpMethod: 'OPTIONS', Integration: { Type: 'MOCK' } } }), ['pass Get ApiKeyRequired', 'pass Options ApiKeyRequired']],
  ['a written reason is heard', { ...withMethods({ Get: KEYED, Post: { HttpMethod: 'POST' } }), ...privateApi({}, { Metadata: { 'cdk-private-api': { reasons: { 'POST /': { noApiKey: 'callers are few' } } } } }) },
    ['pass Get ApiKeyRequired', 'pass Post ApiKeyRequired']],
  ['...an empty one is none', { ...withMethods({ Get: KEYED, Post: { HttpMethod: 'POST' } }), ...privateApi({}, { Metadata: { 'cdk-private-api': { reasons: { 'POST /': { noApiKey: ' ' } } } } }) },
    ['pass Get ApiKeyRequired', 'warning Post ApiKeyRequired']],
  ['a body says it with a scheme for x-api-key', withBody({ '/a': { get: { security: [{ iam: [] }, { key: [] }] }, post: { security: [{ iam: [] }] } } }, {
    components: {
      securitySchemes: {
        iam: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' }, key: { type: 'apiKey', name: 'X-API-Key', in: 'header' },
      },
    },
  }), ['pass Api Body.paths./a.get.security', 'warning Api Body.paths./a.post.security']],
  ['...and a key in a query is none', withBody({ '/a': { get: { security: [{ key: [] }] } } }, { components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'query' } } } }), []],
  ['a parameter is not known', withMethods({ Get: KEYED, Post: { HttpMethod: 'POST', ApiKeyRequired: OPEN } }), ['pass Get ApiKeyRequired', 'unknown Post ApiKeyRequired']],
], PARAMETERS);

cases(apiKeyValue, [
  ['a value that API Gateway makes passes', key({}), ['pass Key Value']],
  ['one that is written out fails', key({ Value: 'k-0123456789abcdef0123456789' }), ['error Key Value']],
  ['...as a number, too', key({ Value: 12345678901234567890 }), ['error Key Value']],
  ['...put together of texts', key({ Value: { 'Fn::Join': ['', ['0123456789', 'abcdef0123456789']] } }), ['error Key Value']],
  ['...or as the default of a parameter', key({ Value: { Ref: 'Standing' } }), ['error Key Value']],
  ['...a part of it as well', key({ Value: { 'Fn::Sub': 'claims-${Standing}' } }), ['error Key Value']],
  ['a secret passes', key({ Value: '{{resolve:secretsmanager:claims/key:SecretString:value}}' }), ['pass Key Value']],
  ['...and an encrypted parameter of SSM', key({ Value: '{{resolve:ssm-secure:claims-key}}' }), ['pass Key Value']],
  ['...one that is not encrypted fails', key({ Value: '{{resolve:ssm:claims-key}}' }), ['error Key Value']],
  ['a parameter without a default passes', key({ Value: OPEN }), ['pass Key Value']],
  ['what another stack exports is not known', key({ Value: { 'Fn::ImportValue': 'claims-key' } }), ['unknown Key Value']],
], PARAMETERS);

const fromAuthorizer = { ApiKeySourceType: 'AUTHORIZER' };
const lambda = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } };
const AUTH = one('Auth', 'ApiGateway::Authorizer', { RestApiId: { Ref: 'Api' }, Type: 'REQUEST' });

cases(apiKeySource, [
  ['the header passes', withMethods({ Get: KEYED }, { ApiKeySourceType: 'HEADER' }), ['pass Api ApiKeySourceType']],
  ['left out is the header', withMethods({ Get: KEYED }), ['pass Api ApiKeySourceType']],
  ['an authorizer that no route with a key has fails', withMethods({ Get: KEYED }, fromAuthorizer), ['error Api ApiKeySourceType']],
  ['...in a body', withBody({ '/a': { get: { security: [{ key: [] }] } } }, { 'components': { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } }, 'x-amazon-apigateway-api-key-source': 'AUTHORIZER' }),
    ['error Api Body.x-amazon-apigateway-api-key-source']],
  ['...the property counts more', withBody({ '/a': { get: { security: [{ key: [] }] } } }, { 'components': { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } }, 'x-amazon-apigateway-api-key-source': 'AUTHORIZER' }, { ApiKeySourceType: 'HEADER' }),
    ['pass Api ApiKeySourceType']],
  ['a Lambda authorizer gives one', { ...withMethods({ Get: { ...KEYED, ...lambda } }, fromAuthorizer), ...AUTH }, ['pass Api ApiKeySourceType']],
  ['...to each route that needs it', { ...withMethods({ Get: { ...KEYED, ...lambda }, Post: { HttpMethod: 'POST', ...KEYED } }, fromAuthorizer), ...AUTH }, ['error Api ApiKeySourceType']],
  ['a parameter is not known', withMethods({ Get: KEYED }, { ApiKeySourceType: OPEN }), ['unknown Api ApiKeySourceType']],
], PARAMETERS);

const until = (name: string, Value: unknown) => ({ Tags: [{ Key: 'team', Value: 'claims' }, { Key: name, Value }] });

cases(apiKeyEndDate, [
  ['keys that all say it pass, however the tag is called', { ...key(until('expires', '2027-06-30')), ...key(until('claims:valid-until', '2027-06-30T12:00:00Z'), 'Other') }, ['pass Key Tags[1].Value', 'pass Other Tags[1].Value']],
  ['one that does not fails', { ...key(until('expires', '2027-06-30')), ...key({}, 'Other') }, ['pass Key Tags[1].Value', 'warning Other Tags']],
  ['a date that is none fails', key(until('ExpiryDate', 'soon')), ['warning Key Tags[1].Value']],
  ['a team that does not end keys by tags is not asked', { ...key({}), ...key({}, 'Other') }, []],
  ['a tag that only sounds like it is none', key(until('expiration-policy', 'none')), []],
  ['a parameter is not known', key(until('expires', OPEN)), ['unknown Key Tags[1].Value']],
], PARAMETERS);
