import { type Cors, corsHeaders, preflight } from './cors-preflight';
import { gatewayResponses } from './gateway-responses';
import { type RouteKey, pathParameters } from '../values/route';
import type { SecurityScheme } from '../values/security-scheme';

/** A query parameter or header of an operation. */
export interface BodyParameter {
  readonly name: string;
  readonly in: 'query' | 'header';
  readonly required: boolean;
}

/** One operation of the body. */
export interface BodyOperation {
  readonly key: RouteKey;
  readonly operationId?: string;
  /** Empty where no token is asked for. */
  readonly scopes: readonly string[];
  readonly apiKeyRequired: boolean;
  readonly parameters: readonly BodyParameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, unknown> };
  readonly integration: Record<string, unknown>;
}

/** All that the body is made of. */
export interface BodyParts {
  readonly title: string;
  readonly operations: readonly BodyOperation[];
  readonly schemas: Record<string, unknown>;
  readonly issuer?: SecurityScheme;
  readonly cors?: Cors;
}

const API_KEY = 'api_key';
const VALIDATOR = 'all';

/**
 * The OpenAPI document that API Gateway imports.
 *
 * Paths are sorted, so that the order in which routes were declared makes no new deployment.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function openApiBody(parts: BodyParts): Record<string, unknown> {
  const issuer = parts.operations.some((operation) => operation.scopes.length > 0) ? parts.issuer : undefined;
  return {
    'openapi': '3.0.1',
    'info': { title: parts.title, version: '1' },
    'paths': paths(parts),
    'components': {
      ...Object.keys(parts.schemas).length > 0 && { schemas: parts.schemas },
      securitySchemes: {
        ...issuer && { [issuer.name]: issuer.definition },
        [API_KEY]: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      },
    },
    'x-amazon-apigateway-request-validators': {
      [VALIDATOR]: { validateRequestBody: true, validateRequestParameters: true },
    },
    // At the top it holds for every operation: what is declared is validated.
    'x-amazon-apigateway-request-validator': VALIDATOR,
    'x-amazon-apigateway-gateway-responses': gatewayResponses(corsHeaders(parts.cors)),
  };
}

function paths(parts: BodyParts): Record<string, unknown> {
  const byPath = new Map<string, BodyOperation[]>();
  for (const operation of parts.operations) {
    byPath.set(operation.key.path, [...byPath.get(operation.key.path) ?? [], operation]);
  }
  return Object.fromEntries([...byPath].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, operations]) => {
    const methods = operations.map((operation) => operation.key.method);
    return [path, {
      ...Object.fromEntries(operations.map((operation) => [methodKey(operation.key.method), operationOf(operation, parts.issuer)])),
      ...parts.cors && !methods.includes('OPTIONS') && { options: preflight(parts.cors, methods) },
    }];
  }));
}

function methodKey(method: string): string {
  return method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
}

function operationOf(operation: BodyOperation, issuer: SecurityScheme | undefined): Record<string, unknown> {
  const parameters = [
    ...pathParameters(operation.key).map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...operation.parameters.map(({ name, in: place, required }) => ({ name, in: place, required, schema: { type: 'string' } })),
  ];
  return {
    ...operation.operationId !== undefined && { operationId: operation.operationId },
    ...parameters.length > 0 && { parameters },
    ...operation.requestBody && { requestBody: operation.requestBody },
    'responses': {},
    // Separate entries, which API Gateway reads as AND.
    'security': [
      ...operation.scopes.length > 0 && issuer ? [{ [issuer.name]: [...operation.scopes] }] : [],
      ...operation.apiKeyRequired ? [{ [API_KEY]: [] }] : [],
    ],
    'x-amazon-apigateway-integration': operation.integration,
  };
}
