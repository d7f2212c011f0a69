import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * ARN, or pattern of ARNs, of something in the account and Region of a construct's stack.
 *
 * @param resource what stands behind the account, as in `userpool/*`
 */
export function accountArn(scope: IConstruct, service: string, resource: string): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** ARN of a log group by its name, without the `:*` that the group's own attribute ends in, and that API Gateway and WAF refuse. */
export function logGroupArn(scope: IConstruct, name: string): string {
  return accountArn(scope, 'logs', `log-group:${name}`);
}
