import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AddressSource } from './address-source';
import { refuse } from '../validation';
import type { FeedConfig } from '../values/feed-config';
import { shown } from '../values/rule-error';

/** @throws ValidationError AddressFeedName */
export function listNameOf(scope: IConstruct, name: string): string {
  if (Token.isUnresolved(name) || !/^[\w-]{1,64}$/.test(name)) {
    refuse(scope, 'AddressFeedName', `a fed list is named by 1 to 64 letters, digits, - and _, received: ${shown(name)}`);
  }
  return name;
}

/** @throws ValidationError AddressFeedSources */
export function namedSources(scope: IConstruct, sources: Record<string, AddressSource>): [string, AddressSource][] {
  const named = Object.entries(sources);
  const unfit = named.map(([name]) => name).find((name) => !/^[\w-]{1,64}$/.test(name));
  if (named.length === 0 || named.length > 20 || unfit !== undefined) {
    refuse(scope, 'AddressFeedSources',
      `a fed list has 1 to 20 sources, named by letters, digits, - and _, received: ${unfit === undefined ? named.length : shown(unfit)}`);
  }
  return named;
}

/**
 * Both Lambda's environment and a standard parameter hold 4 KB. References count as the ARNs that they become.
 *
 * @throws ValidationError AddressFeedConfigTooLong
 */
export function refuseLong(scope: IConstruct, config: FeedConfig): void {
  const long = 'x'.repeat(200); // the ARN of an IP set whose name is made of a long path
  const bytes = Buffer.byteLength(JSON.stringify({ ...config, ipv4SetArn: long, ipv6SetArn: long }).replaceAll(/\$\{Token\[[^\]]*\]\}/g, 'x'.repeat(110)));
  if (bytes > 3900) {
    refuse(scope, 'AddressFeedConfigTooLong', `the configuration of a feed fits into 4 KB: take fewer sources, or gather them in one, received: about ${bytes} bytes`);
  }
}
