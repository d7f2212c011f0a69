import { member } from '../../assembly/json';
import { apisOf } from '../../model/api';
import { asText, known, readText, type Reading } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const apiKeySource: Check = {
  id: 'api-key-source',
  title: 'API keys that an authorizer hands over come from a Lambda authorizer',
  severity: 'error',
  layer: 'consumers',
  why: 'With the source AUTHORIZER the key that a call carries is not looked at. Where no Lambda authorizer gives one, there is none, and no plan counts the call.',
  fix: 'Set ApiKeySourceType to HEADER, or give every route with a key a Lambda authorizer that returns usageIdentifierKey.',
  owasp: ['API4:2023'],
  * judge(posture) {
    for (const { resource, body, routes } of posture.derive(apisOf)) {
      const written = readText(resource, 'ApiKeySourceType');
      const inBody = body.kind === 'known' ? member(body.value, 'x-amazon-apigateway-api-key-source') : undefined;
      const source: Reading<string> = written.kind === 'absent' && inBody !== undefined ? asText(known(inBody)) : written;
      const property = written.kind === 'absent' && inBody !== undefined ? 'Body.x-amazon-apigateway-api-key-source' : 'ApiKeySourceType';
      const without = routes.find(({ apiKeyRequired, authorization }) =>
        apiKeyRequired.kind === 'known' && apiKeyRequired.value && !['lambda', 'unknown'].includes(authorization.kind));
      yield source.kind === 'unknown' ? unsure(resource, property, source.why)
        : source.kind === 'known' && source.value.toUpperCase() === 'AUTHORIZER' && without
          ? fail(resource, property, `keys come from the authorizer, and ${without.text} has no Lambda authorizer`) : pass(resource, property);
    }
  },
};
