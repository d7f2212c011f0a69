import { createHash } from 'node:crypto';
import { Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { stableJson } from './stable-json';

/** What takes effect without a deployment. */
const LIVE_AT_ONCE = ['Name', 'Description', 'Tags', 'FailOnWarnings'];

/**
 * A deployment that CloudFormation replaces whenever the API changed in a way that only a deployment brings to its stages.
 *
 * A deployment is a snapshot: its logical id ends in a fingerprint of the API, so that another API makes another deployment.
 *
 * @param retain whether deployments that were replaced stay, for a canary to be compared with
 */
export function deploymentOf(scope: Construct, id: string, api: apigateway.CfnRestApi, retain: boolean): apigateway.CfnDeployment {
  const deployment = new apigateway.CfnDeployment(scope, id, { restApiId: api.ref });
  // Its tail tells paths apart; a logical id has 255 characters.
  const stem = Stack.of(scope).getLogicalId(deployment).slice(-239);
  // Uncached: references across stacks get their final form only after the first look at them.
  deployment.overrideLogicalId(Lazy.uncachedString({ produce: () => `${stem}${fingerprint(api)}` }));
  deployment.applyRemovalPolicy(retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
  return deployment;
}

/** Sixteen hex digits over everything of the API that needs a deployment, overrides and the work of aspects included. */
function fingerprint(api: apigateway.CfnRestApi): string {
  const rendered = api.stack.resolve(api._toCloudFormation()) as { Resources: Record<string, { Properties?: object }> };
  const properties = Object.values(rendered.Resources).flatMap((resource) => Object.entries(resource.Properties ?? {}));
  const lasting = properties.filter(([name]) => !LIVE_AT_ONCE.includes(name));
  return createHash('sha256').update(stableJson(Object.fromEntries(lasting))).digest('hex').slice(0, 16);
}
