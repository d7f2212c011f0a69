import { Lazy, Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { warn } from '../validation';

/**
 * The permissions by which an API calls its functions: one for each function, version or alias, in the API's own stack.
 * A permission that a function of another stack held would refer back to the API: a cycle.
 */
export class InvokePermissions {
  private readonly allowed = new Set<string>();

  /**
   * @param scope what the permissions are children of
   * @param sourceArn who calls: read late, when all stages are known
   */
  public constructor(private readonly scope: Construct, private readonly sourceArn: () => string) {}

  public allow(handler: lambda.IFunction): void {
    const stack = Stack.of(this.scope);
    const identity = Token.isUnresolved(handler.functionArn) ? handler.node.path : handler.functionArn;
    if (this.allowed.has(identity)) {
      return;
    }
    this.allowed.add(identity);
    if (areDifferent(handler.env.account, stack.account)) {
      warn(this.scope, 'HandlerPermissionNotOurs',
        `${handler.functionArn} belongs to another account: its own policy must let this API call it`);
      return;
    }
    new lambda.CfnPermission(this.scope, `Invoke-${nameWithin(stack, handler)}`, {
      action: 'lambda:InvokeFunction',
      functionName: handler.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: Lazy.string({ produce: this.sourceArn }),
    });
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
