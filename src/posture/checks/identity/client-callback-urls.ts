import { listOf } from '../../assembly/json';
import { hasUnknown, isUnknown, readable, unknownsIn } from '../../assembly/symbols';
import { poolClientsOf } from '../../model/user-pools';
import { type Check, fail, pass, unsure } from '../check';

export const clientCallbackUrls: Check = {
  id: 'client-callback-urls',
  title: 'Tokens and codes are sent over TLS, to hosts that are named',
  severity: 'error',
  layer: 'identity',
  why: 'Whoever reads an http callback on its way, or owns a host that a wildcard takes, has the code and so the token.',
  fix: 'Name each callback with https, a host and a path. Only http://localhost is for development.',
  owasp: ['API2:2023'],
  * judge(posture) {
    for (const { resource } of posture.derive(poolClientsOf)) {
      for (const name of ['CallbackURLs', 'LogoutURLs']) {
        const urls = resource.properties[name];
        if (isUnknown(urls)) {
          yield unsure(resource, name, unknownsIn(urls).join(', '));
        }
        for (const [index, url] of listOf(urls).entries()) {
          const property = `${name}[${index}]`;
          const text = String(url);
          const [, scheme = '', host = ''] = /^([a-z][a-z0-9+.-]*):\/\/(\[|[^/?#:]*)/i.exec(text) ?? [];
          const local = /^(localhost|127\.0\.0\.1|\[)$/i.test(host);
          yield scheme.toLowerCase() === 'http' && !local ? fail(resource, property, `${readable(text)} is not encrypted`)
            : /[*]/.test(text) ? fail(resource, property, `${readable(text)} has a wildcard`)
              // A user of a host in front of the real one: the host is what comes after the @.
              : text.split(/[/?#]/)[2]?.includes('@') ? fail(resource, property, `${readable(text)} hides its host behind a user name`)
                : hasUnknown(text) && scheme === '' ? unsure(resource, property, unknownsIn(text).join(', ')) : pass(resource, property);
        }
      }
    }
  },
};
