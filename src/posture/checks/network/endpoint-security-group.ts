import type { Resource } from '../../assembly/app';
import { type Json, listOf } from '../../assembly/json';
import { isUnknown, readable } from '../../assembly/symbols';
import { admitsInternet, publicPartOf } from '../../model/internet';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import { type GroupRule, groupRulesOf } from '../../model/security-groups';
import { apiEndpointsOf, isInterface, neighbourEndpointsOf } from '../../model/vpc-endpoints';
import { few } from '../../model/words';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const endpointSecurityGroup: Check = {
  id: 'endpoint-security-group',
  title: 'The security groups of VPC endpoints admit no addresses of the internet',
  severity: 'error',
  layer: 'network',
  why: 'The group says who can open a connection to the private API. Open to every address, every network that is ever routed to this VPC is in.',
  fix: 'Admit the CIDR blocks or security groups of the callers on TCP 443, and nothing else.',
  owasp: ['API8:2023'],
  securityHub: ['EC2.18'],
  * judge(posture) {
    const endpoints = [...posture.derive(apiEndpointsOf), ...posture.derive(neighbourEndpointsOf)].filter(isInterface);
    for (const endpoint of endpoints) {
      yield* withoutGroup(endpoint);
    }
    for (const [group, users] of groupsOf(endpoints)) {
      yield* judgeGroup(posture, group, users);
    }
  },
};

function* withoutGroup(endpoint: Resource): Iterable<Judgement> {
  const groups = endpoint.properties.SecurityGroupIds;
  if (groups === undefined || Array.isArray(groups) && groups.length === 0) {
    yield fail(endpoint, 'SecurityGroupIds', 'is left out, so that the VPC\'s default security group says who may connect', 'warning');
  } else if (isUnknown(groups)) {
    yield unsure(endpoint, 'SecurityGroupIds', openIn(groups));
  }
}

/** The endpoints by the group that they have. */
function groupsOf(endpoints: readonly Resource[]): Map<Json, Resource[]> {
  const groups = new Map<Json, Resource[]>();
  for (const endpoint of endpoints) {
    for (const group of listOf(endpoint.properties.SecurityGroupIds)) {
      groups.set(group, [...groups.get(group) ?? [], endpoint]);
    }
  }
  return groups;
}

function* judgeGroup(posture: Posture, id: Json, [endpoint]: Resource[]): Iterable<Judgement> {
  const group = posture.target(id);
  const isOwn = group?.type === 'AWS::EC2::SecurityGroup';
  const rules = posture.derive(groupRulesOf).get(group?.key ?? String(id))?.ingress ?? [];
  if (!isOwn) {
    yield unsure(endpoint!, 'SecurityGroupIds', `the rules of the security group ${readable(id)}, which the app does not make`);
  }
  yield* openings(rules);
  const doubtful = rules.filter(({ peer }) => peer.kind === 'unknown');
  for (const { resource, property, peer } of doubtful) {
    yield unsure(resource, property, peer.kind === 'unknown' ? peer.why : '');
  }
  if (isOwn && group.condition !== undefined) {
    yield unsure(group, undefined, `whether the group exists: condition ${group.condition}`);
  } else if (isOwn && doubtful.length === 0) {
    yield pass(group);
  }
}

/** Rules that admit the internet: one of them, or several together. */
function openings(rules: readonly GroupRule[]): Judgement[] {
  const blocksOf = ({ peer }: GroupRule) => (peer.kind === 'addresses' ? peer.blocks : []);
  const alone = rules.filter((rule) => admitsInternet(blocksOf(rule)));
  const found = alone.map((rule) => fail(rule.resource, rule.property, `${few(blocksOf(rule).map(({ text }) => text))} may connect${
    rule.peer.kind === 'addresses' && rule.peer.fromDefault ? ': the default of the parameter' : ''}`));
  const pieces = rules.filter((rule) => !alone.includes(rule) && publicPartOf(blocksOf(rule)).length > 0);
  return alone.length === 0 && admitsInternet(pieces.flatMap(blocksOf))
    ? [fail(pieces[0]!.resource, pieces[0]!.property, `${few(pieces.flatMap(blocksOf).map(({ text }) => text))} may connect: together as good as every address`)]
    : found;
}
