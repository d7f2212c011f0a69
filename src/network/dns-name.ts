import { Fn } from 'aws-cdk-lib';

/** CloudFormation returns an endpoint's names as `{hosted zone id}:{name}`, the regional one first. */
export function regionalDnsName(dnsEntries: string[]): string {
  return Fn.select(1, Fn.split(':', Fn.select(0, dnsEntries)));
}
