import { hasUnknown, readable } from '../../assembly/symbols';
import { openIn, readList } from '../../model/reading';
import { poolClientsOf } from '../../model/user-pools';
import { type Check, fail, pass, unsure } from '../check';

export const clientCallbackUrls: Check = {
  id: 'client-callback-urls',
  title: 'Tokens and codes are sent over TLS, to hosts that are named',
  severity: 'error',
  layer: 'identity',
  why: 'Whoever reads an http callback on its way, or owns a host that a wildcard takes, has the code and so the token.',
  fix: 'Name each callback with https, a host and a path. http://localhost is for development: give that a client of its own.',
  owasp: ['API2:2023'],
  * judge(posture) {
    for (const { resource } of posture.derive(poolClientsOf)) {
      for (const name of ['CallbackURLs', 'LogoutURLs']) {
        const reading = readList(resource, name);
        if (reading.kind === 'unknown') {
          yield unsure(resource, name, reading.why);
        }
        const urls = reading.kind === 'known' ? reading.value : [];
        const web = urls.some((url) => /^https:\/\//i.test(String(url)) && !isLocal(String(url)));
        for (const [index, url] of urls.entries()) {
          const property = `${name}[${index}]`;
          const text = String(url);
          const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1] ?? '';
          yield scheme.toLowerCase() === 'http' && !isLocal(text) ? fail(resource, property, `${readable(text)} is not encrypted`)
            : /[*]/.test(text) ? fail(resource, property, `${readable(text)} has a wildcard`)
              // A user of a host in front of the real one: the host is what comes after the @.
              : text.split(/[/?#]/)[2]?.includes('@') ? fail(resource, property, `${readable(text)} hides its host behind a user name`)
                // Alone it is a client for development, or of an application on the machine itself (RFC 8252).
                : isLocal(text) && web ? fail(resource, property, `${readable(text)} hands codes to whatever listens on the machine of the user, beside callbacks of a website`, 'warning')
                  : hasUnknown(text) && scheme === '' ? unsure(resource, property, openIn(text)) : pass(resource, property);
        }
      }
    }
  },
};

/** Whether a URL leads to the machine of whoever opens it. */
function isLocal(url: string): boolean {
  return /^https?:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?([/?#]|$)/i.test(url);
}
