import type { Check } from '../check';
import { authorizerCache } from './authorizer-cache';
import { authorizerUserPools } from './authorizer-user-pools';
import { backendDirectAccess } from './backend-direct-access';
import { clientCallbackUrls } from './client-callback-urls';
import { clientFlows } from './client-flows';
import { clientScopes } from './client-scopes';
import { clientTokenRevocation } from './client-token-revocation';
import { clientTokenValidity } from './client-token-validity';
import { clientUserExistence } from './client-user-existence';
import { functionPermission } from './function-permission';
import { identityPoolUnauthenticated } from './identity-pool-unauthenticated';
import { identityProviderTls } from './identity-provider-tls';
import { userPoolDeletion } from './user-pool-deletion';
import { userPoolDomain } from './user-pool-domain';
import { userPoolMfa } from './user-pool-mfa';
import { userPoolPassword } from './user-pool-password';
import { userPoolSignUp } from './user-pool-sign-up';
import { userPoolThreatProtection } from './user-pool-threat-protection';

export const IDENTITY_CHECKS: readonly Check[] = [
  authorizerCache,
  authorizerUserPools,
  userPoolMfa,
  userPoolThreatProtection,
  userPoolPassword,
  userPoolSignUp,
  userPoolDeletion,
  userPoolDomain,
  clientFlows,
  clientCallbackUrls,
  clientTokenValidity,
  clientTokenRevocation,
  clientUserExistence,
  clientScopes,
  identityProviderTls,
  identityPoolUnauthenticated,
  functionPermission,
  backendDirectAccess,
];
