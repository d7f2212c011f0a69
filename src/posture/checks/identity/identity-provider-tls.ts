import { readable } from '../../assembly/symbols';
import { asText, readFrom } from '../../model/reading';
import { type Check, fail, pass, unsure } from '../check';

export const identityProviderTls: Check = {
  id: 'identity-provider-tls',
  title: 'Identity providers are reached over TLS',
  severity: 'error',
  layer: 'identity',
  why: 'Metadata and keys that come over http are those of whoever is on the way, who then signs in whom they like.',
  fix: 'Use https for MetadataURL, oidc_issuer and every other URL of the provider.',
  owasp: ['API2:2023'],
  * judge(posture) {
    for (const resource of posture.ofType('AWS::Cognito::UserPoolIdentityProvider')) {
      for (const name of ['MetadataURL', 'oidc_issuer', 'authorize_url', 'token_url', 'attributes_url', 'jwks_uri']) {
        const url = asText(readFrom(resource.properties, ['ProviderDetails', name]));
        const property = `ProviderDetails.${name}`;
        if (url.kind === 'known') {
          yield /^http:/i.test(url.value) ? fail(resource, property, `${readable(url.value)} is not encrypted`) : pass(resource, property);
        } else if (url.kind === 'unknown') {
          yield unsure(resource, property, url.why);
        }
      }
      const initiated = asText(readFrom(resource.properties, 'ProviderDetails.IDPInit'));
      if (initiated.kind === 'known' && initiated.value.toLowerCase() === 'true') {
        // Nothing says who asked for it: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-SAML-session-initiation.html
        yield fail(resource, 'ProviderDetails.IDPInit', 'the provider may start a sign-in that nobody asked for', 'warning');
      }
    }
  },
};
