import { RuleError, shown } from './rule-error';

/** An OAuth scope as Cognito spells it: the resource server's identifier, a slash, the scope's name. */
export interface Scope {
  readonly resourceServer: string;
  readonly name: string;
  readonly text: string;
}

// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResourceServerScopeType.html
const IDENTIFIER = /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/;
const NAME = /^[\x21\x23-\x2e\x30-\x5b\x5d-\x7e]{1,256}$/;

/**
 * Reads a scope. The identifier may hold slashes itself; the name is what stands behind the last one.
 *
 * @throws RuleError ScopeMalformed
 */
export function parseScope(text: string): Scope {
  if (/[$#]\{(Token\[|AWS::)/.test(text)) {
    throw new RuleError('ScopeMalformed', 'a scope is known at synth, received: a reference (a token)');
  }
  const at = String(text).lastIndexOf('/');
  const resourceServer = at > 0 ? text.slice(0, at) : '';
  const name = at > 0 ? text.slice(at + 1) : '';
  if (!IDENTIFIER.test(resourceServer) || !NAME.test(name)) {
    throw new RuleError('ScopeMalformed', `a scope is written RESOURCE-SERVER/NAME, as in payments/read, received: ${shown(text)}`);
  }
  return { resourceServer, name, text };
}
