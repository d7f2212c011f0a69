import type { Posture } from './posture';
import { type GroupRule, groupRulesOf } from './security-groups';
import { apiEndpointsOf, isInterface } from './vpc-endpoints';
import type { Cidr } from '../../values/cidr';
import { listOf } from '../assembly/json';

/** The rules by which the security groups of the app's endpoints for APIs let in, each group once. */
export function endpointIngress(posture: Posture): readonly GroupRule[] {
  const ids = posture.derive(apiEndpointsOf).filter(isInterface).flatMap(({ properties }) => listOf(properties.SecurityGroupIds));
  const groups = new Set(ids.map((id) => posture.target(id)?.key ?? String(id)));
  return [...groups].flatMap((group) => posture.derive(groupRulesOf).get(group)?.ingress ?? []);
}

/** The ranges that the security groups of the app's endpoints for APIs let in; undefined where others may be among them. */
export function endpointRanges(posture: Posture): readonly Cidr[] | undefined {
  const endpoints = posture.derive(apiEndpointsOf).filter(isInterface);
  const groups = endpoints.map(({ properties }) => listOf(properties.SecurityGroupIds).map((id) => posture.target(id)));
  if (endpoints.length === 0 || groups.some((those) => those.length === 0 || those.some((group) => group?.type !== 'AWS::EC2::SecurityGroup'))) {
    return undefined;
  }
  const peers = groups.flat().flatMap((group) => posture.derive(groupRulesOf).get(group!.key)?.ingress ?? []).map(({ peer }) => peer);
  return peers.every(({ kind }) => kind === 'addresses') ? peers.flatMap((peer) => (peer.kind === 'addresses' ? peer.blocks : [])) : undefined;
}
