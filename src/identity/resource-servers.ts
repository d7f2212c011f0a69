import { Lazy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { refuse, warn } from '../validation';
import { childId } from '../values/child-id';
import { shown } from '../values/rule-error';
import type { Scope } from '../values/scope';

// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
const MOST_SCOPES = 100;
const MOST_SERVERS = 300;
const SERVERS_BEFORE_RAISE = 25;

interface ResourceServer {
  readonly resource: cognito.CfnUserPoolResourceServer;
  readonly names: Set<string>;
}

/** The scopes of a user pool: one resource server for each identifier. */
export class ResourceServers extends Construct {
  private readonly servers = new Map<string, ResourceServer>();

  /**
   * @param existing scopes that the pool has already; their resource servers are not ours to change
   */
  public constructor(scope: Construct, id: string, private readonly userPoolId: string, private readonly existing: readonly Scope[]) {
    super(scope, id);
  }

  /** Every scope that the pool has, sorted. */
  public get scopes(): string[] {
    return [
      ...this.existing.map(({ text }) => text),
      ...[...this.servers].flatMap(([identifier, { names }]) => [...names].map((name) => `${identifier}/${name}`)),
    ].sort();
  }

  /** The resource that makes a scope of this identifier, where it is made here. */
  public resourceOf(identifier: string): cognito.CfnUserPoolResourceServer | undefined {
    return this.servers.get(identifier)?.resource;
  }

  public declare(scope: Scope): void {
    if (this.existing.some(({ text }) => text === scope.text)) {
      return;
    }
    if (this.existing.some(({ resourceServer }) => resourceServer === scope.resourceServer)) {
      refuse(this, 'ResourceServerNotOurs',
        `a resource server that exists is not changed: make the scope there and name it in existingScopes, received: ${shown(scope.text)}`);
    }
    const { names } = this.servers.get(scope.resourceServer) ?? this.add(scope.resourceServer);
    if (names.size === MOST_SCOPES && !names.has(scope.name)) {
      refuse(this, 'ScopesPerResourceServer', `a resource server has at most ${MOST_SCOPES} scopes, received one more: ${shown(scope.text)}`);
    }
    names.add(scope.name);
  }

  private add(identifier: string): ResourceServer {
    if (this.servers.size === MOST_SERVERS) {
      refuse(this, 'ResourceServersPerPool', `a user pool has at most ${MOST_SERVERS} resource servers, received one more: ${shown(identifier)}`);
    }
    if (this.servers.size === SERVERS_BEFORE_RAISE) {
      warn(this, 'ResourceServerQuota',
        `Cognito admits ${SERVERS_BEFORE_RAISE} resource servers a user pool until the quota "Resource servers per user pool" is raised: this pool has more`);
    }
    const names = new Set<string>();
    const resource = new cognito.CfnUserPoolResourceServer(this, childId(encodeURIComponent(identifier)), {
      userPoolId: this.userPoolId,
      identifier,
      // Cognito admits fewer characters in a name than in an identifier, which may be a URL.
      name: identifier.replace(/[^\w+=,.@-]/g, '-'),
      scopes: Lazy.uncachedAny({
        produce: () => [...names].sort().map((name) => ({ scopeName: name, scopeDescription: `${name} on ${identifier}`.slice(0, 256) })),
      }),
    });
    const server = { resource, names };
    this.servers.set(identifier, server);
    return server;
  }
}
