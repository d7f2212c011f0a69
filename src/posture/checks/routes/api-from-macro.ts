import { member, objectOf } from '../../assembly/json';
import { type Check, unsure } from '../check';

/** What a macro makes an API of, so that the template does not hold it: `AWS::Serverless::Function` makes one for its events. */
const MADE = ['AWS::Serverless::Api', 'AWS::Serverless::HttpApi'];

export const apiFromMacro: Check = {
  id: 'api-from-macro',
  title: 'The template holds the API that is deployed',
  severity: 'error',
  layer: 'routes',
  why: 'A macro, as that of AWS SAM, makes the API when it is deployed: what it makes is in no template before.',
  fix: 'Check the template that the macro makes (of a change set: aws cloudformation get-template --template-stage Processed).',
  owasp: ['API9:2023'],
  * judge(posture) {
    for (const resource of posture.resources) {
      if (MADE.includes(resource.type)) {
        yield unsure(resource, undefined, `what AWS SAM makes of ${resource.type}`);
      }
      if (resource.type === 'AWS::Serverless::Function' && hasApiEvent(resource.properties.Events)) {
        yield unsure(resource, 'Events', 'the API that AWS SAM makes for the events');
      }
    }
  },
};

/** An event of an API that has no resource: SAM makes an implicit one. */
function hasApiEvent(events: unknown): boolean {
  return Object.values(objectOf(events)).some((event) => ['Api', 'HttpApi'].includes(String(member(event, 'Type')))
    && member(member(event, 'Properties'), 'RestApiId') === undefined && member(member(event, 'Properties'), 'ApiId') === undefined);
}
