import { stageCache } from '../../../../src/posture/checks/routes/stage-cache';
import { stageDataTrace } from '../../../../src/posture/checks/routes/stage-data-trace';
import { stageThrottling } from '../../../../src/posture/checks/routes/stage-throttling';
import { stageTracing } from '../../../../src/posture/checks/routes/stage-tracing';
import { stageVariables } from '../../../../src/posture/checks/routes/stage-variables';
import { OPEN, PARAMETERS, cases } from '../../support/cases';
import { one, stage, withMethods } from '../../support/private-api';

const all = (values: object) => ({ MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ...values }] });
const limits = { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 };
const api = withMethods({ Get: {}, Post: { HttpMethod: 'POST' } });

cases(stageThrottling, [
  ['limits for every method pass, in quotes too', { ...api, ...stage(all({ ThrottlingRateLimit: '100', ThrottlingBurstLimit: 200 })) }, ['pass Stage MethodSettings[0]']],
  ['no settings are no limits', { ...api, ...stage() }, ['error Stage MethodSettings']],
  ['settings without a rate are none', { ...api, ...stage(all({ LoggingLevel: 'ERROR' })) }, ['error Stage MethodSettings[0].ThrottlingRateLimit']],
  ['-1 switches throttling off', { ...api, ...stage(all({ ThrottlingRateLimit: -1, ThrottlingBurstLimit: -1 })) }, ['error Stage MethodSettings[0].ThrottlingRateLimit']],
  ['what the account has is no limit', { ...api, ...stage(all({ ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 100 })) }, ['error Stage MethodSettings[0].ThrottlingRateLimit']],
  ['a burst without end is none', { ...api, ...stage(all({ ThrottlingRateLimit: 10, ThrottlingBurstLimit: 1e6 })) }, ['error Stage MethodSettings[0].ThrottlingBurstLimit']],
  ['one method may not open what all others close',
    { ...api, ...stage({ MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ...limits }, { ResourcePath: '/', HttpMethod: 'GET', ThrottlingRateLimit: 1e6 }] }) },
    ['pass Stage MethodSettings[0]', 'error Stage MethodSettings[1].ThrottlingRateLimit']],
  ['limits for one method leave the other open', { ...api, ...stage({ MethodSettings: [{ ResourcePath: '/', HttpMethod: 'GET', ...limits }] }) },
    ['error Stage MethodSettings', 'pass Stage MethodSettings[0]']],
  ['a parameter is not known', { ...api, ...stage(all({ ThrottlingRateLimit: OPEN })) }, ['unknown Stage MethodSettings[0].ThrottlingRateLimit']],
  ['settings that are a parameter are not known', { ...api, ...stage({ MethodSettings: OPEN }) }, ['unknown Stage MethodSettings']],
  ['the stage that a deployment brings counts', { ...api, ...one('Deployment', 'ApiGateway::Deployment', { RestApiId: { Ref: 'Api' }, StageName: 'old' }) },
    ['error Deployment StageDescription.ThrottlingRateLimit']],
], PARAMETERS);

cases(stageCache, [
  ['no cache is not judged', { ...api, ...stage(all({ CachingEnabled: true })) }, []],
  ['an encrypted one passes', { ...api, ...stage({ CacheClusterEnabled: true, ...all({ CachingEnabled: true, CacheDataEncrypted: true }) }) }, ['pass Stage MethodSettings[0]']],
  ['one in clear fails', { ...api, ...stage({ CacheClusterEnabled: 'true', ...all({ CachingEnabled: 'true' }) }) }, ['error Stage MethodSettings[0].CacheDataEncrypted']],
  ['one that a parameter encrypts is not known', { ...api, ...stage({ CacheClusterEnabled: true, ...all({ CachingEnabled: true, CacheDataEncrypted: OPEN }) }) },
    ['unknown Stage MethodSettings[0].CacheDataEncrypted']],
], PARAMETERS);

cases(stageDataTrace, [
  ['off passes', { ...api, ...stage(all({})) }, ['pass Stage MethodSettings[0].DataTraceEnabled']],
  ['on fails, for one method too', { ...api, ...stage({ MethodSettings: [{ ResourcePath: '/~1a', HttpMethod: 'GET', DataTraceEnabled: 'true' }] }) }, ['error Stage MethodSettings[0].DataTraceEnabled']],
  ['a parameter is not known', { ...api, ...stage(all({ DataTraceEnabled: OPEN })) }, ['unknown Stage MethodSettings[0].DataTraceEnabled']],
], PARAMETERS);

cases(stageTracing, [
  ['on passes', { ...api, ...stage({ TracingEnabled: true }) }, ['pass Stage TracingEnabled']],
  ['left out is off', { ...api, ...stage() }, ['warning Stage TracingEnabled']],
  ['a parameter is not known', { ...api, ...stage({ TracingEnabled: OPEN }) }, ['unknown Stage TracingEnabled']],
], PARAMETERS);

cases(stageVariables, [
  ['a secret in clear fails, what points to one passes', { ...api, ...stage({ Variables: { dbPassword: 'hunter2', secretArn: 'arn:aws:secretsmanager:x', table: 'a' } }) },
    ['error Stage Variables.dbPassword', 'pass Stage Variables.secretArn', 'pass Stage Variables.table']],
  ['what a part of the calls sees instead is looked at too', { ...api, ...stage({ CanarySetting: { PercentTraffic: 5, StageVariableOverrides: { apiKey: 'k-0123456789' } } }) },
    ['error Stage CanarySetting.StageVariableOverrides.apiKey']],
  ['variables that are a parameter are not known', { ...api, ...stage({ Variables: OPEN }) }, ['unknown Stage Variables']],
  ['a parameter passes, one whose default stands there does not', { ...api, ...stage({ Variables: { apiSecret: OPEN, otherSecret: { Ref: 'Standing' } } }) },
    ['pass Stage Variables.apiSecret', 'error Stage Variables.otherSecret']],
], PARAMETERS);
