import { readable } from '../../assembly/symbols';
import { readBoolean } from '../../model/reading';
import { type PoolClient, poolClientsOf, signInsOf } from '../../model/user-pools';
import { type Check, type Judgement, fail, pass, unsure } from '../check';

export const clientFlows: Check = {
  id: 'client-flows',
  title: 'App clients use no flow that hands out tokens or passwords',
  severity: 'error',
  layer: 'identity',
  why: 'The implicit flow leaves tokens in addresses, histories and logs. With plain password flows every application sees the passwords.',
  fix: 'Use the code flow with PKCE for people (ALLOW_USER_SRP_AUTH without a browser), client credentials with a secret for machines.',
  owasp: ['API2:2023'],
  * judge(posture) {
    for (const client of posture.derive(poolClientsOf)) {
      yield judgeClient(client);
    }
  },
};

function judgeClient(client: PoolClient): Judgement {
  const { resource, flows, signIns } = client;
  const secret = readBoolean(resource, 'GenerateSecret');
  const isPublic = secret.kind === 'absent' || secret.kind === 'known' && !secret.value;
  const oauth = flows.kind === 'known' ? flows.value : [];
  if (oauth.includes('implicit')) {
    return fail(resource, 'AllowedOAuthFlows', `the implicit flow is on${isPublic ? ', for a client without a secret' : ''}`);
  }
  if (oauth.includes('client_credentials') && oauth.length > 1) {
    return fail(resource, 'AllowedOAuthFlows', 'client credentials are mixed with the flows of people, which Cognito refuses');
  }
  if (oauth.includes('client_credentials') && isPublic) {
    return fail(resource, 'GenerateSecret', 'the client has client credentials, and no secret');
  }
  const password = signInsOf(client).find((flow) => ['USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'].includes(flow));
  if (password !== undefined) {
    // A server with a secret, or with IAM rights, that asks for passwords is worse than SRP; an open client is worse than that.
    return fail(resource, 'ExplicitAuthFlows', `the client sends passwords as they are: ${readable(password)} is on`, isPublic && password === 'USER_PASSWORD_AUTH' ? undefined : 'warning');
  }
  const open = [flows, signIns, oauth.includes('client_credentials') ? secret : flows].find((reading) => reading.kind === 'unknown');
  return open?.kind === 'unknown' ? unsure(resource, open === signIns ? 'ExplicitAuthFlows' : open === secret ? 'GenerateSecret' : 'AllowedOAuthFlows', open.why)
    : pass(resource, 'AllowedOAuthFlows');
}
