import { usagePlanChain } from '../../../../src/posture/checks/consumers/usage-plan-chain';
import { usagePlanQuota } from '../../../../src/posture/checks/consumers/usage-plan-quota';
import { usagePlanThrottle } from '../../../../src/posture/checks/consumers/usage-plan-throttle';
import { Posture } from '../../../../src/posture/model/posture';
import { type Resources, appOf } from '../../support/app';
import { OPEN, PARAMETERS, cases, verdicts } from '../../support/cases';
import { one, stage, withMethods } from '../../support/private-api';

const plan = (properties: object, rest: object = {}, id = 'Plan'): Resources => one(id, 'ApiGateway::UsagePlan', properties, rest);
const join = (KeyId: unknown = { Ref: 'Key' }, UsagePlanId: unknown = { Ref: 'Plan' }) => one('Join', 'ApiGateway::UsagePlanKey', { KeyId, KeyType: 'API_KEY', UsagePlanId });
const key = (properties: object = { Enabled: true }) => one('Key', 'ApiGateway::ApiKey', properties);
const SERVES = { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' } }] };
const api = { ...withMethods({ Get: { ApiKeyRequired: true } }), ...stage() };
const whole = { ...api, ...plan(SERVES), ...key(), ...join() };
const serving = (entry: unknown) => ({ ...whole, ...plan({ ApiStages: [entry] }) });

cases(usagePlanChain, [
  ['a key of a plan of the stage passes', whole, ['pass Stage', 'pass Plan', 'pass Key']],
  ['...by the name of the stage, and the attributes of the others', {
    ...api, ...key(), ...plan({ ApiStages: [{ ApiId: { 'Fn::GetAtt': ['Api', 'RestApiId'] }, Stage: 'live' }] }), ...join({ 'Fn::GetAtt': ['Key', 'APIKeyId'] }, { 'Fn::GetAtt': ['Plan', 'Id'] }),
  }, ['pass Stage', 'pass Plan', 'pass Key']],
  ['no plan fails', api, ['error Api']],
  ['a plan that serves nothing fails', { ...whole, ...plan({}) }, ['error Api', 'warning Plan ApiStages', 'pass Key']],
  ['...an empty list too', { ...whole, ...plan({ ApiStages: [] }) }, ['error Api', 'warning Plan ApiStages', 'pass Key']],
  ['a stage that the API does not have fails', serving({ ApiId: { Ref: 'Api' }, Stage: 'test' }), ['error Stage', 'error Plan ApiStages[0].Stage', 'pass Key']],
  ['a second stage without a plan fails', { ...whole, ...one('Old', 'ApiGateway::Stage', { RestApiId: { Ref: 'Api' }, StageName: 'old' }) }, ['pass Stage', 'error Old', 'pass Plan', 'pass Key']],
  ['...one that a deployment brings too', { ...whole, ...one('Deployment', 'ApiGateway::Deployment', { RestApiId: { Ref: 'Api' }, StageName: 'debug' }) }, ['pass Stage', 'error Deployment', 'pass Plan', 'pass Key']],
  ['a plan without keys is said', { ...api, ...plan(SERVES) }, ['pass Stage', 'warning Plan']],
  ['a key of another app is one', { ...api, ...plan(SERVES), ...join('abc123') }, ['pass Stage', 'pass Plan']],
  ['...and one that is imported', { ...api, ...plan(SERVES), ...join({ 'Fn::ImportValue': 'key' }) }, ['pass Stage', 'pass Plan']],
  ['keys that are all off are said', { ...whole, ...key({ Enabled: 'false' }) }, ['pass Stage', 'warning Plan', 'pass Key']],
  ['a key without a plan is said', { ...api, ...plan(SERVES), ...key() }, ['pass Stage', 'warning Plan', 'warning Key']],
  ['...one of a plan of another app is not', { ...key(), ...join({ Ref: 'Key' }, 'abc123') }, ['pass Key']],
  ['...one that a parameter may name is not known', { ...key(), ...join(OPEN) }, ['unknown Key']],
  ['a plan that may not be there is not known', { ...whole, ...plan(SERVES, { Condition: 'IsProd' }) }, ['unknown Stage', 'pass Plan', 'pass Key']],
  ['a stage that is a parameter is not known', serving({ ApiId: { Ref: 'Api' }, Stage: OPEN }), ['unknown Stage', 'pass Plan', 'pass Key']],
  ['stages that are a parameter are not known', { ...whole, ...plan({ ApiStages: OPEN }) }, ['unknown Api', 'pass Plan', 'pass Key']],
  ['routes without keys need no plan', { ...withMethods({ Get: {} }), ...stage() }, []],
], { ...PARAMETERS, Conditions: { IsProd: { 'Fn::Equals': [OPEN, 'prod'] } } });

test('a plan of another stack of the app serves the stage', () => {
  const exported = (name: string, id: string) => ({ [name]: { Value: { Ref: id }, Export: { Name: name } } });
  const app = appOf({
    Api: { Resources: api, Outputs: { ...exported('api', 'Api'), ...exported('stage', 'Stage') } },
    Consumers: { Resources: { ...plan({ ApiStages: [{ ApiId: { 'Fn::ImportValue': 'api' }, Stage: { 'Fn::ImportValue': 'stage' } }] }), ...key(), ...join() } },
  });
  expect(verdicts(usagePlanChain, new Posture(app))).toEqual(['pass Stage', 'pass Plan', 'pass Key']);
});

const limited = (Throttle: unknown, more: object = {}) => plan({ Throttle, ...more });
const forMethods = (limits: unknown) => ({ ...api, ...plan({ Throttle: { RateLimit: 10, BurstLimit: 20 }, ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'live', Throttle: limits }] }) });
const AT = 'Plan ApiStages[0].Throttle';

cases(usagePlanThrottle, [
  ['a rate and a burst pass, in quotes too', limited({ RateLimit: '10', BurstLimit: 20 }), ['pass Plan Throttle']],
  ['no limits fail', plan({}), ['error Plan Throttle']],
  ['a burst alone is no rate', limited({ BurstLimit: 20 }), ['error Plan Throttle']],
  ['...with a quota it is said', limited({}, { Quota: { Limit: 1000, Period: 'DAY' } }), ['warning Plan Throttle']],
  ['what the account has is no limit', limited({ RateLimit: 10_000, BurstLimit: 20 }), ['error Plan Throttle.RateLimit']],
  ['a number below none is none', limited({ RateLimit: -1 }), ['error Plan Throttle.RateLimit']],
  ['a burst without end fails', limited({ RateLimit: 10, BurstLimit: 1_000_000 }), ['error Plan Throttle.BurstLimit']],
  ['a method with less passes', forMethods({ '/a/GET': { RateLimit: 5, BurstLimit: 5 } }), ['pass Plan Throttle', `pass ${AT}./a/GET`]],
  ['...with more is said', forMethods({ '/a/GET': { RateLimit: 50, BurstLimit: 5 } }), ['pass Plan Throttle', `warning ${AT}./a/GET.RateLimit`]],
  ['...without end fails', forMethods({ '/a/GET': { RateLimit: 1_000_000 } }), ['pass Plan Throttle', `error ${AT}./a/GET.RateLimit`]],
  ['...without limits fails', forMethods({ '/a/GET': {} }), ['pass Plan Throttle', `error ${AT}./a/GET`]],
  ['limits of methods that are a parameter are not known', forMethods(OPEN), ['pass Plan Throttle', `unknown ${AT}`]],
  ['a rate that is a parameter is not known', limited({ RateLimit: OPEN }), ['unknown Plan Throttle.RateLimit']],
  ['...nor what a condition chooses', limited({ 'Fn::If': ['IsProd', { RateLimit: 10 }, { Ref: 'AWS::NoValue' }] }), ['unknown Plan Throttle.RateLimit']],
], { ...PARAMETERS, Conditions: { IsProd: { 'Fn::Equals': [OPEN, 'prod'] } } });

const quota = (Quota: unknown, RateLimit: unknown = 10) => plan({ Quota, Throttle: { RateLimit } });

cases(usagePlanQuota, [
  ['a quota that can be reached passes', quota({ Limit: 100_000, Period: 'DAY' }), ['pass Plan Quota.Limit']],
  ['...in quotes too', quota({ Limit: '100000', Period: 'day' }), ['pass Plan Quota.Limit']],
  ['...without a rate it always can', plan({ Quota: { Limit: 1e12, Period: 'DAY' } }), ['pass Plan Quota.Limit']],
  ['none fails', quota(undefined), ['warning Plan Quota']],
  ['a period alone is none', quota({ Period: 'MONTH' }), ['warning Plan Quota']],
  ['one that the rate keeps out of reach fails', quota({ Limit: 864_001, Period: 'DAY' }), ['warning Plan Quota.Limit']],
  ['...just within reach it passes', quota({ Limit: 864_000, Period: 'DAY' }), ['pass Plan Quota.Limit']],
  ['...a week and a month are longer', { ...quota({ Limit: 864_001, Period: 'WEEK' }), ...plan({ Quota: { Limit: 25_920_001, Period: 'MONTH' }, Throttle: { RateLimit: 10 } }, {}, 'Other') }, ['pass Plan Quota.Limit', 'warning Other Quota.Limit']],
  ['a limit that is a parameter is not known', quota({ Limit: OPEN, Period: 'DAY' }), ['unknown Plan Quota.Limit']],
  ['...nor is its period, nor the rate', { ...quota({ Limit: 10, Period: OPEN }), ...plan({ Quota: { Limit: 10, Period: 'DAY' }, Throttle: { RateLimit: OPEN } }, {}, 'Other') }, ['unknown Plan Quota.Limit', 'unknown Other Quota.Limit']],
], PARAMETERS);
