import type { Resource } from '../../assembly/app';
import { type Json, listOf, member } from '../../assembly/json';
import { isUnknown, readable } from '../../assembly/symbols';
import { apiFunctionsOf } from '../../model/api-functions';
import { admitsInternet } from '../../model/internet';
import type { Posture } from '../../model/posture';
import { openIn } from '../../model/reading';
import { type GroupRule, groupRulesOf } from '../../model/security-groups';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

const EVERY_PORT = 65_535;
/** More than one service ever listens on: a cluster of databases has a dozen. */
const MANY_PORTS = 100;

export const functionEgress: Check = {
  id: 'function-egress',
  title: 'The security groups of an API\'s functions let out what the functions call, and not everything',
  severity: 'warning',
  layer: 'network',
  why: 'A function that is taken over sends data to wherever a route leads: today nowhere perhaps, tomorrow to the internet.',
  fix: 'Name the groups, prefix lists or ranges that the functions call in SecurityGroupEgress, with their ports; TCP 443 where that is not possible.',
  owasp: ['API7:2023', 'API8:2023'],
  * judge(posture) {
    const seen = new Set<Json>();
    for (const fn of posture.derive(apiFunctionsOf)) {
      const config = fn.properties.VpcConfig;
      const groups = member(config, 'SecurityGroupIds');
      if (isUnknown(config) || isUnknown(groups)) {
        yield unsure(fn, isUnknown(config) ? 'VpcConfig' : 'VpcConfig.SecurityGroupIds', openIn(isUnknown(config) ? config : groups));
      }
      for (const id of listOf(groups).filter((one) => !seen.has(one))) {
        seen.add(id);
        yield* judgeGroup(posture, fn, id);
      }
    }
  },
};

function* judgeGroup(posture: Posture, fn: Resource, id: Json): Iterable<Judgement> {
  const group = posture.target(id);
  const rules = posture.derive(groupRulesOf).get(group?.key ?? String(id))?.egress ?? [];
  if (group?.type !== 'AWS::EC2::SecurityGroup') {
    yield unsure(fn, 'VpcConfig.SecurityGroupIds', `what the security group ${readable(id)} lets out, which the app does not make`);
  }
  for (const rule of rules) {
    const { resource, property, peer } = rule;
    yield peer.kind === 'unknown' ? unsure(resource, property, peer.why)
      : !letsMuchOut(rule) ? pass(resource, property)
        : fail(resource, property, resource === group && property === 'SecurityGroupEgress' ? 'is left out, so that EC2 lets everything out'
          : `${readable(text(rule))} may be called ${portsOf(rule)}`);
  }
}

function letsMuchOut({ peer, protocol, ports }: GroupRule): boolean {
  const isWide = protocol === '-1' || ports !== undefined && ports[1] - ports[0] >= MANY_PORTS;
  return isWide && peer.kind === 'addresses' && admitsInternet(peer.blocks);
}

function portsOf({ protocol, ports = [0, EVERY_PORT] }: GroupRule): string {
  return protocol === '-1' ? 'with every protocol' : ports[0] <= 1 && ports[1] >= EVERY_PORT ? 'with every port' : `on the ports ${ports[0]} to ${ports[1]}`;
}

function text({ peer }: GroupRule): string {
  return peer.kind === 'addresses' ? peer.blocks.map(({ text: block }) => block).join(', ') : '';
}
