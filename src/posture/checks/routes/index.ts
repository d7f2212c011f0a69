import type { Check } from '../check';
import { apiEndpointPrivate } from './api-endpoint-private';
import { apiFromMacro } from './api-from-macro';
import { apiPolicyConditions } from './api-policy-conditions';
import { apiResourcePolicy } from './api-resource-policy';
import { corsOrigin } from './cors-origin';
import { defaultEndpoint } from './default-endpoint';
import { deployedRoutes } from './deployed-routes';
import { gatewayResponse } from './gateway-response';
import { integrationTarget } from './integration-target';
import { integrationTls } from './integration-tls';
import { privateDomainPolicy } from './private-domain-policy';
import { requestModel } from './request-model';
import { requestModelBounds } from './request-model-bounds';
import { requestValidation } from './request-validation';
import { routeAnyMethod } from './route-any-method';
import { routeAuthorization } from './route-authorization';
import { routeScopes } from './route-scopes';
import { stageCache } from './stage-cache';
import { stageClientCertificate } from './stage-client-certificate';
import { stageDataTrace } from './stage-data-trace';
import { stageThrottling } from './stage-throttling';
import { stageTracing } from './stage-tracing';
import { stageVariables } from './stage-variables';
import { templateElsewhere } from './template-elsewhere';
import { tlsPolicy } from './tls-policy';

export const ROUTES_CHECKS: readonly Check[] = [
  templateElsewhere,
  apiFromMacro,
  apiEndpointPrivate,
  apiResourcePolicy,
  apiPolicyConditions,
  privateDomainPolicy,
  defaultEndpoint,
  tlsPolicy,
  routeAuthorization,
  routeScopes,
  routeAnyMethod,
  requestValidation,
  requestModel,
  requestModelBounds,
  integrationTarget,
  integrationTls,
  corsOrigin,
  gatewayResponse,
  deployedRoutes,
  stageThrottling,
  stageCache,
  stageClientCertificate,
  stageDataTrace,
  stageVariables,
  stageTracing,
];
