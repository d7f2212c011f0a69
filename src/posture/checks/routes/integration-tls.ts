import { hasUnknown, readable } from '../../assembly/symbols';
import { type Api, apisOf } from '../../model/api';
import type { Route } from '../../model/authorization';
import { reasonOf } from '../../model/meant-private';
import { openIn } from '../../model/reading';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const integrationTls: Check = {
  id: 'integration-tls',
  title: 'Calls to backends on the internet are encrypted, and certificates of backends are verified',
  severity: 'error',
  layer: 'routes',
  why: 'Over plain http, or with a certificate that nobody looks at, whoever is on the way reads and changes requests and answers.',
  fix: 'Use https, or a VPC link. Leave tlsConfig.insecureSkipVerification out: a private CA can be trusted instead.',
  owasp: ['API8:2023', 'API10:2023'],
  * judge(posture) {
    for (const api of posture.derive(apisOf)) {
      for (const route of api.routes.filter(({ integration: { uri } }) => typeof uri === 'string' && !uri.startsWith('arn:'))) {
        yield judgeRoute(api, route);
      }
    }
  },
};

function judgeRoute(api: Api, route: Route): Judgement {
  const { resource, integration: { uri, insecureTls, connectionType, property } } = route;
  const own = property === 'Integration';
  if (insecureTls.kind === 'known' && insecureTls.value) {
    return fail(resource, `${property}.${own ? 'TlsConfig.InsecureSkipVerification' : 'tlsConfig.insecureSkipVerification'}`,
      `${readable(route.text)} does not verify the certificate of its backend`);
  }
  const at = `${property}.${own ? 'Uri' : 'uri'}`;
  const link = String(connectionType ?? 'INTERNET').toUpperCase();
  if (/^http:/i.test(String(uri)) && link !== 'VPC_LINK' && reasonOf(api, route, 'plainHttp') === undefined) {
    return link === 'INTERNET' ? fail(resource, at, `${readable(route.text)} calls ${readable(uri)}: over the internet, and not encrypted`)
      : unsure(resource, at, `whether plain http of ${readable(route.text)} stays inside a VPC`);
  }
  if (hasUnknown(uri) && !/^[a-z]+:/i.test(String(uri))) {
    return unsure(resource, at, openIn(uri));
  }
  return insecureTls.kind === 'unknown' ? unsure(resource, property, insecureTls.why) : pass(resource, at);
}
