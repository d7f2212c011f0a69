import { associationsOf } from '../../model/associations';
import { conditionOf, openIn } from '../../model/reading';
import { managedElsewhere } from '../../model/stages';
import { type Check, fail, pass, unsure } from '../check';

export const webAclAssociated: Check = {
  id: 'web-acl-associated',
  title: 'Every stage of a private API is associated with a web ACL of the app',
  severity: 'error',
  layer: 'web-firewall',
  why: 'Without a web ACL nothing limits which addresses of the network may call, nor how often, and attacks on the backend pass.',
  fix: 'Add an AWS::WAFv2::WebACLAssociation for the stage, or say in its metadata who manages its web firewall (WebFirewallMode.managedElsewhere).',
  owasp: ['API8:2023'],
  securityHub: ['APIGateway.4'],
  * judge(posture) {
    for (const [stage, associations] of posture.derive(associationsOf)) {
      const certain = associations.find(({ resource, isOfStage }) => isOfStage && resource.condition === undefined);
      const elsewhere = managedElsewhere(posture, stage);
      const [perhaps] = associations;
      if (certain?.acl !== undefined && certain.acl.resource.condition === undefined) {
        yield pass(stage.resource);
      } else if (certain !== undefined) {
        const condition = certain.acl && conditionOf(certain.acl.resource);
        yield unsure(certain.resource, 'WebACLArn', condition ?? (openIn(certain.resource.properties.WebACLArn)
          || 'what the web ACL lets pass, which the app does not make'));
      } else if (elsewhere !== undefined) {
        yield unsure(stage.resource, undefined, elsewhere);
      } else if (perhaps !== undefined) {
        yield unsure(perhaps.resource, perhaps.isOfStage ? undefined : 'ResourceArn', conditionOf(perhaps.resource) ?? (openIn(perhaps.resource.properties.ResourceArn)
          || 'whether the association is for this stage'));
      } else {
        yield fail(stage.resource, undefined, 'the stage is associated with no web ACL', stage.isPrivate ? undefined : 'warning');
      }
    }
  },
};
