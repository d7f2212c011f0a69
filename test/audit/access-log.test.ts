import * as logs from 'aws-cdk-lib/aws-logs';
import * as fc from 'fast-check';
import { AccessLog } from '../../src/audit/access-log';
import { accessLogFormat, AUDIT_FIELDS, AUDIT_RECORD_BYTES, MAX_FORMAT_BYTES } from '../../src/audit/access-log-format';
import { RuleError } from '../../src/values/rule-error';
import { newStack, onlyResource, resourcesOf } from '../support/stack';

const recordOf = (log: AccessLog) => JSON.parse(log.accessLogSetting.format as string) as Record<string, string>;

// What an audit of a private API asks for, group by group, as AWS names it; written here a second time on purpose.
const WANTED = `
  requestId extendedRequestId apiId accountId stage deploymentId resourceId resourcePath path httpMethod protocol xrayTraceId isCanaryRequest
  requestTime requestTimeEpoch responseLatency responseLength status
  identity.sourceIp identity.vpcId identity.vpceId domainName domainPrefix endpointType customDomain.basePathMatched
  customDomain.routingRuleIdMatched tlsVersion cipherSuite
  authorizer.claims.sub authorizer.claims.client_id authorizer.claims.scope authorizer.claims.username authorizer.claims.token_use
  authorizer.principalId identity.apiKeyId identity.userArn identity.caller identity.user identity.accountId identity.principalOrgId
  identity.userAgent identity.cognitoAuthenticationProvider identity.cognitoAuthenticationType identity.cognitoIdentityId
  identity.cognitoIdentityPoolId
  authorize.status authorize.latency authorize.error authenticate.status authenticate.latency authenticate.error
  authorizer.status authorizer.latency authorizer.error authorizer.integrationStatus authorizer.requestId
  waf.status waf.latency waf.error wafResponseCode webaclArn error.message error.responseType error.validationErrorString
  integration.status integrationStatus integrationLatency integration.error integration.requestId integration.latency
  integration.responseTransferMode integration.timeToAllHeaders integration.timeToFirstContent
`.trim().split(/\s+/);

test('every audit field is in the record', () => {
  const logged = new Set(Object.values(recordOf(new AccessLog(newStack(), 'Log'))));
  expect(WANTED.filter((variable) => !logged.has(`$context.${variable}`))).toEqual([]);
});

test('no secret is in the record', () => {
  expect(accessLogFormat()).not.toMatch(/\$context\.identity\.apiKey(?!Id)/);
  expect(accessLogFormat()).not.toMatch(/accessToken|authorization\b/i);
});

test('the record stays under the 3 KB of an access log format, and leaves room for further fields', () => {
  expect(AUDIT_RECORD_BYTES).toBe(Buffer.byteLength(accessLogFormat()));
  expect(AUDIT_RECORD_BYTES).toBeLessThanOrEqual(MAX_FORMAT_BYTES - 120);
});

test('the record is one line of JSON whose values are all quoted, so that a missing value stays JSON', () => {
  const format = accessLogFormat();
  expect(format).not.toMatch(/[\r\n]/);
  const line = format.replace(/\$context(\.\w+)+/g, '-');
  expect(new Set(Object.values(JSON.parse(line)))).toEqual(new Set(['-']));
});

test('no variable is logged twice', () => {
  expect(new Set(Object.values(AUDIT_FIELDS)).size).toBe(Object.keys(AUDIT_FIELDS).length);
});

test('a caller who closes the quotes of its user agent cannot overwrite what API Gateway found', () => {
  const forged = 'x","status":"200","client":"someone-else","waf":"WAF_ALLOW';
  const line = accessLogFormat().replace('$context.identity.userAgent', forged).replace(/\$context(\.\w+)+/g, 'genuine');
  expect(JSON.parse(line)).toMatchObject({ status: 'genuine', client: 'genuine', waf: 'genuine', ip: 'genuine' });
});

test('nor by a further field that it can write', () => {
  const format = accessLogFormat({ query: '$context.requestOverride.query' });
  const line = format.replace('$context.requestOverride.query', 'x","status":"200').replace(/\$context(\.\w+)+/g, 'genuine');
  expect(JSON.parse(line).status).toBe('genuine');
});

test('further fields are logged beside the audit record', () => {
  const log = new AccessLog(newStack(), 'Log', { extraFields: { tenant: '$context.authorizer.claims.custom:tenant' } });
  expect(recordOf(log)).toMatchObject({ tenant: '$context.authorizer.claims.custom:tenant', requestId: '$context.requestId' });
});

test.each([
  ['a key of the audit record', { status: '$context.foo' }, 'received: "status"'],
  ['a key that is no name', { 'a b': '$context.foo' }, 'received: "a b"'],
  ['a value that is no variable', { body: '$input.body' }, 'received: "$input.body"'],
  ['a value with quotes', { body: '$context.a","status":"200' }, 'received: "$context.a\\",\\"status\\":\\"200"'],
  ['the claims as a whole, which are null', { claims: '$context.authorizer.claims' }, 'received: "$context.authorizer.claims"'],
  ['a value with quotes of its own', { text: '$context.error.messageString' }, 'received: "$context.error.messageString"'],
  ['an API key', { key: '$context.identity.apiKey' }, 'never holds a secret'],
])('%s is refused as a further field', (_, extraFields, message) => {
  expect(() => new AccessLog(newStack(), 'Log', { extraFields: extraFields as unknown as Record<string, string> })).toThrow(message);
});

test('further fields that do not fit are refused with the size', () => {
  const extraFields = Object.fromEntries([1, 2, 3, 4, 5].map((at) => [`further${at}`, `$context.authorizer.aRatherLongProperty${at}`]));
  expect(() => new AccessLog(newStack(), 'Log', { extraFields })).toThrow(/at most 3072 bytes.*received: 3\d\d\d bytes with \{"further1"/);
});

test('whatever a caller adds, the format is JSON with the audit record untouched, or it is refused', () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.string().map((text) => `$context.${text}`))), (extra) => {
    let format: string;
    try {
      format = accessLogFormat(extra);
    } catch (error) {
      return error instanceof RuleError;
    }
    const record = JSON.parse(format);
    return Buffer.byteLength(format) <= MAX_FORMAT_BYTES
      && Object.entries(AUDIT_FIELDS).every(([key, variable]) => record[key] === `$context.${variable}`);
  }));
});

test('the log is encrypted, kept a year and retained', () => {
  const stack = newStack();
  new AccessLog(stack, 'Log');
  const group = onlyResource(stack, 'AWS::Logs::LogGroup');
  expect(group.Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: expect.anything() });
  expect(group.DeletionPolicy).toBe('Retain');
});

test('the destination is the log group\'s ARN without the `:*` that API Gateway refuses', () => {
  const stack = newStack();
  const ours = new AccessLog(stack, 'Ours');
  const theirs = new AccessLog(stack, 'Theirs', { logGroup: logs.LogGroup.fromLogGroupName(stack, 'Group', 'shared') });
  for (const log of [ours, theirs]) {
    const destination = JSON.stringify(stack.resolve(log.accessLogSetting.destinationArn));
    expect(destination).toContain(':log-group:');
    expect(destination).not.toContain(':*');
  }
  expect(JSON.stringify(stack.resolve(theirs.accessLogSetting.destinationArn))).toContain('shared');
});

test('an existing log group is used as it is', () => {
  const stack = newStack();
  const log = new AccessLog(stack, 'Log', { logGroup: new logs.CfnLogGroup(stack, 'Theirs', { logGroupName: 'theirs' }) });
  expect(Object.keys(resourcesOf(stack, 'AWS::Logs::LogGroup'))).toEqual(['Theirs']);
  expect(Object.keys(resourcesOf(stack, 'AWS::KMS::Key'))).toEqual([]);
  expect(stack.resolve(log.logGroupName)).toEqual({ Ref: 'Theirs' });
});

test('an existing log group together with a retention is refused', () => {
  const stack = newStack();
  const logGroup = new logs.CfnLogGroup(stack, 'Theirs');
  expect(() => new AccessLog(stack, 'Log', { logGroup, retention: logs.RetentionDays.ONE_DAY })).toThrow('received: retention');
});
