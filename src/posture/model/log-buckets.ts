import { logTarget } from './audit-logs';
import type { Posture } from './posture';
import type { Resource } from '../assembly/app';
import { type Json, isObject, member } from '../assembly/json';

/** Where services are told to which bucket they log. */
const LOG_TO: readonly (readonly [type: string, ...path: string[]])[] = [
  ['AWS::WAFv2::LoggingConfiguration', 'LogDestinationConfigs'],
  ['AWS::NetworkFirewall::LoggingConfiguration', 'LoggingConfiguration'],
  ['AWS::EC2::FlowLog', 'LogDestination'],
  ['AWS::CloudTrail::Trail', 'S3BucketName'],
  ['AWS::KinesisFirehose::DeliveryStream', 'ExtendedS3DestinationConfiguration'],
  ['AWS::KinesisFirehose::DeliveryStream', 'S3DestinationConfiguration'],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'LoadBalancerAttributes'],
  ['AWS::S3::Bucket', 'LoggingConfiguration', 'DestinationBucketName'],
];

/** The buckets of an app that hold logs. */
export function logBuckets(posture: Posture): ReadonlySet<Resource> {
  const buckets = LOG_TO.flatMap(([type, ...path]) => posture.ofType(type).flatMap(({ properties }) => {
    const place = path.reduce<Json | undefined>(member, properties);
    return [...posture.targets(place), ...textsIn(place).flatMap((text) => logTarget(posture, text) ?? [])];
  }));
  return new Set(buckets.filter(({ type }) => type === 'AWS::S3::Bucket'));
}

/** Buckets to which S3 or a load balancer writes its access log: neither can use a key of the account. */
export function accessLogBuckets(posture: Posture): ReadonlySet<Resource> {
  const named = [
    ...posture.ofType('AWS::S3::Bucket').map(({ properties }) => properties.LoggingConfiguration),
    ...posture.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').map(({ properties }) => properties.LoadBalancerAttributes),
  ];
  return new Set(named.flatMap((place) => [...posture.targets(place), ...textsIn(place).flatMap((text) => logTarget(posture, text) ?? [])]));
}

function textsIn(value: Json | undefined): string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? (value as Json[]).flatMap(textsIn) : isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
