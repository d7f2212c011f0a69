import { apisOf } from '../../model/api';
import { asText } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const authorizerTokenSource: Check = {
  id: 'authorizer-token-source',
  title: 'Tokens come in a header that a browser does not send by itself',
  severity: 'warning',
  layer: 'identity',
  why: 'A browser sends cookies with whatever request any page makes it send: the page acts as its reader. What stands in a URL lies in histories and logs.',
  fix: 'Take tokens from method.request.header.Authorization.',
  owasp: ['API2:2023'],
  * judge(posture) {
    for (const { authorizers } of posture.derive(apisOf)) {
      for (const { resource, path, identitySource } of authorizers) {
        const property = [...path, path.length === 0 ? 'IdentitySource' : 'identitySource'].join('.');
        const source = asText(identitySource);
        if (source.kind === 'unknown') {
          yield unsure(resource, property, source.why);
          continue;
        }
        const sources = source.kind === 'known' ? source.value.split(',').map((part) => part.trim()) : [];
        const odd = sources.find((part) => /^method\.request\.(header\.cookie$|querystring\..*(token|key|secret|auth|jwt|sig))/i.test(part));
        yield odd === undefined ? pass(resource, property)
          : fail(resource, property, /cookie$/i.test(odd) ? 'tokens come in cookies' : `tokens come in URLs: ${odd}`);
      }
    }
  },
};
