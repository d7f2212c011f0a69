import { readable } from '../../assembly/symbols';
import type { Route } from '../../model/authorization';
import { readFrom } from '../../model/reading';
import { stagesOf } from '../../model/stages';
import { type Check, fail, pass, unsure } from '../check';

export const stageClientCertificate: Check = {
  id: 'stage-client-certificate',
  title: 'A stage shows its backends on the internet who is calling',
  severity: 'warning',
  layer: 'routes',
  why: 'A backend on the internet that cannot tell API Gateway from anybody else answers anybody else too: what the API asks of callers counts for nothing there.',
  fix: 'Set ClientCertificateId, and let the backend take no other certificate. Functions, and backends behind a VPC link, need none.',
  owasp: ['API2:2023', 'API10:2023'],
  securityHub: ['APIGateway.2'],
  * judge(posture) {
    for (const { resource, api, prefix, properties } of posture.derive(stagesOf)) {
      const route = api?.routes.find(callsInternet);
      if (route === undefined) {
        continue;
      }
      const certificate = readFrom(properties, 'ClientCertificateId');
      const property = `${prefix}ClientCertificateId`;
      yield certificate.kind === 'known' ? pass(resource, property)
        : certificate.kind === 'unknown' ? unsure(resource, property, certificate.why)
          : fail(resource, property, `${readable(route.text)} calls ${readable(route.integration.uri)} on the internet, and the stage has no client certificate`);
    }
  },
};

/** Where a role or a VPC link is, the backend can tell by that. */
function callsInternet({ integration: { type, uri, connectionType, credentials } }: Route): boolean {
  return type.kind === 'known' && ['HTTP', 'HTTP_PROXY'].includes(type.value) && typeof uri === 'string' && /^https?:/i.test(uri)
    && String(connectionType ?? 'INTERNET').toUpperCase() === 'INTERNET' && credentials === undefined;
}
