import { remedyOf } from './retry';
import { RuleError } from '../values/rule-error';

const NO_CREDENTIALS = ['CredentialsProviderError', 'TokenProviderError'];
const REFUSED_CREDENTIALS = [
  'ExpiredToken', 'ExpiredTokenException', 'InvalidAccessKeyId', 'InvalidClientTokenId', 'InvalidSignatureException', 'RequestExpired',
  'SignatureDoesNotMatch', 'UnrecognizedClientException', 'AuthFailure',
];
const DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];

/** Whether AWS says that the caller may not. */
export function isDenied(error: unknown): boolean {
  return DENIED.includes((error as Error).name);
}

/** What went wrong with a live account, for a person: one line, of what to do where there is something to do. */
export function plainError(error: unknown): unknown {
  if (error instanceof RuleError || !(error instanceof Error)) {
    return error;
  }
  const { name } = error;
  const message = error.message.split('\n')[0]!;
  if (message.includes('Region is missing')) {
    return new RuleError('AwsRegion', 'a live account is asked in one Region: set AWS_REGION, or one in the profile, received: none');
  }
  if (NO_CREDENTIALS.includes(name)) {
    return new RuleError('AwsCredentials', `a live account takes credentials: set AWS_PROFILE, or sign in, received: none (${message})`);
  }
  if (REFUSED_CREDENTIALS.includes(name)) {
    return new RuleError('AwsCredentials', `a live account takes credentials that are valid: sign in again, received: ${name} (${message})`);
  }
  if (isDenied(error)) {
    return new RuleError('AwsAccess', `a command takes the permissions that docs/address-feeds.md names, received: ${message}`);
  }
  if (remedyOf(error) !== 'give up') {
    return new RuleError('AwsBusy', `a change that AWS is too busy for is asked for again: run the command once more, received: ${name} (${message}) until the last of them`);
  }
  return new Error(`${name}: ${message}`);
}
