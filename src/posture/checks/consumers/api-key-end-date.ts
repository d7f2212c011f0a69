import type { Resource } from '../../assembly/app';
import { listOf, member } from '../../assembly/json';
import { hasUnknown, readable } from '../../assembly/symbols';
import { type Check, fail, pass, unsure } from '../check';

/** How teams call the tag that says until when. */
const NAME = /^(.*[-_:/])?(expires?([-_]?(at|on))?|expiry([-_]?date)?|expiration([-_]?date)?|end[-_]?date|valid[-_]?until)$/i;

export const apiKeyEndDate: Check = {
  id: 'api-key-end-date',
  title: 'Where some API keys have an end date, all of them do',
  severity: 'warning',
  layer: 'consumers',
  why: 'API Gateway ends no key by itself. A key without a date among keys that have one is what nobody ever looks at again.',
  fix: 'Give the key the same tag, with an ISO date, and let a job disable what is past it.',
  owasp: ['API2:2023', 'API9:2023'],
  * judge(posture) {
    const keys = posture.ofType('AWS::ApiGateway::ApiKey').map((resource) => ({ resource, tag: endTag(resource) }));
    // Where no key has a date this is not how the team ends them.
    for (const { resource, tag } of keys.some((key) => key.tag !== undefined) ? keys : []) {
      yield tag === undefined ? fail(resource, 'Tags', 'the key says not until when it is good, as others do')
        : hasUnknown(tag.value) ? unsure(resource, tag.at, 'the date')
          : Number.isNaN(Date.parse(tag.value)) ? fail(resource, tag.at, `${readable(tag.value)} is no date`) : pass(resource, tag.at);
    }
  },
};

function endTag({ properties }: Resource): { readonly at: string; readonly value: string } | undefined {
  const tags = listOf(properties.Tags).map((tag, index) => ({ name: String(member(tag, 'Key')), at: `Tags[${index}].Value`, value: String(member(tag, 'Value')) }));
  return tags.find(({ name }) => NAME.test(name));
}
