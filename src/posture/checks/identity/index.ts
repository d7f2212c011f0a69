import type { Check } from '../check';
import { authorizerCache } from './authorizer-cache';
import { authorizerFunction } from './authorizer-function';
import { authorizerTokenSource } from './authorizer-token-source';
import { authorizerUserPools } from './authorizer-user-pools';
import { backendDirectAccess } from './backend-direct-access';
import { backendLoadBalancer } from './backend-load-balancer';
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
import { userPoolMfa } from './user-pool-mfa';
import { userPoolPassword } from './user-pool-password';
import { userPoolSignUp } from './user-pool-sign-up';
import { userPoolThreatProtection } from './user-pool-threat-protection';

export const IDENTITY_CHECKS: readonly Check[] = [
  authorizerFunction,
  authorizerCache,
  authorizerTokenSource,
  authorizerUserPools,
  userPoolMfa,
  userPoolThreatProtection,
  userPoolPassword,
  userPoolSignUp,
  userPoolDeletion,
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
  backendLoadBalancer,
];
