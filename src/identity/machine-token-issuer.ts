import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { MachineClient, type MachineClientOptions } from './machine-client';
import { machineUserPool } from './machine-user-pool';
import { ResourceServers } from './resource-servers';
import { type IDataKey, DataKey } from '../encryption/data-key';
import { KeyUse } from '../encryption/key-use';
import { refuse, warn, within } from '../validation';
import { childId } from '../values/child-id';
import { parseScope } from '../values/scope';
import type { SecurityScheme } from '../values/security-scheme';

/** Properties of a `MachineTokenIssuer`. */
export interface MachineTokenIssuerProps {
  /**
   * An existing user pool: any L1, L2 or import. It is not changed, beyond the resource servers and clients that are added to it. Through the
   * `cognito-idp` endpoint it is reached only while it has no domain.
   *
   * @default - a user pool is made: without a domain, under the data key, for machines only
   */
  readonly userPool?: cognito.IUserPoolRef;

  /**
   * Scopes that the existing user pool has already, as in `payments/read`. Their resource servers are not changed.
   *
   * @default - none: every declared scope is made here
   */
  readonly existingScopes?: string[];

  /**
   * The key that encrypts the user pool and the clients' secrets.
   *
   * @default - a `DataKey` of its own
   */
  readonly dataKey?: IDataKey;

  /**
   * How long an access token opens the API: whole minutes, 5 minutes to 24 hours. A token cannot be called back.
   *
   * @default Duration.minutes(30)
   */
  readonly accessTokenValidity?: Duration;

  /**
   * What happens to the user pool when it leaves the stack. `DESTROY` also lifts its deletion protection.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Issues access tokens to machines that have no path to the internet: a user pool without a domain, whose clients call `GetClientToken`
 * through the `cognito-idp` endpoint of their VPC.
 *
 * Creates 1 CloudFormation resource for the pool, 1 for each resource server and 2 for each client; a key too, where none is given. A
 * pool without users is free of charge; `MachineClient` says what a client costs.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html
 */
export class MachineTokenIssuer extends Construct {
  /** The user pool, for everything that takes an `IUserPoolRef`. */
  public readonly userPool: cognito.IUserPoolRef;
  /** Id of the user pool. */
  public readonly userPoolId: string;
  /** ARN of the user pool. */
  public readonly userPoolArn: string;
  /** The claim `iss` of every token: `https://cognito-idp.REGION.amazonaws.com/POOL`. */
  public readonly issuerUrl: string;
  /** How long an access token opens the API. */
  public readonly accessTokenValidity: Duration;

  private readonly region: string;
  private readonly dataKey: IDataKey;
  private readonly servers: ResourceServers;
  private readonly clientScope: Construct;
  private readonly clients: MachineClient[] = [];

  /**
   * @throws ValidationError AccessTokenValidity, UserPoolOption, ScopeMalformed
   */
  public constructor(scope: Construct, id: string, props: MachineTokenIssuerProps = {}) {
    super(scope, id);
    this.accessTokenValidity = this.checkValidity(props.accessTokenValidity ?? Duration.minutes(30));
    this.checkOptions(props);
    const existing = (props.existingScopes ?? []).map((text) => within(this, () => parseScope(text)));

    this.dataKey = props.dataKey ?? new DataKey(this, 'Key');
    this.userPool = props.userPool ?? this.newPool(props.removalPolicy ?? RemovalPolicy.RETAIN);
    this.userPoolId = this.userPool.userPoolRef.userPoolId;
    this.userPoolArn = this.userPool.userPoolRef.userPoolArn;
    this.region = this.userPool.env.region;
    this.issuerUrl = `https://cognito-idp.${this.region}.${Stack.of(this).urlSuffix}/${this.userPoolId}`;
    this.servers = new ResourceServers(this, 'Scopes', this.userPoolId, existing);
    this.clientScope = new Construct(this, 'Clients');
  }

  /** Every scope that is declared, sorted. */
  public get scopes(): string[] {
    return this.servers.scopes;
  }

  /**
   * Declares a scope, so that clients may be given it. Declaring it again changes nothing.
   *
   * Creates 1 CloudFormation resource for the first scope of each resource server, which may have 100; a pool may have 25 resource servers
   * until that quota is raised.
   *
   * @param scope the resource server's identifier, a slash and a name, as in `payments/read`
   * @throws ValidationError ScopeMalformed, ScopesPerResourceServer, ResourceServersPerPool, ResourceServerNotOurs
   */
  public declareScope(scope: string): void {
    this.servers.declare(within(this, () => parseScope(scope)));
    this.clients.forEach((client) => this.orderAfterScopes(client));
  }

  /**
   * Adds a machine that may get tokens. A scope that is never declared is refused at synth.
   *
   * @throws ValidationError ScopeMalformed, ClientScopes, ClientName
   */
  public addClient(id: string, options: MachineClientOptions): MachineClient {
    const client = MachineClient._add(this.clientScope, childId(id), {
      ...options,
      clientName: options.clientName ?? id,
      userPoolId: this.userPoolId,
      issuerUrl: this.issuerUrl,
      region: this.region,
      keyArn: this.dataKey.keyArn,
      accessTokenValidity: this.accessTokenValidity,
      declaredScopes: () => this.scopes,
    });
    this.clients.push(client);
    this.orderAfterScopes(client);
    return client;
  }

  /**
   * How an API asks for these tokens. An operation that uses it must name scopes: without any, API Gateway takes ID tokens.
   *
   * @internal
   */
  public _securityScheme(): SecurityScheme {
    return {
      name: 'machine_tokens',
      definition: {
        'type': 'apiKey',
        'name': 'Authorization',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'cognito_user_pools',
        'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [this.userPoolArn] },
      },
    };
  }

  private newPool(removalPolicy: RemovalPolicy): cognito.CfnUserPool {
    this.dataKey.admit(KeyUse.userPools(this));
    return machineUserPool(this, 'Resource', this.dataKey.keyArn, removalPolicy);
  }

  /** Cognito refuses a client whose scopes do not exist yet; the template names them as text, without a reference. */
  private orderAfterScopes(client: MachineClient): void {
    for (const scope of client.scopes) {
      const server = this.servers.resourceOf(parseScope(scope).resourceServer);
      if (server) {
        client._resource.addResourceDependency(server);
      }
    }
  }

  private checkValidity(validity: Duration): Duration {
    const minutes = validity.toMinutes({ integral: false });
    if (!Number.isInteger(minutes) || minutes < 5 || minutes > 24 * 60) {
      refuse(this, 'AccessTokenValidity', `an access token lives whole minutes, 5 minutes to 24 hours, received: ${minutes} minutes`);
    }
    return validity;
  }

  private checkOptions({ userPool, existingScopes, removalPolicy }: MachineTokenIssuerProps): void {
    if (userPool && removalPolicy) {
      refuse(this, 'UserPoolOption', `an existing user pool keeps its removal policy, received: ${removalPolicy}`);
    }
    if (!userPool && existingScopes) {
      refuse(this, 'UserPoolOption', `existingScopes are those of an existing user pool, received: ${existingScopes.join(', ')} without a userPool`);
    }
    if (userPool) {
      warn(this, 'UserPoolNotOurs', 'the settings of an existing user pool are not changed here; it must not have a domain, or the cognito-idp endpoint '
        + 'of a VPC refuses requests for its tokens (docs/identity.md)');
    }
  }
}
