import { Resource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { SourceConfig, SourceKind } from '../values/feed-config';

/** What each kind of source needs of an isolated network, beside what every feed does. */
const ENDPOINT: Partial<Record<SourceKind, string>> = { 'ssm': 'ssm', 'dynamodb': 'dynamodb', 'prefix-list': 'ec2' };

/**
 * What a feed needs and its network has not, in words. Of a network that another app owns nothing is known, and of one with a way out
 * everything is reached.
 */
export function missingWays(vpc: ec2.IVpc, sources: readonly SourceConfig[]): string[] {
  if (!Resource.isOwnedResource(vpc) || vpc.isolatedSubnets.length === 0) {
    return [];
  }
  const services = endpointsOf(vpc);
  const needed = ['wafv2', 's3', ...sources.flatMap(({ kind }) => ENDPOINT[kind] ?? [])];
  return [
    ...[...new Set(needed)].filter((service) => !services.some((name) => name.includes(`.${service}"`))).map((service) => `\`${service}\` endpoint`),
    ...sources.filter((source) => source.kind === 'https' && source.privateHost !== true).map(({ name }) => `way to the internet, for the source ${name}`),
  ];
}

/** The names of their services in JSON, as the template has them: most are joined of the Region. */
function endpointsOf(vpc: ec2.IVpc): string[] {
  return vpc.node.root.node.findAll().filter((one) => one instanceof ec2.CfnVPCEndpoint)
    .filter((endpoint) => endpoint.vpcId === vpc.vpcId).map((endpoint) => JSON.stringify(Stack.of(endpoint).resolve(endpoint.serviceName)));
}
