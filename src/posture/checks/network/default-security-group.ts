import { type Json, listOf, member } from '../../assembly/json';
import { asReference, isUnknown } from '../../assembly/symbols';
import { apiFunctionsOf } from '../../model/api-functions';
import { admitsInternet } from '../../model/internet';
import { openIn } from '../../model/reading';
import { groupRulesOf } from '../../model/security-groups';
import { apiEndpointsOf, neighbourEndpointsOf } from '../../model/vpc-endpoints';
import { type Check, fail, pass, unsure } from '../check';

export const defaultSecurityGroup: Check = {
  id: 'default-security-group',
  title: 'The default security group of a VPC has no rule, and nobody uses it',
  severity: 'warning',
  layer: 'network',
  why: 'Whatever is made without a group gets this one: a rule in it opens what nobody thought of.',
  fix: 'Make a security group of its own for the purpose, and leave the default one empty.',
  owasp: ['API8:2023'],
  securityHub: ['EC2.2'],
  * judge(posture) {
    const groups = posture.derive(groupRulesOf);
    for (const vpc of posture.ofType('AWS::EC2::VPC')) {
      const { ingress = [], egress = [] } = groups.get(vpc.key) ?? {};
      for (const { resource, property, peer } of [...ingress, ...egress].filter((rule) => isDefaultGroup(rule.resource.properties.GroupId))) {
        const isOpen = resource.type.endsWith('Ingress') && peer.kind === 'addresses' && admitsInternet(peer.blocks);
        yield fail(resource, property, isOpen ? 'the default security group of the VPC admits the internet' : 'the default security group of the VPC has a rule',
          isOpen ? 'error' : undefined);
      }
    }
    const users = [
      ...[...posture.derive(apiEndpointsOf), ...posture.derive(neighbourEndpointsOf)].map((resource) => (
        { resource, property: 'SecurityGroupIds', groups: resource.properties.SecurityGroupIds })),
      ...posture.derive(apiFunctionsOf).map((resource) => (
        { resource, property: 'VpcConfig.SecurityGroupIds', groups: member(resource.properties.VpcConfig, 'SecurityGroupIds') })),
    ];
    for (const { resource, property, groups: ids } of users) {
      yield isUnknown(ids) ? unsure(resource, property, openIn(ids))
        : listOf(ids).some((id) => isDefaultGroup(id)) ? fail(resource, property, 'has the default security group of its VPC') : pass(resource, property);
    }
  },
};

function isDefaultGroup(id: Json | undefined): boolean {
  return asReference(id)?.attribute === 'DefaultSecurityGroup';
}
