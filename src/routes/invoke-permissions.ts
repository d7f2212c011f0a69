import { createHash } from 'node:crypto';
import { Lazy, Stack, Stage, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { refuse, warn } from '../validation';
import { shown } from '../values/rule-error';

/**
 * The permissions by which an API calls its functions: one for each function, version or alias, in the API's own stack.
 * A permission that a function of another stack held would refer back to the API: a cycle.
 */
export class InvokePermissions {
  private readonly allowed = new Map<string, lambda.IFunction>();

  /**
   * @param scope what the permissions are children of
   * @param sourceArn who calls: read late, when all stages are known
   */
  public constructor(private readonly scope: Construct, private readonly sourceArn: () => string) {}

  /** The functions that were allowed, each once. */
  public get handlers(): lambda.IFunction[] {
    return [...this.allowed.values()];
  }

  /** @throws ValidationError HandlerLatestVersion, HandlerRegion */
  public check(handler: lambda.IFunction): void {
    const { region } = Stack.of(this.scope);
    if (handler.functionArn.endsWith(':$LATEST')) {
      refuse(this.scope, 'HandlerLatestVersion',
        `Lambda takes no permission for the version $LATEST: give the function itself, which answers with its newest code, received: ${handler.node.path}`);
    }
    if (areDifferent(handler.env.region, region)) {
      refuse(this.scope, 'HandlerRegion',
        `a handler is of the API's Region (${region}), received: ${shown(handler.env.region)} (${handler.node.path})`);
    }
  }

  public allow(handler: lambda.IFunction): void {
    const stack = Stack.of(this.scope);
    const identity = Token.isUnresolved(handler.functionArn) ? handler.node.path : handler.functionArn;
    if (this.allowed.has(identity)) {
      return;
    }
    this.allowed.set(identity, handler);
    if (areDifferent(handler.env.account, stack.account)) {
      warn(this.scope, 'HandlerPermissionNotOurs',
        `${handler.functionArn} belongs to another account: its own policy must let this API call it`);
      return;
    }
    new lambda.CfnPermission(this.scope, this.freeId(`Invoke-${nameWithin(stack, handler)}`, handler), {
      action: 'lambda:InvokeFunction',
      functionName: handler.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: Lazy.uncachedString({ produce: this.sourceArn }),
    });
  }

  /** Names joined by hyphens may be the same for two functions: then a hash of the path tells the later one apart. */
  private freeId(id: string, handler: lambda.IFunction): string {
    if (this.scope.node.tryFindChild(id) === undefined) {
      return id;
    }
    const depth = Stage.of(handler)?.node.scopes.length ?? 0;
    const path = handler.node.scopes.slice(depth).map((construct) => construct.node.id).join('/');
    return `${id}-${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
  }
}

function areDifferent(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}

/** The handler's path below its stack, or the stack's name before it: the same wherever the app is instantiated. */
function nameWithin(stack: Stack, handler: lambda.IFunction): string {
  const home = Stack.of(handler);
  const names = handler.node.scopes.slice(home.node.scopes.length).map((construct) => construct.node.id);
  return [...home === stack ? [] : [home.node.id], ...names].join('-');
}
