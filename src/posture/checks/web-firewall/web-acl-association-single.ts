import { associationsOf } from '../../model/associations';
import { type Check, fail, pass } from '../check';

export const webAclAssociationSingle: Check = {
  id: 'web-acl-association-single',
  title: 'A stage has one association with a web ACL',
  severity: 'error',
  layer: 'web-firewall',
  why: 'A stage has one web ACL. A second association replaces the first in silence, and which one comes last is left to chance.',
  fix: 'Remove all associations of the stage but one.',
  owasp: ['API8:2023'],
  * judge(posture) {
    for (const associations of posture.derive(associationsOf).values()) {
      const [first, ...more] = associations.filter(({ isOfStage, resource }) => isOfStage && resource.condition === undefined);
      if (first !== undefined) {
        yield pass(first.resource, 'ResourceArn');
      }
      for (const { resource } of more) {
        yield fail(resource, 'ResourceArn', 'another association names the same stage');
      }
    }
  },
};
