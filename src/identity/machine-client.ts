import { type Duration, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { clientScopesProblem } from './client-scopes';
import { clientSecret } from './client-secret';
import { acknowledge, problem, refuse, within } from '../validation';
import { shown } from '../values/rule-error';
import { parseScope } from '../values/scope';

type Flows = Pick<cognito.CfnUserPoolClientProps, 'explicitAuthFlows' | 'allowedOAuthFlowsUserPoolClient' | 'allowedOAuthFlows' | 'allowedOAuthScopes'>;

const NO_TOKENS: Flows = {
  // An empty list would mean Cognito's default flows; a refresh token is nothing that this client ever gets.
  explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
  allowedOAuthFlowsUserPoolClient: false,
};

/** How a machine gets its tokens. */
export interface MachineClientOptions {
  /** The scopes that its tokens may carry: 1 to 50, as in `payments/read`. They may be declared later. */
  readonly scopes: string[];

  /**
   * Name of the client, as the Cognito console shows it: 1 to 128 letters, digits, spaces and `_+=,.@-`.
   *
   * @default - the id
   */
  readonly clientName?: string;

  /**
   * Whether it may get tokens. A client that is off keeps its id and its secret; tokens that it has live to their end.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

interface MachineClientParts extends MachineClientOptions {
  readonly clientName: string;
  readonly userPoolId: string;
  readonly issuerUrl: string;
  readonly region: string;
  readonly keyArn: string;
  readonly accessTokenValidity: Duration;
  readonly declaredScopes: () => string[];
}

/**
 * One machine that gets access tokens by `GetClientToken`, with its credentials in Secrets Manager. `MachineTokenIssuer.addClient` makes it.
 *
 * The client leaves with its stack, and its secret with it: what is no longer declared gets no more tokens.
 *
 * Creates 2 CloudFormation resources. Cognito charges about $6 a month for a client that fetches tokens and $2.25 for 1,000 tokens,
 * Secrets Manager $0.40 a month, in us-east-1.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
export class MachineClient extends Construct {
  /** @internal */
  public static _add(scope: Construct, id: string, parts: MachineClientParts): MachineClient {
    return new MachineClient(scope, id, parts);
  }

  /** Id of the client. */
  public readonly clientId: string;
  /** The scopes that its tokens may carry, sorted. */
  public readonly scopes: string[];
  /**
   * The secret: JSON with `clientId`, `clientSecret`, `region` and `issuer`. `secret.grantRead(role)` lets a role of this account read it,
   * the use of the key included.
   */
  public readonly secret: secretsmanager.ISecret;
  /** ARN of the secret. */
  public readonly secretArn: string;
  /** @internal */
  public readonly _resource: cognito.CfnUserPoolClient;

  private constructor(scope: Construct, id: string, parts: MachineClientParts) {
    super(scope, id);
    this.scopes = this.checkScopes(parts.scopes);
    const client = new cognito.CfnUserPoolClient(this, 'Resource', {
      userPoolId: parts.userPoolId,
      clientName: this.checkName(parts.clientName),
      generateSecret: true,
      ...(parts.enabled ?? true) ? onlyTokensOf(this.scopes) : NO_TOKENS,
      accessTokenValidity: parts.accessTokenValidity.toMinutes(),
      tokenValidityUnits: { accessToken: 'minutes' },
      enableTokenRevocation: true,
      preventUserExistenceErrors: 'ENABLED',
    });
    acknowledge(client, 'CloudFormation takes ALLOW_CLIENT_TOKEN_AUTH; the list that CDK compares with is older than GetClientToken',
      'CloudFormation-Validate::W3030');
    this._resource = client;
    this.clientId = client.ref;
    this.secret = clientSecret(this, 'Secret', {
      description: `Credentials of the machine client ${this.node.path}`.slice(0, 2048),
      keyArn: parts.keyArn,
      clientSecret: client.attrClientSecret,
      // Nothing that may change: CloudFormation would write the value anew, over a client secret that was replaced since.
      facts: { clientId: client.ref, region: parts.region, issuer: parts.issuerUrl },
    });
    this.secretArn = this.secret.secretArn;
    this.node.addValidation({ validate: () => this.undeclared(parts.declaredScopes()) });
  }

  private checkScopes(scopes: readonly string[]): string[] {
    const sorted = scopes.map((scope) => within(this, () => parseScope(scope)).text).sort();
    const wrong = clientScopesProblem(sorted);
    if (wrong) {
      refuse(this, wrong.id, wrong.message);
    }
    return sorted;
  }

  private checkName(name: string): string {
    if (!/^[\w\s+=,.@-]{1,128}$/.test(name)) {
      refuse(this, 'ClientName', `an OAuth client is named by 1 to 128 letters, digits, spaces and _+=,.@-, received: ${shown(name)}`);
    }
    return name;
  }

  private undeclared(declared: readonly string[]): string[] {
    return this.scopes.filter((scope) => !declared.includes(scope)).map((scope) => problem('ScopeUndeclared',
      `an OAuth client is given scopes that are declared (${declared.join(', ') || 'there are none'}), `
        + `received: ${shown(scope)} of the client ${this.node.path.slice(Stack.of(this).node.path.length + 1)}`,
    ));
  }
}

function onlyTokensOf(scopes: string[]): Flows {
  return {
    // It must be the only flow: with it nobody can sign in as a user.
    explicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'],
    allowedOAuthFlowsUserPoolClient: true,
    allowedOAuthFlows: ['client_credentials'],
    allowedOAuthScopes: scopes,
  };
}
