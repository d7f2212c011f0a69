/**
 * What a caller is told when API Gateway itself answers: a fixed sentence and the id by which the log finds the request.
 * Status codes are API Gateway's own. A wrong key, a token without the scope and an unknown route read alike (403), so that nobody
 * learns which of them it was. A missing, expired or foreign token is a 401, by which OAuth clients know to ask for another.
 */
const MESSAGES: Record<string, string> = {
  DEFAULT_4XX: 'Request refused',
  DEFAULT_5XX: 'Internal error',
  ACCESS_DENIED: 'Forbidden',
  BAD_REQUEST_BODY: 'The body does not match the model of this route',
  BAD_REQUEST_PARAMETERS: 'A required parameter is missing',
  EXPIRED_TOKEN: 'Forbidden',
  INTEGRATION_FAILURE: 'The backend did not answer',
  INTEGRATION_TIMEOUT: 'The backend did not answer in time',
  INVALID_API_KEY: 'Forbidden',
  INVALID_SIGNATURE: 'Forbidden',
  MISSING_AUTHENTICATION_TOKEN: 'Forbidden',
  QUOTA_EXCEEDED: 'Quota used up',
  REQUEST_TOO_LARGE: 'Request too large',
  THROTTLED: 'Too many requests',
  UNAUTHORIZED: 'Unauthorized',
  UNSUPPORTED_MEDIA_TYPE: 'Unsupported media type',
  WAF_FILTERED: 'Forbidden',
};

/**
 * The gateway responses of an API.
 *
 * @param headers what each response adds, by `gatewayresponse.header.NAME`
 */
export function gatewayResponses(headers: Record<string, string> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(MESSAGES).map(([type, message]) => [type, {
    responseTemplates: { 'application/json': `{"message":"${message}","requestId":"$context.requestId"}` },
    ...headers && { responseParameters: headers },
  }]));
}
