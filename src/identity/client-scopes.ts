import { RuleError, shown } from '../values/rule-error';

// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
const MOST_SCOPES = 50;

/** What is wrong with the scopes of an OAuth client as a list: 1 to 50, each once. */
export function clientScopesProblem(scopes: readonly string[]): RuleError | undefined {
  const twice = scopes.find((scope, at) => scopes.indexOf(scope) !== at);
  if (twice !== undefined) {
    return new RuleError('ClientScopes', `an OAuth client has each of its scopes once, received a second: ${shown(twice)}`);
  }
  return scopes.length === 0 || scopes.length > MOST_SCOPES
    ? new RuleError('ClientScopes', `an OAuth client has 1 to ${MOST_SCOPES} scopes, received: ${scopes.length}`) : undefined;
}
