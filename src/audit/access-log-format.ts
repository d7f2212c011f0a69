import { RuleError, shown } from '../values/rule-error';

/** API Gateway's limit of an access log format, in bytes. */
export const MAX_FORMAT_BYTES = 3072;

/**
 * The audit record: what each key of an access log line holds, as a variable behind `$context.`.
 *
 * Keys are a contract: metric filters, queries and detections are written against them. What a caller can write (`userAgent`,
 * `path`, `error`) comes first: a JSON reader that meets a key twice keeps the later one, which is API Gateway's.
 *
 * Two variables of AWS's list are left out on purpose: `identity.apiKey` is the secret itself, and `error.messageString` is
 * `error.message` with its own quotes, which leaves a bare `-` (no JSON) on every line without an error.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export const AUDIT_FIELDS: Readonly<Record<string, string>> = {
  // written by the caller
  userAgent: 'identity.userAgent',
  path: 'path',
  error: 'error.message',
  invalid: 'error.validationErrorString',

  // ids
  requestId: 'requestId',
  extendedId: 'extendedRequestId',
  apiId: 'apiId',
  ownerId: 'accountId',
  stage: 'stage',
  deployment: 'deploymentId',
  resourceId: 'resourceId',
  resource: 'resourcePath',
  method: 'httpMethod',
  protocol: 'protocol',
  trace: 'xrayTraceId',
  canary: 'isCanaryRequest',

  // time and size
  time: 'requestTime',
  epoch: 'requestTimeEpoch',
  latency: 'responseLatency',
  length: 'responseLength',
  status: 'status',

  // network
  ip: 'identity.sourceIp',
  vpc: 'identity.vpcId',
  vpce: 'identity.vpceId',
  domain: 'domainName',
  prefix: 'domainPrefix',
  endpoint: 'endpointType',
  basePath: 'customDomain.basePathMatched',
  rule: 'customDomain.routingRuleIdMatched',
  tls: 'tlsVersion',
  cipher: 'cipherSuite',

  // who
  client: 'authorizer.claims.client_id',
  sub: 'authorizer.claims.sub',
  scope: 'authorizer.claims.scope',
  tokenUse: 'authorizer.claims.token_use',
  username: 'authorizer.claims.username',
  jti: 'authorizer.claims.jti',
  principal: 'authorizer.principalId',
  apiKeyId: 'identity.apiKeyId',
  userArn: 'identity.userArn',
  caller: 'identity.caller',
  user: 'identity.user',
  account: 'identity.accountId',
  org: 'identity.principalOrgId',
  cogAmr: 'identity.cognitoAmr',
  cogProvider: 'identity.cognitoAuthenticationProvider',
  cogType: 'identity.cognitoAuthenticationType',
  cogId: 'identity.cognitoIdentityId',
  cogPool: 'identity.cognitoIdentityPoolId',

  // decisions
  authz: 'authorize.status',
  authzMs: 'authorize.latency',
  authzError: 'authorize.error',
  authn: 'authenticate.status',
  authnMs: 'authenticate.latency',
  authnError: 'authenticate.error',
  auth: 'authorizer.status',
  authMs: 'authorizer.latency',
  authError: 'authorizer.error',
  authCode: 'authorizer.integrationStatus',
  authReq: 'authorizer.requestId',
  waf: 'wafResponseCode',
  wafStatus: 'waf.status',
  wafMs: 'waf.latency',
  wafError: 'waf.error',
  webAcl: 'webaclArn',
  response: 'error.responseType',

  // backend
  backend: 'integration.status',
  backendCode: 'integrationStatus',
  backendMs: 'integrationLatency',
  backendTime: 'integration.latency',
  backendError: 'integration.error',
  backendReq: 'integration.requestId',
  transfer: 'integration.responseTransferMode',
  headersMs: 'integration.timeToAllHeaders',
  contentMs: 'integration.timeToFirstContent',
};

const OWN = Object.entries(AUDIT_FIELDS).map(([key, variable]): [string, string] => [key, `$context.${variable}`]);

/** Bytes of the audit record without further fields. */
export const AUDIT_RECORD_BYTES = bytesOf(OWN);

// `authorizer.claims` by itself is always null; `error.messageString` brings its own quotes.
const UNUSABLE = ['$context.authorizer.claims', '$context.error.messageString'];

/**
 * The access log format: one line of JSON, every value quoted, because a variable without a value is written as `-`.
 *
 * @param extra further fields, from key to `$context` variable
 * @throws RuleError AccessLogField, AccessLogSecret, AccessLogTooLong
 */
export function accessLogFormat(extra: Readonly<Record<string, string>> = {}): string {
  // Callers' fields stand in front of ours for the same reason as the user agent.
  const fields = [...Object.entries(extra).map(checkedField), ...OWN];
  if (bytesOf(fields) > MAX_FORMAT_BYTES) {
    throw new RuleError('AccessLogTooLong',
      `an access log format has at most ${MAX_FORMAT_BYTES} bytes, of which the audit record takes ${AUDIT_RECORD_BYTES}, `
      + `received: ${bytesOf(fields)} bytes with ${shown(extra)}`);
  }
  return asJson(fields);
}

function checkedField([key, variable]: [string, string]): [string, string] {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(key) || OWN.some(([own]) => own === key)) {
    throw new RuleError('AccessLogField',
      `a further field of the access log has a key of letters, digits and _ that the audit record does not use, received: ${shown(key)}`);
  }
  if (variable === '$context.identity.apiKey') {
    throw new RuleError('AccessLogSecret', `the access log never holds a secret (the key's id is in it already), received: ${shown(variable)}`);
  }
  if (!/^\$context(\.[A-Za-z0-9_:-]+)+$/.test(variable) || UNUSABLE.includes(variable)) {
    throw new RuleError('AccessLogField',
      `a field of the access log holds one variable that can stand in quotes, as in $context.authorizer.claims.email, received: ${shown(variable)}`);
  }
  return [key, variable];
}

function asJson(fields: [string, string][]): string {
  return JSON.stringify(Object.fromEntries(fields));
}

function bytesOf(fields: [string, string][]): number {
  return Buffer.byteLength(asJson(fields), 'utf8');
}
