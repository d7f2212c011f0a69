import type { Posture } from './posture';
import { groupRulesOf } from './security-groups';
import { apiEndpointsOf, isInterface } from './vpc-endpoints';
import type { Cidr } from '../../values/cidr';
import { listOf } from '../assembly/json';

/** The ranges that the security groups of the app's endpoints for APIs let in; undefined where others may be among them. */
export function endpointDoors(posture: Posture): readonly Cidr[] | undefined {
  const endpoints = posture.derive(apiEndpointsOf).filter(isInterface);
  const groups = endpoints.map(({ properties }) => listOf(properties.SecurityGroupIds).map((id) => posture.target(id)));
  if (endpoints.length === 0 || groups.some((those) => those.length === 0 || those.some((group) => group?.type !== 'AWS::EC2::SecurityGroup'))) {
    return undefined;
  }
  const peers = groups.flat().flatMap((group) => posture.derive(groupRulesOf).get(group!.key)?.ingress ?? []).map(({ peer }) => peer);
  return peers.every(({ kind }) => kind === 'addresses') ? peers.flatMap((peer) => (peer.kind === 'addresses' ? peer.blocks : [])) : undefined;
}
