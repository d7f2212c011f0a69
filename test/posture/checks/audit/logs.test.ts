import { accessLogDestination } from '../../../../src/posture/checks/audit/access-log-destination';
import { accessLogFormat } from '../../../../src/posture/checks/audit/access-log-format';
import { accessLogSecrets } from '../../../../src/posture/checks/audit/access-log-secrets';
import { logClass } from '../../../../src/posture/checks/audit/log-class';
import { logEncryption } from '../../../../src/posture/checks/audit/log-encryption';
import { logGroupWritten } from '../../../../src/posture/checks/audit/log-group-written';
import { logOutlivesStack } from '../../../../src/posture/checks/audit/log-outlives-stack';
import { logPolicyPublic } from '../../../../src/posture/checks/audit/log-policy-public';
import { logRetention } from '../../../../src/posture/checks/audit/log-retention';
import { metricFilterMatches } from '../../../../src/posture/checks/audit/metric-filter-matches';
import { stageAccessLog } from '../../../../src/posture/checks/audit/stage-access-log';
import { stageExecutionLog } from '../../../../src/posture/checks/audit/stage-execution-log';
import type { Resources } from '../../support/app';
import { OPEN, PARAMETERS, cases } from '../../support/cases';
import { one, privateApi, stage, withMethods } from '../../support/private-api';

const FORMAT = JSON.stringify({
  id: '$context.requestId',
  ip: '$context.identity.sourceIp',
  at: '$context.requestTime',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  caller: '$context.identity.userArn',
});
const without = (...keys: string[]) => (
  JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(FORMAT) as object).filter(([key]) => !keys.includes(key))))
);
const GROUP = { 'Fn::GetAtt': ['Group', 'Arn'] };
const logged = (setting: object = {}): Resources => stage({ AccessLogSetting: { DestinationArn: GROUP, Format: FORMAT, ...setting } });
const group = (properties: Record<string, unknown> = {}, rest: Record<string, unknown> = {}): Resources => one('Group', 'Logs::LogGroup', { RetentionInDays: 365, ...properties }, rest);
const api = withMethods({ Get: {} });

cases(stageAccessLog, [
  ['one with a log passes', { ...api, ...logged(), ...group() }, ['pass Stage AccessLogSetting']],
  ['one without fails', { ...api, ...stage() }, ['error Stage AccessLogSetting']],
  ['one with a format alone writes none', { ...api, ...stage({ AccessLogSetting: { Format: FORMAT } }) }, ['error Stage AccessLogSetting']],
  ['one with a destination alone has no lines', { ...api, ...stage({ AccessLogSetting: { DestinationArn: GROUP } }), ...group() }, ['error Stage AccessLogSetting.Format']],
  ['of a public API it is hygiene', { ...privateApi({ EndpointConfiguration: { Types: ['REGIONAL'] }, Policy: undefined }), ...stage() }, ['warning Stage AccessLogSetting']],
  ['a stage that a deployment makes counts', { ...api, ...one('Deployment', 'ApiGateway::Deployment', { RestApiId: { Ref: 'Api' }, StageName: 'old' }) }, ['error Deployment StageDescription.AccessLogSetting']],
  ['a parameter is not known', { ...api, ...stage({ AccessLogSetting: { DestinationArn: OPEN, Format: FORMAT } }) }, ['unknown Stage AccessLogSetting']],
  ['a setting that depends is not known', { ...api, ...stage({ AccessLogSetting: OPEN }) }, ['unknown Stage AccessLogSetting']],
], PARAMETERS);

cases(accessLogFormat, [
  ['a line that says it all passes', { ...api, ...logged() }, ['pass Stage AccessLogSetting.Format']],
  ['numbers without quotes are JSON too', { ...api, ...logged({ Format: FORMAT.replace('"$context.status"', '$context.status') }) }, ['pass Stage AccessLogSetting.Format']],
  ['epoch and extended id do as well', { ...api, ...logged({ Format: FORMAT.replace('requestTime', 'requestTimeEpoch').replace('requestId', 'extendedRequestId') }) }, ['pass Stage AccessLogSetting.Format']],
  ['a common log line cannot be searched by field',
    { ...api, ...logged({ Format: '$context.identity.sourceIp $context.identity.caller [$context.requestTime] "$context.httpMethod $context.resourcePath" $context.status $context.requestId' }) },
    ['warning Stage AccessLogSetting.Format']],
  ['one without the address is no evidence', { ...api, ...logged({ Format: without('ip') }) }, ['error Stage AccessLogSetting.Format']],
  ['one without the status is none', { ...api, ...logged({ Format: without('status') }) }, ['error Stage AccessLogSetting.Format']],
  ['one without the time is worse', { ...api, ...logged({ Format: without('at') }) }, ['warning Stage AccessLogSetting.Format']],
  ['one without the caller is worse where callers are known', { ...api, ...logged({ Format: without('caller') }) }, ['warning Stage AccessLogSetting.Format']],
  ['and not where nobody is', { ...withMethods({ Get: { AuthorizationType: 'NONE' } }), ...logged({ Format: without('caller') }) }, ['pass Stage AccessLogSetting.Format']],
  ['a parameter is not known', { ...api, ...logged({ Format: OPEN }) }, ['unknown Stage AccessLogSetting.Format']],
], PARAMETERS);

const holding = (variable: string) => logged({ Format: FORMAT.replace('$context.identity.userArn', `$context.${variable}`) });
cases(accessLogSecrets, [
  ['who called is no secret', { ...api, ...logged() }, ['pass Stage AccessLogSetting.Format']],
  ['the id of a key is none', { ...api, ...holding('identity.apiKeyId') }, ['pass Stage AccessLogSetting.Format']],
  ['the id and the use of a token are none', { ...api, ...holding('authorizer.claims.token_use') }, ['pass Stage AccessLogSetting.Format']],
  ['a key is one', { ...api, ...holding('identity.apiKey') }, ['error Stage AccessLogSetting.Format']],
  ['a token of an authorizer is one', { ...api, ...holding('authorizer.accessToken') }, ['error Stage AccessLogSetting.Format']],
  ['a password is one', { ...api, ...holding('authorizer.db_password') }, ['error Stage AccessLogSetting.Format']],
  ['a parameter is not known', { ...api, ...logged({ Format: OPEN }) }, ['unknown Stage AccessLogSetting.Format']],
], PARAMETERS);

const to = (DestinationArn: unknown) => logged({ DestinationArn });
const stream = (DeliveryStreamName?: unknown) => one('Stream', 'KinesisFirehose::DeliveryStream', DeliveryStreamName === undefined ? {} : { DeliveryStreamName });
cases(accessLogDestination, [
  ['a log group passes', { ...api, ...logged(), ...group() }, ['pass Stage AccessLogSetting.DestinationArn']],
  ['so does one by its name', { ...api, ...to({ 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}' }), ...group() }, ['pass Stage AccessLogSetting.DestinationArn']],
  ['and a stream of the right name', { ...api, ...to({ 'Fn::GetAtt': ['Stream', 'Arn'] }), ...stream('amazon-apigateway-claims') }, ['pass Stage AccessLogSetting.DestinationArn']],
  ['one of another name is refused', { ...api, ...to({ 'Fn::GetAtt': ['Stream', 'Arn'] }), ...stream('claims') }, ['error Stage AccessLogSetting.DestinationArn']],
  ['one by its ARN too', { ...api, ...to('arn:aws:firehose:eu-central-1:111122223333:deliverystream/claims') }, ['error Stage AccessLogSetting.DestinationArn']],
  ['how a group that the app does not make keeps it is not known', { ...api, ...to('arn:aws:logs:eu-central-1:444455556666:log-group:other') }, ['unknown Stage AccessLogSetting.DestinationArn']],
  ['a bucket takes none', { ...api, ...to({ 'Fn::GetAtt': ['Bucket', 'Arn'] }), ...one('Bucket', 'S3::Bucket') }, ['error Stage AccessLogSetting.DestinationArn']],
  ['a group that may not exist is not known', { ...api, ...logged(), ...group({}, { Condition: 'Prod' }) }, ['unknown Stage AccessLogSetting.DestinationArn']],
  ['a parameter is not known', { ...api, ...to(OPEN) }, ['unknown Stage AccessLogSetting.DestinationArn']],
], { ...PARAMETERS, Conditions: { Prod: { 'Fn::Equals': [OPEN, 'prod'] } } });

const settings = (...MethodSettings: object[]) => stage({ MethodSettings });
cases(stageExecutionLog, [
  ['errors of every method pass', { ...api, ...settings({ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR' }) }, ['pass Stage MethodSettings[0].LoggingLevel']],
  ['no settings are none', { ...api, ...stage() }, ['warning Stage MethodSettings']],
  ['OFF is none', { ...api, ...settings({ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'OFF' }) }, ['warning Stage MethodSettings[0].LoggingLevel']],
  ['one method alone leaves out the others', { ...api, ...settings({ HttpMethod: 'GET', ResourcePath: '/', LoggingLevel: 'INFO' }) }, ['warning Stage MethodSettings', 'pass Stage MethodSettings[0].LoggingLevel']],
  ['a method that is left out is seen', { ...api, ...settings({ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'INFO' }, { HttpMethod: 'GET', ResourcePath: '/', LoggingLevel: 'OFF' }) },
    ['pass Stage MethodSettings[0].LoggingLevel', 'warning Stage MethodSettings[1].LoggingLevel']],
  ['the description of a deployment counts', { ...api, ...one('D', 'ApiGateway::Deployment', { RestApiId: { Ref: 'Api' }, StageName: 'a', StageDescription: { LoggingLevel: 'INFO' } }) },
    ['pass D StageDescription.LoggingLevel']],
  ['a parameter is not known', { ...api, ...settings({ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: OPEN }) }, ['unknown Stage MethodSettings[0].LoggingLevel']],
  ['settings that are a parameter are not known', { ...api, ...stage({ MethodSettings: OPEN }) }, ['unknown Stage MethodSettings']],
], PARAMETERS);

cases(logRetention, [
  ['a year passes', { ...api, ...logged(), ...group() }, ['pass Group RetentionInDays']],
  ['so does one in quotes', { ...api, ...logged(), ...group({ RetentionInDays: '365' }) }, ['pass Group RetentionInDays']],
  ['a month is short', { ...api, ...logged(), ...group({ RetentionInDays: 30 }) }, ['warning Group RetentionInDays']],
  ['a day is no evidence', { ...api, ...logged(), ...group({ RetentionInDays: 1 }) }, ['error Group RetentionInDays']],
  ['for ever is too long', { ...api, ...logged(), ...one('Group', 'Logs::LogGroup') }, ['warning Group RetentionInDays']],
  ['a log of the application is not judged', { ...api, ...stage(), ...group({ RetentionInDays: 1 }) }, []],
  ['a group that is named by its ARN is', { ...api, ...to('arn:aws:logs:eu-central-1:111122223333:log-group:claims'), ...group({ LogGroupName: 'claims', RetentionInDays: 1 }) }, ['error Group RetentionInDays']],
  ['the log of a web firewall is', { ...one('Log', 'WAFv2::LoggingConfiguration', { LogDestinationConfigs: [GROUP] }), ...group({ RetentionInDays: 1 }) }, ['error Group RetentionInDays']],
  ['an execution log is', group({ LogGroupName: { 'Fn::Sub': 'API-Gateway-Execution-Logs_${Api}/live' }, RetentionInDays: 7 }), ['error Group RetentionInDays']],
  ['a parameter is not known', { ...api, ...logged(), ...group({ RetentionInDays: OPEN }) }, ['unknown Group RetentionInDays']],
], PARAMETERS);

cases(logEncryption, [
  ['a key of the account passes', { ...api, ...logged(), ...group({ KmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/1' }) }, ['pass Group KmsKeyId']],
  ['none fails', { ...api, ...logged(), ...group() }, ['warning Group KmsKeyId']],
  ['one that may be left out is not known', { ...api, ...logged(), ...group({ KmsKeyId: { 'Fn::If': ['Prod', 'arn:aws:kms:x:1:key/1', { Ref: 'AWS::NoValue' }] } }) }, ['unknown Group KmsKeyId']],
], { ...PARAMETERS, Conditions: { Prod: { 'Fn::Equals': [OPEN, 'prod'] } } });

cases(logOutlivesStack, [
  ['a retained log passes', { ...api, ...logged(), ...group({}, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }) }, ['pass Group']],
  ['a protected one too', { ...api, ...logged(), ...group({ DeletionProtectionEnabled: 'true' }) }, ['pass Group']],
  ['one without a policy does not', { ...api, ...logged(), ...group() }, ['warning Group']],
  ['one that goes when it is replaced does not', { ...api, ...logged(), ...group({}, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Delete' }) }, ['warning Group']],
]);

const filter = (FilterPattern: unknown, LogGroupName: unknown = { Ref: 'Group' }) => one('Filter', 'Logs::MetricFilter', { FilterPattern, LogGroupName, MetricTransformations: [] });
cases(logClass, [
  ['the standard class passes, as it is left out', { ...group(), ...filter('') }, ['pass Group LogGroupClass']],
  ['the cheap class takes no filters', { ...group({ LogGroupClass: 'INFREQUENT_ACCESS' }), ...filter('') }, ['error Group LogGroupClass']],
  ['a group that nothing reads may be cheap', group({ LogGroupClass: 'INFREQUENT_ACCESS' }), []],
  ['a group by its name is found', { ...group({ LogGroupName: 'a', LogGroupClass: 'INFREQUENT_ACCESS' }), ...filter('', 'a') }, ['error Group LogGroupClass']],
  ['a parameter is not known', { ...group({ LogGroupClass: OPEN }), ...filter('') }, ['unknown Group LogGroupClass']],
], PARAMETERS);

const admitting = (...endpoints: unknown[]) => ({
  ...withMethods({ Get: {} }, { Policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', Condition: { StringEquals: { 'aws:SourceVpce': endpoints } } }] } }),
  ...one('Endpoint', 'EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-central-1.execute-api', VpcEndpointType: 'Interface' }),
});
const withEndpoint = JSON.stringify({ ...JSON.parse(FORMAT) as object, vpce: '$context.identity.vpceId' });
cases(accessLogFormat, [
  ['of an API with endpoints of two networks does not say which', { ...admitting({ Ref: 'Endpoint' }, 'vpce-0123456789abcdef0'), ...logged(), ...group() }, ['warning Stage AccessLogSetting.Format']],
  ['of an API with endpoints of two networks says which', { ...admitting({ Ref: 'Endpoint' }, 'vpce-0123456789abcdef0'), ...logged({ Format: withEndpoint }), ...group() }, ['pass Stage AccessLogSetting.Format']],
  ['of an API with one endpoint need not', { ...admitting({ Ref: 'Endpoint' }), ...logged(), ...group() }, ['pass Stage AccessLogSetting.Format']],
  ['of an API with endpoints of which none is the app\'s need not', { ...admitting('vpce-0123456789abcdef0', 'vpce-0123456789abcdef1'), ...logged(), ...group() }, ['pass Stage AccessLogSetting.Format']],
], PARAMETERS);

cases(metricFilterMatches, [
  ['a field of the log passes', { ...api, ...logged(), ...group(), ...filter('{ $.status = 403 }') }, ['pass Filter FilterPattern']],
  ['so does one in brackets', { ...api, ...logged(), ...group(), ...filter('{ $[\'status\'] = "4*" }') }, ['pass Filter FilterPattern']],
  ['a field that no line has counts nothing', { ...api, ...logged(), ...group(), ...filter('{ $.statusCode = 403 }') }, ['error Filter FilterPattern']],
  ['both of a pair have to be there', { ...api, ...logged(), ...group(), ...filter('{ $.status = 403 && $.route = "/pay" }') }, ['error Filter FilterPattern']],
  ['one of two is enough', { ...api, ...logged(), ...group(), ...filter('{ $.status = 403 || $.statusCode = 403 }') }, ['pass Filter FilterPattern']],
  ['what is left out by a field that no line has is not left out', { ...api, ...logged(), ...group(), ...filter('{ $.status = 403 && $.waf != "WAF_BLOCK" }') }, ['warning Filter FilterPattern']],
  ['what is left out by a field of the log is', { ...api, ...logged(), ...group(), ...filter('{ $.status = 403 && $.path != "/health" }') }, ['pass Filter FilterPattern']],
  ['what is not there can be looked for', { ...api, ...logged(), ...group(), ...filter('{ $.error NOT EXISTS }') }, ['pass Filter FilterPattern']],
  ['text in quotes is no field', { ...api, ...logged(), ...group(), ...filter('{ $.path = "/$.x" }') }, ['pass Filter FilterPattern']],
  ['words of a text are not judged', { ...api, ...logged(), ...group(), ...filter('ERROR') }, []],
  ['the log of something else is not judged', { ...api, ...stage(), ...group(), ...filter('{ $.anything = 1 }') }, []],
  ['lines of a format that is not known may hold it', { ...api, ...logged({ Format: OPEN }), ...group(), ...filter('{ $.statusCode = 403 }') }, []],
], PARAMETERS);

const reading = one('Query', 'Logs::QueryDefinition', { LogGroupNames: [{ Ref: 'Group' }] });
cases(logGroupWritten, [
  ['the log of a stage passes', { ...api, ...logged(), ...group() }, ['pass Group']],
  ['one that nothing names is said', { ...api, ...stage(), ...group() }, ['warning Group']],
  ['one that is only read is said', { ...api, ...stage(), ...group(), ...filter('{ $.status = 403 }'), ...reading }, ['warning Group']],
  ['one with a name may be known outside', { ...api, ...stage(), ...group({ LogGroupName: '/aws/lambda/claims' }) }, []],
], PARAMETERS);
cases(logGroupWritten, [['one that an output tells of may be written by another app', group(), ['unknown Group']]], { Outputs: { Group: { Value: { Ref: 'Group' } } } });

const policy = (...Statement: object[]) => one('Policy', 'Logs::ResourcePolicy', { PolicyName: 'a', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) });
const allow = (Principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal, Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*', ...more });
cases(logPolicyPublic, [
  ['a service that acts for this account passes',
    policy(allow({ Service: 'delivery.logs.amazonaws.com' }, { Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } })), ['pass Policy PolicyDocument']],
  ['one that acts for every account is said', policy(allow({ Service: 'delivery.logs.amazonaws.com' })), ['warning Policy PolicyDocument']],
  ...['*', 'arn:*', 'arn:aws:apigateway:*:*:*', 'arn:aws:apigateway:*::/*'].map((source): [string, Resources, string[]] => [`...and one whose source may be ${source}`,
    policy(allow({ Service: 'delivery.logs.amazonaws.com' }, { Condition: { ArnLike: { 'aws:SourceArn': source } } })), ['warning Policy PolicyDocument']]),
  ['one whose source is of this account passes', policy(allow({ Service: 'delivery.logs.amazonaws.com' }, { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:*:*:111122223333:*' } } })), ['pass Policy PolicyDocument']],
  ['everybody fails', policy(allow('*')), ['error Policy PolicyDocument']],
  ['in a list too', policy(allow({ AWS: ['arn:aws:iam::111122223333:root', '*'] })), ['error Policy PolicyDocument']],
  ['all but one is everybody', policy({ Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 'logs:*', Resource: '*' }), ['error Policy PolicyDocument']],
  ['all actions but one are these', policy({ Effect: 'Allow', Principal: '*', NotAction: 'logs:DescribeLogStreams', Resource: '*' }), ['error Policy PolicyDocument']],
  ['everybody of one account passes', policy(allow('*', { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } })), ['pass Policy PolicyDocument']],
  ['the policy of a group counts', group({ ResourcePolicyDocument: { Statement: allow('*', { Action: 'logs:*' }) } }), ['error Group ResourcePolicyDocument']],
  ['a parameter is not known', one('Policy', 'Logs::ResourcePolicy', { PolicyDocument: OPEN }), ['unknown Policy PolicyDocument']],
], PARAMETERS);
