import type { Posture } from './posture';
import { type WebAcl, webAclsOf } from './web-acl';
import type { Resource } from '../assembly/app';
import { type Json, listOf } from '../assembly/json';

/** The logging configuration of each web ACL of the app. */
export function webAclLogs(posture: Posture): ReadonlyMap<WebAcl, Resource | undefined> {
  const configurations = posture.ofType('AWS::WAFv2::LoggingConfiguration');
  return new Map(posture.derive(webAclsOf).map((acl) => {
    const those = configurations.filter(({ properties }) => posture.target(properties.ResourceArn) === acl.resource);
    return [acl, those.find(({ condition }) => condition === undefined) ?? those[0]];
  }));
}

/** Where a configuration sends the log. */
export function destinationsOf(configuration: Resource): readonly Json[] {
  return listOf(configuration.properties.LogDestinationConfigs);
}
