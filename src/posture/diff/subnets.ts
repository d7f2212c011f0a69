import type { Change } from './change';
import { changeAt, nameOf } from './words';
import type { Resource } from '../assembly/app';
import type { Posture } from '../model/posture';

/** A subnet without a route table of its own has the main one of its VPC: CloudFormation makes none, so that no template tells what it holds. */
export function compareSubnets(base: Posture, head: Posture): Change[] {
  const [before, after] = [base, head].map(tablesOf) as [Map<string, Resource>, Map<string, Resource>];
  return head.ofType('AWS::EC2::Subnet').flatMap((subnet) => {
    const [old, young] = [before.get(subnet.key), after.get(subnet.key)];
    return base.resource(subnet.key) === undefined || (old === undefined) === (young === undefined) ? [] : [changeAt(
      subnet, 'network', 'unknown', null, old ? nameOf(old) : null, young ? nameOf(young) : null,
      `subnet ${nameOf(subnet)}: ${young === undefined ? 'it no longer has a route table of its own, and so the main one of its VPC, whose routes are not known'
        : 'it now has a route table of its own, in place of the main one of its VPC'}`)];
  });
}

/** The association of each subnet that has one. */
function tablesOf(posture: Posture): Map<string, Resource> {
  return new Map(posture.ofType('AWS::EC2::SubnetRouteTableAssociation').flatMap((association): [string, Resource][] => {
    const subnet = posture.target(association.properties.SubnetId);
    return subnet === undefined ? [] : [[subnet.key, association]];
  }));
}
