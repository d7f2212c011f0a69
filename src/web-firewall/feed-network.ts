import { Resource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
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

/** The group of a feed, by its id. */
export function feedSecurityGroup(scope: Construct, vpc: ec2.IVpc, listName: string): string {
  return new ec2.CfnSecurityGroup(scope, 'SecurityGroup', {
    vpcId: vpc.vpcId,
    groupDescription: `The feed of ${listName}: HTTPS to what the network leads to`,
    securityGroupEgress: [
      { ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0', description: 'HTTPS, as far as the routes lead' },
      { ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIpv6: '::/0', description: 'HTTPS, as far as the routes lead' },
    ],
  }).attrGroupId;
}

/** Where a feed runs when nobody says where. */
export function subnetType(vpc: ec2.IVpc): ec2.SubnetType {
  return vpc.isolatedSubnets.length > 0 ? ec2.SubnetType.PRIVATE_ISOLATED : ec2.SubnetType.PRIVATE_WITH_EGRESS;
}
