import { elsewhereOf, nestedStacksOf } from '../../model/elsewhere';
import { type Check, pass, unsure } from '../check';

export const templateElsewhere: Check = {
  id: 'template-elsewhere',
  title: 'The templates hold everything that is deployed',
  severity: 'warning',
  layer: 'routes',
  why: 'What a nested stack, a module, a macro or a loop brings may open what these templates close, and nothing else here says so.',
  fix: 'Check what it brings too: the template that it names, or the one that CloudFormation makes (of a change set: aws cloudformation get-template --template-stage Processed). Then acknowledge the check with the reason.',
  owasp: ['API9:2023'],
  * judge(posture) {
    for (const resource of posture.derive(nestedStacksOf)) {
      yield pass(resource);
    }
    for (const { resource, noun, name, why } of posture.derive(elsewhereOf)) {
      yield unsure(resource, undefined, `what the ${noun}${name === undefined ? '' : ` ${name}`} holds: ${why}`);
    }
  },
};
